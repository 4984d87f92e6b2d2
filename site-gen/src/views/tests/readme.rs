//! The README of the house's own theme, held against what the views hand over, both ways.
//!
//! Its table "The views" has a row for each template. A field is written `name`, `name?` (may be none), `name[]` (a list), with `{…}` behind it for what
//! is in it; a field without braces is a text, a number, or one of the shared parts named in words.

use super::*;
use crate::views::theme::TEMPLATES;
use std::collections::BTreeSet;

/// A field as the README writes it.
#[derive(Debug, PartialEq)]
struct Field<'t> {
    name: &'t str,
    inner: Vec<Field<'t>>,
}

/// Reads fields up to the closing brace; gives them and the rest.
fn fields(mut text: &str) -> (Vec<Field<'_>>, &str) {
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches([',', ' ']);
        let end = text.find(|c: char| !(c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()));
        let (name, rest) = text.split_at(end.unwrap_or(text.len()));
        if name.is_empty() {
            return (found, text.strip_prefix('}').unwrap_or(text));
        }
        let rest = rest.trim_start_matches(|c: char| "[]?".contains(c) || c.is_ascii_digit());
        let (inner, rest) = match rest.strip_prefix('{') {
            Some(rest) => fields(rest),
            None => (Vec::new(), rest),
        };
        // A part named in words: `taken day`.
        let words = rest
            .strip_prefix(' ')
            .and_then(|r| r.find([',', '}']).map(|at| &r[at..]));
        text = words.unwrap_or(rest);
        found.push(Field { name, inner });
    }
}

/// Whether what was given at a place is what the README says is there.
fn check(given: &theme::Given, place: &str, wanted: &[Field<'_>]) {
    let names: BTreeSet<String> = wanted.iter().map(|f| f.name.to_owned()).collect();
    assert_eq!(names.len(), wanted.len(), "{place}: a field is named twice");
    if let Some(found) = given.get(place) {
        assert_eq!(
            *found, names,
            "{place}: left what the view gives, right what the README says"
        );
    }
    let below = if place.contains(' ') { '.' } else { ' ' };
    for field in wanted.iter().filter(|f| !f.inner.is_empty()) {
        check(
            given,
            &format!("{place}{below}{}", field.name),
            &field.inner,
        );
    }
}

/// The rows of the table of views: template and fields.
fn rows(readme: &str) -> BTreeMap<&str, Vec<Field<'_>>> {
    let table = readme.split("## The views").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let mut rows = BTreeMap::new();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = row.split(" | ").collect();
        let named = cells[0]
            .split('`')
            .skip(1)
            .step_by(2)
            .find(|n| TEMPLATES.contains(n));
        let Some(template) = named else { continue };
        let spans = cells[2].split('`').skip(1).step_by(2);
        rows.insert(template, spans.flat_map(|span| fields(span).0).collect());
    }
    rows
}

#[test]
fn every_view_is_documented_with_its_fields_and_no_other() {
    let fixture = fixture();
    let readme = String::from_utf8(fixture.files["README.md"].clone()).unwrap();
    let rows = rows(&readme);
    let theme = Theme::new(&fixture.files, &fixture.site).unwrap();
    fixture.pages_of(&theme);
    fixture.posters_of(&theme);
    let given = theme.given.lock().unwrap();
    for template in TEMPLATES {
        if matches!(*template, "base.html" | "components.html") || template.starts_with("once/") {
            continue;
        }
        let row = rows
            .get(template)
            .unwrap_or_else(|| panic!("{template} has no row"));
        // The fixture took nothing back; the shell has no view.
        let unseen = matches!(*template, "shell.html" | "tombstone.html");
        assert!(
            unseen != given.contains_key(*template),
            "whether the fixture has a page of {template}"
        );
        check(&given, template, row);
    }
}

#[test]
fn fields_are_read_as_they_are_written() {
    let (found, rest) = fields("a, b[]{c?, d{e}, f day}, g?");
    assert_eq!(rest, "");
    let text = format!("{found:?}")
        .replace("Field ", "")
        .replace("inner: []", "-");
    assert_eq!(
        text,
        "[{ name: \"a\", - }, { name: \"b\", inner: [{ name: \"c\", - }, { name: \"d\", inner: [{ name: \"e\", - }] }, { name: \"f\", - }] }, { name: \"g\", - }]"
    );
}
