//! Rows of words from the cells of a sheet, and the faults that only a sheet can have: merged cells, errors of formulas.
//!
//! Entry point: [`rows()`].

use super::Broken;
use super::sheet::{Block, Cells, Content, Filled, MAX_CELLS};
use crate::parse::csv::{Cell, Row};
use crate::parse::text;
use crate::parse::tree::{CellSpot, Spot, clamp};
use crate::parse::{Fault, rows};
use crate::rules;
use crate::words;
use std::borrow::Cow;

/// Most bytes of the cells as text; texts that cells share are written out once for each.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// What stands between the cells of a row where they are shown.
const BETWEEN: &str = " | ";

/// The rows of a sheet; none if its header can't be one. `view` gets a line a row.
pub(super) fn rows(
    cells: &Cells<'_>,
    (name, sheet): (&str, u16),
    view: &mut String,
    faults: &mut Vec<Fault>,
) -> Result<Vec<Row<'static>>, Broken> {
    let header = cells.list.first().map_or(0, |first| first.row);
    let in_header = cells.list.iter().take_while(|cell| cell.row == header);
    let width = in_header
        .last()
        .map_or(0, |last| usize::from(last.column) + 1);
    let mut rows = Vec::new();
    let mut pad = 0;
    for filled in cells.list.chunk_by(|a, b| a.row == b.row) {
        pad += width;
        if pad > MAX_CELLS || view.len() > MAX_TEXT {
            return Err(Broken::Crowded);
        }
        let maker = Maker {
            strings: cells.strings,
            sheet,
            row: filled[0].row,
        };
        rows.push(maker.row(filled, width, (view, faults)));
        if filled[0].row >= rows::MAX_ROWS {
            break;
        }
    }
    let merged = merged(&cells.merged, (name, header, width), &rows);
    let usable = merged
        .iter()
        .all(|f| f.rule.code != rules::header_merged::RULE.code);
    faults.extend(merged);
    Ok(if usable { rows } else { Vec::new() })
}

/// Makes one row.
struct Maker<'i> {
    strings: &'i [Box<str>],
    sheet: u16,
    row: u32,
}

impl Maker<'_> {
    fn row(
        &self,
        filled: &[Filled],
        width: usize,
        (view, faults): (&mut String, &mut Vec<Fault>),
    ) -> Row<'static> {
        let mut row = Row {
            number: self.row,
            cells: Vec::with_capacity(width),
            bad_quote: None,
        };
        for cell in filled {
            while row.cells.len() < usize::from(cell.column) {
                self.push("", &mut row, view);
            }
            match &cell.content {
                Content::Own(text) => self.word(text, &mut row, (view, faults)),
                Content::Shared(number) => {
                    let text = self.strings.get(*number as usize);
                    self.word(text.map_or("", |t| t), &mut row, (view, faults));
                }
                Content::Error(what) => {
                    self.push(what, &mut row, view);
                    if let Some(cell) = row.cells.last_mut() {
                        cell.refused = true;
                        faults.push(error(what, cell.spot));
                    }
                }
            }
        }
        while row.cells.len() < width {
            self.push("", &mut row, view);
        }
        view.truncate(view.len() - BETWEEN.len().min(view.len()));
        view.push('\n');
        row
    }

    fn word(
        &self,
        word: &str,
        row: &mut Row<'static>,
        (view, faults): (&mut String, &mut Vec<Fault>),
    ) {
        self.push(word, row, view);
        let Some(cell) = row.cells.last_mut() else {
            return;
        };
        if let Some((at, len)) = text::first_forbidden(word) {
            let mut fault = text::forbidden_at(word, at, len);
            fault.spot = cell.spot;
            faults.push(fault);
            cell.refused = true;
        }
    }

    fn push(&self, word: &str, row: &mut Row<'static>, view: &mut String) {
        let start = view.len();
        view.extend(word.chars().map(|c| if c == '\n' { ' ' } else { c }));
        let cell = CellSpot {
            sheet: self.sheet,
            row: self.row,
            column: u16::try_from(row.cells.len()).unwrap_or(u16::MAX),
        };
        row.cells.push(Cell {
            text: Cow::Owned(word.to_string()),
            spot: Spot {
                start: clamp(start),
                end: clamp(view.len()),
                cell: Some(cell),
            },
            refused: false,
        });
        view.push_str(BETWEEN);
    }
}

fn error(what: &str, spot: Spot) -> Fault {
    let message = if what.is_empty() {
        words!("公式没有算出结果", "the formula has no result")
    } else {
        words!("单元格里是错误值 {what}", "the cell holds the error {what}")
    };
    Fault::new(&rules::cell_error::RULE, spot, message)
}

/// Blocks of merged cells: in or above the header they make it unusable; below they hide values.
fn merged(
    blocks: &[Block],
    (name, header, width): (&str, u32, usize),
    rows: &[Row<'_>],
) -> Vec<Fault> {
    let spot = |row: u32, column: u32| {
        let at = rows.binary_search_by_key(&row, |r| r.number).ok()?;
        Some(rows[at].cells.get(column as usize)?.spot)
    };
    let mut faults = Vec::new();
    for [top, left, bottom, right] in blocks {
        let one_cell = (top, left) == (bottom, right);
        if one_cell || *left as usize >= width {
            continue;
        }
        let rule = if *top <= header {
            &rules::header_merged::RULE
        } else {
            &rules::merged_cells::RULE
        };
        let (rows, columns) = (range(*top, *bottom), range(*left, *right));
        let message = words!(
            "工作表“{name}”第 {rows} 行、第 {columns} 列的单元格合并了",
            "sheet {name:?}: the cells of row {rows}, column {columns} are merged"
        );
        faults.extend(spot(*top, *left).map(|spot| Fault::new(rule, spot, message)));
    }
    faults
}

/// `3` or `3–5`, counted from 1.
fn range(first: u32, last: u32) -> String {
    if first == last {
        return (first + 1).to_string();
    }
    format!("{}–{}", first + 1, last + 1)
}
