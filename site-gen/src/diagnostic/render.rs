//! Diagnostics as text for people and as JSON for editors.
//!
//! Entry points: [`text`], [`json()`], [`summary`]. Words that come from files are escaped here, whatever the message made of them.

use super::{Diagnostic, Edit, Lang, Place, Repair, Severity};
use crate::discover::turns;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Padding, Patch, Renderer, Snippet};
use serde_json::{Value, json};
use std::fmt::Write;

/// Version of the JSON form; fields are added, never renamed.
pub const JSON_FORMAT: &str = "mingtang-diagnostics/1";

/// A diagnostic for people: message, place, the line with a caret below, hint. Several lines, without a line break at the end.
pub fn text(diagnostic: &Diagnostic, lang: Lang, colour: bool) -> String {
    let place = &diagnostic.place;
    let (path, field) = (heading(place), place.field.as_deref().map(plain));
    let title = plain(diagnostic.message.get(lang));
    let code = diagnostic.code.to_string();
    let level = match (diagnostic.severity, lang) {
        (Severity::Error, Lang::Zh) => Level::ERROR.with_name("错误"),
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Warning, Lang::Zh) => Level::WARNING.with_name("提醒"),
        (Severity::Warning, Lang::En) => Level::WARNING,
    };
    let excerpt = plain_same_length(&place.excerpt);
    let mut group: Group<'_> = level
        .primary_title(title)
        .id(code)
        .element(Origin::path(path));
    if place.line > 0 {
        let mark = AnnotationKind::Primary.span(place.marked.range());
        let mark = match &field {
            Some(field) => mark.label(field.as_str()),
            None => mark,
        };
        let snippet = Snippet::source(excerpt.as_str())
            .line_start(place.excerpt_line as usize)
            .annotation(mark);
        group = group.element(snippet);
    }
    let hint = hint(diagnostic, lang).map(plain);
    if let Some(hint) = &hint {
        let name = if lang == Lang::Zh { "提示" } else { "help" };
        group = group
            .element(Padding)
            .element(Level::HELP.with_name(name).message(hint.as_str()));
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut groups = vec![group];
    groups.extend(patch(diagnostic, &excerpt, lang));
    without_empty_origin(&renderer.render(&groups))
}

/// The line as it should be, where that is known and can be shown.
fn patch<'e>(diagnostic: &Diagnostic, excerpt: &'e str, lang: Lang) -> Option<Group<'e>> {
    let (fix, place) = (diagnostic.fix.as_ref()?, &diagnostic.place);
    let Repair::Edits(edits) = &fix.repair else {
        return None;
    };
    let from = place.span?.start.checked_sub(place.marked.start)? as usize;
    let within = |edit: &Edit| {
        let range = edit.span.range();
        let range = range.start.checked_sub(from)?..range.end.checked_sub(from)?;
        excerpt.get(range.clone())?;
        Some(Patch::new(range, plain(&edit.text)))
    };
    let patches: Vec<Patch<'e>> = edits.iter().map(within).collect::<Option<_>>()?;
    let (name, title) = match (lang, fix.safe) {
        (Lang::Zh, true) => ("改法", "改成这样(mingtang check --fix 会代为改好)"),
        (Lang::Zh, false) => ("改法", "可能是要写成这样，请核对"),
        (Lang::En, true) => ("fix", "write this (mingtang check --fix does it for you)"),
        (Lang::En, false) => ("fix", "this may be what was meant; please check"),
    };
    let snippet = Snippet::source(excerpt)
        .line_start(place.excerpt_line as usize)
        .patches(patches);
    let title = Level::HELP.with_name(name).secondary_title(title);
    Some(title.element(snippet))
}

/// What to do: the diagnostic's own hint, or else the remedy of its rule.
fn hint(diagnostic: &Diagnostic, lang: Lang) -> Option<&str> {
    let own = diagnostic.hint.as_ref().map(|hint| hint.get(lang));
    own.or_else(|| {
        let remedy = crate::rules::find(diagnostic.code)?.remedy;
        Some(match lang {
            Lang::Zh => remedy.zh,
            Lang::En => remedy.en,
        })
    })
}

/// The place is told above the excerpt; the renderer would mark it as another file's.
fn without_empty_origin(rendered: &str) -> String {
    let mark = |line: &&str| !line.trim_end().ends_with(":::");
    let lines: Vec<&str> = rendered.lines().filter(mark).collect();
    lines.join("\n")
}

