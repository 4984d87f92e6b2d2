//! Vouchers 评价凭证: proof that somebody was served, handed over on paper by the vendor or the community.
//!
//! Entry points: [`issue`] makes a slip with a QR text and a short code, [`open_token`] and [`open_code`] check them. A voucher is bound to a vendor, a
//! batch and one service event and expires; a keyed digest (HMAC-SHA-256, RFC 2104) keeps it from being made up. One voucher, one rating: the
//! store holds that by [`Voucher::id`]. No clock and no randomness: the day, the batch and the key are arguments.

use crate::cases::reference::ALPHABET;
use crate::dates::Day;
use crate::hexadecimal::hex;
use crate::ids::RecordId;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Bytes a key must have: those of the digest, as RFC 2104 advises.
pub const KEY_BYTES: usize = 32;

/// Most slips of a batch: 500 sheets of 24, and within the three characters that a short code has for it (23^3 = 12,167).
pub const MAX_SERIAL: u16 = 12_000;

/// Highest number of a batch: four characters of the short code, 23^4 = 279,841 batches. That is three a week for each of 1,650 communities for a year; a
/// number can be given again once its batch has expired and its ratings can no longer be replaced.
pub const MAX_BATCH: u32 = 23_u32.pow(4) - 1;

/// Characters of the short code: batch 4, serial 3, digest 7. Guessing a digest takes 23^7 / 2 = 1.7 thousand million tries, each of them limited.
pub const CODE_LENGTH: usize = 14;

/// Longest text of a QR code, in characters: batch 6, serial 5, vendor [`crate::ids::MAX_ID_LEN`], day 8, digest 32, four dots.
pub const TOKEN_MAX: usize = 6 + 5 + crate::ids::MAX_ID_LEN + 8 + 2 * TOKEN_MAC_BYTES + 4;

const DIGEST_SPACE: u64 = 23_u64.pow(7);

/// Bytes of the digest in a QR text: 128 bits.
const TOKEN_MAC_BYTES: usize = 16;

/// What the key is for; a digest made for anything else never fits.
const PURPOSE: &str = "mingtang voucher v1";

/// The secret of the site that vouchers are made with.
#[derive(Clone)]
pub struct VoucherKey([u8; KEY_BYTES]);

impl VoucherKey {
    /// Takes the key's bytes.
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for VoucherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VoucherKey(hidden)")
    }
}

/// Slips printed together: one vendor, one expiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Its number, to [`MAX_BATCH`].
    pub number: u32,
    /// Whose services it is for.
    pub vendor: RecordId,
    /// Last local day on which its slips are taken.
    pub expires_on: Day,
    /// How many slips it has, to [`MAX_SERIAL`].
    pub size: u16,
}

/// One service event's right to one rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voucher {
    /// Batch it was printed in.
    pub batch: u32,
    /// Slip within the batch, from 1: the service event.
    pub serial: u16,
    /// Whose service.
    pub vendor: RecordId,
    /// Last local day on which it is taken.
    pub expires_on: Day,
}

/// A printed slip.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// The voucher.
    pub voucher: Voucher,
    /// The text for the QR code: letters, digits, `-`, `_` and `.` only.
    pub token: String,
    /// The code to type, in groups: `ABCD-EFH-JKMNPRT`.
    pub code: String,
}

/// A slip is as good as its codes: they stay out of logs.
impl fmt::Debug for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slip({})", self.voucher.id())
    }
}

/// Why a voucher is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VoucherFault {
    /// It is not written like one.
    #[error("this is no voucher code")]
    Form,
    /// The digest does not fit: typed wrong or made up.
    #[error("the voucher code is not right")]
    Digest,
    /// Its last day is over.
    #[error("the voucher was to be used by {0}")]
    Expired(Day),
    /// The batch has no such number or slip.
    #[error("there is no such voucher")]
    NoSuchSlip,
}

impl Voucher {
    /// What the store holds the one rating by, e.g. `17-240`. No secret.
    pub fn id(&self) -> String {
        format!("{}-{}", self.batch, self.serial)
    }

    /// Whether it is still taken on this local day.
    ///
    /// # Errors
    /// [`VoucherFault::Expired`] with its last day.
    pub fn check_day(&self, today: Day) -> Result<(), VoucherFault> {
        if today > self.expires_on {
            return Err(VoucherFault::Expired(self.expires_on));
        }
        Ok(())
    }

    fn of(batch: &Batch, serial: u16) -> Result<Self, VoucherFault> {
        let there = (1..=batch.size.min(MAX_SERIAL)).contains(&serial);
        if !there || batch.number > MAX_BATCH {
            return Err(VoucherFault::NoSuchSlip);
        }
        Ok(Self {
            batch: batch.number,
            serial,
            vendor: batch.vendor.clone(),
            expires_on: batch.expires_on,
        })
    }

