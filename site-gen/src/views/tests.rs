//! Every page of a small site, rendered with the house's own theme, held against what must be true of every page.
//!
//! The records are data: `cases/records.jsonl`, one record a line with its kind and body. To add a case is to add a line. `layers` holds themes that override
//! another, `readme` what the theme's README promises.

mod layers;
mod readme;
mod singles;

use super::*;
use crate::library::{Item, Library, NoShelves, Print, Slot, Stored, Visibility, leaf, record};
use crate::relate::{Circumstances, relate};
use crate::rules::Denied;
use crate::site::Site;
use crate::source::SourceId;
use governance::dates::Moment;
use governance::forms::words::Lang;
use governance::labelled::Labelled;
use std::collections::BTreeMap;
use std::path::Path;

/// 20 KB without a chart: a page of text loads within a second on a slow phone.
const PAGE_LIMIT: usize = 20 * 1024;

/// 4 KB compressed: with the page itself it comes in the first packet exchange.
const SHEET_LIMIT: usize = 4 * 1024;

/// Half a kilobyte on pages for reading.
const SCRIPT_LIMIT: usize = 512;

/// The record of a line of `cases/records.jsonl`.
pub(crate) fn slot(line: &str) -> Slot {
    let case: serde_json::Value = serde_json::from_str(line).unwrap();
    let kind = Kind::find(case["kind"].as_str().unwrap()).unwrap();
    let json = case["record"].to_string();
    let record = record::decode(kind, (&json, &json)).unwrap();
    let form = record::encode(&record).unwrap();
    let text = case["body"].as_str().unwrap_or_default();
    let hash = leaf::hash(&record, text);
    let source = SourceId::of(&format!("{kind:?}/{}", record.envelope.id));
    Slot {
        item: Item::of(&record, &form.text),
        mask: None,
        visibility: Visibility::Shown,
        held: None,
        own_light: Print::default(),
        whole: Print::default(),
        stored: Stored::Memory(leaf::bind(form, (&hash, text)).into()),
        source,
        index: 0,
        folder: "".into(),
        body: case["body"].is_string(),
        refers: Box::default(),
    }
}

/// The house's own theme, from the repository.
fn files() -> ThemeFiles {
    theme("mingtang")
}

/// The files of a theme, from the repository.
fn theme(name: &str) -> ThemeFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../themes")
        .join(name);
    let all = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
    let files = all.filter(|entry| entry.file_type().is_file());
    #[expect(
        clippy::disallowed_methods,
        reason = "the test stands in for the step that reads"
    )]
    let read = |path: &Path| std::fs::read(path).unwrap();
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(&root).unwrap();
        (name.to_str().unwrap().into(), read(entry.path()))
    });
    named.collect()
}

/// The snapshot of the demonstration site: the fixture has one of its communities and none of its vendors but two.
fn snapshot() -> governance::published::Snapshot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/snapshot");
    #[expect(
        clippy::disallowed_methods,
        reason = "the test stands in for the step that reads"
    )]
    let read = |name: &&'static str| (*name, std::fs::read_to_string(root.join(name)).unwrap());
    let texts: Vec<_> = governance::published::file::ALL.iter().map(read).collect();
    let texts = texts.iter().map(|(name, text)| (*name, text.as_str()));
    governance::published::Snapshot::read(&texts.collect()).unwrap()
}

struct Fixture {
    library: Library,
    site: Site,
    files: ThemeFiles,
}

fn fixture() -> Fixture {
    let lines = include_str!("cases/records.jsonl").lines();
    let slots: Vec<_> = lines.map(|line| Some(slot(line))).collect();
    let config = "name = '示例站'\nbase_url = 'https://example.org'\n[footer]\noperator = '示例'";
    let config: crate::config::SiteConfig = toml::from_str(config).unwrap();
    let now = Moment::parse("2026-11-23T14:00:00+08:00").unwrap();
    let limits = config.limits.clone();
    let at = Circumstances {
        now,
        limits: &limits,
        worked: &|_| true,
    };
    let mut library = relate(slots, BTreeMap::new(), at);
    library.published = Some(crate::library::Published::new(snapshot(), Print::default()));
    let files = files();
    let assets = Theme::assets(&files).into_keys();
    let assets = assets
        .map(|name| (name.clone(), format!("/assets/{name}").into()))
        .collect();
    let site = Site {
        config,
        base_url: "https://example.org".into(),
        certificates: vec![Denied {
            name: "亲属关系证明".into(),
            document_number: "民发〔2020〕20号".into(),
        }],
        assets,
    };
    Fixture {
        library,
        site,
        files,
    }
}

impl Fixture {
    fn pages(&self, lang: Lang) -> Vec<(String, String)> {
        self.pages_of(&Theme::in_language(&self.files, lang, &self.site).unwrap())
    }

    fn pages_of(&self, theme: &Theme) -> Vec<(String, String)> {
        let page = |key: PageKey| {
            let url = key.address(&self.library);
            let reader = Reader::new(&self.library, &NoShelves, &self.site);
            let mut out = Vec::new();
            render(key, &reader, theme, &mut out).unwrap_or_else(|e| panic!("{url}: {e}"));
            (url, String::from_utf8(out).unwrap())
        };
        crate::pages::plan(&self.library)
            .into_iter()
            .map(page)
            .collect()
    }
}

