//! Pairs of neighbouring characters, and single ones, with the records and places where they stand.
//!
//! Entry point: [`Slices::of`], for the records of one unit. Lists of pairs that fall into the same bucket ([`bucket`]) lie together; such a slice is a row of
//! entries, each: first character, second character (0: the first alone), bytes of what follows, and then, for a pair: record less the one before, how many
//! places times two and one more if one is in the title, the places, each less the one before; for one character: record less the one before, times two, and
//! one more if it is in the title. All numbers are LEB128 (seven bits a byte, least first, high bit set on all but the last). A place counts characters of the text.

/// The text of a record as it is searched.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// The characters of normal text, the title first.
    pub words: Vec<char>,
    /// Characters of the title.
    pub title: u32,
}

/// From the highest bit: first and second character (0: the first alone) in 21 bits each, record and place in 32 each. So places are sorted as numbers.
type Place = u128;

const CHARACTER_BITS: u32 = 21;
const NUMBER_BITS: u32 = 32;

/// Room for the places of a unit, to be used again for the next one: fresh memory costs as much as sorting.
#[derive(Debug, Default)]
pub struct Room {
    places: Vec<Place>,
    buckets: Vec<[u32; 2]>,
}

/// The lists of a unit, bucket after bucket.
#[derive(Debug, Default)]
pub struct Slices {
    bytes: Vec<u8>,
    /// Where each bucket begins, and the end.
    starts: Vec<u32>,
}

impl Slices {
    /// The lists of these records, in `2^bits` buckets.
    pub fn of(texts: &[Text], bits: u32, room: &mut Room) -> Self {
        let (places, ends) = by_bucket(texts, bits, room);
        let mut slices = Self::laid(texts, places, (0, &ends));
        slices.close();
        slices
    }

    /// The same on two threads: for a unit that is made alone.
    pub(super) fn shared(texts: &[Text], bits: u32, room: &mut Room) -> Self {
        let (places, ends) = by_bucket(texts, bits, room);
        let (one, other) = ends.split_at(ends.len() / 2);
        let middle = one.last().copied().unwrap_or(0);
        let (before, after) = places.split_at_mut(middle as usize);
        let (mut slices, rest) = rayon::join(
            || Self::laid(texts, before, (0, one)),
            || Self::laid(texts, after, (middle, other)),
        );
        slices.append(&rest);
        slices.close();
        slices
    }

    /// The lists of some buckets, whose places begin at a number and end at these.
    fn laid(texts: &[Text], places: &mut [Place], (mut begin, ends): (u32, &[u32])) -> Self {
        let mut slices = Self {
            bytes: Vec::with_capacity(places.len() * 2),
            starts: Vec::with_capacity(ends.len() + 1),
        };
        let mut list = Vec::new();
        let mut rest = places;
        for end in ends {
            slices.close();
            let (of_bucket, after) = rest.split_at_mut((end - begin) as usize);
            of_bucket.sort_unstable();
            for entry in of_bucket.chunk_by(|a, b| pair(*a) == pair(*b)) {
                slices.entry(entry, (texts, &mut list));
            }
            (rest, begin) = (after, *end);
        }
        slices
    }

    /// Goes on with the buckets that follow.
    fn append(&mut self, next: &Self) {
        let here = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        let starts = next.starts.iter().map(|start| here.saturating_add(*start));
        self.starts.extend(starts);
        self.bytes.extend_from_slice(&next.bytes);
    }

    /// The slice of a bucket.
    pub(super) fn bucket(&self, number: usize) -> &[u8] {
        let at = |n: usize| self.starts.get(n).map_or(0, |start| *start as usize);
        self.bytes
            .get(at(number)..at(number + 1))
            .unwrap_or_default()
    }

    /// Ends a bucket.
    fn close(&mut self) {
        let here = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.starts.push(here);
    }

