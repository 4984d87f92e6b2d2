//! `AggregateRating` stands in the JSON-LD of a page exactly when the page shows the rating: the same mean, from the same number of ratings with a voucher.
//!
//! Held against every vendor of the demonstration, whose snapshot has vendors without ratings, with too few to show, with too few for a mean, and with a mean.
//! Must not: know how figures are released; the page is the truth here.
#![expect(clippy::disallowed_methods, reason = "a test reads what was built")]

#[path = "house/files.rs"]
mod house;

use governance::dates::Moment;
use house::{files, root, theme};
use serde_json::Value;
use site_gen::build::{self, BuildInput};
use std::collections::BTreeMap;

/// The pages of vendors by their paths.
fn pages() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let input = BuildInput {
        content: root().join("content"),
        theme: theme(),
        out: folder.path().join("public"),
        now: Moment::parse("2026-11-23 09:00").expect("a moment"),
        base_url: None,
        clean: true,
        listed: true,
    };
    let report = build::run(&input).expect("the tool works");
    assert!(report.published, "{:?}", report.diagnostics);
    let pages = files(&input.out.join("vendors")).into_iter();
    pages
        .filter(|(path, _)| path.ends_with("/index.html"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text")))
        .collect()
}

/// What stands between two marks, the first time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    text.split_once(start)?
        .1
        .split_once(end)
        .map(|(found, _)| found)
}

/// Mean and number as the page shows them: of ratings with a voucher, which come first.
fn shown(page: &str) -> Option<(String, String)> {
    let section = between(page, "凭评价凭证的评价</h3>", "</section>")?;
    let mean = between(section, "平均 ", " 分")?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect();
    let n = between(section, "<p>", "条").map(digits)?;
    Some((mean.into(), n))
}

/// Mean and number as JSON-LD says them.
fn said(page: &str) -> Option<(String, String)> {
    let graph = between(page, r#"<script type="application/ld+json">"#, "</script>")?;
    let graph: Value = serde_json::from_str(graph).expect("JSON");
    let nodes = graph["@graph"].as_array().expect("a graph").clone();
    let rating = nodes
        .iter()
        .find_map(|node| node.get("aggregateRating").cloned())?;
    let mean = rating["ratingValue"].as_str().expect("a mean").to_owned();
    Some((mean, rating["ratingCount"].to_string()))
}

#[test]
fn a_rating_is_in_json_ld_exactly_when_it_is_shown() {
    let pages = pages();
    let mut with = 0;
    for (path, page) in &pages {
        let (shown, said) = (shown(page), said(page));
        assert_eq!(shown, said, "{path}");
        with += usize::from(said.is_some());
        assert_eq!(page.contains("AggregateRating"), said.is_some(), "{path}");
    }
    assert!(with >= 3, "{with} vendors have a mean");
    assert!(pages.len() - with >= 3, "{} pages", pages.len());
}
