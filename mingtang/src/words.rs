//! The language of messages, and the only place that prints.
//!
//! A message stands in both languages side by side where it is used, through [`Lang::pick`]; untrusted words in it are escaped by
//! [`plain`] before they reach a terminal.

#![expect(clippy::print_stderr, reason = "the one place that prints")]

use clap::ValueEnum;
use clap::error::ErrorKind;
use std::io::{IsTerminal, Write};

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// The text of this language.
    pub(crate) fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// Prints a line for people. A closed pipe (`| head`) ends quietly.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints a complaint.
pub(crate) fn complain(line: &str) {
    eprintln!("{line}");
}

/// Answers arguments that make no sense: in Chinese what is wrong, then the parser's own words, which name the place. Help and version are no fault.
pub(crate) fn misunderstood(fault: &clap::Error) -> std::process::ExitCode {
    if let Some(words) = misunderstanding(fault.kind()) {
        complain(&format!("{words} 用 mingtang help 查看全部用法。"));
    }
    let _ = fault.print();
    std::process::ExitCode::from(u8::try_from(fault.exit_code()).unwrap_or(2))
}

fn misunderstanding(kind: ErrorKind) -> Option<&'static str> {
    let known = [
        (ErrorKind::MissingRequiredArgument, "少写了必需的内容。"),
        (ErrorKind::UnknownArgument, "有看不懂的选项或多余的内容。"),
        (ErrorKind::InvalidSubcommand, "没有这个命令。"),
        (ErrorKind::InvalidValue, "选项的值不对。"),
        (ErrorKind::ValueValidation, "选项的值不对。"),
        (ErrorKind::ArgumentConflict, "有两个选项不能同时用。"),
    ];
    let found = known.iter().find(|(known, _)| *known == kind);
    found.map(|(_, words)| *words)
}

/// Why the system refused, in plain words where they are known.
pub(crate) fn cause(fault: &std::io::Error, lang: Lang) -> String {
    use std::io::ErrorKind;
    let known = [
        (
            ErrorKind::NotFound,
            "没有这个文件或文件夹",
            "there is no such file or folder",
        ),
        (
            ErrorKind::AlreadyExists,
            "已经有同名的文件，没有覆盖它",
            "it is there already and was left alone",
        ),
        (ErrorKind::PermissionDenied, "没有权限", "not permitted"),
        (ErrorKind::StorageFull, "磁盘满了", "the disk is full"),
        (ErrorKind::NotADirectory, "它不是文件夹", "it is no folder"),
        (ErrorKind::IsADirectory, "它是文件夹", "it is a folder"),
    ];
    let found = known.iter().find(|(kind, _, _)| *kind == fault.kind());
    found.map_or_else(
        || fault.to_string(),
        |(_, zh, en)| lang.pick(zh, en).to_string(),
    )
}

/// Whether complaints are read on a terminal that wants colours (<https://no-color.org>).
pub(crate) fn colour() -> bool {
    std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The text without control and direction characters, which could forge a line of the terminal.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                '\u{fffd}'
            }
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_forge_a_line() {
        assert_eq!(
            plain("a\nb\u{1b}[2K\u{202e}c"),
            "a\u{fffd}b\u{fffd}[2K\u{fffd}c"
        );
    }
}