    fn entry(&mut self, places: &[Place], (texts, list): (&[Text], &mut Vec<u8>)) {
        let (first, second) = places.first().map_or((0, 0), |place| pair(*place));
        list.clear();
        let mut before = 0;
        for run in places.chunk_by(|a, b| record(*a) == record(*b)) {
            let number = run.first().map_or(0, |place| record(*place));
            let title = texts.get(number as usize).map_or(0, |t| t.title);
            let length = 1 + u32::from(second != 0);
            let in_title = u64::from(run.first().is_some_and(|p| place(*p) + length <= title));
            let step = u64::from(number - before);
            if second == 0 {
                write(list, step << 1 | in_title);
            } else {
                write(list, step);
                write(list, (run.len() as u64) << 1 | in_title);
                let mut passed = 0;
                for at in run {
                    write(list, u64::from(place(*at) - passed));
                    passed = place(*at);
                }
            }
            before = number;
        }
        write(&mut self.bytes, u64::from(first));
        write(&mut self.bytes, u64::from(second));
        write(&mut self.bytes, list.len() as u64);
        self.bytes.extend_from_slice(list);
    }
}

fn of((first, second): (char, char), (number, at): (u32, u32)) -> Place {
    let pair = u128::from(u32::from(first)) << CHARACTER_BITS | u128::from(u32::from(second));
    pair << (2 * NUMBER_BITS) | u128::from(number) << NUMBER_BITS | u128::from(at)
}

fn pair(place: Place) -> (u32, u32) {
    let part = |low: u32| bits(place >> low) & ((1 << CHARACTER_BITS) - 1);
    let second = 2 * NUMBER_BITS;
    (part(second + CHARACTER_BITS), part(second))
}

fn record(place: Place) -> u32 {
    bits(place >> NUMBER_BITS)
}

fn place(place: Place) -> u32 {
    bits(place)
}

/// The lowest 32.
#[expect(clippy::cast_possible_truncation, reason = "which is what is wanted")]
fn bits(number: u128) -> u32 {
    number as u32
}

/// No bucket has this number: a character that was met in the record before, or one that ends a word.
const NONE: u32 = u32::MAX;

/// All places, those of one bucket together, and where each bucket ends. They are counted, then put where they belong: most of the work of sorting is saved.
fn by_bucket<'r>(texts: &[Text], bits: u32, room: &'r mut Room) -> (&'r mut [Place], Vec<u32>) {
    let Room { places, buckets } = room;
    let mut ends = counted(texts, bits, buckets);
    let mut begin = 0;
    for end in &mut ends {
        (*end, begin) = (begin, begin + *end);
    }
    let whole = begin as usize;
    if places.len() < whole {
        places.resize(whole, 0);
    }
    let places = &mut places[..whole];
    let mut put = |bucket: u32, place: Place| {
        if let Some(next) = ends.get_mut(bucket as usize) {
            places[*next as usize] = place;
            *next += 1;
        }
    };
    let mut buckets = buckets.iter();
    for (number, text) in (0_u32..).zip(texts) {
        let seconds = text.words.iter().skip(1).chain([&' ']);
        for (at, (first, second)) in (0_u32..).zip(text.words.iter().zip(seconds)) {
            let [alone, paired] = buckets.next().copied().unwrap_or([NONE; 2]);
            put(alone, of((*first, '\0'), (number, at)));
            put(paired, of((*first, *second), (number, at)));
        }
    }
    (places, ends)
}

/// Puts down the buckets of every character of every text, alone (once a text) and with the next one; gives how many places are in each bucket.
fn counted(texts: &[Text], bits: u32, buckets: &mut Vec<[u32; 2]>) -> Vec<u32> {
    let mut counts = vec![0; 1 << bits];
    let mut count = |first: char, second: u32| {
        let bucket = bucket(u32::from(first), second, bits);
        counts[bucket as usize] += 1;
        bucket
    };
    let mut met = Met::default();
    buckets.clear();
    buckets.reserve(texts.iter().map(|text| text.words.len()).sum());
    for (number, text) in (0_u32..).zip(texts) {
        let seconds = text.words.iter().skip(1).chain([&' ']);
        for (first, second) in text.words.iter().zip(seconds) {
            let mut own = [NONE; 2];
            if *first != ' ' {
                if met.first(*first, number) {
                    own[0] = count(*first, 0);
                }
                if *second != ' ' {
                    own[1] = count(*first, u32::from(*second));
                }
            }
            buckets.push(own);
        }
    }
    counts
}

