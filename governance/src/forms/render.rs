//! Draws a form as HTML: a pure function of the form, what was typed and what is wrong with it.
//!
//! Entry point: [`form`]. Follows the patterns of the GOV.UK Design System: a summary of faults first with links to the fields, the same words
//! beside the field, every input kept, nothing chosen beforehand. Works without JavaScript. Everything typed is escaped here.
//!
//! Must not: contain a script, a style or an address of another site.

use super::leaks::LeakWish;
use super::values::{FaultKind, FieldFault, Values};
use super::words::{Lang, Words, escape};
use super::{CLIENT_KEY, Choice, Field, Form, HONEYPOT, Kind, LANG, LEAKS, choices};
use std::fmt::Write;

/// A list to choose from in place of typing a code, such as the communities of a street.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OptionList {
    /// Groups in their order.
    pub groups: Vec<OptionGroup>,
}

/// One group of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OptionGroup {
    /// What the group is called; empty for no heading.
    pub label: Box<str>,
    /// Value and name.
    pub options: Vec<(Box<str>, Box<str>)>,
}

/// What a form is drawn with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Drawn<'a> {
    /// Language of the page.
    pub lang: Lang,
    /// What was typed, or what is filled in beforehand.
    pub values: Option<&'a Values>,
    /// What is wrong with it.
    pub faults: &'a [FieldFault],
    /// A new client key, where the page is made for one person; static pages leave it to a script.
    pub client_key: &'a str,
    /// Lists by field name.
    pub lists: &'a [(&'a str, &'a OptionList)],
}

/// The whole `<form>`, with the summary of faults before it.
pub fn form(form: &Form, drawn: &Drawn<'_>) -> String {
    faults(drawn) + &form_with(form, drawn, &|_, _| true)
}

/// The `<form>` alone, without the summary, with only those fields and choices that `keep` keeps: it is given the field, and the choice's id or, for the
/// field itself, nothing.
pub fn form_with(form: &Form, drawn: &Drawn<'_>, keep: &dyn Fn(&Field, &str) -> bool) -> String {
    let mut out = String::with_capacity(4_096);
    let (id, action) = (form.id, form.action);
    let tag = drawn.lang.tag();
    let _ = writeln!(
        out,
        r#"<form class="mt-form" id="form-{id}" action="{action}" method="post" accept-charset="utf-8" novalidate lang="{tag}" data-mt-form="{id}">"#
    );
    hidden(&mut out, LANG, tag);
    hidden(&mut out, CLIENT_KEY, drawn.client_key);
    for field in form.fields.iter().filter(|field| keep(field, "")) {
        draw_field(&mut out, field, drawn, keep);
    }
    leaks(&mut out, drawn);
    trap(&mut out, drawn.lang);
    let submit = form.submit.of(drawn.lang);
    let _ = writeln!(
        out,
        "<p class=\"mt-submit\"><button type=\"submit\">{submit}</button></p>\n</form>"
    );
    out
}

/// The notes before a form, one paragraph each.
pub fn notes(form: &Form, lang: Lang) -> String {
    let mut out = String::new();
    for note in form.notes {
        let _ = writeln!(out, "<p class=\"mt-note\">{}</p>", note.of(lang));
    }
    out
}

/// The id of a field's input, for links to it.
pub fn input_id(name: &str) -> String {
    format!("f-{name}")
}

const SUMMARY: Words = Words::new("请改正以下问题", "There is a problem");

/// The summary of faults with links to the fields; empty without faults.
pub fn faults(drawn: &Drawn<'_>) -> String {
    let mut out = String::new();
    if drawn.faults.is_empty() {
        return out;
    }
    let title = SUMMARY.of(drawn.lang);
    let _ = writeln!(
        out,
        r#"<div class="mt-errors" id="errors" role="alert" tabindex="-1" aria-labelledby="errors-title"><h2 id="errors-title">{title}</h2><ul>"#
    );
    for fault in drawn.faults {
        let message = fault.message(drawn.lang);
        let message = escape(&message);
        let _ = match fault.label {
            Some(_) => writeln!(
                out,
                r##"<li><a href="#f-{}">{message}</a></li>"##,
                escape(&fault.field)
            ),
            None => writeln!(out, "<li>{message}</li>"),
        };
    }
    out.push_str("</ul></div>\n");
    out
}

