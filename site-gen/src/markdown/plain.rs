//! The words of a body without any markup, for the search index.
//!
//! Entry point: [`plain`]. Knows nothing of links: what a body says must not depend on other records.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events of the Markdown reader carry no words"
)]

use super::events;
use super::flanking::{Prepared, clean};
use pulldown_cmark::{Event, Tag, TagEnd};

/// Appends the words; blocks are parted by line feeds. Two lines of one paragraph are joined between Chinese characters, as they are read.
pub fn plain(text: &str, out: &mut String) {
    let prepared = Prepared::new(text);
    let mut soft = false;
    for (event, _) in events(&prepared) {
        match event {
            Event::Text(words)
            | Event::Code(words)
            | Event::Html(words)
            | Event::InlineHtml(words) => {
                let words = clean(&words);
                if std::mem::take(&mut soft) && !joins(out, &words) {
                    out.push(' ');
                }
                out.push_str(&words);
            }
            Event::SoftBreak => soft = true,
            Event::Start(tag) if parts(&tag) => out.push('\n'),
            Event::End(TagEnd::TableCell | TagEnd::Item) | Event::HardBreak | Event::Rule => {
                out.push('\n');
            }
            _ => {}
        }
    }
}

/// Whether no space belongs between what was written and these words.
fn joins(before: &str, words: &str) -> bool {
    let wide = |c: char| !c.is_ascii();
    before.chars().next_back().is_some_and(wide) && words.chars().next().is_some_and(wide)
}

/// Whether a new block begins.
fn parts(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay_together() {
        let mut out = String::new();
        plain(
            "居民**代表：**会\n议\n\n- 一\n- a &lt; b\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | [丁](topic:x) |\n",
            &mut out,
        );
        let words: Vec<&str> = out.split_whitespace().collect();
        assert_eq!(
            words,
            [
                "居民代表：会议",
                "一",
                "a",
                "<",
                "b",
                "甲",
                "乙",
                "丙",
                "丁"
            ]
        );
    }
}
