//! Splits comma-separated text into rows whose cells remember their bytes (RFC 4180, and the tabs of Excel's "Unicode text").
//!
//! Entry point: [`Splitter`], an iterator: a file of a million rows is never held as a million rows, nor a row of a million cells as a million cells.

use super::rows::MAX_COLUMNS;
use super::tree::{CellSpot, Spot, clamp};
use std::borrow::Cow;

/// A cell of text.
#[derive(Debug, Clone)]
pub(crate) struct Cell<'t> {
    /// Its content, quotes taken off.
    pub(crate) text: Cow<'t, str>,
    /// Where it stands.
    pub(crate) spot: Spot,
    /// Whether its content was refused and told already.
    pub(crate) refused: bool,
}

/// A row, with its number from 0.
#[derive(Debug)]
pub(crate) struct Row<'t> {
    pub(crate) number: u32,
    pub(crate) cells: Vec<Cell<'t>>,
    /// Byte of a quote that is not closed or is followed by more text.
    pub(crate) bad_quote: Option<usize>,
}

/// Splits text into rows.
#[derive(Debug)]
pub(crate) struct Splitter<'t> {
    text: &'t str,
    at: usize,
    row: u32,
    mark: u8,
}

impl<'t> Splitter<'t> {
    /// Begins at byte `start` of the text.
    pub(crate) fn new(text: &'t str, start: usize) -> Self {
        let first = text[start..].lines().next().unwrap_or("");
        let tabs = first.contains('\t') && !first.contains(',');
        Self {
            text,
            at: start,
            row: 0,
            mark: if tabs { b'\t' } else { b',' },
        }
    }

    fn cell(&mut self, column: u16, bad_quote: &mut Option<usize>) -> Cell<'t> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let text = if bytes.get(start) == Some(&b'"') {
            self.quoted(bad_quote)
        } else {
            let end = self.end_of_cell(start);
            self.at = end;
            Cow::Borrowed(self.text[start..end].trim_end_matches('\r'))
        };
        let cell = CellSpot {
            sheet: 0,
            row: self.row,
            column,
        };
        let spot = Spot {
            start: clamp(start),
            end: clamp(start + self.text[start..self.at].trim_end_matches('\r').len()),
            cell: Some(cell),
        };
        Cell {
            text,
            spot,
            refused: false,
        }
    }

    fn end_of_cell(&self, from: usize) -> usize {
        let mark = self.mark;
        let rest = &self.text.as_bytes()[from..];
        let len = rest.iter().position(|b| *b == mark || *b == b'\n');
        from + len.unwrap_or(rest.len())
    }

    /// A cell in quotes; a doubled quote stands for one.
    fn quoted(&mut self, bad_quote: &mut Option<usize>) -> Cow<'t, str> {
        let open = self.at;
        let mut from = open + 1;
        let mut text: Option<String> = None;
        loop {
            let Some(len) = self.text[from..].find('"') else {
                bad_quote.get_or_insert(open);
                self.at = self.text.len();
                return Cow::Borrowed(&self.text[open + 1..]);
            };
            let close = from + len;
            if self.text.as_bytes().get(close + 1) == Some(&b'"') {
                text.get_or_insert_default()
                    .push_str(&self.text[from..=close]);
                from = close + 2;
                continue;
            }
            self.at = self.end_of_cell(close + 1);
            if !self.text[close + 1..self.at].trim().is_empty() {
                bad_quote.get_or_insert(close);
            }
            let last = &self.text[from..close];
            return match text {
                None => Cow::Borrowed(last),
                Some(text) => Cow::Owned(text + last),
            };
        }
    }
}

impl<'t> Iterator for Splitter<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut row = Row {
            number: self.row,
            cells: Vec::new(),
            bad_quote: None,
        };
        loop {
            let column = u16::try_from(row.cells.len()).unwrap_or(u16::MAX);
            let cell = self.cell(column, &mut row.bad_quote);
            row.cells.push(cell);
            if row.cells.len() > MAX_COLUMNS {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                let line = rest.iter().position(|b| *b == b'\n');
                self.at += line.map_or(rest.len(), |n| n + 1);
                break;
            }
            let next = self.text.as_bytes().get(self.at).copied();
            self.at += 1;
            if next != Some(self.mark) {
                break;
            }
        }
        self.row += 1;
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<Vec<String>> {
        Splitter::new(text, 0)
            .map(|row| row.cells.iter().map(|c| c.text.to_string()).collect())
            .collect()
    }

    #[test]
    fn rows_and_quotes() {
        assert_eq!(
            split("a,b\r\n\"1,\"\"2\",\"x\ny\"\n,\n"),
            [["a", "b"], ["1,\"2", "x\ny"], ["", ""]]
        );
        assert_eq!(split("甲\t乙\n1\t2"), [["甲", "乙"], ["1", "2"]]);
        assert_eq!(split("a,"), [["a", ""]]);
    }

    #[test]
    fn a_cell_knows_its_bytes() {
        let rows: Vec<_> = Splitter::new("名,数\n\"甲\",１\r\n", 0).collect();
        let spot = rows[1].cells[1].spot;
        assert_eq!(
            &"名,数\n\"甲\",１\r\n"[spot.start as usize..spot.end as usize],
            "１"
        );
        let bad: Vec<_> = Splitter::new("a\n\"b", 0).collect();
        assert_eq!(bad[1].bad_quote, Some(2));
    }
}
