//! The cells of a sheet that hold something, and which of them are merged.
//!
//! Entry points: [`read`], [`shared`]. Formulas are not computed: their last result counts, and one without a result is an error.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events of the XML reader are of no concern here"
)]

use super::book::Inside;
use super::styles::Shown;
use super::{Broken, number, xml};
use crate::parse::rows::MAX_COLUMNS;
use quick_xml::events::{BytesStart, Event};

/// Most cells of a sheet that hold something: 200,000 rows of ten columns.
pub(super) const MAX_CELLS: usize = 2_000_000;

/// Rows and columns that a sheet can have (ECMA-376; every program).
const SHEET: (u32, u32) = (1_048_576, 16_384);

/// What a cell holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A text of its own.
    Own(Box<str>),
    /// A text of the workbook, by its number.
    Shared(u32),
    /// An error such as `#N/A`; empty if a formula has no result.
    Error(Box<str>),
}

/// A cell that holds something; row and column from 0.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) row: u32,
    pub(super) column: u16,
    pub(super) content: Content,
}

/// A block of merged cells: first row and column, last row and column.
pub(super) type Block = [u32; 4];

/// The cells of a sheet.
#[derive(Debug)]
pub(super) struct Cells<'i> {
    /// In the order of rows, then columns.
    pub(super) list: Vec<Filled>,
    pub(super) merged: Vec<Block>,
    /// The texts that they share.
    pub(super) strings: &'i [Box<str>],
}

/// Reads a sheet.
pub(super) fn read<'i>(text: &str, inside: &'i Inside) -> Result<Cells<'i>, Broken> {
    let mut walk = Walk {
        inside,
        cells: Cells {
            list: Vec::new(),
            merged: Vec::new(),
            strings: &inside.strings,
        },
        row: 0,
        column: 0,
        cell: None,
        part: None,
        quiet: 0,
    };
    let mut events = xml::Events::of(text);
    while let Some(event) = events.next()? {
        walk.event(&event)?;
    }
    let mut cells = walk.cells;
    cells.list.sort_by_key(|c| (c.row, c.column));
    cells.list.dedup_by_key(|c| (c.row, c.column));
    Ok(cells)
}

/// The texts that cells share, without how they are pronounced.
pub(super) fn shared(text: &str) -> Result<Vec<Box<str>>, Broken> {
    let mut strings = Vec::new();
    let (mut current, mut open, mut quiet) = (String::new(), false, 0_u32);
    let mut events = xml::Events::of(text);
    while let Some(event) = events.next()? {
        match &event {
            Event::Start(start) => match xml::name(start) {
                "si" => current.clear(),
                "t" => open = quiet == 0,
                "rPh" => quiet += 1,
                _ => {}
            },
            Event::End(end) => match end.local_name().into_inner() {
                "si" => strings.push(unescaped(&current).into()),
                "t" => open = false,
                "rPh" => quiet = quiet.saturating_sub(1),
                _ => {}
            },
            other if open => spell(other, &mut current),
            _ => {}
        }
    }
    Ok(strings)
}

/// Adds the characters of an event.
fn spell(event: &Event<'_>, into: &mut String) {
    match event {
        Event::Text(text) => into.push_str(text),
        Event::CData(text) => into.push_str(text),
        Event::GeneralRef(reference) => xml::resolved(reference, into),
        _ => {}
    }
}

/// The part of a cell whose characters are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Value,
    Inline,
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Open {
    kind: String,
    style: usize,
    text: String,
    has_value: bool,
    formula: bool,
}

