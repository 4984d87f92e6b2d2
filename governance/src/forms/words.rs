//! Words in both languages of the site, Chinese first.
//!
//! Entry points: [`Words`], [`Lang`].

use std::fmt;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language of a tag such as `en`, `en-GB` or `zh-CN`; Chinese for any other.
    pub fn of_tag(tag: &str) -> Self {
        if tag.get(..2).is_some_and(|t| t.eq_ignore_ascii_case("en")) {
            Self::En
        } else {
            Self::Zh
        }
    }

    /// The tag for `lang=""`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// The same words in Chinese and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// Both.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// In one language.
    pub const fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// Writes text as HTML text or attribute value.
pub fn escape(text: &str) -> Escaped<'_> {
    Escaped(text)
}

/// Text that writes itself escaped.
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            let (before, from) = rest.split_at(at);
            f.write_str(before)?;
            f.write_str(match from.as_bytes()[0] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &from[1..];
        }
        f.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_written_as_text() {
        let text = escape("<a href='x' title=\"y\">&井</a>").to_string();
        assert_eq!(
            text,
            "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;井&lt;/a&gt;"
        );
    }
}
