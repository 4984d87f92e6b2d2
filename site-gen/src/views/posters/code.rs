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

/// What is known of each version before there is data.
static LAYOUTS: [OnceLock<Layout>; WORD] = [const { OnceLock::new() }; WORD];

/// A finished code.
pub(super) struct Code {
    /// Modules on a side.
    pub(super) width: usize,
    /// The dark modules, row by row.
    pub(super) dark: Vec<Run>,
}

/// Dark modules side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) x: u8,
    pub(super) y: u8,
    pub(super) length: u8,
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
        let width = usize::from(version.width().unsigned_abs());
        let dark = match layout(version, &words) {
            Some(layout) => runs_of_bits(&layout.best(&words)),
            None => runs_of_colors(
                &drawn(version, &words).apply_best_mask().into_colors(),
                width,
            ),
        };
        Ok(Self { width, dark })
    }
}

fn runs_of_bits(rows: &[u64]) -> Vec<Run> {
    // Of a code's modules every fourth begins a run at most.
    let mut runs = Vec::with_capacity(rows.len() * rows.len() / 3);
    for (y, row) in (0_u8..).zip(rows) {
        let (mut left, mut x) = (*row, 0);
        while left != 0 {
            let light = byte(left.trailing_zeros());
            left >>= light;
            x += light;
            let length = byte(left.trailing_ones());
            left >>= length;
            runs.push(Run { x, y, length });
            x += length;
        }
    }
    runs
}

fn byte(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn runs_of_colors(colors: &[Color], width: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    for (y, row) in (0_u8..).zip(colors.chunks(width)) {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let length = u8::try_from(run.len()).unwrap_or(u8::MAX);
            if run.first() == Some(&Color::Dark) {
                runs.push(Run { x, y, length });
            }
            x += length;
        }
    }
    runs
}

/// Data and correction words.
type Words = (Vec<u8>, Vec<u8>);

/// Data and correction words in their places, not masked.
fn drawn(version: Version, (data, correction): &Words) -> Canvas {
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(data, correction);
    canvas
}

/// The layout of a version; none for wider codes.
fn layout(version: Version, words: &Words) -> Option<&'static Layout> {
    let Version::Normal(number) = version else {
        return None;
    };
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    let made = || Layout::of(version, [words.0.len(), words.1.len()]);
    Some(LAYOUTS.get(place)?.get_or_init(made))
}

/// Where a version puts what.
struct Layout {
    /// The code without data, under each mask: a code is this with its data's bits turned over.
    blank: [Lines; 8],
    /// Column and row of each bit of the words, the highest bit of a word first.
    places: Vec<[u8; 2]>,
}

impl Layout {
    fn of(version: Version, [data, correction]: [usize; 2]) -> Self {
        let width = usize::from(version.width().unsigned_abs());
        let canvas = drawn(version, &(vec![0; data], vec![0; correction]));
        let blank = MASKS.map(|mask| {
            let mut masked = canvas.clone();
            masked.apply_mask(mask);
            Lines::of(&masked, width)
        });
        let places = places(version, [data, correction]);
        Self { blank, places }
    }

    /// The rows of the masked code with the least penalty; of several, the first.
    fn best(&self, (data, correction): &Words) -> Vec<u64> {
        let mut lines = Lines::new(self.blank[0].rows.len());
        let words = data.iter().chain(correction);
        for (word, places) in words.zip(self.places.chunks_exact(8)) {
            for (bit, place) in (0..8).rev().zip(places) {
                if word >> bit & 1 == 1 {
                    lines.darken(*place);
                }
            }
        }
        let masked = self.blank.iter().map(|blank| blank.turned_over(&lines));
        let best = masked.min_by_key(Lines::penalty);
        best.map_or_else(Vec::new, |best| best.rows)
    }
}

/// Where the library draws each bit: it draws the numbers of the bits, one digit of all numbers after the other.
fn places(version: Version, [data, correction]: [usize; 2]) -> Vec<[u8; 2]> {
    let width = version.width();
    let bits = 8 * (data + correction);
    let mut numbers = vec![0; usize::from(width.unsigned_abs()).pow(2)];
    for digit in 0..usize::BITS - bits.leading_zeros() {
        let word = |word: usize| {
            let bits = (8 * word + 1..=8 * word + 8).map(|number| number >> digit & 1);
            bits.fold(0, |word, bit| word << 1 | u8::from(bit == 1))
        };
        let words = ((0..data).map(word), (data..data + correction).map(word));
        let canvas = drawn(version, &(words.0.collect(), words.1.collect()));
        let modules = (0..width).flat_map(|y| (0..width).map(move |x| (x, y)));
        for (number, (x, y)) in numbers.iter_mut().zip(modules) {
            *number |= usize::from(canvas.get(x, y) == Module::Unmasked(Color::Dark)) << digit;
        }
    }
    let mut places = vec![[0; 2]; bits];
    let modules = (0..byte(u32::from(width.unsigned_abs())))
        .flat_map(|y| (0..byte(u32::from(width.unsigned_abs()))).map(move |x| [x, y]));
    for (number, module) in numbers.into_iter().zip(modules) {
        // Numbers begin with 1, so that a module without a bit has none.
        if let Some(place) = number.checked_sub(1).and_then(|bit| places.get_mut(bit)) {
            *place = module;
        }
    }
    places
}

