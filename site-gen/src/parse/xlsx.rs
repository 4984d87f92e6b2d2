//! Sheets of a spreadsheet to rows of words, within bounds.
//!
//! Entry point: [`read`]. [`archive`] unpacks at most so many bytes, [`xml`] reads what was unpacked, [`book`] finds the sheets, [`styles`] says which numbers are days or
//! shares, [`sheet`] reads the cells, [`number`] writes them as a person sees them, [`table`] makes rows of them. The XML is read here and not by a
//! spreadsheet library because the file comes from outside: the ones that were tried reserve memory for counts the file only claims, and
//! compute with corners of ranges that it made up.

mod archive;
mod book;
mod number;
mod sheet;
mod styles;
mod table;
mod xml;

use super::csv::Row;
use super::tree::Spot;
use super::{Fault, rows};
use crate::rules;
use crate::words;
use archive::{Archive, MAX_UNPACKED};

/// The tables of a spreadsheet.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Each sheet with its rows; those that can't be read as a table have none.
    pub(super) sheets: Vec<(Box<str>, Vec<Row<'static>>)>,
    /// The cells as text, a row a line: where faults are shown.
    pub(super) view: String,
}

/// Why a spreadsheet can't be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Broken {
    /// It is encrypted, or in the format before 2007.
    Closed,
    /// It is no spreadsheet, or damaged.
    Damaged,
    /// It unpacks to more than [`MAX_UNPACKED`].
    Bomb,
    /// It has more cells than [`sheet::MAX_CELLS`].
    Crowded,
}

/// Reads every sheet that is shown.
pub(super) fn read(bytes: &[u8], faults: &mut Vec<Fault>) -> Book {
    match attempt(bytes, faults) {
        Ok(book) => book,
        Err(broken) => {
            faults.push(told(broken));
            Book::default()
        }
    }
}

fn attempt(bytes: &[u8], faults: &mut Vec<Fault>) -> Result<Book, Broken> {
    let mut archive = Archive::open(bytes)?;
    let plan = book::plan(&mut archive)?;
    let mut book = Book::default();
    for sheet in plan.sheets {
        let Some(text) = archive.part(&sheet.path)? else {
            return Err(Broken::Damaged);
        };
        let cells = sheet::read(&text, &plan.inside)?;
        drop(text);
        if cells.list.is_empty() {
            continue;
        }
        let index = u16::try_from(book.sheets.len()).map_err(|_| Broken::Crowded)?;
        let rows = table::rows(&cells, (&sheet.name, index), &mut book.view, faults)?;
        book.sheets.push((sheet.name, rows));
    }
    Ok(book)
}

fn told(broken: Broken) -> Fault {
    let most = MAX_UNPACKED / 1024 / 1024;
    let (rule, message) = match broken {
        Broken::Closed => (
            &rules::spreadsheet::RULE,
            words!(
                "电子表格有密码，或者是旧的 .xls 格式改了扩展名",
                "the spreadsheet has a password, or is an old .xls renamed"
            ),
        ),
        Broken::Damaged => (
            &rules::spreadsheet::RULE,
            words!(
                "这个文件不是完好的 .xlsx 电子表格",
                "the file is no sound .xlsx spreadsheet"
            ),
        ),
        Broken::Bomb => (
            &rules::spreadsheet::RULE,
            words!(
                "电子表格解开后超过 {most} MB",
                "the spreadsheet unpacks to more than {most} MB"
            ),
        ),
        Broken::Crowded => {
            let most = sheet::MAX_CELLS / 10_000;
            let columns = rows::MAX_COLUMNS;
            (
                &rules::table_size::RULE,
                words!(
                    "电子表格超过 {most} 万个单元格或 {columns} 列",
                    "the spreadsheet has more than {most}0,000 cells or {columns} columns"
                ),
            )
        }
    };
    Fault::new(rule, Spot::default(), message)
}

#[cfg(test)]
mod tests;
