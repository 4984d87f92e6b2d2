//! 统一社会信用代码, GB 32100-2015: the public number of an organisation, which is no personal datum.
//!
//! Entry point: [`is_credit_code`].

/// The 31 characters of a code, by value: digits and capitals without I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Whether 18 characters are a code with a right check character (weights 3^i mod 31).
pub fn is_credit_code(code: &str) -> bool {
    let Ok(bytes) = <&[u8; 18]>::try_from(code.as_bytes()) else {
        return false;
    };
    let mut sum = 0;
    let mut weight = 1;
    for byte in &bytes[..17] {
        let Some(value) = value_of(*byte) else {
            return false;
        };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    value_of(bytes[17]) == Some((31 - sum % 31) % 31)
        && bytes[2..8].iter().all(u8::is_ascii_digit)
        && matches!(
            bytes[0],
            b'1' | b'2' | b'3' | b'4' | b'5' | b'6' | b'7' | b'8' | b'9' | b'A' | b'N' | b'Y'
        )
}

fn value_of(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|c| *c == byte)
}