struct Walk<'i> {
    inside: &'i Inside,
    cells: Cells<'i>,
    /// Where the next row and cell stand that do not say it themselves.
    row: u32,
    column: u32,
    cell: Option<Open>,
    part: Option<Part>,
    /// Depth within texts that say how others are pronounced.
    quiet: u32,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event<'_>) -> Result<(), Broken> {
        match event {
            Event::Start(start) => self.start(start),
            Event::End(end) => self.end(end.local_name().into_inner()),
            other => {
                if let (Some(cell), Some(_)) = (&mut self.cell, self.part) {
                    spell(other, &mut cell.text);
                }
                Ok(())
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Broken> {
        match (xml::name(start), &mut self.cell) {
            ("row", _) => self.start_row(start)?,
            ("c", _) => self.start_cell(start)?,
            ("f", Some(cell)) => cell.formula = true,
            ("v", Some(cell)) => {
                cell.has_value = true;
                self.part = Some(Part::Value);
            }
            ("t", Some(cell)) if self.quiet == 0 => {
                cell.has_value = true;
                self.part = Some(Part::Inline);
            }
            ("rPh", _) => self.quiet += 1,
            ("mergeCell", _) => self.merged(start)?,
            _ => {}
        }
        Ok(())
    }

    fn start_row(&mut self, start: &BytesStart<'_>) -> Result<(), Broken> {
        if let Some(number) = xml::attribute(start, "r") {
            let number: u32 = number.parse().map_err(|_| Broken::Damaged)?;
            self.row = number.checked_sub(1).ok_or(Broken::Damaged)?;
        }
        self.column = 0;
        if self.row < SHEET.0 {
            Ok(())
        } else {
            Err(Broken::Damaged)
        }
    }

    fn start_cell(&mut self, start: &BytesStart<'_>) -> Result<(), Broken> {
        if let Some(place) = xml::attribute(start, "r") {
            (self.row, self.column) = position(&place).ok_or(Broken::Damaged)?;
        }
        let style = xml::attribute(start, "s").and_then(|s| s.parse().ok());
        self.cell = Some(Open {
            kind: xml::attribute(start, "t").unwrap_or_default(),
            style: style.unwrap_or(0),
            ..Open::default()
        });
        Ok(())
    }

    fn merged(&mut self, start: &BytesStart<'_>) -> Result<(), Broken> {
        let block = xml::attribute(start, "ref").ok_or(Broken::Damaged)?;
        let (from, to) = block.split_once(':').unwrap_or((&block, &block));
        let corner = |place| position(place).ok_or(Broken::Damaged);
        let (a, b) = (corner(from)?, corner(to)?);
        let block = [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)];
        self.cells.merged.push(block);
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Broken> {
        match name {
            "v" | "t" => self.part = None,
            "rPh" => self.quiet = self.quiet.saturating_sub(1),
            "row" => self.row += 1,
            "c" => {
                if let Some(cell) = self.cell.take() {
                    self.finish(&cell)?;
                }
                self.column += 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self, cell: &Open) -> Result<(), Broken> {
        let Some(content) = self.content(cell)? else {
            return Ok(());
        };
        let column = u16::try_from(self.column).map_err(|_| Broken::Damaged)?;
        if usize::from(column) >= MAX_COLUMNS || self.cells.list.len() >= MAX_CELLS {
            return Err(Broken::Crowded);
        }
        self.cells.list.push(Filled {
            row: self.row,
            column,
            content,
        });
        Ok(())
    }

    /// What the cell holds; nothing if it is blank.
    fn content(&self, cell: &Open) -> Result<Option<Content>, Broken> {
        if !cell.has_value || cell.text.trim().is_empty() {
            let failed = cell.formula && cell.kind != "str";
            return Ok(failed.then(|| Content::Error("".into())));
        }
        Ok(Some(match &*cell.kind {
            "s" => {
                let number: u32 = cell.text.trim().parse().map_err(|_| Broken::Damaged)?;
                if number as usize >= self.inside.strings.len() {
                    return Err(Broken::Damaged);
                }
                Content::Shared(number)
            }
            "e" => Content::Error(cell.text.trim().into()),
            "b" => Content::Own(
                if cell.text.trim() == "1" {
                    "是"
                } else {
                    "否"
                }
                .into(),
            ),
            "str" | "inlineStr" => Content::Own(unescaped(&cell.text).into()),
            "d" => {
                let text = cell.text.trim().trim_end_matches("T00:00:00");
                Content::Own(text.replacen('T', " ", 1).into())
            }
            _ => {
                let shown = self.inside.styles.get(cell.style);
                let shown = shown.copied().unwrap_or(Shown::Plain);
                Content::Own(number::text(&cell.text, shown, self.inside.from_1904).into())
            }
        }))
    }
}

/// Row and column of `B7`, from 0.
fn position(place: &str) -> Option<(u32, u32)> {
    let place = place.trim().trim_start_matches('$');
    let letters = place.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, number) = place.split_at(letters);
    if !(1..=3).contains(&name.len()) {
        return None;
    }
    let digit = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = name.bytes().fold(0, |n, letter| n * 26 + digit(letter)) - 1;
    let row = number.trim_start_matches('$').parse::<u32>().ok()?;
    let row = row.checked_sub(1)?;
    (row < SHEET.0 && column < SHEET.1).then_some((row, column))
}

/// The text with `_x000D_` and its like resolved; line ends become what they are elsewhere.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let digits = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let number = digits.and_then(|d| u32::from_str_radix(d, 16).ok());
        if let Some(c) = number.and_then(char::from_u32) {
            out.push_str(&rest[..at]);
            out.push(c);
            rest = &rest[at + 7..];
        } else {
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_cells() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("$AB$12"), Some((11, 27)));
        for wrong in ["", "1", "A", "A0", "ZZZZ1", "XFE1", "A1048577", "A-1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn escapes_of_characters() {
        assert_eq!(unescaped("一_x000D_\n二_x_三_x00"), "一\n二_x_三_x00");
        assert_eq!(unescaped("_x005F_x"), "__x".replacen("__", "_", 1));
    }
}