/// In which record each character was met last, in pages of 256 characters.
#[derive(Debug, Default)]
struct Met {
    pages: Vec<[u32; 256]>,
    /// The page of each 256 characters, counted from 1.
    of: Vec<usize>,
}

impl Met {
    /// Whether it was not met in this record yet; it is now.
    #[inline]
    fn first(&mut self, c: char, number: u32) -> bool {
        let high = (u32::from(c) >> 8) as usize;
        if self.of.len() <= high {
            self.of.resize(high + 1, 0);
        }
        if self.of[high] == 0 {
            self.pages.push([u32::MAX; 256]);
            self.of[high] = self.pages.len();
        }
        let last = &mut self.pages[self.of[high] - 1][(u32::from(c) & 0xff) as usize];
        std::mem::replace(last, number) != number
    }
}

/// The bucket of a pair; the client reckons the same.
pub fn bucket(first: u32, second: u32, bits: u32) -> u32 {
    let mixed = first.wrapping_mul(0x9e37_79b1) ^ second.wrapping_mul(0x85eb_ca6b);
    (mixed ^ mixed >> 15).wrapping_mul(0x2c1b_3c6d) >> (32 - bits)
}

/// Adds a number as LEB128.
pub(super) fn write(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push((number & 0x7f) as u8);
}

/// Takes a number off the beginning.
pub(super) fn read(bytes: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    while shift < 64 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const BITS: u32 = 6;

    /// Record and place of every pair, read as the client does.
    fn places(slices: &Slices, first: u32, second: u32) -> BTreeSet<(u64, u64)> {
        let mut bytes = slices.bucket(bucket(first, second, BITS) as usize);
        let mut found = BTreeSet::new();
        let next = |bytes: &mut &[u8]| read(bytes).unwrap();
        while !bytes.is_empty() {
            let pair = (next(&mut bytes), next(&mut bytes));
            let len = usize::try_from(next(&mut bytes)).unwrap();
            let (mut own, after) = bytes.split_at(len);
            bytes = after;
            let mut number = 0;
            while !own.is_empty() && pair == (u64::from(first), u64::from(second)) {
                let head = next(&mut own);
                if second == 0 {
                    number += head >> 1;
                    found.insert((number, 0));
                    continue;
                }
                number += head;
                let mut at = 0;
                for _ in 0..next(&mut own) >> 1 {
                    at += next(&mut own);
                    found.insert((number, at));
                }
            }
        }
        found
    }

    fn find(slices: &Slices, word: &str) -> BTreeSet<u64> {
        let word: Vec<u32> = word.chars().map(u32::from).collect();
        let mut found = places(slices, word[0], word.get(1).copied().unwrap_or(0));
        for (at, pair) in (0_u64..).zip(word.windows(2)).skip(1) {
            let next = places(slices, pair[0], pair[1]);
            found.retain(|(number, place)| next.contains(&(*number, place + at)));
        }
        found.into_iter().map(|(number, _)| number).collect()
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_plain_search_finds(
            texts in proptest::collection::vec("[居民会议 ab1𠮷]{0,30}", 1..40),
            word in "[居民会议ab1𠮷]{1,5}",
        ) {
            let text = |text: &String| Text { words: text.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ").chars().collect(), title: 2 };
            let texts: Vec<Text> = texts.iter().map(text).collect();
            let contains = |t: &Text| t.words.iter().collect::<String>().contains(&word);
            let plain: BTreeSet<u64> = (0..).zip(&texts).filter(|(_, t)| contains(t)).map(|(n, _)| n).collect();
            let slices = Slices::of(&texts, BITS, &mut Room::default());
            let shared = Slices::shared(&texts, BITS, &mut Room::default());
            prop_assert_eq!((&slices.bytes, &slices.starts), (&shared.bytes, &shared.starts));
            prop_assert_eq!(find(&slices, &word), plain);
        }
    }
}
