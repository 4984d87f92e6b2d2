//! The open cases of a community, for the complaint form: `[[reference, category, day it was filed], …]`, newest first.
//!
//! Entry point: [`write()`]. The form shows those of the same category before somebody files a second one. No word that anybody wrote is in it.
//! A community without open cases has an empty list.

use crate::library::Reader;
use crate::outputs::RenderFault;
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;
use governance::published::LogEntry;
use std::cmp::Reverse;

/// Cases in the list: 2 KB, what a phone fetches while somebody types.
const LENGTH: usize = 50;

/// Appends the list.
///
/// # Errors
/// [`RenderFault::Json`] never in practice: strings and arrays have a JSON form.
pub(crate) fn write(
    code: DivisionCode,
    reader: &Reader<'_>,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let cases = reader.cases_in(code);
    let mut open: Vec<&LogEntry> = cases.into_iter().flat_map(|cases| cases.log).collect();
    open.retain(|row| row.closed_on.is_none());
    open.sort_by_key(|row| (Reverse(row.opened_on), row.reference));
    let rows: Vec<[String; 3]> = open
        .iter()
        .take(LENGTH)
        .map(|row| {
            let (reference, category) = (row.reference.to_string(), row.category.id());
            [reference, category.to_owned(), row.opened_on.to_string()]
        })
        .collect();
    serde_json::to_writer(&mut *out, &rows)?;
    out.push(b'\n');
    Ok(())
}
