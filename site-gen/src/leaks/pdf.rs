//! PDF: the words of its pages, its properties, XMP, notes, form fields, attached files and what its pictures say of themselves.
//!
//! Entry point: [`open`]. Streams are inflated within bounds. A page that is only a picture has no words: that is told, because only a person can read it.

use super::attachments::{Look, Unread};
use super::image;
use super::readings::properties;
use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};

/// Bytes that one stream may inflate to: the text of a thousand pages has 4 MB.
const STREAM_LIMIT: usize = 16 * 1024 * 1024;

/// Arrays and dictionaries within each other that are followed.
const DEPTH: u8 = 32;

/// Looks at everything in a PDF.
pub(super) fn open(bytes: &[u8], look: &mut Look) -> Result<(), Unread> {
    let options = LoadOptions {
        max_decompressed_size: Some(STREAM_LIMIT),
        ..LoadOptions::default()
    };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| unread(&error))?;
    if document.is_encrypted() && !document.was_encrypted() {
        return Err(Unread::Locked);
    }
    dictionary(&document.trailer, 0, look)?;
    for object in document.objects.values() {
        object_of(object, 0, look)?;
    }
    pages(&document, look);
    Ok(())
}

fn unread(error: &lopdf::Error) -> Unread {
    if matches!(
        error,
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword
    ) {
        Unread::Locked
    } else if matches!(error, lopdf::Error::Decompress(_)) {
        Unread::TooBig
    } else {
        Unread::Damaged
    }
}

fn pages(document: &Document, look: &mut Look) {
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let mut silent = !pages.is_empty();
    for page in pages {
        let chunks = document.extract_text_chunks_with_limit(&[page], STREAM_LIMIT);
        let text: String = chunks.into_iter().filter_map(Result::ok).collect();
        silent &= text.trim().is_empty();
        look.text(&text);
    }
    if silent {
        look.unchecked();
    }
}

fn object_of(object: &Object, depth: u8, look: &mut Look) -> Result<(), Unread> {
    if depth > DEPTH {
        return Ok(());
    }
    match object {
        Object::String(..) => {
            if let Ok(text) = lopdf::decode_text_string(object) {
                look.text(&text);
            }
        }
        Object::Array(items) => {
            for item in items {
                object_of(item, depth + 1, look)?;
            }
        }
        Object::Dictionary(fields) => dictionary(fields, depth, look)?,
        Object::Stream(of) => stream(of, depth, look)?,
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::Reference(_) => {}
    }
    Ok(())
}

fn dictionary(fields: &Dictionary, depth: u8, look: &mut Look) -> Result<(), Unread> {
    for (_, value) in fields {
        object_of(value, depth + 1, look)?;
    }
    Ok(())
}

fn stream(of: &Stream, depth: u8, look: &mut Look) -> Result<(), Unread> {
    dictionary(&of.dict, depth, look)?;
    let is = |key: &[u8], value: &[u8]| {
        of.dict
            .get(key)
            .and_then(Object::as_name)
            .is_ok_and(|name| name == value)
    };
    if is(b"Subtype", b"Image") {
        if let Some(metadata) = image::metadata(&of.content) {
            look.picture(&metadata);
        }
        return Ok(());
    }
    // Programs of fonts hold no words.
    if of.dict.has(b"Length1") || is(b"Type", b"ObjStm") || is(b"Type", b"XRef") {
        return Ok(());
    }
    let limit = usize::try_from(look.left())
        .unwrap_or(STREAM_LIMIT)
        .min(STREAM_LIMIT);
    let content = match of.get_plain_content_with_limit(limit) {
        Ok(content) => content,
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            return Err(Unread::TooBig);
        }
        Err(_) => return Ok(()),
    };
    look.spend(content.len() as u64)?;
    if is(b"Type", b"EmbeddedFile") {
        return look.inner("", &content, 1);
    }
    if content.trim_ascii_start().starts_with(b"<") && !content.starts_with(b"<<") {
        look.text(&properties(&String::from_utf8_lossy(&content)));
    } else {
        look.text(&shown(&content));
    }
    Ok(())
}

/// The strings that a content stream shows, as far as they are plain letters: those of drawings and notes, which are no pages.
fn shown(content: &[u8]) -> String {
    let mut text = String::new();
    let (mut at, mut depth) = (0, 0_u32);
    while let Some(&byte) = content.get(at) {
        match (byte, depth) {
            (b'\\', 1..) => {
                at += 1;
                if let Some(next @ (b'(' | b')' | b'\\')) = content.get(at) {
                    text.push(char::from(*next));
                }
            }
            (b'(', _) => depth += 1,
            (b')', 1..) => depth -= 1,
            (_, 1..) => text.push(char::from(byte)),
            // The next string stands elsewhere: at another place of the line, or on another line.
            (b'd' | b'D' | b'm', 0) if at > 0 && content[at - 1] == b'T' => text.push(' '),
            (b'T', 0) if at > 0 && content[at - 1] == b'E' => text.push('\n'),
            (_, 0) => {}
        }
        at += 1;
    }
    text
}