fn hidden(out: &mut String, name: &str, value: &str) {
    let value = escape(value);
    let _ = writeln!(
        out,
        r#"<input type="hidden" name="{name}" value="{value}">"#
    );
}

/// Asked only when something personal was found: take it out, or keep it for staff.
fn leaks(out: &mut String, drawn: &Drawn<'_>) {
    let personal = |f: &FieldFault| matches!(f.kind, FaultKind::Personal(_));
    let chosen = drawn.values.map_or(&[][..], |v| v.all(LEAKS));
    if !drawn.faults.iter().any(personal) && chosen.is_empty() {
        return;
    }
    let field = Field::optional(
        LEAKS,
        Kind::One(choices::<LeakWish>),
        Words::new(
            "像个人信息的内容怎样处理",
            "What to do with the personal details",
        ),
    )
    .hint(Words::new(
        "没有选择之前什么都没有保存；删去的内容不会存在任何地方。",
        "Nothing is stored before you choose, and what is taken out is stored nowhere.",
    ));
    let part = Part {
        field: &field,
        lang: drawn.lang,
        values: chosen,
        fault: None,
        list: None,
    };
    group(out, &part, &choices::<LeakWish>(), "radio");
}

/// No person sees or reaches this field.
fn trap(out: &mut String, lang: Lang) {
    let label = Words::new("请留空", "Leave this empty").of(lang);
    let _ = writeln!(
        out,
        r#"<p hidden><label>{label}<input type="text" name="{HONEYPOT}" tabindex="-1" autocomplete="off"></label></p>"#
    );
}

/// One field with everything its drawing needs.
struct Part<'a> {
    field: &'a Field,
    lang: Lang,
    values: &'a [Box<str>],
    fault: Option<String>,
    list: Option<&'a OptionList>,
}

impl Part<'_> {
    fn value(&self) -> &str {
        self.values.first().map_or("", |v| v)
    }

    /// `aria-describedby` with a leading space, or nothing.
    fn described(&self) -> String {
        let name = self.field.name;
        let mut ids = Vec::new();
        if self.field.hint.is_some() {
            ids.push(format!("f-{name}-hint"));
        }
        if self.fault.is_some() {
            ids.push(format!("f-{name}-error"));
        }
        if ids.is_empty() {
            return String::new();
        }
        format!(r#" aria-describedby="{}""#, ids.join(" "))
    }

    /// As [`Self::described`], and that the input is wrong; ARIA has that for inputs, not for groups of them.
    fn state(&self) -> String {
        let mut out = self.described();
        if self.fault.is_some() {
            out.push_str(r#" aria-invalid="true""#);
        }
        out
    }

    fn required(&self) -> &'static str {
        if self.field.required { " required" } else { "" }
    }

    fn class(&self) -> &'static str {
        if self.fault.is_some() {
            "mt-field mt-wrong"
        } else {
            "mt-field"
        }
    }

    fn hint_and_fault(&self, out: &mut String) {
        let name = self.field.name;
        if let Some(hint) = self.field.hint {
            let hint = hint.of(self.lang);
            let _ = writeln!(out, r#"<p class="mt-hint" id="f-{name}-hint">{hint}</p>"#);
        }
        if let Some(fault) = &self.fault {
            let before = Words::new("错误：", "Error: ").of(self.lang);
            let _ = writeln!(
                out,
                r#"<p class="mt-error" id="f-{name}-error"><span class="mt-visually-hidden">{before}</span>{}</p>"#,
                escape(fault)
            );
        }
    }
}

