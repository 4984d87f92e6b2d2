//! How a fault in content is told: what, where, why, and what would put it right. Data only; rendering makes text of it.
//!
//! Entry point: [`Diagnostic`]. A diagnostic carries its own excerpt, so that it can be rendered, sorted and cached without the file. Must not print.

pub mod render;

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Words {
    /// Chinese.
    pub zh: Box<str>,
    /// English.
    pub en: Box<str>,
}

impl Words {
    /// Both texts.
    pub fn new(zh: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The text of a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// [`Words`] from two format strings that take their values from the scope: `words!("第 {n} 行", "row {n}")`.
#[macro_export]
macro_rules! words {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Words::new(format!($zh), format!($en))
    };
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

/// Whether the site can be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is published until it is put right.
    Error,
    /// Published, but somebody should look.
    Warning,
}

/// The code of a rule: `MT0501` is 501.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MT{:04}", self.0)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for Code {
    type Error = std::num::ParseIntError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl Code {
    /// Reads `MT0501`, `mt501` or `501`.
    ///
    /// # Errors
    /// If what follows `MT` is no number.
    pub fn parse(text: &str) -> Result<Self, std::num::ParseIntError> {
        text.trim_start_matches(['M', 'T', 'm', 't'])
            .parse()
            .map(Self)
    }
}

/// Where a fault stands. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the content folder.
    pub path: Box<str>,
    /// Line, or row of the sheet; 0 for the file as a whole.
    pub line: u32,
    /// Column in characters, or column of the sheet.
    pub column: u32,
    /// `Sheet1!B7` for tables of a spreadsheet, `B7` for CSV.
    pub cell: Option<Box<str>>,
    /// The field, as people write it, e.g. `议程[1].表决.赞成`.
    pub field: Option<Box<str>>,
    /// The lines around it, or the cell; empty for the file as a whole. Raw: escaped when rendered.
    pub excerpt: Box<str>,
    /// Line number of the excerpt's first line.
    pub excerpt_line: u32,
    /// Bytes of the excerpt that are meant.
    pub marked: Span,
    /// Bytes of the file that are meant, for editors.
    pub span: Option<Span>,
}

impl Place {
    /// The file as a whole.
    pub fn whole(path: &str) -> Self {
        Self {
            path: path.into(),
            line: 0,
            column: 0,
            cell: None,
            field: None,
            excerpt: "".into(),
            excerpt_line: 0,
            marked: Span { start: 0, end: 0 },
            span: None,
        }
    }
}

/// Bytes from `start` to before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
}

impl Span {
    /// The span as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What would put a fault right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fix {
    /// Whether the meaning can't change, so that `check --fix` may apply it.
    pub safe: bool,
    /// The repair.
    pub repair: Repair,
}

/// A repair of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// Replace bytes of the file.
    Edits(Vec<Edit>),
    /// Write the whole file as UTF-8; it is GB18030 or UTF-16 now.
    Reencode,
}

/// Bytes of a file and what should stand there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes.
    pub span: Span,
    /// What should stand there.
    pub text: Box<str>,
}

/// A fault in content. Sorted by place, then code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// Which rule.
    pub code: Code,
    /// Whether the site can be published.
    pub severity: Severity,
    /// What is wrong, in one sentence that names the field.
    pub message: Words,
    /// What to do.
    pub hint: Option<Words>,
    /// What would put it right, where that is known.
    pub fix: Option<Fix>,
}

/// Whether there is a fault that forbids publishing.
pub fn any_error<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> bool {
    diagnostics
        .into_iter()
        .any(|d| d.severity == Severity::Error)
}
