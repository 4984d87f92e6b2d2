//! Reads a word by the type of its field.
//!
//! Entry point: [`read`]. In tables Excel's habits are forgiven (full-width digits, `2026/11/5`, fractions for percent); in front matter they are told with their repair.

mod forms;
mod numbers;

use super::value::Val;
use crate::diagnostic::Words;
use crate::parse::tree::Style;
use crate::rules::{self, Rule};
use crate::schema::{Choice, Type, nearest};
use crate::words;
use std::borrow::Cow;

/// Why a word does not fit its field.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) rule: &'static Rule,
    pub(crate) message: Words,
    pub(crate) hint: Option<Words>,
    /// What should stand there, and whether the meaning is sure to stay.
    pub(crate) instead: Option<(String, bool)>,
}

impl Wrong {
    fn new(rule: &'static Rule, message: Words) -> Self {
        Self {
            rule,
            message,
            hint: None,
            instead: None,
        }
    }

    fn hint(mut self, words: Words) -> Self {
        self.hint = Some(words);
        self
    }

    fn instead(mut self, text: impl Into<String>, safe: bool) -> Self {
        self.instead = Some((text.into(), safe));
        self
    }
}

/// What became of a word: its value, and what should be said of it all the same.
pub(crate) type Reading<'t> = (Val<'t>, Option<Wrong>);

/// Reads a word. `style` says whether it stands in a cell.
pub(crate) fn read<'t>(
    ty: &Type,
    word: &Cow<'t, str>,
    style: Style,
) -> Result<Reading<'t>, Box<Wrong>> {
    let lenient = style == Style::Cell;
    let text = trimmed(word);
    let sure = |val| Ok((val, None));
    match ty {
        Type::Text => Ok(plain_text(text, style)),
        Type::Formed(form) => forms::read(*form, text, lenient),
        Type::Number(max) => sure(Val::Number(numbers::read(&text, *max, lenient)?)),
        Type::Flag => sure(Val::Flag(flag(&text)?)),
        Type::Choice(choices) => sure(Val::Text(Cow::Owned(choice(choices, &text)?.to_string()))),
        Type::List(_) | Type::Object(_) => Err(Box::new(Wrong::new(
            &rules::wrong_structure::RULE,
            words!("这里不该只是一个词", "a single word is not expected here"),
        ))),
    }
}

fn trimmed<'t>(word: &Cow<'t, str>) -> Cow<'t, str> {
    match word {
        Cow::Borrowed(word) => Cow::Borrowed(word.trim()),
        Cow::Owned(word) => Cow::Owned(word.trim().to_string()),
    }
}

/// The inside of a text that stands in typographic quotes as a whole.
pub(crate) fn in_curly_quotes(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['“', '”', '‘', '’', '＂'])?;
    let inner = inner.strip_suffix(['“', '”', '‘', '’', '＂', '"'])?;
    (!inner.contains(['“', '”', '‘', '’'])).then_some(inner)
}

fn plain_text(text: Cow<'_, str>, style: Style) -> Reading<'_> {
    let wrong = match in_curly_quotes(&text) {
        Some(inner) if style == Style::Plain && !inner.contains(['"', '\\']) => Some(
            Wrong::new(
                &rules::quoted_text::RULE,
                words!(
                    "内容整个用中文引号括着，引号会原样显示",
                    "the whole value stands in typographic quotes; they will be shown"
                ),
            )
            .hint(words!(
                "要括起来请用半角引号 \"…\";不需要就去掉。",
                "Use straight quotes \"…\", or none."
            ))
            .instead(format!("\"{inner}\""), true),
        ),
        _ => None,
    };
    (Val::Text(text), wrong)
}

/// Typographic quotes around a word that needs none.
pub(super) fn unquoted(text: &str) -> Result<(), Box<Wrong>> {
    match in_curly_quotes(text) {
        Some(inner) => Err(Box::new(
            Wrong::new(
                &rules::curly_quotes::RULE,
                words!(
                    "这里的中文引号是多余的",
                    "the typographic quotes do not belong here"
                ),
            )
            .instead(inner.trim(), true),
        )),
        None => Ok(()),
    }
}

/// The word with full-width letters, digits and blanks made plain.
pub(super) fn narrow(text: &str) -> Cow<'_, str> {
    let wide = |c| crate::schema::full_width(c);
    if !text.contains(|c| wide(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let narrow: String = text.chars().map(|c| wide(c).unwrap_or(c)).collect();
    Cow::Owned(narrow.trim().to_string())
}

fn flag(text: &str) -> Result<bool, Box<Wrong>> {
    unquoted(text)?;
    match narrow(text).to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "是" | "有" | "真" | "对" => Ok(true),
        "false" | "no" | "0" | "否" | "无" | "假" | "不是" | "没有" => Ok(false),
        _ => Err(Box::new(
            Wrong::new(
                &rules::wrong_flag::RULE,
                words!(
                    "“{text}”不是“是”或“否”",
                    "{text:?} is neither true nor false"
                ),
            )
            .hint(words!(
                "写 是 或 否(true / false)。",
                "Write true or false (是 / 否)."
            )),
        )),
    }
}

fn choice<'c>(choices: &'c [Choice], text: &str) -> Result<&'c str, Box<Wrong>> {
    if let Some(choice) = Type::choice(choices, text) {
        return Ok(&choice.id);
    }
    unquoted(text)?;
    let zh: Vec<&str> = choices.iter().map(|c| &*c.zh).collect();
    let ids: Vec<&str> = choices.iter().map(|c| &*c.id).collect();
    let (zh, ids) = (zh.join("、"), ids.join(", "));
    let wrong = Wrong::new(
        &rules::not_in_list::RULE,
        words!(
            "“{text}”不在可选的词里",
            "{text:?} is not one of the values"
        ),
    );
    let known = choices.iter().flat_map(|c| [&*c.zh, &*c.id, &*c.en]);
    let Some(near) = nearest(text, known) else {
        return Err(Box::new(
            wrong.hint(words!("可选：{zh}。", "One of: {ids}.")),
        ));
    };
    let near_zh = choices
        .iter()
        .find(|c| [&*c.zh, &*c.id, &*c.en].contains(&near));
    let (word, id) = near_zh.map_or((near, near), |c| (&*c.zh, &*c.id));
    Err(Box::new(
        wrong
            .hint(words!(
                "是不是“{word}”？可选：{zh}。",
                "Did you mean `{id}`? One of: {ids}."
            ))
            .instead(if text.is_ascii() { id } else { word }, false),
    ))
}
