//! Tables of records: the header names the fields, each row is a record.
//!
//! Entry points: [`from_csv`], [`from_xlsx`]. A nested field is a column `funding.mode` (or 经费.方式), an element of a list `legal_bases[0].title`; several words of one cell
//! are separated by `;`. A cell may also hold a whole list as JSON, as open data has it. Empty cells are absent fields, but for required ones beside others that are filled.

mod header;
mod json;

use super::csv::{Cell, Row, Splitter};
use super::text::{Decoded, refuse_escaped};
use super::tree::{Node, Pair, Spot, Style, Value};
use super::{Fault, Parsed, Raw, xlsx};
use crate::opendata::cell::original;
use crate::rules;
use crate::schema::Shape;
use crate::words;
use header::{Plan, Planned};

pub(crate) use header::meant;
use std::borrow::Cow;

/// Most rows of a table: all units of a province for ten years of months would be split by year long before.
pub(crate) const MAX_ROWS: u32 = 200_000;

/// Most columns; the widest kind with ten agenda items has fewer.
pub(crate) const MAX_COLUMNS: usize = 512;

/// Faults of one table that are told one by one.
const TOLD: usize = 200;

/// Reads a CSV file.
pub(crate) fn from_csv<'t>(decoded: &'t Decoded<'_>, shape: &Shape) -> Parsed<'t> {
    let mut parsed = Parsed::default();
    let rows = Splitter::new(&decoded.text, decoded.start);
    table(rows, shape, &mut parsed);
    if decoded.text.contains('\\') {
        escapes(&mut parsed);
    }
    parsed
}

/// Characters that came by an escape of a cell's JSON.
fn escapes(parsed: &mut Parsed<'_>) {
    for raw in &mut parsed.raws {
        refuse_escaped(&mut raw.fields, &mut parsed.faults);
    }
}

/// Reads every sheet of an XLSX file.
pub(crate) fn from_xlsx(bytes: &[u8], shape: &Shape) -> Parsed<'static> {
    let mut parsed = Parsed::default();
    let book = xlsx::read(bytes, &mut parsed.faults);
    parsed.view = Some(book.view);
    for (name, rows) in book.sheets {
        parsed.sheets.push(name);
        table(rows.into_iter(), shape, &mut parsed);
    }
    if parsed.view.as_ref().is_some_and(|view| view.contains('\\')) {
        escapes(&mut parsed);
    }
    parsed
}

fn table<'t>(mut rows: impl Iterator<Item = Row<'t>>, shape: &Shape, parsed: &mut Parsed<'t>) {
    let Some(first) = rows.by_ref().find(|row| !blank(row)) else {
        return;
    };
    let width = first.cells.len();
    if width > MAX_COLUMNS {
        parsed.faults.push(too_many_columns(&first));
        return;
    }
    let Some(plan) = header::plan(&first, shape, &mut parsed.faults) else {
        return;
    };
    let before = parsed.faults.len();
    for row in rows {
        if row.number >= MAX_ROWS {
            parsed.faults.push(too_many_rows(&row));
            parsed.raws.clear();
            break;
        }
        if row.cells.len() > MAX_COLUMNS {
            parsed.faults.push(too_many_columns(&row));
            continue;
        }
        if blank(&row) {
            continue;
        }
        let told = parsed.faults.len() - before;
        if let Some(fault) = misshapen(&row, width)
            && told < TOLD
        {
            parsed.faults.push(fault);
            continue;
        }
        parsed.raws.push(record(&row, &plan));
    }
}

fn blank(row: &Row<'_>) -> bool {
    let blank = |cell: &Cell<'_>| !cell.refused && cell.text.trim().is_empty();
    row.cells.iter().all(blank)
}

fn too_many_columns(row: &Row<'_>) -> Fault {
    let spot = row.cells.last().map_or(Spot::default(), |cell| cell.spot);
    let message = words!(
        "表格超过 {MAX_COLUMNS} 列",
        "the table has more than {MAX_COLUMNS} columns"
    );
    Fault::new(&rules::table_size::RULE, spot, message)
}

fn too_many_rows(row: &Row<'_>) -> Fault {
    let spot = row.cells.first().map_or(Spot::default(), |cell| cell.spot);
    let message = words!(
        "表格超过 {MAX_ROWS} 行",
        "the table has more than {MAX_ROWS} rows"
    );
    Fault::new(&rules::table_size::RULE, spot, message).hint(words!(
        "按年份或县区分成几个文件。",
        "Split it by year or county."
    ))
}