impl Fixture {
    /// The posters of the complaint form, a community and a vendor.
    fn posters_of(&self, theme: &Theme) -> Vec<String> {
        let reader = Reader::new(&self.library, &NoShelves, &self.site);
        let community = *self.library.by_code.keys().last().unwrap();
        let (vendor, _) = reader
            .list(crate::library::ListKey::Kind(Kind::Vendor))
            .items()
            .next()
            .unwrap();
        let pages = [
            PageKey::Form(crate::pages::FormPage::Complaint),
            PageKey::Division(community),
            PageKey::Record(vendor),
        ];
        let draw = |page| {
            let mut out = Vec::new();
            poster(page, &reader, theme, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        pages.into_iter().map(draw).collect()
    }
}

#[test]
fn fixed_words_of_posters_fit_their_sheet_in_both_languages() {
    let fixture = fixture();
    for lang in [Lang::Zh, Lang::En] {
        let theme = Theme::in_language(&fixture.files, lang, &fixture.site).unwrap();
        let halves = |name: &str| -> usize {
            let word = theme
                .word(name)
                .unwrap_or_else(|| panic!("{name} is no word"));
            word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
        };
        for name in [
            "poster.see",
            "poster.complain",
            "poster.ratings",
            "poster.file",
            "poster.track",
        ] {
            assert!(halves(name) <= 20, "{name}: 82 mm in letters of 8 mm");
        }
        for name in ["poster.community", "poster.vendor", "poster.complaint"] {
            assert!(halves(name) <= 49, "{name}: 174 mm in letters of 7 mm");
        }
        assert_eq!(fixture.posters_of(&theme).len(), 3);
    }
}

#[test]
fn every_page_keeps_the_promises_of_every_page() {
    let fixture = fixture();
    for lang in [Lang::Zh, Lang::En] {
        for (url, html) in fixture.pages(lang) {
            let tag = format!("<html lang=\"{}\">", lang.tag());
            for must in [
                tag.as_str(),
                "示例站点,非政府网站",
                "<main ",
                "class=\"skip\"",
                "<h1",
                "SiteName",
            ] {
                let shell = url == "/functions-shell.html" && must == "<h1";
                assert!(shell || html.contains(must), "{url} lacks {must}");
            }
            for never in [
                " style=",
                "<style",
                " onclick",
                "javascript:",
                "{{",
                "http://",
                "SiteIDCode",
            ] {
                assert!(!html.contains(never), "{url} has {never}");
            }
            assert!(html.len() < PAGE_LIMIT, "{url}: {} bytes", html.len());
            assert_eq!(
                html.matches("<h1").count(),
                usize::from(html.contains("<h1")),
                "{url}"
            );
        }
    }
}

#[test]
fn stencils_make_what_the_template_engine_makes() {
    let fixture = fixture();
    for lang in [Lang::Zh, Lang::En] {
        let theme = || Theme::in_language(&fixture.files, lang, &fixture.site).unwrap();
        let (quick, engine) = (theme(), theme().by_engine());
        assert_eq!(
            quick.without_stencil(),
            ["components.html"],
            "only parts of others have none"
        );
        for (a, b) in fixture
            .pages_of(&quick)
            .into_iter()
            .zip(fixture.pages_of(&engine))
        {
            assert_eq!(a.1, b.1, "{}", a.0);
        }
        assert_eq!(fixture.posters_of(&quick), fixture.posters_of(&engine));
    }
}

#[test]
fn what_is_computed_is_said_in_words() {
    let pages: BTreeMap<_, _> = fixture().pages(Lang::Zh).into_iter().collect();
    for (url, words) in [
        (
            "/minutes/2026-06-covenant-assembly/",
            "至少 30 人到会，实到 36 人。",
        ),
        ("/minutes/2026-06-covenant-assembly/", "过半数需 19 票"),
        (
            "/topics/covenant-ebikes/",
            "/minutes/2026-06-covenant-assembly/#a1",
        ),
        (
            "/minutes/2026-06-covenant-assembly/",
            "/topics/covenant-ebikes/",
        ),
        ("/vendors/cleaning-c/", "自 2026年3月2日 以来没有核查过"),
        ("/admission/ZR-002/", "已退出"),
        ("/statistics/certification_rate/", "自发文之日起计"),
        ("/functions-shell.html", "<title><!--mt:title-->"),
        ("/functions-shell.html", "<!--mt:main-->"),
        ("/d/420502001003/", "0717-0000101"),
    ] {
        assert!(pages[url].contains(words), "{url} lacks {words}");
    }
}

#[test]
fn both_catalogues_have_the_same_words_with_the_same_places() {
    let files = files();
    let read = |path: &str| words::Catalogue::read(path, &files[path]).unwrap();
    let (zh, en) = (read("words/zh-CN.toml"), read("words/en.toml"));
    let names = |c: &words::Catalogue| -> Vec<String> {
        let names = c
            .sections()
            .iter()
            .flat_map(|(s, keys)| keys.keys().map(move |k| format!("{s}.{k}")));
        names.collect()
    };
    assert_eq!(names(&zh), names(&en));
    let places = |text: &str| {
        let mut places: Vec<_> = text
            .split('{')
            .skip(1)
            .filter_map(|p| p.split('}').next())
            .map(str::to_owned)
            .collect();
        places.sort();
        places.dedup();
        places
    };
    for name in names(&zh) {
        assert_eq!(
            places(zh.get(&name).unwrap()),
            places(en.get(&name).unwrap()),
            "{name}"
        );
    }
}

#[test]
fn sheet_and_script_stay_small() {
    let files = files();
    let packed = |name: &str| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut out, &files[name]).unwrap();
        out.finish().unwrap().len()
    };
    assert!(packed("assets/site.css") < SHEET_LIMIT);
    assert!(files["assets/mode.js"].len() < SCRIPT_LIMIT);
}
