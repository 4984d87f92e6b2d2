//! The pages of the forms, and the shell that the functions put their answers into.
//!
//! Entry points: [`page`], [`shell`]. Fields and words of a form come from the contract in `governance::forms`; here stands only the page around it.

use super::ThemeFault;
use super::directory;
use super::frame::{Column, Frame, Look, form_address};
use super::parts::LinkView;
use crate::library::{Directory, ListKey};
use crate::pages::FormPage;
use governance::forms::render::{self, Drawn, OptionGroup, OptionList};
use governance::forms::{self, Form};
use governance::labelled::Labelled;
use governance::vendors::VendorCategory;
use serde::Serialize;

#[derive(Serialize)]
struct FormView {
    notes: String,
    /// Whether it asks for a place.
    place: bool,
    /// The sheet for a wall that leads here.
    poster: Option<String>,
    /// Whether there are too many vendors to choose from: the number of one is typed, or comes from its page.
    many_vendors: bool,
    /// Whether there are cases to look at before one more is filed.
    similar: bool,
    form: String,
}

#[derive(Serialize)]
struct ShellView {}

/// The form that stands on a page.
fn form(page: FormPage) -> &'static Form {
    match page {
        FormPage::Complaint => &forms::complaint::FORM,
        FormPage::Track => &forms::track::FORM,
        FormPage::Rating => &forms::rating::FORM,
        FormPage::Feedback => &forms::feedback::FORM,
    }
}

/// The page of a form.
pub(super) fn page(look: &Look<'_>, page: FormPage, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let form = form(page);
    let rating = page == FormPage::Rating;
    let vendors = rating.then(|| vendors(look)).flatten();
    let many = rating && vendors.is_none();
    let lists: Vec<_> = vendors.iter().map(|list| ("vendor", list)).collect();
    let drawn = Drawn {
        lang: look.lang(),
        lists: &lists,
        ..Drawn::default()
    };
    let view = FormView {
        notes: render::notes(form, look.lang()),
        place: matches!(page, FormPage::Complaint | FormPage::Feedback),
        poster: (page == FormPage::Complaint).then(|| format!("{}poster.svg", form_address(page))),
        many_vendors: many,
        similar: page == FormPage::Complaint && look.reader.is_published(),
        form: render::form(form, &drawn),
    };
    let mut frame = Frame::column(
        form_address(page),
        Column {
            title: look.label(page).into(),
            description: form.title.of(look.lang()).into(),
            section: "complaints",
            kind: "咨询投诉",
        },
    );
    frame.crumbs = vec![
        LinkView::new("/", look.t("word.home")),
        LinkView::new("/complaints/", look.t("nav.complaints")),
    ];
    frame.scripts = &["form.js"];
    look.show("form.html", (frame, &view), out)
}

/// Vendors to choose from, by category; none if they are too many for one list.
fn vendors(look: &Look<'_>) -> Option<OptionList> {
    if directory::is_long(look, Directory::Vendors) {
        return None;
    }
    let group = |category: &VendorCategory| {
        let list = look.reader.list(ListKey::Vendors(*category));
        let options = list
            .items()
            .map(|(_, item)| (item.id.as_str().into(), item.title.clone()))
            .collect::<Vec<_>>();
        (!options.is_empty()).then(|| OptionGroup {
            label: look.label(*category).into(),
            options,
        })
    };
    Some(OptionList {
        groups: VendorCategory::ALL.iter().filter_map(group).collect(),
    })
}

/// `/functions-shell.html`: a page of the theme with markers in the place of title and content.
pub(super) fn shell(look: &Look<'_>, out: &mut Vec<u8>) -> Result<(), ThemeFault> {
    let frame = Frame {
        url: "/functions-shell.html".into(),
        title: "<!--mt:title-->".into(),
        section: "complaints",
        scripts: &["form.js"],
        ..Frame::default()
    };
    let mut page = Vec::new();
    look.show("shell.html", (frame, &ShellView {}), &mut page)?;
    let page = String::from_utf8_lossy(&page).replace("&lt;!--mt:title--&gt;", "<!--mt:title-->");
    out.extend_from_slice(page.as_bytes());
    Ok(())
}