fn draw_field(
    out: &mut String,
    field: &Field,
    drawn: &Drawn<'_>,
    keep: &dyn Fn(&Field, &str) -> bool,
) {
    let kept = |mut all: Vec<Choice>| {
        all.retain(|c| keep(field, c.id));
        all
    };
    let fault = drawn.faults.iter().find(|f| *f.field == *field.name);
    let part = Part {
        field,
        lang: drawn.lang,
        values: drawn.values.map_or(&[], |v| v.all(field.name)),
        fault: fault.map(|f| f.message(drawn.lang)),
        list: drawn
            .lists
            .iter()
            .find(|(name, _)| *name == field.name)
            .map(|(_, list)| *list),
    };
    match field.kind {
        Kind::Hidden(_) => hidden(out, field.name, part.value()),
        Kind::One(list) => one(out, &part, &kept(list())),
        Kind::Some(list, _) => group(out, &part, &kept(list()), "checkbox"),
        Kind::Consent => consent(out, &part),
        Kind::Lines(limit) => labelled(out, &part, |out, p| lines(out, p, limit)),
        Kind::Line(_) => labelled(out, &part, |out, p| line(out, p, "text", "")),
        Kind::Day => labelled(out, &part, |out, p| line(out, p, "date", "")),
        Kind::Code(_) | Kind::Voucher => labelled(out, &part, |out, p| {
            line(out, p, "text", r#" autocapitalize="characters""#);
        }),
        Kind::Place => labelled(out, &part, |out, p| {
            listed(out, p, "");
        }),
        Kind::Record => labelled(out, &part, |out, p| listed(out, p, "")),
    }
}

fn labelled(out: &mut String, part: &Part<'_>, input: impl FnOnce(&mut String, &Part<'_>)) {
    let (class, name) = (part.class(), part.field.name);
    let label = part.field.label.of(part.lang);
    let _ = writeln!(
        out,
        r#"<div class="{class}"><label for="f-{name}">{label}</label>"#
    );
    part.hint_and_fault(out);
    input(out, part);
    out.push_str("</div>\n");
}

fn line(out: &mut String, part: &Part<'_>, kind: &str, more: &str) {
    let name = part.field.name;
    let (value, described) = (escape(part.value()), part.state());
    let required = part.required();
    let _ = writeln!(
        out,
        r#"<input type="{kind}" id="f-{name}" name="{name}" value="{value}" autocomplete="off"{more}{required}{described}>"#
    );
}

fn lines(out: &mut String, part: &Part<'_>, limit: usize) {
    let name = part.field.name;
    let (value, described) = (escape(part.value()), part.state());
    let required = part.required();
    let rows = if limit > 500 { 8 } else { 4 };
    // A line break right behind the tag is not part of the value, so the first one that was typed survives.
    let _ = writeln!(
        out,
        "<textarea id=\"f-{name}\" name=\"{name}\" rows=\"{rows}\" data-mt-limit=\"{limit}\" autocomplete=\"off\"{required}{described}>\n{value}</textarea>"
    );
}

/// A list to choose from where one was given, else a line to type the code into.
fn listed(out: &mut String, part: &Part<'_>, more: &str) {
    let Some(list) = part.list else {
        return line(out, part, "text", more);
    };
    let (name, described, required) = (part.field.name, part.state(), part.required());
    let choose = Words::new("请选择", "Choose").of(part.lang);
    let _ = writeln!(
        out,
        r#"<select id="f-{name}" name="{name}"{required}{described}><option value="">{choose}</option>"#
    );
    for group in &list.groups {
        select_group(out, group, part.value());
    }
    out.push_str("</select>\n");
}

