//! Postings: for every pair of neighbouring characters, in which documents it stands and where.
//!
//! Entry point: [`Postings`]. A file `search/p<n>.bin` holds the pairs whose first character's code modulo the number of files is n. It is a row of entries,
//! each: first character, second character (0 if a blank or the end follows), bytes of what follows, then for each document: its number less the one before, how many
//! places, and the places, each less the one before. All numbers are LEB128 (seven bits a byte, least first, high bit set on all but the last).
//! A place counts characters of the normal text.

use super::IndexFile;
use std::collections::BTreeMap;

/// Characters per document on average, to choose the number of files.
const TYPICAL_DOCUMENTS_PER_SHARD: usize = 24;

/// Never more files than this: a city's record of 300,000 documents then has files of about 100 KB.
const MOST_SHARDS: usize = 2048;

/// Postings in the making; documents are added in the order of their numbers.
#[derive(Debug)]
pub struct Postings {
    shards: u32,
    entries: BTreeMap<(u32, u32), Entry>,
    scratch: Vec<(u32, u32, u32)>,
}

#[derive(Debug, Default)]
struct Entry {
    last: u32,
    bytes: Vec<u8>,
}

impl Postings {
    /// For so many documents.
    pub fn new(documents: usize) -> Self {
        let shards = (documents / TYPICAL_DOCUMENTS_PER_SHARD).clamp(16, MOST_SHARDS);
        Self {
            shards: u32::try_from(shards).unwrap_or(16),
            entries: BTreeMap::new(),
            scratch: Vec::new(),
        }
    }

    /// How many files there will be.
    pub fn shards(&self) -> u32 {
        self.shards
    }

    /// Adds a document with its normal text.
    pub fn add(&mut self, number: u32, text: &str) {
        let mut pairs = std::mem::take(&mut self.scratch);
        pairs.clear();
        let mut characters = text.chars().map(u32::from).peekable();
        let mut place = 0_u32;
        while let Some(first) = characters.next() {
            if first != u32::from(' ') {
                let next = characters.peek().copied().filter(|c| *c != u32::from(' '));
                pairs.push((first, next.unwrap_or(0), place));
            }
            place += 1;
        }
        pairs.sort_unstable();
        for run in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((first, second, _)) = run.first() else {
                continue;
            };
            let entry = self.entries.entry((*first, *second)).or_default();
            write(&mut entry.bytes, number - entry.last);
            entry.last = number;
            write(
                &mut entry.bytes,
                u32::try_from(run.len()).unwrap_or(u32::MAX),
            );
            let mut before = 0;
            for (_, _, place) in run {
                write(&mut entry.bytes, place - before);
                before = *place;
            }
        }
        self.scratch = pairs;
    }

    /// The files, in the order of their numbers.
    pub fn into_files(self) -> Vec<IndexFile> {
        let mut files: Vec<Vec<u8>> = vec![Vec::new(); self.shards as usize];
        for ((first, second), entry) in self.entries {
            let file = &mut files[(first % self.shards) as usize];
            write(file, first);
            write(file, second);
            write(file, u32::try_from(entry.bytes.len()).unwrap_or(u32::MAX));
            file.extend_from_slice(&entry.bytes);
        }
        let named = files.into_iter().enumerate();
        named
            .map(|(n, bytes)| (format!("search/p{n}.bin"), bytes))
            .collect()
    }
}

/// Adds a number as LEB128.
fn write(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push((number & 0x7f) as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Reads as the client does.
    struct Client(Vec<IndexFile>);

    fn read(bytes: &mut std::slice::Iter<'_, u8>) -> u32 {
        let (mut number, mut shift) = (0, 0);
        for byte in bytes {
            number |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }

    impl Client {
        /// Document and place of every pair that begins with `first` (and goes on with `second`).
        fn places(&self, first: u32, second: Option<u32>) -> BTreeSet<(u32, u32)> {
            let shard = first as usize % self.0.len();
            let mut bytes = self.0[shard].1.iter();
            let mut found = BTreeSet::new();
            while !bytes.as_slice().is_empty() {
                let pair = (read(&mut bytes), read(&mut bytes));
                let length = read(&mut bytes) as usize;
                let (own, after) = bytes.as_slice().split_at(length);
                bytes = after.iter();
                if pair.0 == first && second.is_none_or(|s| s == pair.1) {
                    let (mut own, mut document) = (own.iter(), 0);
                    while !own.as_slice().is_empty() {
                        document += read(&mut own);
                        let (count, mut place) = (read(&mut own), 0);
                        for _ in 0..count {
                            place += read(&mut own);
                            found.insert((document, place));
                        }
                    }
                }
            }
            found
        }

        fn find(&self, word: &str) -> BTreeSet<u32> {
            let word: Vec<u32> = word.chars().map(u32::from).collect();
            let mut found = self.places(word[0], word.get(1).copied());
            for (at, pair) in word.windows(2).enumerate().skip(1) {
                let next = self.places(pair[0], Some(pair[1]));
                let at = u32::try_from(at).unwrap();
                found.retain(|(document, place)| next.contains(&(*document, place + at)));
            }
            found.into_iter().map(|(document, _)| document).collect()
        }
    }

    fn client(texts: &[String]) -> Client {
        let mut postings = Postings::new(texts.len());
        for (number, text) in texts.iter().enumerate() {
            postings.add(u32::try_from(number).unwrap(), text);
        }
        Client(postings.into_files())
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_plain_search_finds(
            texts in proptest::collection::vec("[居民会议 ab1𠮷]{0,30}", 1..40),
            word in "[居民会议ab1𠮷]{1,5}",
        ) {
            let texts: Vec<String> = texts.iter().map(|t| super::super::text::normal(t)).collect();
            let plain: BTreeSet<u32> = (0..).zip(&texts).filter(|(_, t)| t.contains(&word)).map(|(n, _)| n).collect();
            prop_assert_eq!(client(&texts).find(&word), plain);
        }
    }
}