    fn digest(&self, key: &VoucherKey) -> [u8; 32] {
        // A record id has no newline, so no two vouchers give the same text.
        let text = format!(
            "{PURPOSE}\n{}\n{}\n{}\n{}",
            self.vendor, self.batch, self.serial, self.expires_on
        );
        // A key shorter than the block of 64 bytes is filled with zeros (RFC 2104); filled here, it cannot be refused.
        let mut block = [0; 64];
        block[..KEY_BYTES].copy_from_slice(&key.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// Makes the slip with this serial.
///
/// # Errors
/// [`VoucherFault::NoSuchSlip`] if the batch does not go so far.
pub fn issue(key: &VoucherKey, batch: &Batch, serial: u16) -> Result<Slip, VoucherFault> {
    let voucher = Voucher::of(batch, serial)?;
    let digest = voucher.digest(key);
    let mut code = String::with_capacity(CODE_LENGTH + 2);
    write_base23(&mut code, u64::from(voucher.batch), 4);
    code.push('-');
    write_base23(&mut code, u64::from(serial), 3);
    code.push('-');
    write_base23(&mut code, code_digest(&digest), 7);
    let token = format!(
        "{}.{}.{}.{}.{}",
        voucher.batch,
        serial,
        voucher.vendor,
        voucher.expires_on.date().format("%Y%m%d"),
        hex(&digest[..TOKEN_MAC_BYTES])
    );
    Ok(Slip {
        voucher,
        token,
        code,
    })
}

/// Reads the text of a QR code. It carries all it needs; an older key still opens what it made.
///
/// # Errors
/// [`VoucherFault::Form`] or [`VoucherFault::Digest`]. The day is checked apart, by [`Voucher::check_day`], so that an expired voucher can be counted as one.
pub fn open_token(keys: &[VoucherKey], token: &str) -> Result<Voucher, VoucherFault> {
    let voucher = read_token(token).ok_or(VoucherFault::Form)?;
    let given = token.rsplit('.').next().unwrap_or_default();
    let fits = |key: &VoucherKey| {
        let digest = voucher.digest(key);
        same(hex(&digest[..TOKEN_MAC_BYTES]).as_bytes(), given.as_bytes())
    };
    if keys.iter().any(fits) {
        Ok(voucher)
    } else {
        Err(VoucherFault::Digest)
    }
}

fn read_token(token: &str) -> Option<Voucher> {
    let parts: Vec<&str> = token.split('.').collect();
    let [batch, serial, vendor, day, _mac] = parts[..] else {
        return None;
    };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if day.len() != 8 || !number(day) || !number(batch) || !number(serial) {
        return None;
    }
    Some(Voucher {
        batch: batch.parse().ok().filter(|b| *b <= MAX_BATCH)?,
        serial: serial
            .parse()
            .ok()
            .filter(|s| (1..=MAX_SERIAL).contains(s))?,
        vendor: RecordId::new(vendor).ok()?,
        expires_on: Day::from_parts(
            day[..4].parse().ok()?,
            day[4..6].parse().ok()?,
            day[6..].parse().ok()?,
        )?,
    })
}

/// A short code as typed, before its batch is looked up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShortCode {
    /// The batch to look up.
    pub batch: u32,
    serial: u16,
    digest: u64,
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortCode({}-{})", self.batch, self.serial)
    }
}

impl ShortCode {
    /// Reads a short code as people type it: spaces, hyphens, small and full-width letters are forgiven.
    ///
    /// # Errors
    /// [`VoucherFault::Form`] if it is not fourteen of the characters that codes have.
    pub fn parse(text: &str) -> Result<Self, VoucherFault> {
        let typed: Vec<u64> = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '—'))
            .take(CODE_LENGTH + 1)
            .map(|c| {
                let capital = c.to_ascii_uppercase();
                let place = ALPHABET.iter().position(|a| char::from(*a) == capital);
                place.and_then(|p| u64::try_from(p).ok())
            })
            .collect::<Option<_>>()
            .ok_or(VoucherFault::Form)?;
        if typed.len() != CODE_LENGTH {
            return Err(VoucherFault::Form);
        }
        let number = |part: &[u64]| part.iter().fold(0, |n, digit| n * 23 + digit);
        let form = |_| VoucherFault::Form;
        Ok(Self {
            batch: u32::try_from(number(&typed[..4])).map_err(form)?,
            serial: u16::try_from(number(&typed[4..7])).map_err(form)?,
            digest: number(&typed[7..]),
        })
    }
}

/// Checks a short code against the batch it names.
///
/// # Errors
/// [`VoucherFault::NoSuchSlip`] or [`VoucherFault::Digest`]; show the resident the same words for both. The day is checked apart.
pub fn open_code(
    keys: &[VoucherKey],
    code: ShortCode,
    batch: &Batch,
) -> Result<Voucher, VoucherFault> {
    if code.batch != batch.number {
        return Err(VoucherFault::NoSuchSlip);
    }
    let voucher = Voucher::of(batch, code.serial)?;
    let fits = |key: &VoucherKey| {
        let right = code_digest(&voucher.digest(key));
        same(&right.to_be_bytes(), &code.digest.to_be_bytes())
    };
    if keys.iter().any(fits) {
        Ok(voucher)
    } else {
        Err(VoucherFault::Digest)
    }
}

