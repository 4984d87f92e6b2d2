//! What a Chinese input method does to YAML: full-width colons after a field's name, no blank after the colon, tabs and full-width blanks at a line's beginning. Each is
//! told with its repair, and read as if it were repaired, so that it hides no other fault.
//!
//! Entry point: [`mend`]. Must not touch the lines of a text block.

use super::Fault;
use super::tree::{Spot, clamp};
use crate::diagnostic::{Edit, Fix, Repair, Span};
use crate::rules;
use crate::schema::{Shape, Type};
use crate::words;

/// A front matter with its slips repaired.
#[derive(Debug)]
pub(crate) struct Mended {
    pub(crate) text: String,
    /// Replaced bytes: where in the original, how many there, how many here.
    changes: Vec<(u32, u32, u32)>,
}

impl Mended {
    /// The spot in the original text; both texts begin at `offset` of the file.
    pub(crate) fn original(&self, spot: Spot, offset: usize) -> Spot {
        let offset = clamp(offset);
        Spot {
            start: offset + self.back(spot.start.saturating_sub(offset)),
            end: offset + self.back(spot.end.saturating_sub(offset)),
            cell: spot.cell,
        }
    }

    fn back(&self, at: u32) -> u32 {
        let (mut here, mut there) = (0, 0);
        for (start, old, new) in &self.changes {
            let change_here = here + (start - there);
            if at <= change_here {
                break;
            }
            if at < change_here + new {
                return *start;
            }
            (here, there) = (change_here + new, start + old);
        }
        there + (at - here)
    }
}

/// A slip: bytes of the text and what should stand there.
struct Slip {
    start: usize,
    end: usize,
    with: &'static str,
    rule: &'static rules::Rule,
}

/// The text with its slips repaired and told; none if there are none.
pub(crate) fn mend(
    text: &str,
    offset: usize,
    shape: &Shape,
    faults: &mut Vec<Fault>,
) -> Option<Mended> {
    if !suspicious(text) {
        return None;
    }
    let slips = slips(text, shape);
    if slips.is_empty() {
        return None;
    }
    let mut mended = Mended {
        text: String::with_capacity(text.len()),
        changes: Vec::new(),
    };
    let mut at = 0;
    for slip in &slips {
        mended.text.push_str(&text[at..slip.start]);
        mended.text.push_str(slip.with);
        let old = slip.end - slip.start;
        mended
            .changes
            .push((clamp(slip.start), clamp(old), clamp(slip.with.len())));
        at = slip.end;
        faults.push(told(slip, offset));
    }
    mended.text.push_str(&text[at..]);
    Some(mended)
}

/// Whether a closer look is worth it.
fn suspicious(text: &str) -> bool {
    text.contains(['：', '\t', '\u{3000}']) || text.lines().any(|line| bare_colon(line).is_some())
}

/// The colon of `name:value` without a blank after it.
fn bare_colon(line: &str) -> Option<usize> {
    let at = line.find(':')?;
    let next = line[at + 1..].chars().next()?;
    (!next.is_whitespace()).then_some(at)
}

fn slips(text: &str, shape: &Shape) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut block: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let indent = content.len() - content.trim_start().len();
        let inside = block.is_some_and(|above| content.is_empty() || indent > above);
        if !inside {
            block = opens_block(content).then_some(indent);
            line_slips(content, at, shape, &mut slips);
        }
        at += line.len();
    }
    slips
}

/// Whether the line's value is a text block (`|`, `>` and their marks).
fn opens_block(content: &str) -> bool {
    let tail = content.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
    [" |", " >", "：|", "：>"]
        .iter()
        .any(|mark| tail.ends_with(mark))
}

fn line_slips(content: &str, at: usize, shape: &Shape, slips: &mut Vec<Slip>) {
    if content.trim_start().starts_with('#') {
        return;
    }
    let name_at = indentation(content, at, slips);
    let rest = &content[name_at..];
    let Some(colon) = rest.find([':', '：']) else {
        return;
    };
    let name = rest[..colon].trim_end();
    let full = rest[colon..].starts_with('：');
    let end = colon + if full { '：'.len_utf8() } else { 1 };
    let blank = rest[end..].is_empty() || rest[end..].starts_with([' ', '\u{3000}', '\t']);
    if (blank && !full) || !(known(shape, name) || (full && name_at == 0 && short(name))) {
        return;
    }
    let start = at + name_at + name.len();
    let after = rest[end..].len() - rest[end..].trim_start_matches(['\u{3000}']).len();
    slips.push(Slip {
        start,
        end: at + name_at + end + after,
        with: if blank && after == 0 { ":" } else { ": " },
        rule: if full {
            &rules::full_width_colon::RULE
        } else {
            &rules::colon_without_blank::RULE
        },
    });
}

/// Where the name of a line begins, after blanks and `- `; tabs and full-width blanks there are slips.
fn indentation(content: &str, at: usize, slips: &mut Vec<Slip>) -> usize {
    for (byte, c) in content.char_indices() {
        match c {
            ' ' | '-' => {}
            '\t' | '\u{3000}' => slips.push(Slip {
                start: at + byte,
                end: at + byte + c.len_utf8(),
                with: "  ",
                rule: &rules::wide_indentation::RULE,
            }),
            _ => return byte,
        }
    }
    content.len()
}

/// A name at the beginning of a line, rather than a sentence.
fn short(name: &str) -> bool {
    let count = name.chars().count();
    (1..=12).contains(&count) && !name.contains(['"', '\'', '“', ',', '，', '。', ' '])
}

/// Whether any object of the kind has a field of this name.
fn known(shape: &Shape, name: &str) -> bool {
    !name.is_empty()
        && (shape.find(name).is_some()
            || shape
                .fields()
                .iter()
                .any(|field| matches!(field.ty.item(), Type::Object(inner) if known(inner, name))))
}

fn told(slip: &Slip, offset: usize) -> Fault {
    let spot = Spot::bytes(offset + slip.start, offset + slip.end);
    let message = if slip.rule.code == rules::full_width_colon::RULE.code {
        words!(
            "字段名后面用了全角冒号“：”",
            "a full-width colon after a field's name"
        )
    } else if slip.rule.code == rules::colon_without_blank::RULE.code {
        words!(
            "字段名的冒号后面要空一格",
            "a blank is missing after a field's colon"
        )
    } else {
        words!(
            "缩进用了制表符或全角空格",
            "the indentation uses a tab or full-width blank"
        )
    };
    let edit = Edit {
        span: Span {
            start: spot.start,
            end: spot.end,
        },
        text: slip.with.into(),
    };
    Fault::new(slip.rule, spot, message).fix(Fix {
        safe: true,
        repair: Repair::Edits(vec![edit]),
    })
}
