//! Posters: one sheet of A4 for the wall of a community, the counter of a vendor, the window where complaints are taken.
//!
//! Entry point: [`of`]. The theme's `poster.svg` lays the sheet out; here are its words, the lines they break into (SVG breaks none) and the squares of its QR codes.
//! A poster carries no personal data beyond what its page shows.

mod code;
mod lines;

use super::ThemeFault;
use super::frame::{Frame, Look, form_address};
use crate::library::{Ix, ReadFault};
use crate::pages::{self, FormPage, PageKey};
use code::Code;
use governance::divisions::DivisionCode;
use governance::records::Facts;
use serde::Serialize;
use std::sync::LazyLock;

/// What the sheet holds in the sizes of the theme: a sheet is 174 mm wide between its margins.
mod room {
    use super::lines::Room;

    /// A title of 19 mm on two lines, or of 13 mm on three.
    pub(super) const TITLE: Room = Room::new(9, 2);
    pub(super) const LONG_TITLE: Room = Room::new(13, 3);

    /// An address of 3.6 mm in typewriter's letters (0.6 as wide as high), below a code of 82 mm and above the notes.
    pub(super) const ADDRESS: Room = Room::new(18, 5);

    /// Notes of 5.6 mm on five lines, or of 4.2 mm on eight: three that may take two lines, and two that take one.
    pub(super) const NOTES: Room = Room::new(31, 5);
    pub(super) const LONG_NOTE: Room = Room::new(40, 2);
}

#[derive(Serialize)]
struct PosterView<'a> {
    title: Vec<String>,
    /// Whether the title needs smaller letters.
    title_long: bool,
    lead: &'a str,
    codes: Vec<CodeView<'a>>,
    notes: Vec<String>,
    /// Whether the notes need smaller letters.
    notes_long: bool,
}

impl<'a> PosterView<'a> {
    /// Lays out a title, a sentence, codes and notes.
    fn new(title: &str, lead: &'a str, codes: Vec<CodeView<'a>>, notes: &[String]) -> Self {
        let short = room::TITLE.even(title);
        let title_long = short.len() > room::TITLE.lines;
        let plain: Vec<_> = notes.iter().flat_map(|n| room::NOTES.lines(n)).collect();
        let notes_long = plain.len() > room::NOTES.lines;
        let small = || notes.iter().flat_map(|n| room::LONG_NOTE.cut(n)).collect();
        Self {
            title: if title_long {
                room::LONG_TITLE.cut(title)
            } else {
                owned(short)
            },
            title_long,
            lead,
            codes,
            notes: if notes_long { small() } else { owned(plain) },
            notes_long,
        }
    }
}

fn owned(lines: Vec<&str>) -> Vec<String> {
    lines.into_iter().map(str::to_owned).collect()
}

/// A QR code with what it leads to.
#[derive(Serialize)]
struct CodeView<'a> {
    text: &'a str,
    /// The address in lines, for those who type it.
    address: Vec<String>,
    /// Modules on a side, without the quiet zone of four that the theme leaves around it.
    size: usize,
    /// The dark modules as the data of an SVG path that is stroked one unit wide, one unit a module.
    path: String,
}

/// Appends the poster of a page that has one.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "three pages have a poster; a new page has none until it is given one"
)]
pub(super) fn of(look: &Look<'_>, page: PageKey, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let view = match page {
        PageKey::Division(code) => community(look, code)?,
        PageKey::Record(ix) => vendor(look, ix)?,
        PageKey::Form(FormPage::Complaint) => complaint(look)?,
        _ => return Err(ReadFault::NotShown.into()),
    };
    let frame = Frame {
        title: view.title.concat().into(),
        ..Frame::default()
    };
    look.show("poster.svg", (frame, &view), out)
}

fn community<'a>(look: &Look<'a>, code: DivisionCode) -> Result<PosterView<'a>, ThemeFault> {
    let (_, item) = look.reader.division(code).ok_or(ReadFault::NotShown)?;
    let mut notes = Vec::new();
    if let Some((ix, _)) = look.reader.profile(code)
        && let Facts::Community(profile) = &look.reader.record(ix)?.facts
    {
        let given = [
            ("place.window", profile.window_hours.as_deref()),
            ("place.address", profile.address.as_deref()),
            ("place.phone", profile.phones.first().map(AsRef::as_ref)),
        ];
        notes.extend(
            given
                .into_iter()
                .filter_map(|(name, text)| note(look, name, text)),
        );
    }
    notes.push(look.t("poster.no_phone").into());
    notes.push(look.t("poster.emergency").into());
    let complain = format!("{}?place={code}", form_address(FormPage::Complaint));
    let codes = vec![
        code_view(look, "poster.see", &format!("/d/{code}/"))?,
        code_view(look, "poster.complain", &complain)?,
    ];
    let lead = look.t("poster.community");
    Ok(PosterView::new(&item.title, lead, codes, &notes))
}

fn vendor<'a>(look: &Look<'a>, ix: Ix) -> Result<PosterView<'a>, ThemeFault> {
    let item = look.reader.item(ix).ok_or(ReadFault::NotShown)?;
    let record = look.reader.record(ix)?;
    let Facts::Vendor(vendor) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let given = [
        ("vendor.hours", vendor.hours.as_deref()),
        ("vendor.phone", vendor.phones.first().map(|p| &*p.number)),
    ];
    let mut notes: Vec<String> = given
        .into_iter()
        .filter_map(|(name, text)| note(look, name, text))
        .collect();
    notes.push(look.t("poster.voucher").into());
    let complain = format!("{}?vendor={}", form_address(FormPage::Complaint), item.id);
    let codes = vec![
        code_view(look, "poster.ratings", &pages::address(item))?,
        code_view(look, "poster.complain", &complain)?,
    ];
    let lead = look.t("poster.vendor");
    Ok(PosterView::new(&item.title, lead, codes, &notes))
}

