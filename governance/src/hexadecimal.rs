//! Bytes as they are written in addresses, logs and open data: two lower-case hexadecimal digits each.
//!
//! Entry point: [`hex`]. Pure; must not hash or compare.

use std::fmt::Write;

/// The digits of some bytes, twice as many as those.
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string can't fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
