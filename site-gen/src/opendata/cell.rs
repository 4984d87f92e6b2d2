//! Cells of a CSV that a spreadsheet must not execute.
//!
//! Entry points: [`neutral`] when writing, [`original`] when reading: each undoes the other. A cell that a spreadsheet would take for a formula gets an
//! apostrophe before it (OWASP, CSV injection); full-width signs count, because a Chinese input method types them and Excel takes them.

use std::borrow::Cow;

/// Signs with which a formula or command may begin.
const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

fn begins_like_formula(cell: &str) -> bool {
    // Nearly every cell begins with a letter, a digit or a Chinese character; full-width signs begin with this byte.
    let first = cell.as_bytes().first().copied().unwrap_or(b'a');
    if first.is_ascii_alphanumeric() || first > 0x7f && first != 0xef {
        return false;
    }
    cell.trim_start_matches('\'').starts_with(SIGNS)
}

/// The cell as it is written: with an apostrophe if it would be executed.
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if begins_like_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was meant.
pub fn original(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_like_formula(rest) => rest,
        Some(_) | None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_kept_from_running() {
        for cell in ["=1+1", "+86", "-1", "@x", "\tx", "＝A1", "'=x"] {
            assert_eq!(neutral(cell), format!("'{cell}"));
        }
        assert_eq!(neutral("'tis"), "'tis");
        assert_eq!(neutral("宜昌"), "宜昌");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cell in "['=+@x\t＝-]{0,5}") {
            let neutral = neutral(&cell);
            prop_assert_eq!(original(&neutral), &cell);
        }
    }
}
