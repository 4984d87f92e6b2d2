//! What cameras and programs write into pictures beside the picture: EXIF, XMP, IPTC, comments, text chunks, and where it was taken.
//!
//! Entry point: [`metadata`]. The picture itself is not looked at: what can be read in a photograph only a person sees.

use super::readings::strings;
use exif::{In, Reader, Tag};
use flate2::read::ZlibDecoder;
use std::io::Read;

/// Bytes that all compressed texts of one picture may inflate to: they have a few KB.
const LIMIT: u64 = 8 * 1024 * 1024;

/// What stands in a picture beside the picture.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) texts: Vec<String>,
    /// It says where it was taken.
    pub(super) position: bool,
    inflated: u64,
}

/// Reads what stands beside the picture; none if the bytes are no picture of a known kind.
pub(super) fn metadata(bytes: &[u8]) -> Option<Metadata> {
    let mut metadata = Metadata::default();
    if bytes.starts_with(&[0xFF, 0xD8]) {
        metadata.jpeg(bytes);
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        metadata.png(bytes);
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        metadata.webp(bytes);
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        metadata.exif(bytes);
    } else if bytes.starts_with(b"GIF8") {
        metadata.texts.extend(strings(bytes));
    } else {
        return None;
    }
    Some(metadata)
}

impl Metadata {
    /// Segments before the picture: a marker, two bytes of length, the segment (ISO/IEC 10918-1, B.1.1.4).
    fn jpeg(&mut self, bytes: &[u8]) {
        let mut at = 2;
        while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4) {
            let length = usize::from(*high) << 8 | usize::from(*low);
            // Start of scan: the picture begins.
            if *marker == 0xDA || length < 2 {
                return;
            }
            let segment = bytes.get(at + 4..at + 2 + length).unwrap_or_default();
            match marker {
                0xE1 if segment.starts_with(b"Exif\0\0") => self.exif(&segment[6..]),
                0xE2 if segment.starts_with(b"ICC_PROFILE") => {}
                0xE1..=0xEF | 0xFE => self.said(segment),
                _ => {}
            }
            at += 2 + length;
        }
    }

    /// Chunks: four bytes of length, a name, the chunk, four bytes of check sum (ISO/IEC 15948, 5.3).
    fn png(&mut self, bytes: &[u8]) {
        let mut at = 8;
        while let Some(head) = bytes.get(at..at + 8) {
            let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
            let Some(end) = at.checked_add(8 + length) else {
                return;
            };
            let chunk = bytes.get(at + 8..end).unwrap_or_default();
            match &head[4..] {
                b"tEXt" => self.said(chunk),
                b"zTXt" | b"iTXt" => self.compressed(chunk),
                b"eXIf" => self.exif(chunk),
                _ => {}
            }
            at = end.saturating_add(4);
        }
    }

    /// A text chunk that may be compressed from some byte on: what can be inflated is read too.
    fn compressed(&mut self, chunk: &[u8]) {
        self.said(chunk);
        // The compressed text begins behind the keyword (at most 79 bytes) and, in iTXt, a language and a translated keyword.
        let starts = chunk.iter().take(400).enumerate();
        let starts = starts
            .filter(|(_, byte)| **byte & 0x0F == 8)
            .map(|(n, _)| n);
        for start in starts {
            let mut text = Vec::new();
            let left = LIMIT.saturating_sub(self.inflated);
            let inflated = ZlibDecoder::new(&chunk[start..])
                .take(left)
                .read_to_end(&mut text);
            self.inflated += text.len() as u64;
            if inflated.is_ok() && !text.is_empty() {
                self.said(&text);
                return;
            }
        }
    }

    /// Chunks: a name, four bytes of length, the chunk, padded to an even length (RFC 9649, 2.3).
    fn webp(&mut self, bytes: &[u8]) {
        let mut at = 12;
        while let Some(head) = bytes.get(at..at + 8) {
            let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
            let Some(end) = at.checked_add(8 + length) else {
                return;
            };
            let chunk = bytes.get(at + 8..end).unwrap_or_default();
            match &head[..4] {
                b"EXIF" => self.exif(chunk.strip_prefix(b"Exif\0\0").unwrap_or(chunk)),
                b"XMP " => self.said(chunk),
                _ => {}
            }
            at = end + length % 2;
        }
    }

    fn said(&mut self, bytes: &[u8]) {
        self.position |= has_xmp_position(bytes);
        self.texts.extend(strings(bytes));
    }

    /// EXIF in a TIFF structure; what a damaged one still says counts.
    fn exif(&mut self, bytes: &[u8]) {
        self.texts.extend(strings(bytes));
        let read = Reader::new()
            .continue_on_error(true)
            .read_raw(bytes.to_vec());
        let read = read.or_else(|error| error.distill_partial_result(|_| {}));
        let Ok(read) = read else { return };
        let has = |tag| read.get_field(tag, In::PRIMARY).is_some();
        self.position |= has(Tag::GPSLatitude) || has(Tag::GPSLongitude);
    }
}

/// Whether XMP names a latitude (`exif:GPSLatitude`).
fn has_xmp_position(bytes: &[u8]) -> bool {
    bytes.windows(11).any(|window| window == b"GPSLatitude")
}
