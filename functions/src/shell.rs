//! The page that an answer is put into, so that confirmations and errors wear the site's theme.
//!
//! Entry points: [`Shell::from_html`] takes the generator's `/functions-shell.html` (published shape v1), [`Shell::built_in`] stands in where there is none;
//! [`vendors`] takes its list of vendors, so that a form that comes back wrong has them to choose from.

use governance::forms::render::{OptionGroup, OptionList};
use governance::forms::words::escape;
use governance::labelled::Labelled;
use governance::vendors::VendorCategory;
use serde_json::Value;
use std::collections::BTreeMap;

/// The page's file in the built site.
pub const FILE: &str = "functions-shell.html";

/// The list of vendors in the built site.
pub const VENDORS_FILE: &str = "data/vendors.json";

/// Where the title goes.
pub const TITLE_MARK: &str = "<!--mt:title-->";

/// Where the content of `<main>` goes.
pub const MAIN_MARK: &str = "<!--mt:main-->";

const BUILT_IN: &str = include_str!("shell.html");

/// A page with places for a title and for its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Html(Box<str>),
    Title,
    Main,
}

/// The page has no place for the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the shell page has no {0}")]
pub struct ShellFault(&'static str);

impl Shell {
    /// Takes a page with the marks `<!--mt:title-->` (any number) and `<!--mt:main-->` (once).
    ///
    /// # Errors
    /// [`ShellFault`] without a mark for the content, or with two.
    pub fn from_html(html: &str) -> Result<Self, ShellFault> {
        let (before, after) = html.split_once(MAIN_MARK).ok_or(ShellFault(MAIN_MARK))?;
        if after.contains(MAIN_MARK) {
            return Err(ShellFault("single <!--mt:main-->"));
        }
        let mut parts = with_titles(before);
        parts.push(Part::Main);
        parts.extend(with_titles(after));
        Ok(Self { parts })
    }

    /// A plain page without a theme.
    pub fn built_in() -> Self {
        Self::from_html(BUILT_IN).unwrap_or(Self {
            parts: vec![Part::Main],
        })
    }

    /// The whole page. `title` is escaped here, `main` is HTML already.
    pub fn page(&self, title: &str, main: &str) -> String {
        let mut out = String::with_capacity(main.len() + 4_096);
        for part in &self.parts {
            match part {
                Part::Html(html) => out.push_str(html),
                Part::Title => out.push_str(&escape(title).to_string()),
                Part::Main => out.push_str(main),
            }
        }
        out
    }
}

/// Vendors to choose from, by category, as the site publishes them in [`VENDORS_FILE`]; empty if the text is none.
pub fn vendors(json: &str) -> OptionList {
    let table: Value = serde_json::from_str(json).unwrap_or_default();
    let mut groups: BTreeMap<VendorCategory, OptionGroup> = BTreeMap::new();
    for row in table.as_array().into_iter().flatten() {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        let first = row["categories"][0].as_str().unwrap_or_default();
        let Some(category) = VendorCategory::find(first) else {
            continue;
        };
        let group = groups.entry(category).or_default();
        group.label = category.zh().into();
        group
            .options
            .push((text("id").into(), text("title").into()));
    }
    OptionList {
        groups: groups.into_values().collect(),
    }
}

fn with_titles(html: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, piece) in html.split(TITLE_MARK).enumerate() {
        if at > 0 {
            parts.push(Part::Title);
        }
        parts.push(Part::Html(piece.into()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_content_stand_at_their_marks() {
        let shell =
            Shell::from_html("<title><!--mt:title-->·站</title><main><!--mt:main--></main>");
        let page = shell.unwrap().page("<查询>", "<p>好</p>");
        assert_eq!(page, "<title>&lt;查询&gt;·站</title><main><p>好</p></main>");
        assert!(Shell::from_html("<main></main>").is_err());
        assert!(Shell::built_in().page("a", "b").contains("非政府网站"));
    }
}