fn complaint<'a>(look: &Look<'a>) -> Result<PosterView<'a>, ThemeFault> {
    let codes = vec![
        code_view(look, "poster.file", &form_address(FormPage::Complaint))?,
        code_view(look, "poster.track", &form_address(FormPage::Track))?,
    ];
    let notes = ["poster.no_phone", "poster.emergency"].map(|name| look.t(name).to_owned());
    let (title, lead) = (look.t("poster.complaint_title"), look.t("poster.complaint"));
    Ok(PosterView::new(title, lead, codes, &notes))
}

/// `电话：0717-…`
fn note(look: &Look<'_>, name: &'static str, text: Option<&str>) -> Option<String> {
    let value = text?;
    Some(look.say("poster.note", &[("name", look.t(name)), ("value", value)]))
}

fn code_view<'a>(
    look: &Look<'a>,
    text: &'static str,
    address: &str,
) -> Result<CodeView<'a>, ThemeFault> {
    let address = look.reader.site().absolute(address);
    let code = Code::of(&address)
        .map_err(|fault| ThemeFault::Template(format!("{address}: no QR code: {fault}")))?;
    Ok(CodeView {
        text: look.t(text),
        address: owned(room::ADDRESS.lines(&address)),
        size: code.width,
        path: path(&code),
    })
}

/// The dark modules as strokes of one unit, a run of a row at a time: `M0 0.5h7m2 0h1`. Outlines of the runs would take twice as many letters.
fn path(code: &Code) -> String {
    let pieces = &**PIECES;
    let of = |number: u8| &pieces[usize::from(number)];
    let mut path = Vec::with_capacity(9 * code.dark.len());
    let mut pen = None;
    for run in &code.dark {
        let mut text = [0; 3 * PIECE];
        let before = pen.filter(|(y, _)| *y == run.y);
        let gap = before.and_then(|(_, x)| run.x.checked_sub(x));
        let len = if let Some(gap) = gap {
            of(gap)[2].put(&mut text, 0)
        } else {
            let len = of(run.x)[0].put(&mut text, 0);
            of(run.y)[1].put(&mut text, len)
        };
        let len = of(run.length)[3].put(&mut text, len);
        path.extend_from_slice(&text[..len]);
        pen = Some((run.y, run.x.saturating_add(run.length)));
    }
    String::from_utf8(path).unwrap_or_default()
}

/// Bytes that a piece of a path is written in.
const PIECE: usize = 8;

/// A piece of a path.
struct Piece {
    bytes: [u8; PIECE],
    len: usize,
}

impl Piece {
    /// Writes it at a place and says where it ends. Always as many bytes as the longest piece has: a number of bytes that is known is copied at once.
    #[inline]
    fn put(&self, text: &mut [u8; 3 * PIECE], at: usize) -> usize {
        if let Some(room) = text[at..].first_chunk_mut() {
            *room = self.bytes;
        }
        at + self.len
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        let mut bytes = [0; PIECE];
        let len = text.len().min(PIECE);
        bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
        Self { bytes, len }
    }
}

/// What the path of a run is put together of, by number: `M12 `, `3.5`, `m2 0`, `h4`. A poster has a thousand numbers, and formatting them was a fifteenth of a
/// build's instructions; copying so many short texts of any length was a fortieth of what was left.
static PIECES: LazyLock<Vec<[Piece; 4]>> = LazyLock::new(|| {
    let pieces = |n| {
        let row = format!("{n}.5");
        [format!("M{n} "), row, format!("m{n} 0"), format!("h{n}")]
    };
    let numbers = (0..=u8::MAX).map(pieces);
    numbers.map(|texts| texts.map(Piece::from)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    /// The runs that a path draws.
    fn drawn(path: &str) -> Vec<(u8, u8, u8)> {
        let number = |text: &str| text.parse::<u8>().unwrap();
        let (mut x, mut y) = (0, 0);
        let mut runs = Vec::new();
        let steps = path.replace('M', "\nM").replace('m', "\nm");
        for step in steps.lines().skip(1) {
            let (to, length) = step.split_once('h').unwrap();
            let (across, down) = to[1..].split_once(' ').unwrap();
            if to.starts_with('M') {
                (x, y) = (number(across), number(down.strip_suffix(".5").unwrap()));
            } else {
                assert_eq!(down, "0");
                x += number(across);
            }
            let length = number(length);
            runs.push((x, y, length));
            x += length;
        }
        runs
    }

    #[test]
    fn the_path_draws_every_dark_run() {
        for text in ["https://example.org/", &"居民".repeat(60)] {
            let code = Code::of(text).unwrap();
            let runs = code.dark.iter().map(|run| (run.x, run.y, run.length));
            assert_eq!(drawn(&path(&code)), runs.collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn long_names_and_notes_take_smaller_letters_and_stay_on_the_sheet() {
        let sheet = |title: &str, note: &str| {
            let notes = [note.to_owned(), "二".to_owned(), "三".to_owned()];
            let view = PosterView::new(title, "", Vec::new(), &notes);
            let sizes = (view.title_long, view.notes_long);
            (sizes, view.title.len(), view.notes.len())
        };
        let name = "长阳土家族自治县龙舟坪镇";
        assert_eq!(sheet(name, "一"), ((false, false), 2, 3));
        assert_eq!(
            sheet(&name.repeat(2), &"一".repeat(90)),
            ((true, false), 2, 5)
        );
        assert_eq!(
            sheet(&name.repeat(9), &"一".repeat(990)),
            ((true, true), 3, 4)
        );
    }
}
