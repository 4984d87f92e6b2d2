//! A theme that is ready to render: compiled templates, words, and the checks that it is whole.
//!
//! Entry point: [`Theme::new`]. A template that is missing, a word that no catalogue has, or a field that no view gives is a fault with place and remedy, before
//! anything is written. Must not read files: it is given them.

use super::everywhere::{Everywhere, SiteView, Standing};
use super::singles::{self, Singles};
use super::stencil::Stencils;
use super::stencil::flat::{Flat, Node, Unfit, Val};
use super::words::{Catalogue, fill_filter};
use crate::library::{ReadFault, Reader};
use crate::site::Site;
use governance::forms::words::Lang;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use tera::{Context, Tera};

impl From<Unfit> for ThemeFault {
    fn from(why: Unfit) -> Self {
        Self::Template(why.to_string())
    }
}

/// Files of a theme folder by their path in it, with `/` between its parts.
pub type ThemeFiles = BTreeMap<Box<str>, Vec<u8>>;

/// Before the path of a layer's words: they override single words, not the whole catalogue.
const OVER: &str = "over/";

/// Before the name of a base's template that the layer's template of the same name extends, so that it can change a block and leave the rest.
const UNDER: &str = "base/";

/// A layer's own rules, put behind those of the base's sheet, so that it can change a colour without copying the sheet.
const SHEET_OVER: &str = "assets/over.css";
const SHEET: &str = "assets/site.css";

/// A theme that overrides single files of another: its files stand in the place of those of the base, its words in the place of single words, its
/// `assets/over.css` behind the base's sheet. A template that extends `"base/NAME"` changes blocks of the base's template of its own name.
///
/// # Errors
/// [`ThemeFault::Template`] if the layer has nothing of a theme, or a template that neither is one of the base nor is named by any template.
pub fn layered(base: &ThemeFiles, layer: ThemeFiles) -> Result<ThemeFiles, ThemeFault> {
    let folders = ["templates/", "assets/", "words/"];
    if !layer
        .keys()
        .any(|path| folders.iter().any(|f| path.starts_with(f)))
    {
        return Err(ThemeFault::Template(
            "the theme has none of the folders templates/, assets/ and words/; is it the right folder?".into(),
        ));
    }
    let mut files = base.clone();
    let mut strange = Vec::new();
    for (path, bytes) in layer {
        let name = path.strip_prefix("templates/");
        strange.extend(
            name.filter(|_| !base.contains_key(&path))
                .map(str::to_owned),
        );
        let words = path.starts_with("words/");
        if let (Some(name), Some(under)) = (name, base.get(&path))
            && String::from_utf8_lossy(&bytes).contains(&format!("\"{UNDER}{name}\""))
        {
            files.insert(format!("templates/{UNDER}{name}").into(), under.clone());
        }
        let path = if words {
            format!("{OVER}{path}").into()
        } else {
            path
        };
        files.insert(path, bytes);
    }
    if let Some(rules) = files.remove(SHEET_OVER) {
        files.entry(SHEET.into()).or_default().extend(rules);
    }
    let unused = strange.iter().find(|name| !is_named(&files, name));
    match unused {
        None => Ok(files),
        Some(name) => Err(ThemeFault::Template(format!(
            "templates/{name}: the base theme has no template of this name, and no template names it; see the names in themes/mingtang/templates"
        ))),
    }
}

/// Whether a template extends or includes the one with this name.
fn is_named(files: &ThemeFiles, name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    let mut sources = files
        .iter()
        .filter(|(path, _)| path.starts_with("templates/"));
    sources.any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&quoted))
}

/// Why a page could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ThemeFault {
    /// What the page is made of could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The theme is wrong: template, line and what to do, as said by the template engine.
    #[error("{0}")]
    Template(String),
}

/// The templates that every theme has, one for each view.
pub(super) const TEMPLATES: &[&str] = &[
    "base.html",
    "components.html",
    "once/links.html",
    "once/top.html",
    "once/nav.html",
    "once/foot.html",
    "home.html",
    "division.html",
    "community.html",
    "list.html",
    "notice.html",
    "admission.html",
    "admission-item.html",
    "meeting.html",
    "topic.html",
    "statistics.html",
    "indicator.html",
    "vendor.html",
    "vendor-ratings.html",
    "cases.html",
    "case.html",
    "answers.html",
    "you-said.html",
    "guide.html",
    "department.html",
    "table.html",
    "form.html",
    "search.html",
    "shell.html",
    "tombstone.html",
    "poster.svg",
];

/// A theme that is ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera2,
    stencils: Stencils,
    words: Catalogue,
    lang: Lang,
    standing: Standing,
    fields: BTreeMap<Box<str>, Fields>,
    singles: Singles,
    /// The fields that each template was given, by template and path in its view; held against the theme's README.
    #[cfg(test)]
    pub(super) given: std::sync::Mutex<Given>,
}

