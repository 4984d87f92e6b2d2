//! Which numbers are shown as days or shares.
//!
//! Entry point: [`read`]. Source: ECMA-376 part 1, §18.8.30 (formats that are built in) and §18.8.31 (codes of formats).

use super::{Broken, xml};
use std::collections::BTreeMap;

/// How the numbers of a style are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As numbers.
    Plain,
    /// As a share of a hundred.
    Percent,
    /// As a day, a time or both.
    Date,
}

/// The styles by which cells are numbered.
pub(super) fn read(text: &str) -> Result<Vec<Shown>, Broken> {
    let mut formats: BTreeMap<String, Shown> = BTreeMap::new();
    let mut styles = Vec::new();
    let mut within_cells = false;
    let mut events = xml::Events::of(text);
    while let Some(start) = events.next_start()? {
        let get = |name| xml::attribute(&start, name);
        match xml::name(&start) {
            "numFmt" => {
                if let (Some(id), Some(code)) = (get("numFmtId"), get("formatCode")) {
                    formats.insert(id, by_code(&code));
                }
            }
            "cellXfs" => within_cells = true,
            "cellStyles" | "cellStyleXfs" | "dxfs" => within_cells = false,
            "xf" if within_cells => {
                let id = get("numFmtId").unwrap_or_default();
                let own = formats.get(&id).copied();
                styles.push(own.unwrap_or_else(|| built_in(&id)));
            }
            _ => {}
        }
    }
    Ok(styles)
}

/// Formats that every program knows; 27–36 and 50–58 are days in Chinese, Japanese and Korean versions.
fn built_in(id: &str) -> Shown {
    match id.parse::<u16>() {
        Ok(9 | 10) => Shown::Percent,
        Ok(14..=22 | 27..=36 | 45..=47 | 50..=58) => Shown::Date,
        Ok(_) | Err(_) => Shown::Plain,
    }
}

/// By the code of a format: `0.0%`, `yyyy"年"m"月"d"日"`, `[$-804]yyyy/m/d`. Only its first section counts, the one for positive numbers.
fn by_code(code: &str) -> Shown {
    let mut chars = code.chars();
    let mut date = false;
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '%' => return Shown::Percent,
            '"' => _ = chars.by_ref().find(|c| *c == '"'),
            '\\' | '_' | '*' => _ = chars.next(),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                date |= matches!(
                    &*inside.to_ascii_lowercase(),
                    "h" | "hh" | "m" | "mm" | "s" | "ss"
                );
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => date = true,
            _ => {}
        }
    }
    if date { Shown::Date } else { Shown::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_days_and_shares() {
        for (code, shown) in [
            ("General", Shown::Plain),
            ("#,##0.00", Shown::Plain),
            ("[Red]0.00E+00", Shown::Plain),
            ("0.0%", Shown::Percent),
            ("yyyy\"年\"m\"月\"d\"日\";@", Shown::Date),
            ("[$-804]yyyy/m/d", Shown::Date),
            ("[h]:mm", Shown::Date),
            ("\"days\" 0", Shown::Plain),
            ("0;[Red]0%", Shown::Plain),
        ] {
            assert_eq!(by_code(code), shown, "{code}");
        }
    }
}
