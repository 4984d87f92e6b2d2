//! The two answers of S3 that are read: what lies in a bucket, and the code of an error. Entry points: [`read`], [`code`]. Pure.

use crate::publish::built::Stamp;
use crate::publish::journal::Entry;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// A page of a listing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Keys with length and `ETag`.
    pub(super) files: Vec<(String, Entry)>,
    /// What to ask for the next page with.
    pub(super) more: Option<String>,
}

/// Reads `ListBucketResult`; nothing if it is none.
pub(super) fn read(text: &str) -> Option<Page> {
    let (mut page, mut file) = (Page::default(), None);
    let mut is_listing = false;
    each(text, |path, event| match (path, event) {
        (["ListBucketResult"], Met::Begins) => is_listing = true,
        ([_, "Contents"], Met::Begins) => file = Some((String::new(), 0, String::new())),
        ([_, "Contents"], Met::Ends(_)) => {
            if let Some((key, len, hash)) = file.take() {
                let stamp = Stamp { len, changed: 0 };
                page.files.push((key, Entry { stamp, hash }));
            }
        }
        ([_, "Contents", name], Met::Ends(text)) => {
            if let Some((key, len, hash)) = &mut file {
                match *name {
                    "Key" => text.clone_into(key),
                    "Size" => *len = text.parse().unwrap_or(0),
                    "ETag" => text.trim_matches('"').clone_into(hash),
                    _ => {}
                }
            }
        }
        ([_, "NextContinuationToken"], Met::Ends(text)) => page.more = Some(text.to_owned()),
        _ => {}
    })?;
    is_listing.then_some(page)
}

/// The code of an error, such as `AccessDenied`.
pub(super) fn code(text: &str) -> Option<String> {
    let mut code = None;
    each(text, |path, event| {
        if let (["Error", "Code"], Met::Ends(text)) = (path, event) {
            code = Some(text.to_owned());
        }
    })?;
    code
}

/// What is met in a document.
#[derive(Debug, Clone, Copy)]
enum Met<'t> {
    Begins,
    /// With the text since the last element began.
    Ends(&'t str),
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "comments and declarations say nothing here"
)]
/// Tells of every element with the names from the root down to it; nothing if the text is no XML.
fn each(text: &str, mut tell: impl FnMut(&[&str], Met<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut path, mut words) = (Vec::<String>::new(), String::new());
    let told = |path: &[String], met: Met<'_>, tell: &mut dyn FnMut(&[&str], Met<'_>)| {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        tell(&names, met);
    };
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                path.push(start.local_name().into_inner().to_owned());
                words.clear();
                told(&path, Met::Begins, &mut tell);
            }
            Event::End(_) => {
                told(&path, Met::Ends(&words), &mut tell);
                path.pop();
            }
            Event::Text(text) => words.push_str(&text),
            Event::CData(text) => words.push_str(&text),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => words.push(c),
                Ok(None) => words.extend(resolve_predefined_entity(&reference)),
                Err(_) => return None,
            },
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_read_and_nothing_else_taken_for_one() {
        let text = r#"<?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>yichang</Name><IsTruncated>true</IsTruncated>
            <Contents><Key>a&amp;b/一&#x4e8c;.html</Key><LastModified>2026-11-24T00:00:00.000Z</LastModified>
            <ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>
            <NextContinuationToken>1/a+b=</NextContinuationToken></ListBucketResult>"#;
        let page = read(text).unwrap();
        let stamp = Stamp {
            len: 12,
            changed: 0,
        };
        let hash = "d41d8cd98f00b204e9800998ecf8427e".into();
        assert_eq!(
            page.files,
            [("a&b/一二.html".into(), Entry { stamp, hash })]
        );
        assert_eq!(page.more.as_deref(), Some("1/a+b="));
        for other in [
            "",
            "<html><body>Sign in</body></html>",
            "<ListBucketResult><Contents>",
        ] {
            assert_eq!(read(other).filter(|_| !other.contains("Contents")), None);
        }
    }

    #[test]
    fn an_error_has_a_code() {
        let text = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
        assert_eq!(code(text).as_deref(), Some("AccessDenied"));
        assert_eq!(code("<html>502</html>"), None);
    }
}
