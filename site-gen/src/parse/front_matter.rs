//! Splits a Markdown file into its front matter and its body, and reads the front matter.
//!
//! Entry point: [`record`]. The body is not read here: only its place is noted.

use super::text::{Decoded, refuse_escaped};
use super::tree::{Node, Spot, Value, clamp};
use super::{Fault, Parsed, Raw, mend, plain, yaml};
use crate::rules;
use crate::schema::Shape;
use crate::words;
use std::ops::Range;

/// Longest front matter in bytes: a meeting with fifty agenda items takes about 40 KB; ten megabytes are no front matter.
pub(crate) const MAX_FRONT_MATTER: usize = 256 * 1024;

/// Deepest nesting of quotes and lists in a body; renderers need stack or time for each.
const MAX_NESTING: usize = 40;

/// Reads a Markdown file as one record.
pub(crate) fn record<'t>(decoded: &'t Decoded<'_>, shape: &Shape) -> Parsed<'t> {
    let mut parsed = Parsed::default();
    let text = &*decoded.text;
    if text.is_empty() && !decoded.faults.is_empty() {
        return parsed;
    }
    let Some(parts) = split(text, decoded.start, &mut parsed.faults) else {
        return parsed;
    };
    nesting(text, &parts.body, &mut parsed.faults);
    let mut fields = fields(text, &parts.front, shape, &mut parsed.faults);
    if text[parts.front.clone()].contains('\\') {
        refuse_escaped(&mut fields, &mut parsed.faults);
    }
    let blank = text[parts.body.clone()].trim().is_empty();
    let line = text[..parts.front.start].matches('\n').count() + 1;
    parsed.raws.push(Raw {
        fields,
        line: clamp(line),
        body: (!blank).then(|| clamp(parts.body.start)..clamp(parts.body.end)),
        row: false,
    });
    parsed
}

fn fields<'t>(
    text: &'t str,
    front: &Range<usize>,
    shape: &Shape,
    faults: &mut Vec<Fault>,
) -> Node<'t> {
    let whole = Spot::bytes(front.start, front.end);
    if front.len() > MAX_FRONT_MATTER {
        let (length, limit) = (front.len() / 1024, MAX_FRONT_MATTER / 1024);
        let message = words!(
            "文件头有 {length} KB，最多 {limit} KB",
            "the front matter has {length} KB; at most {limit} KB"
        );
        let spot = Spot::bytes(front.start, front.start);
        faults.push(Fault::new(&rules::front_matter_size::RULE, spot, message));
        return refused(whole);
    }
    if let Some(node) = plain::read(&text[front.clone()], front.start) {
        return node;
    }
    let mended = mend::mend(&text[front.clone()], front.start, shape, faults);
    match mended {
        None => yaml::read(&text[front.clone()], front.start, faults),
        Some(mended) => {
            let mut found = Vec::new();
            let node = yaml::read(&mended.text, front.start, &mut found);
            let shift = |spot: Spot| mended.original(spot, front.start);
            faults.extend(found.into_iter().map(|mut fault| {
                fault.spot = shift(fault.spot);
                fault.fix = None;
                fault
            }));
            node.owned(&shift)
        }
    }
}

fn refused(spot: Spot) -> Node<'static> {
    Node {
        spot,
        value: Value::Refused,
    }
}

/// The two parts of a file, as bytes of its text.
struct Parts {
    front: Range<usize>,
    body: Range<usize>,
}

fn split(text: &str, start: usize, faults: &mut Vec<Fault>) -> Option<Parts> {
    let first = start + (text[start..].len() - text[start..].trim_start().len());
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |n| from + n + 1);
    let after_fence = line_end(first);
    if text[first..after_fence].trim_end() != "---" {
        faults.push(no_fence(text, first..after_fence));
        return None;
    }
    let mut at = after_fence;
    while at < text.len() {
        let end = line_end(at);
        if text[at..end].trim_end() == "---" {
            return Some(Parts {
                front: after_fence..at,
                body: end..text.len(),
            });
        }
        at = end;
    }
    let message = words!(
        "文件头没有结束：缺少第二行 ---",
        "the front matter does not end: a second line --- is missing"
    );
    let spot = Spot::bytes(first, first + 3);
    let hint = words!(
        "在字段之后、正文之前单独写一行三个减号 ---。",
        "Write a line of three hyphens --- between fields and body."
    );
    faults.push(Fault::new(&rules::no_front_matter::RULE, spot, message).hint(hint));
    None
}

fn no_fence(text: &str, line: Range<usize>) -> Fault {
    let message = words!(
        "文件开头没有文件头(第一行应是 ---)",
        "the file has no front matter (its first line should be ---)"
    );
    let end = line.start + text[line.clone()].trim_end().len();
    Fault::new(
        &rules::no_front_matter::RULE,
        Spot::bytes(line.start, end),
        message,
    )
    .hint(words!(
        "第一行写三个减号 ---(半角),接着写字段，再写一行 ---,然后是正文。mingtang new 会写好一份。",
        "Begin with a line ---, then the fields, then a line ---, then the body. mingtang new writes one for you."
    ))
}

/// Quotes within quotes within quotes: told at the first line that is too deep.
fn nesting(text: &str, body: &Range<usize>, faults: &mut Vec<Fault>) {
    let mut at = body.start;
    for line in text[body.clone()].split_inclusive('\n') {
        let deep = line
            .bytes()
            .take_while(|b| b" \t>-*+".contains(b))
            .filter(|b| !b" \t".contains(b))
            .count();
        let rule_of_dashes = || !line.contains('>') && !line.trim_end().contains([' ', '\t']);
        if deep > MAX_NESTING && !rule_of_dashes() {
            let message = words!(
                "引用或列表嵌套了 {deep} 层，最多 {MAX_NESTING} 层",
                "quotes or lists are nested {deep} deep; at most {MAX_NESTING}"
            );
            let spot = Spot::bytes(at, at + deep.min(line.len()));
            faults.push(Fault::new(&rules::nested_too_deep::RULE, spot, message));
            return;
        }
        at += line.len();
    }
}
