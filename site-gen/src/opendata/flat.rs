//! Tables whose rows are no records: their columns, and how they are written as CSV and JSON and described.
//!
//! Entry points: [`csv()`], [`json()`], [`schema()`]. A row is an object; what it does not say is an empty cell, or absent. Columns are never renamed or taken away.

use super::cell::neutral;
use crate::outputs::RenderFault;
use governance::forms::words::Words;
use serde_json::{Map, Value, json};

/// A column: its name, its Chinese name, its type, and what it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// English name.
    pub(crate) name: &'static str,
    /// Chinese name.
    pub(crate) zh: &'static str,
    holds: Holds,
    /// What it holds, in a sentence.
    pub(crate) about: Words,
}

/// The type of a column's values, in the words of Table Schema.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    Text,
    Number,
    Flag,
    Day,
    Month,
    Words(fn() -> Vec<Word>),
}

/// A word of a closed list, and what it is called.
pub(crate) type Word = (&'static str, &'static str);

pub(super) const fn column(
    name: &'static str,
    zh: &'static str,
    holds: Holds,
    about: Words,
) -> Column {
    Column {
        name,
        zh,
        holds,
        about,
    }
}

/// The value of a column; null if the row does not say.
fn value<'v>(row: &'v Value, column: &Column) -> &'v Value {
    row.get(column.name).unwrap_or(&Value::Null)
}

/// Appends rows as CSV (RFC 4180, UTF-8).
///
/// # Errors
/// [`RenderFault`] never in practice.
pub(super) fn csv(
    columns: &[Column],
    rows: &[Value],
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(columns.iter().map(|column| column.name))?;
    for row in rows {
        let cells = columns.iter().map(|column| match value(row, column) {
            Value::Null => String::new(),
            Value::String(text) => neutral(text).into_owned(),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                value(row, column).to_string()
            }
        });
        writer.write_record(cells)?;
    }
    writer.flush().map_err(csv::Error::from)?;
    Ok(())
}

/// Appends rows as a JSON array, one a line, with the columns that the row fills.
///
/// # Errors
/// [`RenderFault`] never in practice.
pub(super) fn json(
    columns: &[Column],
    rows: &[Value],
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    out.push(b'[');
    for (number, row) in rows.iter().enumerate() {
        out.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        let cells = columns
            .iter()
            .map(|column| (column.name, value(row, column)));
        let cells = cells.filter(|(_, value)| !value.is_null());
        let written: Map<String, Value> = cells
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        serde_json::to_writer(&mut *out, &written)?;
    }
    out.extend_from_slice(b"\n]\n");
    Ok(())
}

/// The schema of a table, by Table Schema; `key` names the columns that make a row one of its kind, which every row fills.
pub(super) fn schema(columns: &[Column], key: &[&str]) -> Value {
    let field = |column: &Column| {
        let mut constraints = Map::new();
        if key.contains(&column.name) {
            constraints.insert("required".into(), true.into());
        }
        let words = column.words();
        if !words.is_empty() {
            let ids = words.iter().map(|(id, _)| *id);
            constraints.insert("enum".into(), ids.collect());
        }
        let mut field = json!({ "name": column.name, "title": column.zh, "description": column.about.en, "type": column.type_name() });
        if !constraints.is_empty() {
            field["constraints"] = constraints.into();
        }
        field
    };
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": columns.iter().map(field).collect::<Vec<_>>(),
    });
    if !key.is_empty() {
        schema["primaryKey"] = key.into();
    }
    schema
}

impl Column {
    /// Type of its values by Table Schema.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.holds {
            Holds::Text | Holds::Words(_) => "string",
            Holds::Number => "integer",
            Holds::Flag => "boolean",
            Holds::Day => "date",
            Holds::Month => "yearmonth",
        }
    }

    /// The words that may stand in it, if they are of a closed list.
    pub(crate) fn words(&self) -> Vec<Word> {
        match self.holds {
            Holds::Words(words) => words(),
            Holds::Text | Holds::Number | Holds::Flag | Holds::Day | Holds::Month => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Column;
    use crate::opendata::{halls, residents};
    use governance::labelled::Labelled;

    #[test]
    fn every_column_says_in_both_languages_what_it_holds() {
        let filings = residents::Table::ALL.iter().map(|t| (t.id(), t.columns()));
        let halls = halls::Table::ALL.iter().map(|t| (t.id(), t.columns()));
        let silent =
            |column: &&Column| !column.about.zh.ends_with('。') || !column.about.en.ends_with('.');
        let faults: Vec<String> = filings
            .chain(halls)
            .flat_map(|(table, columns)| {
                let silent = columns.iter().filter(silent);
                silent.map(move |column| format!("{table}.{}", column.name))
            })
            .collect();
        assert!(faults.is_empty(), "without a sentence: {faults:?}");
    }
}