fn select_group(out: &mut String, group: &OptionGroup, chosen: &str) {
    if !group.label.is_empty() {
        let _ = writeln!(out, r#"<optgroup label="{}">"#, escape(&group.label));
    }
    for (value, label) in &group.options {
        let selected = if **value == *chosen { " selected" } else { "" };
        let (value, label) = (escape(value), escape(label));
        let _ = writeln!(out, r#"<option value="{value}"{selected}>{label}</option>"#);
    }
    if !group.label.is_empty() {
        out.push_str("</optgroup>\n");
    }
}

/// Radio buttons; a list of one is no choice and is not shown.
fn one(out: &mut String, part: &Part<'_>, choices: &[Choice]) {
    match choices {
        [only] => hidden(out, part.field.name, only.id),
        _ => group(out, part, choices, "radio"),
    }
}

fn group(out: &mut String, part: &Part<'_>, choices: &[Choice], kind: &str) {
    let (class, name, described) = (part.class(), part.field.name, part.described());
    let label = part.field.label.of(part.lang);
    let _ = writeln!(
        out,
        r#"<fieldset class="{class}"{described}><legend>{label}</legend>"#
    );
    part.hint_and_fault(out);
    for (at, choice) in choices.iter().enumerate() {
        // The first input bears the field's own id: links in the summary lead to it.
        let id = match at {
            0 => input_id(name),
            _ => format!("f-{name}-{}", choice.id),
        };
        let checked = if part.values.iter().any(|v| **v == *choice.id) {
            " checked"
        } else {
            ""
        };
        let (value, label) = (choice.id, choice.label.of(part.lang));
        let _ = writeln!(
            out,
            r#"<div class="mt-choice"><input type="{kind}" id="{id}" name="{name}" value="{value}"{checked}><label for="{id}">{label}</label></div>"#
        );
    }
    out.push_str("</fieldset>\n");
}

fn consent(out: &mut String, part: &Part<'_>) {
    let (class, name, described) = (part.class(), part.field.name, part.state());
    let label = part.field.label.of(part.lang);
    let checked = match part.value() {
        "yes" | "on" | "true" => " checked",
        _ => "",
    };
    let _ = writeln!(
        out,
        r#"<div class="{class}"><div class="mt-choice"><input type="checkbox" id="f-{name}" name="{name}" value="yes"{checked}{described}><label for="f-{name}">{label}</label></div>"#
    );
    part.hint_and_fault(out);
    out.push_str("</div>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Day;
    use crate::forms::{FORMS, check, complaint};

    fn today() -> Day {
        Day::from_parts(2026, 11, 23).unwrap()
    }

    #[test]
    fn a_wrong_form_keeps_every_input_and_leads_to_each_fault() {
        let mut typed = Values::default();
        typed.add("what", "<b>井盖\n坏了</b>");
        typed.add("where", "4205020010");
        typed.add("when", "2026-13-01");
        let faults = check::check(&complaint::FORM, &typed, today()).unwrap_err();
        let fields: Vec<_> = faults.iter().map(|f| &*f.field).collect();
        assert_eq!(fields, ["category", "where", "when", "wanted"]);
        let drawn = Drawn {
            values: Some(&typed),
            faults: &faults,
            ..Drawn::default()
        };
        let html = form(&complaint::FORM, &drawn);
        assert!(html.contains("&lt;b&gt;井盖\n坏了&lt;/b&gt;"));
        assert!(!html.contains("<b>"));
        for field in fields {
            assert!(html.contains(&format!("href=\"#f-{field}\"")), "{field}");
            assert!(html.contains(&format!("id=\"f-{field}\"")), "{field}");
            assert!(html.contains(&format!("id=\"f-{field}-error\"")), "{field}");
        }
    }

    #[test]
    fn lengths_are_code_points_and_the_message_says_how_many_are_too_many() {
        let mut typed = Values::default();
        typed.add("wanted", &"修".repeat(complaint::WANTED_MAX + 3));
        let faults = check::check(&complaint::FORM, &typed, today()).unwrap_err();
        let fault = faults.iter().find(|f| &*f.field == "wanted").unwrap();
        assert!(fault.message(Lang::Zh).contains("删去3个字"));
        let mut typed = Values::default();
        typed.add("wanted", &"😀".repeat(complaint::WANTED_MAX));
        let faults = check::check(&complaint::FORM, &typed, today()).unwrap_err();
        assert!(faults.iter().all(|f| &*f.field != "wanted"));
    }

    #[test]
    fn every_form_draws_every_field_once_in_both_languages() {
        for each in FORMS {
            for lang in [Lang::Zh, Lang::En] {
                let html = form(
                    each,
                    &Drawn {
                        lang,
                        ..Drawn::default()
                    },
                );
                for field in each.fields {
                    assert!(html.contains(&format!("name=\"{}\"", field.name)));
                }
                assert!(!html.contains("checked"), "nothing is chosen beforehand");
            }
        }
    }
}
