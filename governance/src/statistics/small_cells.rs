//! Which figures of a round are held back, so that nobody learns a small number of people, by reading or by subtracting.
//!
//! Entry point: [`Round::of`]. A round is what all units reported for one indicator and one day. A unit's staff divide into certified (by level) and not
//! certified. A division is told when each part that has anybody in it has at least the floor; where everybody or nobody is in one part, nothing is learned
//! of anyone and it is told too. Units add up to the unit above and to the total, so figures that could be subtracted are held back with them: among the
//! figures held back below one sum, each part that has anybody adds up to at least the floor, and there are never so few that one could be worked out.
//! Staff in post (the denominator) is always told: it is the number of public posts. Must not: know files, words or how figures are shown.

use crate::statistics::Withheld;

/// Levels of a certificate: assistant, social worker, senior.
pub type Levels = [u64; 3];

/// What a unit reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// People above the line, e.g. certified.
    pub numerator: u64,
    /// People below the line, e.g. in post; never fewer.
    pub denominator: u64,
    /// The numerator by level, if it was reported.
    pub levels: Option<Levels>,
}

/// A reporting unit in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Member {
    /// Place of the unit above in the list of members.
    pub parent: Option<usize>,
    /// What it reported; none if it did not.
    pub counts: Option<Counts>,
    /// What it holds back already; the counts then lack it.
    pub withheld: Option<Withheld>,
}

/// What a round tells: of each member what is held back, and the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// By member.
    pub withheld: Vec<Option<Withheld>>,
    /// The sum of what was reported; a unit below one that reported is in that one's figure already.
    pub total: Counts,
    /// How many units the total adds up.
    pub reported: usize,
    /// What of the total is held back.
    pub total_withheld: Option<Withheld>,
}

impl Round {
    /// Judges a round. With a floor of 0 or 1 only what members hold back themselves is held back, and what it could be worked out from.
    pub fn of(members: &[Member], floor: u64) -> Self {
        let top: Vec<usize> = (0..members.len())
            .filter(|n| members[*n].counts.is_some() && !is_below_a_report(members, *n))
            .collect();
        let total = sum(top.iter().filter_map(|n| members[*n].counts));
        let families = families(members, &top);
        let figures: Vec<Option<Counts>> = members
            .iter()
            .map(|member| member.counts)
            .chain([Some(total)])
            .collect();
        // A sum of which a part is unknown is unknown itself.
        let own = |least: Withheld| {
            let held = |member: &Member| member.withheld.is_some_and(|what| what >= least);
            let total = top.iter().any(|n| held(&members[*n]));
            members
                .iter()
                .map(held)
                .chain([total])
                .collect::<Vec<bool>>()
        };
        let mut numerators = Block::new(own(Withheld::Numerator), &figures, |counts| {
            Some(division(counts))
        });
        numerators.hold_back(&families, floor);
        let mut levels = Block::new(own(Withheld::Levels), &figures, |counts| counts.levels);
        levels.add(&numerators.held);
        levels.hold_back(&families, floor);
        let what = |n: usize| match (numerators.held[n], levels.held[n]) {
            (true, _) => Some(Withheld::Numerator),
            (false, true) => Some(Withheld::Levels),
            (false, false) => None,
        };
        Self {
            withheld: (0..members.len()).map(what).collect(),
            total,
            reported: top.len(),
            total_withheld: what(members.len()),
        }
    }
}

/// Whether a unit above reported. The walk is bounded, though a rule refuses units in a circle.
fn is_below_a_report(members: &[Member], from: usize) -> bool {
    let above = std::iter::successors(members[from].parent, |n| members.get(*n)?.parent);
    above
        .take(members.len())
        .any(|n| members.get(n).is_some_and(|m| m.counts.is_some()))
}

fn sum(counts: impl Iterator<Item = Counts> + Clone) -> Counts {
    let levels: Option<Vec<Levels>> = counts.clone().map(|c| c.levels).collect();
    let add = |levels: Vec<Levels>| {
        levels
            .iter()
            .fold([0; 3], |a, b| std::array::from_fn(|n| a[n] + b[n]))
    };
    Counts {
        numerator: counts.clone().map(|c| c.numerator).sum(),
        denominator: counts.map(|c| c.denominator).sum(),
        levels: levels.filter(|levels| !levels.is_empty()).map(add),
    }
}

/// A sum with its parts, by their places; the total stands behind the last member.
struct Family {
    whole: usize,
    parts: Vec<usize>,
}