/// A code as rows and columns of bits; a set bit is a dark module.
struct Lines {
    rows: Vec<u64>,
    columns: Vec<u64>,
}

impl Lines {
    fn new(width: usize) -> Self {
        let lines = vec![0; width];
        Self {
            rows: lines.clone(),
            columns: lines,
        }
    }

    fn of(canvas: &Canvas, width: usize) -> Self {
        let mut lines = Self::new(width);
        let side = 0..byte(u32::try_from(width).unwrap_or(u32::MAX));
        for place in side.clone().flat_map(|y| side.clone().map(move |x| [x, y])) {
            if canvas.get(place[0].into(), place[1].into()).is_dark() {
                lines.darken(place);
            }
        }
        lines
    }

    #[inline]
    fn darken(&mut self, [x, y]: [u8; 2]) {
        self.rows[usize::from(y)] |= 1 << x;
        self.columns[usize::from(x)] |= 1 << y;
    }

    fn turned_over(&self, other: &Self) -> Self {
        let each = |a: &[u64], b: &[u64]| a.iter().zip(b).map(|(a, b)| a ^ b).collect();
        Self {
            rows: each(&self.rows, &other.rows),
            columns: each(&self.columns, &other.columns),
        }
    }

    fn penalty(&self) -> u64 {
        let width = self.rows.len();
        let of_lines =
            |lines: &[u64]| -> u64 { lines.iter().map(|line| line_cost(*line, width)).sum() };
        let below = self.rows.iter().skip(1);
        let pairs = self.rows.iter().zip(below);
        let of_blocks = pairs.map(|(above, below)| blocks(*above, *below, width));
        of_lines(&self.rows) + of_lines(&self.columns) + of_blocks.sum::<u64>() + self.balance()
    }

    /// Each half percent away from as many dark as light modules costs 1.
    fn balance(&self) -> u64 {
        let dark: u64 = self
            .rows
            .iter()
            .map(|row| u64::from(row.count_ones()))
            .sum();
        let all = (self.rows.len() as u64).pow(2);
        (dark * 200 / all).abs_diff(100)
    }
}

#[inline]
fn line_cost(line: u64, width: usize) -> u64 {
    runs(line, width) + finders(line, width)
}

/// Where a module is like the next one.
#[inline]
fn like_next(line: u64, width: usize) -> u64 {
    !(line ^ (line >> 1)) & ((1 << (width - 1)) - 1)
}

/// A run of n ≥ 5 like modules costs n − 2.
#[inline]
fn runs(line: u64, width: usize) -> u64 {
    let same = like_next(line, width);
    let fives = same & (same >> 1) & (same >> 2) & (same >> 3);
    let firsts = fives & !(fives << 1);
    u64::from(fives.count_ones()) + 2 * u64::from(firsts.count_ones())
}

/// Four like modules in a square cost 3.
#[inline]
fn blocks(above: u64, below: u64, width: usize) -> u64 {
    let squares = like_next(above, width) & like_next(below, width) & !(above ^ below);
    3 * u64::from(squares.count_ones())
}

/// What looks like the middle of a finder, with four light modules on a side, costs 40.
#[inline]
fn finders(line: u64, width: usize) -> u64 {
    let dark = line & (line >> 2) & (line >> 3) & (line >> 4) & (line >> 6);
    let light = !(line >> 1) & !(line >> 5);
    let alike = dark & light & ((1 << (width - 6)) - 1);
    let before = (line << 1) | (line << 2) | (line << 3) | (line << 4);
    let after = (line >> 7) | (line >> 8) | (line >> 9) | (line >> 10);
    40 * u64::from((alike & !(before & after)).count_ones())
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
            let colors = theirs.to_colors();
            assert!(ours.dark == runs_of_colors(&colors, ours.width), "{text}");
        }
    }
}