/// `notices/a.md:3:5`, with the cell for tables.
fn heading(place: &Place) -> String {
    let mut heading = plain(&place.path);
    if place.line > 0 {
        let _ = write!(heading, ":{}:{}", place.line, place.column);
    }
    if let Some(cell) = &place.cell {
        let _ = write!(heading, " ({})", plain(cell));
    }
    heading
}

/// One line: `notices/a.md:3:5 MT0204 message`.
pub fn line(diagnostic: &Diagnostic, lang: Lang) -> String {
    let (place, code) = (heading(&diagnostic.place), diagnostic.code);
    format!("{place} {code} {}", plain(diagnostic.message.get(lang)))
}

/// How many of each.
pub fn summary(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let errors = diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .count();
    let warnings = diagnostics.len() - errors;
    let fixable = diagnostics
        .iter()
        .filter(|d| d.fix.as_ref().is_some_and(|f| f.safe))
        .count();
    match lang {
        Lang::Zh if fixable > 0 => {
            format!(
                "{errors} 个错误，{warnings} 个提醒；其中 {fixable} 个可以用 mingtang check --fix 改好。"
            )
        }
        Lang::Zh => format!("{errors} 个错误，{warnings} 个提醒。"),
        Lang::En if fixable > 0 => format!(
            "{errors} errors, {warnings} warnings; mingtang check --fix repairs {fixable} of them."
        ),
        Lang::En => format!("{errors} errors, {warnings} warnings."),
    }
}

/// All diagnostics as one JSON object for editors: positions count from 1, columns in characters, spans in bytes of the file as UTF-8.
pub fn json(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let list: Vec<Value> = diagnostics.iter().map(|d| object(d, lang)).collect();
    let whole = json!({ "format": JSON_FORMAT, "diagnostics": list });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn object(diagnostic: &Diagnostic, lang: Lang) -> Value {
    let place = &diagnostic.place;
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message.get(lang),
        "hint": hint(diagnostic, lang),
        "path": place.path,
        "line": (place.line > 0).then_some(place.line),
        "column": (place.line > 0).then_some(place.column),
        "cell": place.cell,
        "field": place.field,
        "excerpt": place.excerpt,
        "span": place.span,
        "fix": diagnostic.fix.as_ref().map(|fix| {
            let edits = match &fix.repair {
                Repair::Edits(edits) => json!(edits),
                Repair::Reencode => Value::Null,
            };
            let reencode = fix.repair == Repair::Reencode;
            json!({ "safe": fix.safe, "edits": edits, "reencode": reencode })
        }),
    })
}

/// The text without characters that could forge a line of a terminal.
pub fn plain(text: &str) -> String {
    let safe = |c: char| if forges(c) { '\u{fffd}' } else { c };
    text.chars().map(safe).collect()
}

fn forges(c: char) -> bool {
    c.is_control() || turns(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// As [`plain`], but every byte stays where it was, so that marks stay right; tabs stay too.
fn plain_same_length(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (forges(c), c.len_utf8()) {
            (false, _) => out.push(c),
            (true, 1) if c == '\t' => out.push(' '),
            (true, 3) => out.push('\u{fffd}'),
            (true, len) => out.extend(std::iter::repeat_n('?', len)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Span, Words};

    fn example() -> Diagnostic {
        Diagnostic {
            place: Place {
                line: 3,
                column: 5,
                field: Some("状态".into()),
                excerpt: "状态: 执行了\u{202e}".into(),
                excerpt_line: 3,
                marked: Span { start: 8, end: 17 },
                ..Place::whole("notices/a\u{1b}.md")
            },
            code: Code(204),
            severity: Severity::Error,
            message: Words::new(
                "“执行了”不在可选的词里",
                "\"执行了\" is not one of the values",
            ),
            hint: Some(Words::new(
                "可选:起草、已准入。",
                "One of: draft, admitted.",
            )),
            fix: None,
        }
    }

    #[test]
    fn a_fault_is_told_in_both_languages() {
        let zh = text(&example(), Lang::Zh, false);
        assert_eq!(
            zh,
            "错误[MT0204]: “执行了”不在可选的词里\n --> notices/a\u{fffd}.md:3:5\n  |\n3 | 状态: 执行了\u{fffd}\n  |       ^^^^^^ 状态\n  |\n  = 提示: 可选:起草、已准入。"
        );
        assert!(text(&example(), Lang::En, false).starts_with("error[MT0204]: \"执行了\" is not"));
    }

    #[test]
    fn json_has_what_an_editor_needs() {
        let json: Value = serde_json::from_str(&json(&[example()], Lang::Zh)).unwrap();
        assert_eq!(json["diagnostics"][0]["code"], "MT0204");
        assert_eq!(json["diagnostics"][0]["line"], 3);
    }
}
