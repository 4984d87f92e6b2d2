//! Readable anchors: Han, letters and digits of the heading's own words.
//!
//! Entry point: [`give`]. Two headings with one anchor are a fault of the content, which [`super::survey()`] tells; nothing is merged in silence.

use super::Heading;

/// Gives every heading its anchor.
pub(super) fn give(headings: &mut [Heading]) {
    for (heading, number) in headings.iter_mut().zip(1_u32..) {
        heading.anchor = anchor(&heading.text, number);
    }
}

/// The anchor of a heading: its letters and digits, lower case, a hyphen for each gap. Words of the Latin script only get `h-` before them, so that they
/// never meet an id of the theme.
pub(super) fn anchor(text: &str, number: u32) -> String {
    let mut anchor = String::new();
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if gap && !anchor.is_empty() {
                anchor.push('-');
            }
            gap = false;
            anchor.extend(c.to_lowercase());
        } else {
            gap |= c.is_whitespace() || c.is_ascii();
        }
    }
    if anchor.is_empty() {
        return format!("h-{number}");
    }
    if anchor.is_ascii() {
        anchor.insert_str(0, "h-");
    }
    anchor
}