/// A row that does not fit its header.
fn misshapen(row: &Row<'_>, width: usize) -> Option<Fault> {
    let number = row.number + 1;
    if let Some(at) = row.bad_quote {
        let message = words!(
            "第 {number} 行的引号没有成对",
            "a quote of row {number} is not closed"
        );
        let mut spot = Spot::bytes(at, at + 1);
        spot.cell = row.cells.last().and_then(|cell| cell.spot.cell);
        return Some(Fault::new(&rules::row_shape::RULE, spot, message));
    }
    let count = row.cells.len();
    let extra = row
        .cells
        .iter()
        .skip(width)
        .find(|c| !c.text.trim().is_empty());
    let spot = match extra {
        Some(cell) => cell.spot,
        None if count < width => row.cells.last()?.spot,
        None => return None,
    };
    let message = words!(
        "第 {number} 行有 {count} 格，表头有 {width} 格",
        "row {number} has {count} cells, the header {width}"
    );
    Some(
        Fault::new(&rules::row_shape::RULE, spot, message).hint(words!(
            "内容里有逗号时，整格用半角引号括起来。",
            "Put a cell that holds a comma in quotes."
        )),
    )
}

fn record<'t>(row: &Row<'t>, plan: &Plan) -> Raw<'t> {
    let first = row.cells.first().map_or(Spot::default(), |cell| cell.spot);
    let last = row.cells.last().map_or(first, |cell| cell.spot);
    let whole = Spot {
        end: last.end,
        ..first
    };
    let fields = build(plan, row).unwrap_or(Node {
        spot: whole,
        value: Value::Map(Vec::new()),
    });
    Raw {
        fields: Node {
            spot: whole,
            ..fields
        },
        line: row.number + 1,
        body: None,
        row: true,
    }
}

/// What the plan gives for a row; nothing if all its cells are empty.
fn build<'t>(plan: &Plan, row: &Row<'t>) -> Option<Node<'t>> {
    match plan {
        Plan::Cell(column) => from_cell(row.cells.get(*column)?, |word, _| {
            Value::Word(word, Style::Cell)
        }),
        Plan::Words(column) => from_cell(row.cells.get(*column)?, |word, spot| {
            json::list(&word, spot).unwrap_or_else(|| Value::List(separated(&word, spot)))
        }),
        Plan::Json(column) => from_cell(row.cells.get(*column)?, |word, spot| {
            json::list(&word, spot).unwrap_or(Value::Word(word, Style::Cell))
        }),
        Plan::Items(items) => {
            let nodes: Vec<_> = items.iter().filter_map(|(_, p)| build(p, row)).collect();
            let spot = nodes.first()?.spot;
            Some(Node {
                spot,
                value: Value::List(nodes),
            })
        }
        Plan::Fields(fields) => {
            let pairs: Vec<_> = fields.iter().filter_map(|f| pair(f, row)).collect();
            if pairs
                .iter()
                .all(|pair| matches!(pair.node.value, Value::Empty))
            {
                return None;
            }
            let spot = pairs.first()?.node.spot;
            Some(Node {
                spot,
                value: Value::Map(pairs),
            })
        }
    }
}

/// What a row gives for a field. A required one that is empty is told as such, so that a complaint names its cell.
fn pair<'t>(field: &Planned, row: &Row<'t>) -> Option<Pair<'t>> {
    let empty = || {
        let cell = row.cells.get(field.required?)?;
        Some(Node {
            spot: cell.spot,
            value: Value::Empty,
        })
    };
    Some(Pair {
        node: build(&field.plan, row).or_else(empty)?,
        name: Cow::Owned(field.id.to_string()),
        name_spot: field.spot,
    })
}

/// What a cell gives; nothing if it is empty.
fn from_cell<'t>(
    cell: &Cell<'t>,
    read: impl FnOnce(Cow<'t, str>, Spot) -> Value<'t>,
) -> Option<Node<'t>> {
    if cell.refused {
        return Some(Node {
            spot: cell.spot,
            value: Value::Refused,
        });
    }
    let (word, spot) = word(cell)?;
    let value = read(word, spot);
    Some(Node { spot, value })
}

/// The word of a cell; none if it is empty. A mark that keeps spreadsheets from computing it is taken off.
fn word<'t>(cell: &Cell<'t>) -> Option<(Cow<'t, str>, Spot)> {
    let trim = |text: &'t str| -> &'t str { original(text.trim()) };
    let word = match &cell.text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(original(text.trim()).to_string()),
    };
    (!word.is_empty()).then_some((word, cell.spot))
}

/// The words of a cell that holds several: separated by `;` or `；`; a backslash keeps the next character.
fn separated(text: &str, spot: Spot) -> Vec<Node<'static>> {
    let mut words = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let last = words.len() - 1;
        match c {
            ';' | '；' => words.push(String::new()),
            '\\' => words[last].extend(chars.next()),
            c => words[last].push(c),
        }
    }
    let words = words.into_iter().map(|w| w.trim().to_string());
    words
        .filter(|word| !word.is_empty())
        .map(|word| Node {
            spot,
            value: Value::Word(Cow::Owned(word), Style::Cell),
        })
        .collect()
}