/// Names of fields by where they stand: `home.html` has those of the view, `home.html counties` those of its counties.
#[cfg(test)]
pub(super) type Given = BTreeMap<String, std::collections::BTreeSet<String>>;

/// The template engine, which has no debug form of its own.
struct Tera2(Tera);

impl std::fmt::Debug for Tera2 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tera")
    }
}

/// The fields of its view that a template names, and whether they were held against a view yet.
#[derive(Debug, Default)]
struct Fields {
    named: Vec<(Box<str>, usize)>,
    checked: AtomicBool,
}

impl Theme {
    /// Reads templates and words, in the language of the site's settings.
    ///
    /// # Errors
    /// [`ThemeFault::Template`] if the theme lacks a template or a word, or one can't be read.
    pub fn new(files: &ThemeFiles, site: &Site) -> Result<Self, ThemeFault> {
        Self::in_language(files, site.config.language.lang(), site)
    }

    /// Reads templates and words.
    ///
    /// # Errors
    /// [`ThemeFault::Template`] if the theme lacks a template or a word, or one can't be read.
    pub fn in_language(files: &ThemeFiles, lang: Lang, site: &Site) -> Result<Self, ThemeFault> {
        let path = format!("words/{}.toml", lang.tag());
        let bytes = files.get(path.as_str()).ok_or_else(|| missing(&path))?;
        let mut words = Catalogue::read(&path, bytes)?;
        let over = format!("{OVER}{path}");
        if let Some(bytes) = files.get(over.as_str()) {
            words.override_with(Catalogue::read(&path, bytes)?);
        }
        let sources = templates(files)?;
        for name in TEMPLATES {
            if !sources.iter().any(|(n, _)| n == name) {
                return Err(missing(&format!("templates/{name}")));
            }
        }
        for (name, source) in &sources {
            check_words(name, source, &words, &path)?;
        }
        let fields = sources
            .iter()
            .map(|(n, s)| ((*n).into(), Fields::of(s)))
            .collect();
        let mut tera = compile(&sources)?;
        let mut everywhere = Everywhere {
            t: words.sections(),
            site: SiteView::new(site, (&words, lang))?,
            assets: &site.assets,
            once: BTreeMap::new(),
        };
        everywhere.tell(&mut tera)?;
        let standing = Standing::new(&tera, site).map_err(|e| engine(&e))?;
        everywhere.once.clone_from(standing.once());
        let (flat, root) = everywhere.tell(&mut tera)?;
        Ok(Self {
            tera: Tera2(tera),
            stencils: Stencils::new(&sources, flat, root),
            words,
            lang,
            standing,
            fields,
            singles: Singles::of(&sources),
            #[cfg(test)]
            given: std::sync::Mutex::default(),
        })
    }

    /// The files that are published beside the pages, by the name that templates call them: style sheets, scripts, icons. Their published names
    /// carry a hash; see [`crate::site::Site::asset`].
    pub fn assets(files: &ThemeFiles) -> BTreeMap<Box<str>, &[u8]> {
        let assets = files.iter().filter(|(path, _)| path.starts_with("assets/"));
        assets
            .map(|(path, bytes)| (path["assets/".len()..].into(), bytes.as_slice()))
            .collect()
    }

    /// The language of the pages.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The templates that only the pages made with them depend on.
    pub(crate) fn singles(&self) -> &Singles {
        &self.singles
    }

    pub(super) fn standing(&self) -> &Standing {
        &self.standing
    }

    pub(super) fn word(&self, name: &str) -> Option<&str> {
        self.words.get(name)
    }

    /// Whether the theme has this template.
    pub(super) fn has(&self, template: &str) -> bool {
        self.fields.contains_key(template)
    }