fn families(members: &[Member], top: &[usize]) -> Vec<Family> {
    let mut parts = vec![Vec::new(); members.len()];
    for (n, member) in members.iter().enumerate() {
        if let Some(parent) = member.parent.filter(|p| *p < members.len()) {
            parts[parent].push(n);
        }
    }
    let reported = |(whole, _): &(usize, Vec<usize>)| members[*whole].counts.is_some();
    let of_units = parts.into_iter().enumerate().filter(reported);
    let of_units = of_units.map(|(whole, parts)| Family { whole, parts });
    let total = Family {
        whole: members.len(),
        parts: top.to_vec(),
    };
    of_units
        .filter(|f| !f.parts.is_empty())
        .chain([total])
        .collect()
}

/// A figure divided into parts; parts that a division does not have are 0.
type Parts = [u64; 3];

/// Certified and not.
fn division(counts: &Counts) -> Parts {
    let rest = counts.denominator.saturating_sub(counts.numerator);
    [counts.numerator, rest, 0]
}

/// One way to divide figures, and which of them are held back.
struct Block {
    /// None where nothing was reported, or held back by who reported it.
    cells: Vec<Option<Parts>>,
    held: Vec<bool>,
}

impl Block {
    fn new(
        own: Vec<bool>,
        figures: &[Option<Counts>],
        divide: impl Fn(&Counts) -> Option<Parts>,
    ) -> Self {
        let known = |(counts, own): (&Option<Counts>, &bool)| {
            counts.as_ref().filter(|_| !*own).and_then(&divide)
        };
        let cells = figures.iter().zip(&own).map(known).collect();
        Self { cells, held: own }
    }

    fn add(&mut self, held: &[bool]) {
        for (own, other) in self.held.iter_mut().zip(held) {
            *own |= other;
        }
    }

    /// Holds back what is small, then what it could be worked out from, until nothing can.
    fn hold_back(&mut self, families: &[Family], floor: u64) {
        for (cell, held) in self.cells.iter().zip(&mut self.held) {
            *held |= cell.is_some_and(|parts| is_small(parts, floor));
        }
        while let Some(next) = families.iter().find_map(|family| self.next(family, floor)) {
            self.held[next] = true;
        }
    }

    /// The figure of a family that has to be held back next, if one could be worked out now.
    fn next(&self, family: &Family, floor: u64) -> Option<usize> {
        let held = |n: &&usize| self.held[**n];
        let rest = self.rest(family);
        let hidden = family
            .parts
            .iter()
            .filter(held)
            .filter_map(|n| self.cells[*n]);
        let sums = hidden
            .chain(rest)
            .fold([0; 3], |a, b: Parts| std::array::from_fn(|n| a[n] + b[n]));
        let whole = (!self.held[family.whole]).then_some(family.whole);
        if let Some(part) = (0..3).find(|n| (1..floor).contains(&sums[*n])) {
            return self.smallest(family, |parts| parts[part]).or(whole);
        }
        let parts = family.parts.iter().filter(held).count();
        let unknown = parts + usize::from(whole.is_none()) + usize::from(rest.is_some());
        let lone = unknown == 1 && rest.is_none();
        let next = || self.smallest(family, |parts| parts.iter().sum()).or(whole);
        lone.then(next).flatten()
    }

    /// The part that is told with the least of something, but with any.
    fn smallest(&self, family: &Family, of: impl Fn(Parts) -> u64) -> Option<usize> {
        let told = family.parts.iter().filter(|n| !self.held[**n]);
        let sized = told.filter_map(|n| Some((of(self.cells[*n]?), *n)));
        sized.filter(|(size, _)| *size > 0).min().map(|(_, n)| n)
    }

    /// What the whole has beyond the parts that reported: the figure of those that did not. It is told nowhere, but could be worked out. Where nothing is left
    /// nothing is unknown: staff in post is always told.
    fn rest(&self, family: &Family) -> Option<Parts> {
        let whole = self.cells[family.whole]?;
        let known: Vec<Parts> = family.parts.iter().filter_map(|n| self.cells[*n]).collect();
        let left = |n: usize| {
            let parts: u64 = known.iter().map(|parts| parts[n]).sum();
            whole[n].saturating_sub(parts)
        };
        let rest: Parts = std::array::from_fn(left);
        (known.len() < family.parts.len() && rest != [0; 3]).then_some(rest)
    }
}

/// Whether parts tell of few people: more than one has anybody in it, and one of these has fewer than the floor.
fn is_small(parts: Parts, floor: u64) -> bool {
    let filled = || parts.iter().filter(|n| **n > 0);
    filled().count() > 1 && filled().any(|n| *n < floor)
}

#[cfg(test)]
mod tests;
