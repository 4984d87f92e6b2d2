//! Where the sheets of a workbook lie, and what their cells refer to.
//!
//! Entry point: [`plan`]. Hidden sheets hold what a drop-down list offers and the like, and one named 说明 tells people how to fill in the others: both are left aside.

use super::archive::Archive;
use super::styles::{self, Shown};
use super::{Broken, sheet, xml};
use std::collections::BTreeMap;

/// A workbook's sheets, and what their cells refer to.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) sheets: Vec<SheetPlace>,
    pub(super) inside: Inside,
}

/// Where a sheet lies.
#[derive(Debug)]
pub(super) struct SheetPlace {
    pub(super) name: Box<str>,
    pub(super) path: String,
}

/// What cells refer to.
#[derive(Debug, Default)]
pub(super) struct Inside {
    /// Texts that cells share.
    pub(super) strings: Vec<Box<str>>,
    /// How the numbers of each style are shown.
    pub(super) styles: Vec<Shown>,
    /// Whether days count from 1904 rather than 1900.
    pub(super) from_1904: bool,
}

/// Names of sheets that tell people how to fill in the others.
const NOTES: [&str; 4] = ["说明", "填表说明", "填写说明", "README"];

/// Reads everything but the sheets.
pub(super) fn plan(archive: &mut Archive<'_>) -> Result<Plan, Broken> {
    let top = relations(archive, "", "_rels/.rels")?;
    let book = top.find("/officeDocument").unwrap_or("xl/workbook.xml");
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", book));
    let list = format!("{folder}/_rels/{file}.rels");
    let relations = relations(archive, folder, list.trim_start_matches('/'))?;
    let text = archive.part(book)?.ok_or(Broken::Damaged)?;
    let mut inside = Inside::default();
    let sheets = sheets(&text, &relations, &mut inside)?;
    if let Some(path) = relations.find("/styles")
        && let Some(text) = archive.part(path)?
    {
        inside.styles = styles::read(&text)?;
    }
    if let Some(path) = relations.find("/sharedStrings")
        && let Some(text) = archive.part(path)?
    {
        inside.strings = sheet::shared(&text)?;
    }
    Ok(Plan { sheets, inside })
}

/// What a part is related to: type and path by id.
#[derive(Debug, Default)]
struct Relations(BTreeMap<String, (String, String)>);

impl Relations {
    /// The path of the first part of a type, by the type's end: the beginning differs between the two versions of the standard.
    fn find(&self, kind: &str) -> Option<&str> {
        let mut all = self.0.values();
        all.find(|(ty, _)| ty.ends_with(kind)).map(|(_, p)| &**p)
    }
}

fn relations(archive: &mut Archive<'_>, folder: &str, path: &str) -> Result<Relations, Broken> {
    let mut relations = Relations::default();
    let Some(text) = archive.part(path)? else {
        return Ok(relations);
    };
    let mut events = xml::Events::of(&text);
    while let Some(start) = events.next_start()? {
        let get = |name| xml::attribute(&start, name);
        if let (Some(id), Some(kind), Some(target)) = (get("Id"), get("Type"), get("Target")) {
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_string(),
                None if folder.is_empty() => target,
                None => format!("{folder}/{target}"),
            };
            relations.0.insert(id, (kind, path));
        }
    }
    Ok(relations)
}

fn sheets(
    text: &str,
    relations: &Relations,
    inside: &mut Inside,
) -> Result<Vec<SheetPlace>, Broken> {
    let mut sheets = Vec::new();
    let mut events = xml::Events::of(text);
    while let Some(start) = events.next_start()? {
        let get = |name| xml::attribute(&start, name);
        match xml::name(&start) {
            "workbookPr" => {
                inside.from_1904 = matches!(get("date1904").as_deref(), Some("1" | "true"));
            }
            "sheet" => {
                let shown = get("state").is_none_or(|state| state == "visible");
                let (name, id) = (get("name"), get("id"));
                let part = id.and_then(|id| relations.0.get(&id));
                let (Some(name), Some((kind, path))) = (name, part) else {
                    return Err(Broken::Damaged);
                };
                if shown && kind.ends_with("/worksheet") && !NOTES.contains(&name.trim()) {
                    sheets.push(SheetPlace {
                        name: name.into(),
                        path: path.clone(),
                    });
                }
            }
            _ => {}
        }
    }
    Ok(sheets)
}
