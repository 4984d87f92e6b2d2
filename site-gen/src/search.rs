//! The search index: pairs of neighbouring characters with their places, in many small files, so that a phone fetches a few kilobytes for a query.
//!
//! Entry point: [`files`]. Exact: what the client finds is what a plain search for the substring in the same text finds. Pairs that begin with the same character
//! lie in the same file, so a single character can be looked up too. The format is described at [`postings`]; the client is the theme's `search.js`.
//!
//! Must not: know words of any language beyond the synonyms it is given.

pub mod postings;
pub mod text;

use crate::library::{Item, ItemFacts, Ix, ListKey, ReadFault, Reader};
use crate::pages;
use governance::divisions::{DivisionCode, Level};
use governance::labelled::Labelled;
use governance::records::Kind;
use postings::Postings;
use serde::Serialize;
use std::collections::BTreeMap;

/// Documents in one file of titles: ten results are rarely in more than three files, each under 20 KB.
const CHUNK: usize = 128;

/// Kinds that can be found.
const KINDS: [Kind; 9] = [
    Kind::Notice,
    Kind::Meeting,
    Kind::Topic,
    Kind::AdmissionItem,
    Kind::Guide,
    Kind::Vendor,
    Kind::Indicator,
    Kind::Department,
    Kind::Division,
];

/// One file of the index: its path below the output folder and its bytes.
pub type IndexFile = (String, Vec<u8>);

/// What the client reads first.
#[derive(Serialize)]
struct Head<'a> {
    /// Files of postings.
    shards: u32,
    /// Documents in one file of titles.
    chunk: usize,
    /// Documents in all.
    documents: usize,
    /// Kinds: label and the documents of each as ranges `[first, count]`, in the order of documents.
    kinds: Vec<Facet<'a>>,
    /// Counties.
    counties: Vec<Facet<'a>>,
    /// Years.
    years: Vec<Facet<'a>>,
    /// Other words for a word.
    synonyms: &'a BTreeMap<String, Vec<String>>,
}

/// A value to narrow a search by.
#[derive(Serialize)]
struct Facet<'a> {
    name: std::borrow::Cow<'a, str>,
    ranges: Vec<[usize; 2]>,
}

/// What a list of results shows of a document: address, title, summary.
type Row<'a> = (String, &'a str, &'a str);

/// A document in the order of the index.
struct Document<'a> {
    ix: Ix,
    item: &'a Item,
}

/// All files of the index below `search/`.
///
/// # Errors
/// [`ReadFault`] if a record or its body can't be read.
pub fn files(
    reader: &Reader<'_>,
    synonyms: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<IndexFile>, ReadFault> {
    let documents = documents(reader);
    let mut postings = Postings::new(documents.len());
    for (number, document) in documents.iter().enumerate() {
        let words = text::of(reader, document.ix, document.item)?;
        postings.add(u32::try_from(number).unwrap_or(u32::MAX), &words);
    }
    let mut files = vec![head(reader, &documents, (postings.shards(), synonyms))];
    for (number, chunk) in documents.chunks(CHUNK).enumerate() {
        let rows: Vec<Row<'_>> = chunk.iter().map(|d| row(d.item)).collect();
        files.push((format!("search/t{number}.json"), json(&rows)));
    }
    files.extend(postings.into_files());
    Ok(files)
}

/// Kind by kind, each in the order of its list: newest first where it has days.
fn documents<'a>(reader: &Reader<'a>) -> Vec<Document<'a>> {
    let lists = KINDS.map(|kind| reader.list(ListKey::Kind(kind)));
    let items = lists.into_iter().flat_map(|list| list.items());
    items.map(|(ix, item)| Document { ix, item }).collect()
}

fn row(item: &Item) -> Row<'_> {
    (
        pages::address(item),
        &item.title,
        item.summary.as_deref().unwrap_or_default(),
    )
}

fn head(
    reader: &Reader<'_>,
    documents: &[Document<'_>],
    (shards, synonyms): (u32, &BTreeMap<String, Vec<String>>),
) -> IndexFile {
    let kinds = ranges(documents.iter().map(|d| Some(d.item.kind)));
    let label = |(kind, ranges): (Kind, _)| Facet {
        name: kind.zh().into(),
        ranges,
    };
    let county = |d: &Document<'_>| d.item.division.and_then(|c| c.ancestor(Level::County));
    let counties = ranges(documents.iter().map(county));
    let county_name = |(code, ranges): (DivisionCode, _)| {
        let (_, item) = reader.division(code)?;
        Some(Facet {
            name: (&*item.title).into(),
            ranges,
        })
    };
    let years = ranges(documents.iter().map(|d| year(d.item)));
    let year_name = |(year, ranges): (i32, _)| Facet {
        name: year.to_string().into(),
        ranges,
    };
    let head = Head {
        shards,
        chunk: CHUNK,
        documents: documents.len(),
        kinds: kinds.into_iter().map(label).collect(),
        counties: counties.into_iter().filter_map(county_name).collect(),
        years: years.into_iter().rev().map(year_name).collect(),
        synonyms,
    };
    ("search/index.json".into(), json(&head))
}

fn year(item: &Item) -> Option<i32> {
    match item.facts {
        ItemFacts::Notice { .. } | ItemFacts::Meeting { .. } | ItemFacts::Topic { .. } => {
            item.day.map(governance::dates::Day::year)
        }
        ItemFacts::Division { .. }
        | ItemFacts::Community { .. }
        | ItemFacts::Department { .. }
        | ItemFacts::AdmissionItem { .. }
        | ItemFacts::Indicator { .. }
        | ItemFacts::Target { .. }
        | ItemFacts::ReportingUnit { .. }
        | ItemFacts::Observation { .. }
        | ItemFacts::Vendor { .. }
        | ItemFacts::Guide { .. } => None,
    }
}

/// The documents of each value as runs of neighbours: first and how many.
fn ranges<K: Ord + Copy>(values: impl Iterator<Item = Option<K>>) -> BTreeMap<K, Vec<[usize; 2]>> {
    let mut all: BTreeMap<K, Vec<[usize; 2]>> = BTreeMap::new();
    for (number, value) in values.enumerate() {
        let Some(value) = value else { continue };
        let runs = all.entry(value).or_default();
        match runs.last_mut() {
            Some([first, count]) if *first + *count == number => *count += 1,
            _ => runs.push([number, 1]),
        }
    }
    all
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
