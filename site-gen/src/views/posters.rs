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
    /// The dark modules as the data of an SVG path, one unit a module.
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

/// The dark modules, a run of a row at a time.
fn path(code: &Code) -> String {
    let pieces = &**PIECES;
    let of = |number: u8| &pieces[usize::from(number)];
    let mut path = Vec::with_capacity(20 * code.dark.len());
    for run in &code.dark {
        let mut text = [0; 3 * PIECE];
        let mut len = of(run.x)[0].put(&mut text, 0);
        len = of(run.y)[1].put(&mut text, len);
        len = of(run.length)[2].put(&mut text, len);
        path.extend_from_slice(&text[..len]);
    }
    String::from_utf8(path).unwrap_or_default()
}

/// Bytes that a piece of a path is written in.
const PIECE: usize = 16;

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

/// What the path of a run is put together of, by number: `M12 `, `3h`, `4v1h-4z`. A poster has a thousand numbers, and formatting them was a fifteenth of a
/// build's instructions; copying so many short texts of any length was a fortieth of what was left.
static PIECES: LazyLock<Vec<[Piece; 3]>> = LazyLock::new(|| {
    let pieces = |n| [format!("M{n} "), format!("{n}h"), format!("{n}v1h-{n}z")];
    let numbers = (0..=u8::MAX).map(pieces);
    numbers.map(|texts| texts.map(Piece::from)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_has_every_dark_module_once() {
        let code = Code::of("https://example.org/").unwrap();
        let dark: usize = code.dark.iter().map(|run| usize::from(run.length)).sum();
        let path = path(&code);
        let runs = path.split('h').skip(1).step_by(2);
        let drawn: usize = runs
            .map(|r| r.split('v').next().unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, dark);
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
