//! What a snapshot is taken from: everything in the store that figures are counted from.
//!
//! Entry point: [`gather`]. Must not: suppress anything (that is [`Snapshot::take`](governance::published::Snapshot::take)), or carry on what residents
//! wrote.

use super::Fault;
use crate::store::ListAll;
use crate::store::desk_entries::{DeskEntry, ThemeEntry};
use crate::store::entries::{FeedbackEntry, RatingEntry};
use governance::cases::{Case, CaseReference, Clocks};
use governance::dates::Day;
use governance::forms::feedback::{FeedbackKind, case_of};
use governance::published::{
    ClearedAnswer, Ledger, ModerationAction, ModerationReason, PageFeedback, Snapshot, Theme,
};
use governance::ratings::Rating;
use std::collections::BTreeMap;

/// What the store holds, without what residents wrote.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// Every case.
    pub cases: Vec<Case>,
    /// Every rating.
    pub ratings: Vec<Rating>,
    /// Cleared answers.
    pub answers: Vec<ClearedAnswer>,
    /// Themes, with their true numbers.
    pub themes: Vec<Theme>,
    /// Acts of moderators.
    pub moderation: Vec<(Day, ModerationAction, ModerationReason)>,
    /// Pages, with their true numbers.
    pub feedback: Vec<PageFeedback>,
}

impl Gathered {
    /// The ledger that a snapshot is taken from.
    pub fn ledger<'a>(
        &'a self,
        clocks: &'a Clocks,
        last: Option<&'a Snapshot>,
        shrink_reason: Option<&'a str>,
    ) -> Ledger<'a> {
        Ledger {
            cases: &self.cases,
            ratings: &self.ratings,
            answers: &self.answers,
            themes: &self.themes,
            moderation: &self.moderation,
            feedback: &self.feedback,
            clocks,
            last,
            shrink_reason,
        }
    }
}

/// Reads the whole store, once.
///
/// # Errors
/// [`Fault`] if the store did not answer or holds what cannot be read: half a ledger is none.
pub async fn gather<S: ListAll>(store: &S) -> Result<Gathered, Fault> {
    let (ratings, feedback) = (store.ratings().await?, store.all_feedback().await?);
    let mut gathered = Gathered {
        cases: store
            .cases(|_| true)
            .await?
            .into_iter()
            .map(|s| s.case)
            .collect(),
        ratings: ratings.iter().map(RatingEntry::figure).collect(),
        feedback: pages(&feedback),
        ..Gathered::default()
    };
    count_affected(&mut gathered.cases, &feedback);
    for entry in store.desk_entries().await? {
        match entry {
            DeskEntry::Cleared(answer) => gathered.answers.push(answer),
            DeskEntry::Reply(reply) => {
                let of = ratings.iter().position(|entry| entry.key == reply.rating);
                if let Some(rating) = of.and_then(|of| gathered.ratings.get_mut(of)) {
                    rating.reply = Some(reply.cleared);
                }
            }
            DeskEntry::Theme(theme) => gathered.themes.push(shown(theme)),
            DeskEntry::Act(act) => {
                gathered
                    .moderation
                    .push((act.at.day(), act.action, act.reason));
            }
            DeskEntry::Topic(_) | DeskEntry::Hold(_) | DeskEntry::Trace(_) => {}
        }
    }
    Ok(gathered)
}

fn shown(theme: ThemeEntry) -> Theme {
    Theme {
        id: theme.id,
        title: theme.title,
        n: u32::try_from(theme.said.len()).ok(),
        from: theme.from,
        to: theme.to,
        reply: theme.reply,
    }
}

/// Longest way from a case through those it was merged into: staff merge by hand, so a longer one is a circle.
const MERGES: usize = 8;

/// Adds those who said that a case concerns them too; of a case that was merged, to the one it goes on as.
fn count_affected(cases: &mut [Case], feedback: &[FeedbackEntry]) {
    let places: BTreeMap<CaseReference, usize> = cases
        .iter()
        .enumerate()
        .map(|(at, case)| (case.reference, at))
        .collect();
    let affected = feedback.iter().filter(|e| e.kind == FeedbackKind::Affected);
    for reference in affected.filter_map(|entry| case_of(entry.page.as_deref()?)) {
        let Some(mut at) = places.get(&reference).copied() else {
            continue;
        };
        for _ in 0..MERGES {
            let into = cases[at].duplicate_of.and_then(|into| places.get(&into));
            at = into.copied().unwrap_or(at);
        }
        cases[at].followers = cases[at].followers.saturating_add(1);
    }
}

fn pages(feedback: &[FeedbackEntry]) -> Vec<PageFeedback> {
    let mut pages: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for entry in feedback.iter().filter(|e| e.kind == FeedbackKind::Page) {
        if let (Some(page), Some(useful)) = (entry.page.as_deref(), entry.useful) {
            let counts = pages.entry(page).or_default();
            counts.0 += u32::from(useful);
            counts.1 += u32::from(!useful);
        }
    }
    let row = |(page, (yes, no)): (&str, (u32, u32))| PageFeedback {
        page: page.into(),
        yes,
        no,
    };
    pages.into_iter().map(row).collect()
}
