//! What a bucket says of each file: its type and how long it may be kept. Entry point: [`of`]. Pure.
//!
//! No file is stored compressed: what lies in the bucket is what was built, byte for byte, a part of it can be asked for (the search reads parts of its `.bin` files),
//! and who speaks no gzip can read it. The CDN in front compresses text.

/// What is said of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Headers {
    /// `Content-Type`
    pub(super) kind: &'static str,
    /// `Cache-Control`
    pub(super) keep: &'static str,
}

/// The name holds a hash of the content, so that it never changes: a year, the longest that RFC 9111's readers honour.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Pages and all that changes with them: a minute. A page that is put right or taken back is read by nobody after that; a CDN still answers nearly all.
const A_MINUTE: &str = "public, max-age=60";

/// What programs fetch again and again: five minutes, well below the hour at which feed readers come.
const FIVE_MINUTES: &str = "public, max-age=300";

/// Endings and their types: IANA's, with the character set where a type has one.
const TYPES: [(&str, &str); 23] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("xml", "application/xml"),
    ("ttl", "text/turtle; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("doc", "application/msword"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("xls", "application/vnd.ms-excel"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("ofd", "application/ofd"),
];

/// The headers of a file by its path.
pub(super) fn of(path: &str) -> Headers {
    let name = path.rsplit('/').next().unwrap_or(path);
    let feed = name.starts_with("feed.");
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let known = TYPES.iter().find(|(known, _)| *known == ending);
    let kind = match (feed, ending) {
        (true, "xml") => "application/atom+xml",
        (true, "json") => "application/feed+json",
        _ => known.map_or("application/octet-stream", |(_, kind)| kind),
    };
    let keep = match path.split('/').next() {
        Some("assets") if is_hashed(name) => FOR_EVER,
        Some("data" | "sitemaps" | "open311") => FIVE_MINUTES,
        _ if feed || matches!(path, "sitemap.xml" | "robots.txt") => FIVE_MINUTES,
        _ => A_MINUTE,
    };
    Headers { kind, keep }
}

/// Whether the name is `NAME.HASH.ENDING` with twelve hexadecimal digits, as the build names assets.
fn is_hashed(name: &str) -> bool {
    let mut parts = name.rsplit('.').skip(1);
    let hash = parts.next().unwrap_or_default();
    parts.next().is_some() && hash.len() == 12 && hash.bytes().all(|b| b.is_ascii_hexdigit())
}
