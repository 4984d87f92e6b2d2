//! The QR code of an address, with the mask that the standard asks for.
//!
//! Entry point: [`Code::of`]. The library encodes, corrects and lays out; only masking and the weighing of the eight masks (ISO/IEC 18004, 7.8.3) are done here, on
//! whole rows of bits: the library goes module by module, and that was a third of a build's instructions. Must not: choose otherwise than the library does.

use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern, Module};
use qrcode::ec::construct_codewords;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, Version};
use std::sync::OnceLock;

/// Codes up to this version are as wide as a word at most: 61 modules on a side, an address of 250 letters.
const WORD: usize = 11;

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// Each version without data, under each mask: a code is this with its data's bits turned over.
static BLANK: [OnceLock<[Lines; 8]>; WORD] = [const { OnceLock::new() }; WORD];

/// A finished code.
pub(super) struct Code {
    /// Modules on a side.
    pub(super) width: usize,
    /// Row by row.
    pub(super) modules: Vec<Color>,
}

impl Code {
    /// The code of a text, readable with 15 % of it damaged (level M).
    ///
    /// # Errors
    /// [`QrError`] if the text is too long.
    pub(super) fn of(text: &str) -> Result<Self, QrError> {
        let bits = encode_auto(text.as_bytes(), EcLevel::M)?;
        let version = bits.version();
        let words = construct_codewords(&bits.into_bytes(), version, EcLevel::M)?;
        let canvas = drawn(version, &words);
        let width = usize::from(version.width().unsigned_abs());
        let modules = match blank(version, &words) {
            Some(blank) => best(blank, &Lines::of(&canvas, width, is_dark_data)).modules(width),
            None => canvas.apply_best_mask().into_colors(),
        };
        Ok(Self { width, modules })
    }
}

/// Data and correction words in their places, not masked.
fn drawn(version: Version, (data, correction): &(Vec<u8>, Vec<u8>)) -> Canvas {
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(data, correction);
    canvas
}

fn is_dark_data(module: Module) -> bool {
    module == Module::Unmasked(Color::Dark)
}

/// The version with as many words that are all zero; none for wider codes.
fn blank(version: Version, (data, correction): &(Vec<u8>, Vec<u8>)) -> Option<&'static [Lines; 8]> {
    let Version::Normal(number) = version else {
        return None;
    };
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    let width = usize::from(version.width().unsigned_abs());
    let masked = || {
        let canvas = drawn(version, &(vec![0; data.len()], vec![0; correction.len()]));
        MASKS.map(|mask| {
            let mut masked = canvas.clone();
            masked.apply_mask(mask);
            Lines::of(&masked, width, Module::is_dark)
        })
    };
    Some(BLANK.get(place)?.get_or_init(masked))
}

/// The masked code with the least penalty; of several, the first.
fn best(blank: &[Lines; 8], data: &Lines) -> Lines {
    let [first, others @ ..] = blank.each_ref().map(|blank| {
        let masked = blank.turned_over(data);
        (masked.penalty(), masked)
    });
    let less = |best: (u32, Lines), one: (u32, Lines)| if one.0 < best.0 { one } else { best };
    others.into_iter().fold(first, less).1
}

/// A code as rows and columns of bits; a set bit is a dark module.
struct Lines {
    rows: Vec<u64>,
    columns: Vec<u64>,
}

impl Lines {
    fn of(canvas: &Canvas, width: usize, dark: impl Fn(Module) -> bool) -> Self {
        let (mut rows, mut columns) = (vec![0; width], vec![0; width]);
        for (y, row) in (0_i16..).zip(&mut rows) {
            for (x, column) in (0_i16..).zip(&mut columns) {
                let bit = u64::from(dark(canvas.get(x, y)));
                *row |= bit << x;
                *column |= bit << y;
            }
        }
        Self { rows, columns }
    }

    fn turned_over(&self, other: &Self) -> Self {
        let each = |a: &[u64], b: &[u64]| a.iter().zip(b).map(|(a, b)| a ^ b).collect();
        Self {
            rows: each(&self.rows, &other.rows),
            columns: each(&self.columns, &other.columns),
        }
    }

    fn modules(&self, width: usize) -> Vec<Color> {
        let module = |row: u64, x: usize| match row >> x & 1 {
            0 => Color::Light,
            _ => Color::Dark,
        };
        let rows = self.rows.iter();
        rows.flat_map(|row| (0..width).map(move |x| module(*row, x)))
            .collect()
    }

    fn penalty(&self) -> u32 {
        let lines = self.rows.iter().chain(&self.columns);
        let of_lines = lines.map(|line| self.runs(*line) + self.finders(*line));
        let pairs = self.rows.iter().zip(self.rows.iter().skip(1));
        let of_blocks = pairs.map(|(above, below)| self.blocks(*above, *below));
        of_lines.sum::<u32>() + of_blocks.sum::<u32>() + self.balance()
    }

    /// Where a module is like the next one.
    fn like_next(&self, line: u64) -> u64 {
        !(line ^ (line >> 1)) & ((1 << (self.rows.len() - 1)) - 1)
    }

    /// A run of n ≥ 5 like modules costs n − 2.
    fn runs(&self, line: u64) -> u32 {
        let same = self.like_next(line);
        let fives = same & (same >> 1) & (same >> 2) & (same >> 3);
        let firsts = fives & !(fives << 1);
        fives.count_ones() + 2 * firsts.count_ones()
    }

    /// Four like modules in a square cost 3.
    fn blocks(&self, above: u64, below: u64) -> u32 {
        let squares = self.like_next(above) & self.like_next(below) & !(above ^ below);
        3 * squares.count_ones()
    }

    /// What looks like the middle of a finder, with four light modules on a side, costs 40.
    fn finders(&self, line: u64) -> u32 {
        let dark = line & (line >> 2) & (line >> 3) & (line >> 4) & (line >> 6);
        let light = !(line >> 1) & !(line >> 5);
        let alike = dark & light & ((1 << (self.rows.len() - 6)) - 1);
        let before = (line << 1) | (line << 2) | (line << 3) | (line << 4);
        let after = (line >> 7) | (line >> 8) | (line >> 9) | (line >> 10);
        40 * (alike & !(before & after)).count_ones()
    }

    /// Each half percent away from as many dark as light modules costs 1.
    fn balance(&self) -> u32 {
        let dark: u32 = self.rows.iter().map(|row| row.count_ones()).sum();
        let all = u32::try_from(self.rows.len().pow(2)).unwrap_or(u32::MAX);
        (dark * 200 / all).abs_diff(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::QrCode;

    #[test]
    fn the_code_is_that_of_the_library() {
        for number in 0..600_usize {
            let tail = "q7".repeat(number / 4);
            let text = format!(
                "https://example.org/d/{}{tail}",
                420_500_000 + number * 7919
            );
            let theirs = QrCode::with_error_correction_level(&text, EcLevel::M).unwrap();
            let ours = Code::of(&text).unwrap();
            assert_eq!(ours.width, theirs.width(), "{text}");
            assert!(ours.modules == theirs.to_colors(), "{text}");
        }
    }
}
