//! The theme of a site under test, changed piece by piece: single templates, what all pages share, and arrangements in which a template becomes a leaf or stops being one.
//!
//! Entry points: [`Dress`], [`Dress::files`]. Must not build.

use super::{TestResult, theme};
use site_gen::views::{ThemeFiles, layered};
use std::ops::Range;

/// A file of the theme, what its mark comes after, and the mark with `№` in the place of its number.
type Piece<'p> = (&'p str, &'p str, &'p str);

const MAIN: &str = "{% block main %}";
const MARK: &str = "<i>№</i>";

/// The pieces that are marked.
const PIECES: [Piece<'static>; 18] = [
    ("assets/site.css", "", "a{order:№}"),
    ("words/zh-CN.toml", "not_found = \"", "№"),
    ("templates/base.html", "<div id=\"end\"></div>", MARK),
    (
        "templates/components.html",
        "ui.useful(url: string, @t) -%}",
        MARK,
    ),
    ("templates/once/foot.html", "<footer class=\"foot\">", MARK),
    ("templates/notice.html", MAIN, MARK),
    ("templates/meeting.html", MAIN, MARK),
    ("templates/topic.html", MAIN, MARK),
    ("templates/list.html", MAIN, MARK),
    ("templates/home.html", MAIN, MARK),
    ("templates/division.html", MAIN, MARK),
    ("templates/community.html", MAIN, MARK),
    ("templates/tombstone.html", MAIN, MARK),
    ("templates/table.html", MAIN, MARK),
    ("templates/shell.html", MAIN, MARK),
    ("templates/pages/about.zh-CN.html", MAIN, MARK),
    ("templates/pages/privacy.zh-CN.html", MAIN, MARK),
    ("templates/poster.svg", "{%- endfor %}\n", "<g id=\"i№\"/>"),
];

/// How many things can be changed.
pub(crate) const CHANGEABLE: u8 = 22;

/// Those that make a template a single one, or one that is none.
pub(crate) const ARRANGED: Range<u8> = 18..CHANGEABLE;

const HOME: &str = "templates/home.html";
const NOTICE: &str = "templates/notice.html";
const NOT_FOUND: &str = "templates/pages/404.html";
const TOMBSTONE: &str = "templates/tombstone.html";
const ABOUT: &str = "templates/pages/about.zh-CN.html";

/// How the theme is different from the house's own.
#[derive(Debug, Default)]
pub(crate) struct Dress([u8; CHANGEABLE as usize]);

impl Dress {
    /// Gives a piece or an arrangement another number; without one it is as in the house's own theme.
    pub(crate) fn change(&mut self, part: u8, value: u8) {
        self.0[usize::from(part)] = value;
    }

    /// The files of the theme.
    pub(crate) fn files(&self) -> TestResult<ThemeFiles> {
        let mut files = theme();
        let (marks, arranged) = self.0.split_at(PIECES.len());
        for (piece, value) in PIECES.into_iter().zip(marks) {
            mark(&mut files, piece, *value)?;
        }
        let arrange = [included, extended, component];
        for (arrange, value) in arrange.into_iter().zip(arranged) {
            if *value > 0 {
                arrange(&mut files, *value)?;
            }
        }
        match arranged.last() {
            None | Some(0) => Ok(files),
            Some(value) => Ok(layered(&files, layer(*value))?),
        }
    }
}

/// Puts a mark into a file of the theme.
pub(crate) fn mark(
    files: &mut ThemeFiles,
    (path, after, mark): Piece<'_>,
    value: u8,
) -> TestResult {
    let bytes = files.get_mut(path).ok_or_else(|| path.to_owned())?;
    let source = std::str::from_utf8(bytes)?;
    let at = source.find(after).ok_or_else(|| path.to_owned())? + after.len();
    let mark = mark.replace('№', &value.to_string());
    let mark = if value > 0 { &*mark } else { "" };
    *bytes = [&source[..at], mark, &source[at..]].concat().into();
    Ok(())
}

/// The page that is not found extends nothing; of odd numbers the home page includes it.
fn included(files: &mut ThemeFiles, value: u8) -> TestResult {
    files.insert(NOT_FOUND.into(), format!("<p>{value}</p>").into());
    let include = "{% include 'pages\\/404.html' %}";
    mark(files, (HOME, MAIN, include), value % 2)
}

/// One page of fixed words has the words of another one, and a mark.
fn extended(files: &mut ThemeFiles, value: u8) -> TestResult {
    let source = "{% extends \"pages/privacy.zh-CN.html\" %}{% block main %}{% endblock %}";
    files.insert(ABOUT.into(), source.into());
    mark(files, (ABOUT, MAIN, "{{ super() }}№"), value)
}

/// The template of what is gone declares a component, and notices call it.
fn component(files: &mut ThemeFiles, value: u8) -> TestResult {
    let tombstone = files.get_mut(TOMBSTONE).ok_or(TOMBSTONE)?;
    let declared =
        format!("{{% component ui.mark() -%}}<b>{value}</b>{{%- endcomponent ui.mark %}}");
    tombstone.extend(declared.into_bytes());
    mark(files, (NOTICE, MAIN, "{{ <ui.mark /> }}"), value)
}

/// A layer over the notices, which includes a template of its own.
fn layer(value: u8) -> ThemeFiles {
    let notice = "{% extends \"base/notice.html\" %}{% block heading %}{% include \"extra.html\" %}{% endblock %}";
    let extra = format!("<h1>{value}</h1>");
    let files = [(NOTICE, notice), ("templates/extra.html", &*extra)];
    files.map(|(path, text)| (path.into(), text.into())).into()
}
