//! Applies repairs that are sure: gives back the new bytes of a file. Must not write: the command does, through the one writer.
//!
//! Entry point: [`apply`].

use crate::diagnostic::{Diagnostic, Edit, Repair};
use crate::parse::text::guess;

/// A repaired file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its new bytes.
    pub bytes: Vec<u8>,
    /// How many faults were repaired.
    pub count: usize,
}

/// The file with every sure repair of its diagnostics; none if there is nothing to repair. Diagnostics of other files are left aside by their path.
/// Of two repairs of the same bytes the first is applied; the other is found again by the next check.
pub fn apply(path: &str, bytes: &[u8], diagnostics: &[Diagnostic]) -> Option<Fixed> {
    let own = diagnostics.iter().filter(|d| &*d.place.path == path);
    let safe: Vec<&Repair> = own
        .filter_map(|d| d.fix.as_ref())
        .filter(|fix| fix.safe)
        .map(|fix| &fix.repair)
        .collect();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => guess(bytes)?.0,
    };
    let mut count = safe.iter().filter(|r| ***r == Repair::Reencode).count();
    let mut edits: Vec<&Edit> = Vec::new();
    for repair in &safe {
        if let Repair::Edits(list) = repair {
            let free = |edit: &Edit| edits.iter().all(|other| apart(edit, other));
            if list.iter().all(free) {
                edits.extend(list);
                count += 1;
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let bytes = edited(&text, &edits)?;
    (count > 0).then_some(Fixed { bytes, count })
}

fn apart(one: &Edit, other: &Edit) -> bool {
    one.span.end <= other.span.start || other.span.end <= one.span.start
}

/// The text with its edits; none if one of them does not fit it.
fn edited(text: &str, edits: &[&Edit]) -> Option<Vec<u8>> {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start)?);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Format, Role, SourceFile, SourceId, Stamp};
    use crate::validate;
    use governance::records::Kind;

    fn file() -> SourceFile {
        SourceFile {
            id: SourceId::of("meetings/a.md"),
            path: "meetings/a.md".into(),
            role: Role::Records(Kind::Meeting),
            format: Format::Markdown,
            stamp: Stamp {
                len: 0,
                modified: 0,
                changed: 0,
                inode: 0,
            },
        }
    }

    const SLIPS: &str = "---\n标题：“三事分流”恳谈会\n层级:小事\n议事主体：村（居）理事会\n形式: 恳谈会\n场所: “线上议事厅”\n开始时间: 2026年6月5日9点\n会议状态：已召开\n出席:\n\t应到: 三十二\n\t实到: ２８\n---\n\n正文：不动。\n";

    #[test]
    fn the_sure_repairs_leave_nothing_to_repair() {
        let mut bytes = SLIPS.as_bytes().to_vec();
        for _ in 0..4 {
            let checked = validate::file(&file(), &bytes);
            match apply("meetings/a.md", &bytes, &checked.diagnostics) {
                Some(fixed) => bytes = fixed.bytes,
                None => break,
            }
        }
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(validate::file(&file(), &bytes).diagnostics, [], "{text}");
        assert!(text.contains("\n  应到: 32\n  实到: 28\n"), "{text}");
        assert!(text.contains("开始时间: 2026-06-05 09:00\n"), "{text}");
        assert!(text.ends_with("正文：不动。\n"));
    }

    #[test]
    fn the_encoding_is_repaired_with_everything_else() {
        let (bytes, _, _) = encoding_rs::GB18030.encode(SLIPS);
        let checked = validate::file(&file(), &bytes);
        let fixed = apply("meetings/a.md", &bytes, &checked.diagnostics).unwrap();
        let text = String::from_utf8(fixed.bytes).unwrap();
        assert!(text.contains("应到: 32\n"), "{text}");
        assert!(apply("meetings/b.md", &bytes, &checked.diagnostics).is_none());
    }
}