    /// Renders a template with its view and what every page has. The reader notes it: there is no other way to make a page.
    pub(super) fn write(
        &self,
        (template, reader): (&str, &Reader<'_>),
        (flat, page, view): (&Flat, Node, Node),
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeFault> {
        if let Some(number) = singles::number(template) {
            reader.note_template(number);
        }
        let view = flat.value(view);
        self.check_fields(template, view)?;
        #[cfg(test)]
        self.note_given(template, &view.for_engine());
        let given = [flat.value(page), view, Val::Text(layout(template))];
        if self.stencils.write(template, given, out) {
            return Ok(());
        }
        self.write_by_engine(template, given, out)
    }

    /// The same by the template engine: of templates that have no stencil, and where something is wrong.
    fn write_by_engine(
        &self,
        template: &str,
        [page, view, layout]: [Val<'_>; 3],
        out: &mut Vec<u8>,
    ) -> Result<(), ThemeFault> {
        let mut context = Context::new();
        context.insert_value("page", page.for_engine());
        context.insert_value("view", view.for_engine());
        context.insert_value("layout", layout.for_engine());
        let made = self.tera.0.render_to(template, &context, out);
        made.map_err(|e| engine(&e))
    }

    /// The same theme, all of whose pages the template engine makes.
    #[cfg(test)]
    pub(super) fn by_engine(mut self) -> Self {
        self.stencils.forget();
        self
    }

    /// The templates that have no stencil.
    #[cfg(test)]
    pub(super) fn without_stencil(&self) -> Vec<&str> {
        let names = self.fields.keys().map(|name| &**name);
        names.filter(|name| !self.stencils.has(name)).collect()
    }

    #[cfg(test)]
    fn note_given(&self, template: &str, view: &tera::Value) {
        let mut given = self.given.lock().expect("no test panics here");
        note(&mut given, template, view);
    }

    /// Holds the fields a template names against the first view it is given.
    fn check_fields(&self, template: &str, view: Val<'_>) -> Result<(), ThemeFault> {
        let Some(fields) = self.fields.get(template) else {
            return Err(missing(&format!("templates/{template}")));
        };
        if fields.checked.load(Ordering::Relaxed) {
            return Ok(());
        }
        for (name, line) in &fields.named {
            if view.field(name).is_none() {
                return Err(ThemeFault::Template(format!(
                    "templates/{template}:{line}: the view has no field `view.{name}`; the theme's README lists the fields of every view"
                )));
            }
        }
        fields.checked.store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// Notes the fields of a value and of what is in it.
#[cfg(test)]
fn note(given: &mut Given, place: &str, value: &tera::Value) {
    for one in value.as_array().unwrap_or_default() {
        note(given, place, one);
    }
    let Some(map) = value.as_map() else { return };
    for (name, inner) in map {
        let name = name.to_string();
        let below = if place.contains(' ') { '.' } else { ' ' };
        note(given, &format!("{place}{below}{name}"), inner);
        given.entry(place.to_owned()).or_default().insert(name);
    }
}

impl Fields {
    fn of(source: &str) -> Self {
        let mut named = Vec::new();
        for (name, line) in names(source, r"\bview\.([a-z_]+)") {
            if named.iter().all(|(n, _): &(Box<str>, usize)| **n != *name) {
                named.push((name.into(), line));
            }
        }
        Self {
            named,
            checked: AtomicBool::new(false),
        }
    }
}

/// What a pattern's first group finds inside the tags of a template, with its line.
fn names<'a>(source: &'a str, pattern: &str) -> Vec<(&'a str, usize)> {
    let Ok(regex) = Regex::new(pattern) else {
        return Vec::new();
    };
    let found = source.lines().enumerate().flat_map(|(n, line)| {
        let found: Vec<_> = regex.captures_iter(line).filter_map(|c| c.get(1)).collect();
        found.into_iter().map(move |m| (m.as_str(), n + 1))
    });
    found.collect()
}

fn templates(files: &ThemeFiles) -> Result<Vec<(&str, &str)>, ThemeFault> {
    let all = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("templates/")?, bytes)));
    all.map(|(name, bytes)| match std::str::from_utf8(bytes) {
        Ok(text) => Ok((name, text)),
        Err(_) => Err(ThemeFault::Template(format!(
            "templates/{name}: is not UTF-8; save it as UTF-8"
        ))),
    })
    .collect()
}

/// Every word that a template names must be in the catalogue.
fn check_words(name: &str, source: &str, words: &Catalogue, path: &str) -> Result<(), ThemeFault> {
    for (word, line) in names(source, r"\bt\.([a-z_]+\.[a-z_]+)") {
        if words.get(word).is_none() {
            return Err(ThemeFault::Template(format!(
                "templates/{name}:{line}: the word `t.{word}` is not in {path}; add it there"
            )));
        }
    }
    Ok(())
}

fn compile(sources: &[(&str, &str)]) -> Result<Tera, ThemeFault> {
    let mut tera = Tera::default();
    tera.autoescape_on(vec![".html", ".svg"]);
    tera.set_escape_fn(crate::markdown::html::escape_to);
    tera.register_filter("fill", fill_filter);
    let named = sources.iter().map(|(name, source)| (*name, *source));
    tera.add_raw_templates(named).map_err(|e| engine(&e))?;
    Ok(tera)
}

/// The name of a template without folder, language and ending: `pages/about.zh-CN.html` gives `about`.
fn layout(template: &str) -> &str {
    let name = template.rsplit('/').next().unwrap_or(template);
    name.split('.').next().unwrap_or(name)
}

fn missing(path: &str) -> ThemeFault {
    ThemeFault::Template(format!(
        "{path} is missing from the theme; copy it from themes/mingtang/{path} and change it there"
    ))
}

/// A fault of the template engine with everything it says about the place.
fn engine(fault: &tera::Error) -> ThemeFault {
    let mut text = fault.to_string();
    let mut cause = std::error::Error::source(fault);
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    ThemeFault::Template(text)
}