fn code_digest(digest: &[u8; 32]) -> u64 {
    let first = digest.iter().take(8);
    first.fold(0_u64, |n, byte| (n << 8) | u64::from(*byte)) % DIGEST_SPACE
}

fn write_base23(out: &mut String, mut number: u64, width: usize) {
    let mut digits = [ALPHABET[0]; 8];
    for digit in digits[..width].iter_mut().rev() {
        *digit = ALPHABET[usize::try_from(number % 23).unwrap_or(0)];
        number /= 23;
    }
    out.extend(digits[..width].iter().map(|d| char::from(*d)));
}

/// Whether two texts are the same, in a time that depends only on their length.
fn same(left: &[u8], right: &[u8]) -> bool {
    let differing = left.iter().zip(right).fold(0, |d, (l, r)| d | (l ^ r));
    left.len() == right.len() && std::hint::black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn batch() -> Batch {
        Batch {
            number: 17,
            vendor: RecordId::new("V-0003").unwrap(),
            expires_on: Day::parse("2026-12-31").unwrap(),
            size: 240,
        }
    }

    fn key(byte: u8) -> VoucherKey {
        VoucherKey::new([byte; KEY_BYTES])
    }

    #[test]
    fn a_slip_opens_both_ways() {
        let slip = issue(&key(1), &batch(), 240).unwrap();
        let keys = [key(2), key(1)];
        assert_eq!(open_token(&keys, &slip.token), Ok(slip.voucher.clone()));
        let typed = slip.code.to_lowercase().replace('-', " ");
        let code = ShortCode::parse(&typed).unwrap();
        assert_eq!(code.batch, 17);
        assert_eq!(open_code(&keys, code, &batch()), Ok(slip.voucher.clone()));
        assert_eq!(slip.voucher.id(), "17-240");
        assert_eq!(
            open_token(&keys[..1], &slip.token),
            Err(VoucherFault::Digest)
        );
        assert_eq!(
            open_code(&keys[..1], code, &batch()),
            Err(VoucherFault::Digest)
        );
    }

    #[test]
    fn codes_do_not_change_between_versions() {
        // Worked out apart, with another implementation of HMAC-SHA-256.
        let slip = issue(&key(7), &batch(), 1).unwrap();
        assert_eq!(
            slip.token,
            "17.1.V-0003.20261231.650b64d4f7601c4909bd325bb17807b9"
        );
        assert_eq!(slip.code, "222P-223-5PK8E8X");
    }

    #[test]
    fn slips_end_with_their_batch_and_their_day() {
        for serial in [0, 241] {
            assert_eq!(
                issue(&key(1), &batch(), serial),
                Err(VoucherFault::NoSuchSlip)
            );
        }
        let voucher = issue(&key(1), &batch(), 1).unwrap().voucher;
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(voucher.check_day(day("2026-12-31")), Ok(()));
        let over = VoucherFault::Expired(voucher.expires_on);
        assert_eq!(voucher.check_day(day("2027-01-01")), Err(over));
    }

    #[test]
    fn nothing_secret_is_printed() {
        let slip = issue(&key(1), &batch(), 5).unwrap();
        let code = ShortCode::parse(&slip.code).unwrap();
        assert_eq!(
            format!("{slip:?} {:?} {code:?}", key(1)),
            "Slip(17-5) VoucherKey(hidden) ShortCode(17-5)"
        );
    }

    #[test]
    fn other_texts_are_no_vouchers() {
        for text in [
            "",
            "17",
            "17.1.V-0003.20261231",
            "a.1.V.20261231.00",
            "17.1.V-0003.2026123１.00",
            "+17.1.V-0003.20261231.00",
            "17.1.V.20261331.00",
            "17.0.V.20261231.00",
        ] {
            assert_eq!(
                open_token(&[key(1)], text),
                Err(VoucherFault::Form),
                "{text}"
            );
        }
        for text in ["", "ABCD", "0000-000-0000000", "2222-222-22222222"] {
            assert_eq!(ShortCode::parse(text), Err(VoucherFault::Form), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_character_opens_nothing(serial in 1_u16..240, place in 0_usize..70, with in "[0-9A-Za-z]") {
            let slip = issue(&key(1), &batch(), serial).unwrap();
            let change = |text: &str| {
                let mut text: Vec<char> = text.chars().collect();
                let place = place % text.len();
                text[place] = with.chars().next().unwrap();
                text.into_iter().collect::<String>()
            };
            let token = change(&slip.token);
            prop_assert!(token == slip.token || open_token(&[key(1)], &token).is_err());
            let code = change(&slip.code);
            let opened = ShortCode::parse(&code).and_then(|code| open_code(&[key(1)], code, &batch()));
            prop_assert!(code.to_uppercase() == slip.code || opened.is_err());
        }
    }
}
