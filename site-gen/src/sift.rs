//! Whether anything that is looked for can stand in a text: many bytes are judged at once, so that only a few places are looked at one by one.
//!
//! Entry points: [`any`], [`blocks`]. What is looked for is judged by a byte and the two behind it, without branches, so that the compiler takes 16 places at a
//! time. Must not know what is looked for.

/// Places judged at once: four registers of 16 bytes.
pub(crate) const BLOCK: usize = 64;

/// Bytes behind a place that are judged with it.
const AHEAD: usize = 2;

/// Whether it may stand anywhere; `judge` gives anything but 0 where it does. Behind the end are line feeds.
#[inline]
pub(crate) fn any(bytes: &[u8], judge: impl Fn(u8, u8, u8) -> u8) -> bool {
    blocks(bytes, judge).next().is_some()
}

/// The beginnings of the blocks in which it may stand.
#[inline]
pub(crate) fn blocks(
    bytes: &[u8],
    judge: impl Fn(u8, u8, u8) -> u8,
) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(window) = bytes[at..].first_chunk() {
            at += BLOCK;
            if in_block(window, &judge) {
                return Some(at - BLOCK);
            }
        }
        while at < bytes.len() {
            let mut window = [b'\n'; BLOCK + AHEAD];
            window[..bytes.len() - at].copy_from_slice(&bytes[at..]);
            at = (at + BLOCK).min(bytes.len());
            if in_block(&window, &judge) {
                return Some((at - 1) / BLOCK * BLOCK);
            }
        }
        None
    })
}

#[inline]
fn in_block(window: &[u8; BLOCK + AHEAD], judge: &impl Fn(u8, u8, u8) -> u8) -> bool {
    let mut hit = 0;
    for at in 0..BLOCK {
        hit |= judge(window[at], window[at + 1], window[at + 2]);
    }
    hit != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_judged_once() {
        let judge =
            |a: u8, b: u8, c: u8| u8::from(a == b'x') & u8::from(b == b'y') & u8::from(c == b'\n');
        for length in 0..200 {
            let mut text = vec![b'x'; length];
            assert!(!any(&text, judge));
            text.push(b'y');
            assert_eq!(any(&text, judge), length > 0, "{length}");
            let start = length.saturating_sub(1) / BLOCK * BLOCK;
            text.extend_from_slice(&[b'\n'; 90]);
            let found: Vec<usize> = blocks(&text, judge).collect();
            assert_eq!(found.first(), (length > 0).then_some(&start), "{length}");
        }
    }
}
