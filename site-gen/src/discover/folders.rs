//! Which folder holds what.

use crate::schema::nearest;
use crate::source::{Format, Role};
use governance::records::Kind;

/// Folders of records.
const RECORDS: [(&str, Kind); 9] = [
    ("admission", Kind::AdmissionItem),
    ("communities", Kind::Community),
    ("departments", Kind::Department),
    ("divisions", Kind::Division),
    ("guides", Kind::Guide),
    ("meetings", Kind::Meeting),
    ("notices", Kind::Notice),
    ("topics", Kind::Topic),
    ("vendors", Kind::Vendor),
];

/// Below `statistics`: the beginning of a file's or folder's name, and what it holds.
const STATISTICS: [(&str, Kind); 4] = [
    ("indicators", Kind::Indicator),
    ("observations", Kind::Observation),
    ("targets", Kind::Target),
    ("units", Kind::ReportingUnit),
];

/// Folders of other things.
const OTHERS: [(&str, Role); 3] = [
    ("calendar", Role::Calendar),
    ("rules", Role::Rules),
    ("snapshot", Role::Snapshot),
];

/// What a path is.
pub(super) enum Found {
    /// A file of the site.
    Role(Role),
    /// A note to whoever keeps the folder; no part of the site.
    Document,
    /// A format that can't be read.
    OldFormat,
    /// In no known folder; the folder that may have been meant.
    Nowhere(Option<&'static str>),
}

/// How a file is written.
pub(super) fn format(path: &str) -> Format {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "md" | "markdown" => Format::Markdown,
        "csv" => Format::Csv,
        "xlsx" => Format::Xlsx,
        "toml" => Format::Toml,
        "json" => Format::Json,
        _ => Format::Other,
    }
}

/// What a file is for.
pub(super) fn role(path: &str, format: Format) -> Found {
    let Some((top, rest)) = path.split_once('/') else {
        return match (path, format) {
            ("site.toml", _) => Found::Role(Role::Site),
            (_, Format::Markdown) => Found::Document,
            _ => Found::Nowhere(None),
        };
    };
    if rest
        .rsplit('/')
        .next()
        .is_some_and(|name| name == "README.md")
    {
        return Found::Document;
    }
    if let Some((_, kind)) = RECORDS.iter().find(|(folder, _)| *folder == top) {
        return record(path, *kind, format);
    }
    if let Some((_, role)) = OTHERS.iter().find(|(folder, _)| *folder == top) {
        return Found::Role(*role);
    }
    if top == "statistics" {
        let known = STATISTICS.iter().find(|(start, _)| rest.starts_with(start));
        return match known {
            Some((_, kind)) => record(path, *kind, format),
            None => Found::Nowhere(nearest(rest, STATISTICS.iter().map(|(start, _)| *start))),
        };
    }
    let folders = RECORDS.iter().map(|(folder, _)| *folder);
    let others = OTHERS.iter().map(|(folder, _)| *folder);
    Found::Nowhere(nearest(top, folders.chain(others).chain(["statistics"])))
}

fn record(path: &str, kind: Kind, format: Format) -> Found {
    match format {
        Format::Markdown | Format::Csv | Format::Xlsx => Found::Role(Role::Records(kind)),
        Format::Toml | Format::Json | Format::Other => {
            let lower = path.to_ascii_lowercase();
            let old = [
                ".xls", ".et", ".numbers", ".xlsb", ".xlsm", ".ods", ".yaml", ".yml",
            ];
            if old.iter().any(|extension| lower.ends_with(extension)) {
                Found::OldFormat
            } else {
                Found::Role(Role::Attachment(kind))
            }
        }
    }
}
