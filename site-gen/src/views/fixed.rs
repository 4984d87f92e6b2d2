//! Pages of fixed words, tombstones and "not found".
//!
//! Entry points: [`page`], [`tombstone`], [`not_found`]. The words of a fixed page are a template of their own in the theme,
//! `templates/pages/<page>.<language>.html`.

use super::ThemeFault;
use super::frame::{Column, Frame, Look, fixed_address, section};
use super::method::MethodView;
use super::parts::LinkView;
use crate::library::Ix;
use crate::pages::{self, FixedPage};
use governance::labelled::Labelled;
use serde::Serialize;

#[derive(Serialize)]
struct NothingView {}

/// Whether there is anything to show of what became of cases.
#[derive(Serialize)]
struct ComplaintsView {
    published: bool,
}

#[derive(Serialize)]
struct TombstoneView {
    sentence: String,
    reason: Option<String>,
}

pub(super) fn plain<'a>(
    look: &Look<'a>,
    (url, title): (String, &'a str),
    description: &'a str,
) -> Frame<'a> {
    let mut frame = Frame::column(
        url,
        Column {
            title: title.into(),
            description: description.into(),
            section: "",
            kind: "概况信息",
        },
    );
    frame.crumbs = vec![LinkView::new("/", look.t("word.home"))];
    frame
}

/// A page of fixed words.
pub(super) fn page(look: &Look<'_>, page: FixedPage, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let template = format!("pages/{}.{}.html", page.id(), look.lang().tag());
    if !look.theme.has(&template) {
        return Err(ThemeFault::Template(format!(
            "templates/{template} is missing from the theme; copy it from themes/mingtang/templates/{template} and change it there"
        )));
    }
    let mut frame = plain(
        look,
        (fixed_address(page), look.label(page)),
        look.t(description(page)),
    );
    match page {
        FixedPage::Complaints => {
            frame.section = "complaints";
            let published = look.reader.is_published();
            look.show(&template, (frame, &ComplaintsView { published }), out)
        }
        FixedPage::Method => look.show(&template, (frame, &MethodView::new(look)), out),
        FixedPage::About | FixedPage::Privacy | FixedPage::Accessibility => {
            look.show(&template, (frame, &NothingView {}), out)
        }
    }
}

fn description(page: FixedPage) -> &'static str {
    match page {
        FixedPage::About => "fixed.about",
        FixedPage::Privacy => "fixed.privacy",
        FixedPage::Accessibility => "fixed.accessibility",
        FixedPage::Method => "fixed.method",
        FixedPage::Complaints => "fixed.complaints",
    }
}

/// `/404.html`
pub(super) fn not_found(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let mut frame = plain(
        look,
        ("/404.html".into(), look.t("fixed.not_found")),
        look.t("fixed.not_found"),
    );
    frame.crumbs.clear();
    look.show("pages/404.html", (frame, &NothingView {}), out)
}

/// Where a record was: when and why it was taken back.
pub(super) fn tombstone(look: &Look<'_>, ix: Ix, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let withdrawal = look.reader.withdrawal(ix)?;
    let item = look.reader.item(ix);
    let url = item.map_or_else(|| "/".to_owned(), pages::address);
    let sentence = match &withdrawal {
        Some(w) => look.say("tombstone.withdrawn", &[("day", &look.day(w.on).text)]),
        None => look.t("tombstone.over").to_owned(),
    };
    let title = look.t("tombstone.title");
    let mut frame = plain(look, (url, title), title);
    frame.section = item.map_or("", |i| section(i.kind));
    let view = TombstoneView {
        sentence,
        reason: withdrawal.map(|w| w.reason.into()),
    };
    look.show("tombstone.html", (frame, &view), out)
}
