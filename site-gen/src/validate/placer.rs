//! From bytes to a place that a person finds: line, column, cell, the line itself.
//!
//! Entry point: [`Placer`]. Made only for files with faults.

use super::paths;
use crate::diagnostic::{Diagnostic, Fix, Place, Repair, Severity, Span, Words};
use crate::leaks;
use crate::parse::Fault;
use crate::parse::tree::{CellSpot, Spot, clamp};
use crate::schema::Shape;
use crate::words;
use std::cell::OnceCell;

/// Bytes of a line that are shown before and after what is meant; a whole paragraph can be one line.
const SHOWN_BEFORE: usize = 90;
const SHOWN_AFTER: usize = 150;

/// Finds places in one file.
#[derive(Debug)]
pub(crate) struct Placer<'t> {
    path: &'t str,
    text: &'t str,
    sheets: &'t [Box<str>],
    shape: Option<&'static Shape>,
    /// First byte of each line, once it is asked for.
    lines: OnceCell<Vec<u32>>,
}

impl<'t> Placer<'t> {
    pub(crate) fn new(
        path: &'t str,
        text: &'t str,
        sheets: &'t [Box<str>],
        shape: Option<&'static Shape>,
    ) -> Self {
        Self {
            path,
            text,
            sheets,
            shape,
            lines: OnceCell::new(),
        }
    }

    /// The diagnostic of a fault.
    pub(crate) fn diagnostic(&self, mut fault: Fault) -> Diagnostic {
        let mut place = self.place(fault.spot);
        let field = fault.field.take().filter(|field| !field.is_empty());
        place.field = field.map(|field| match self.shape {
            Some(shape) => paths::chinese(&field, shape).into(),
            None => field.into(),
        });
        let mut told = Diagnostic {
            place,
            code: fault.rule.code,
            severity: fault.severity(),
            hint: hint(&mut fault),
            message: fault.message,
            fix: fault.fix.filter(|fix| self.writable(fix)),
        };
        leaks::hide(&mut told);
        told
    }

    /// Spreadsheets are not repaired: their text here is only a view.
    fn writable(&self, fix: &Fix) -> bool {
        self.sheets.is_empty() || fix.repair == Repair::Reencode
    }

    fn place(&self, spot: Spot) -> Place {
        let mut place = Place::whole(self.path);
        if self.text.is_empty() || (spot == Spot::default()) {
            return place;
        }
        let start = self.boundary(spot.start as usize);
        let (line, line_start) = self.line(start);
        let line_end = self.text[line_start..]
            .find('\n')
            .map_or(self.text.len(), |n| line_start + n);
        let end = self
            .boundary(spot.end as usize)
            .clamp(start, line_end.max(start));
        let from = self.boundary(start.saturating_sub(SHOWN_BEFORE).max(line_start));
        let to = self.boundary((end + SHOWN_AFTER).min(line_end)).max(end);
        place.line = clamp(line);
        place.column = clamp(self.text[line_start..start].chars().count() + 1);
        place.excerpt = self.text[from..to].trim_end_matches('\r').into();
        place.excerpt_line = place.line;
        let shown = place.excerpt.len();
        place.marked = Span {
            start: clamp((start - from).min(shown)),
            end: clamp((end - from).min(shown)),
        };
        place.span = Some(Span {
            start: clamp(start),
            end: clamp(self.boundary(spot.end as usize).max(start)),
        });
        if let Some(cell) = spot.cell {
            self.in_table(&mut place, cell);
        }
        place
    }

    fn in_table(&self, place: &mut Place, cell: CellSpot) {
        let name = cell_name(cell);
        place.cell = Some(match self.sheets.get(usize::from(cell.sheet)) {
            Some(sheet) => format!("{sheet}!{name}").into(),
            None => name.into(),
        });
        if !self.sheets.is_empty() {
            place.line = cell.row + 1;
            place.excerpt_line = place.line;
            place.column = u32::from(cell.column) + 1;
            place.span = None;
        }
    }

    /// The line with this byte, from 1, and its first byte.
    fn line(&self, at: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            let after = breaks.map(|(n, _)| clamp(n + 1));
            std::iter::once(0).chain(after).collect()
        });
        let line = lines.partition_point(|start| *start as usize <= at).max(1);
        (line, lines[line - 1] as usize)
    }

    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// `B7`.
fn cell_name(cell: CellSpot) -> String {
    let mut letters = Vec::new();
    let mut column = u32::from(cell.column) + 1;
    while column > 0 {
        let letter = u8::try_from((column - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        column = (column - 1) / 26;
    }
    letters.reverse();
    let letters: String = letters.into_iter().collect();
    format!("{letters}{}", cell.row + 1)
}

/// What to do; of a fault in a draft also why it stops nothing now.
fn hint(fault: &mut Fault) -> Option<Words> {
    let own = fault.hint.take();
    if !fault.draft || fault.rule.severity == Severity::Warning {
        return own;
    }
    let remedy = fault.rule.remedy;
    let Words { zh, en } = own.unwrap_or_else(|| Words::new(remedy.zh, remedy.en));
    Some(words!(
        "{zh}这份是草稿，不会发布，也不妨碍别的内容；发布之前要改好。",
        "{en} This is a draft: it is not published and stops nothing else; put it right before it is published."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_names_them() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (6, 1, "B7"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (0, 702, "AAA1"),
        ] {
            let cell = CellSpot {
                sheet: 0,
                row,
                column,
            };
            assert_eq!(cell_name(cell), name);
        }
    }
}
