//! Pairs of neighbouring characters, and single ones, with the records and places where they stand.
//!
//! Entry point: [`Slices::of`], for the records of one unit. Lists of pairs that fall into the same bucket ([`bucket`]) lie together; such a slice is a row of
//! entries, each: first character, second character (0: the first alone), bytes of what follows, and then, for a pair: record less the one before, how many
//! places times two and one more if one is in the title, the places, each less the one before; for one character: record less the one before, times two, and
//! one more if it is in the title. All numbers are LEB128 (seven bits a byte, least first, high bit set on all but the last). A place counts characters of the text.

/// The text of a record as it is searched.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// Normal text, the title first.
    pub words: String,
    /// Characters of the title.
    pub title: u32,
}

/// One place: bucket, first and second character; record and place.
type Place = (u64, u64);

const CHARACTER_BITS: u32 = 21;

/// The lists of a unit, bucket after bucket.
#[derive(Debug, Default)]
pub struct Slices {
    bytes: Vec<u8>,
    /// Where each bucket begins, and the end.
    starts: Vec<u32>,
}

impl Slices {
    /// The lists of these records, in `2^bits` buckets.
    pub fn of(texts: &[Text], bits: u32) -> Self {
        let mut places: Vec<Place> =
            Vec::with_capacity(texts.iter().map(|t| t.words.len() / 2).sum());
        for (number, text) in (0_u64..).zip(texts) {
            collect(text, number, bits, &mut places);
        }
        places.sort_unstable();
        let mut slices = Self {
            bytes: Vec::with_capacity(places.len() * 2),
            starts: vec![0],
        };
        let mut list = Vec::new();
        for entry in places.chunk_by(|a, b| a.0 == b.0) {
            let key = entry.first().map_or(0, |place| place.0);
            slices.open(key >> (2 * CHARACTER_BITS));
            slices.entry(key, entry, (texts, &mut list));
        }
        slices.open(1 << bits);
        slices
    }

    /// The slice of a bucket.
    pub(super) fn bucket(&self, number: usize) -> &[u8] {
        let at = |n: usize| self.starts.get(n).map_or(0, |start| *start as usize);
        self.bytes
            .get(at(number)..at(number + 1))
            .unwrap_or_default()
    }

    /// Closes the buckets before this one.
    fn open(&mut self, bucket: u64) {
        let here = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        while self.starts.len() as u64 <= bucket {
            self.starts.push(here);
        }
    }

    fn entry(&mut self, key: u64, places: &[Place], (texts, list): (&[Text], &mut Vec<u8>)) {
        let mask = (1 << CHARACTER_BITS) - 1;
        let (first, second) = ((key >> CHARACTER_BITS) & mask, key & mask);
        list.clear();
        let mut before = 0;
        for run in places.chunk_by(|a, b| record(*a) == record(*b)) {
            let number = run.first().map_or(0, |place| record(*place));
            let title = texts
                .get(usize::try_from(number).unwrap_or(0))
                .map_or(0, |t| u64::from(t.title));
            let length = 1 + u64::from(second != 0);
            let in_title = u64::from(run.first().is_some_and(|p| place(*p) + length <= title));
            if second == 0 {
                write(list, (number - before) << 1 | in_title);
            } else {
                write(list, number - before);
                write(list, (run.len() as u64) << 1 | in_title);
                let mut passed = 0;
                for at in run {
                    write(list, place(*at) - passed);
                    passed = place(*at);
                }
            }
            before = number;
        }
        write(&mut self.bytes, first);
        write(&mut self.bytes, second);
        write(&mut self.bytes, list.len() as u64);
        self.bytes.extend_from_slice(list);
    }
}

fn record(place: Place) -> u64 {
    place.1 >> 32
}

fn place(place: Place) -> u64 {
    place.1 & 0xffff_ffff
}

/// Every pair of the text, and every character once.
fn collect(text: &Text, number: u64, bits: u32, places: &mut Vec<Place>) {
    let key = |first: u32, second: u32| {
        u64::from(bucket(first, second, bits)) << (2 * CHARACTER_BITS)
            | u64::from(first) << CHARACTER_BITS
            | u64::from(second)
    };
    let blank = u32::from(' ');
    let mut singles: Vec<(u32, u32)> = Vec::with_capacity(text.words.len() / 2);
    let mut characters = text.words.chars().map(u32::from).peekable();
    let mut at = 0_u32;
    while let Some(first) = characters.next() {
        if first != blank {
            singles.push((first, at));
            if let Some(second) = characters.peek().copied().filter(|c| *c != blank) {
                places.push((key(first, second), number << 32 | u64::from(at)));
            }
        }
        at += 1;
    }
    singles.sort_unstable();
    singles.dedup_by_key(|single| single.0);
    let singles = singles.into_iter();
    places.extend(singles.map(|(first, at)| (key(first, 0), number << 32 | u64::from(at))));
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
            let texts: Vec<Text> = texts.iter().map(|t| Text { words: super::super::text::normal(t), title: 2 }).collect();
            let plain: BTreeSet<u64> = (0..).zip(&texts).filter(|(_, t)| t.words.contains(&word)).map(|(n, _)| n).collect();
            prop_assert_eq!(find(&Slices::of(&texts, BITS), &word), plain);
        }
    }
}
