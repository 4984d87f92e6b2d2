//! Markdown as it comes out: `tests/cases/markdown/NAME/in.md` gives exactly `out.html` beside it.
//!
//! To add a case, add a folder with `in.md`. `BLESS=1 cargo test -p site-gen --test markdown` writes what comes out now; look at it before it is committed.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

use governance::labelled::Labelled;
use governance::records::Kind;
use site_gen::markdown::{Picture, Resolve, Resolved, render};
use std::fs;
use std::path::Path;

fn file(address: &str, pixels: Option<(u32, u32)>, smaller: &[(&str, u32)]) -> Resolved {
    let smaller = smaller
        .iter()
        .map(|(address, width)| ((*address).into(), *width));
    Resolved::File(Picture {
        address: address.into(),
        pixels,
        smaller: smaller.collect(),
    })
}

/// A small site: one topic, one attachment, two images, one of them in several sizes.
struct Site;

impl Resolve for Site {
    fn record(&self, kind: Kind, id: &str) -> Resolved {
        match id {
            "2026-01" => Resolved::Here(format!("/{}/{id}/", kind.id())),
            _ => Resolved::Nowhere,
        }
    }

    fn path(&self, path: &str) -> Resolved {
        match path {
            "现场.png" => file("/files/现场.png", Some((640, 480)), &[]),
            "平面图.png" => file(
                "/files/平面图.png",
                Some((1400, 900)),
                &[("/files/小.480.png", 480), ("/files/中.960.png", 960)],
            ),
            "名单.pdf" => file("/files/名单.pdf", None, &[]),
            _ => Resolved::Nowhere,
        }
    }
}

#[test]
fn every_case_comes_out_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/markdown");
    let bless = std::env::var("BLESS").is_ok_and(|value| value == "1");
    let mut wrong = Vec::new();
    let mut tried = 0;
    for case in fs::read_dir(root).expect("cases").flatten() {
        let path = case.path();
        let text = fs::read_to_string(path.join("in.md")).expect("in.md");
        let html = render(&text, &Site).html;
        if bless {
            fs::write(path.join("out.html"), &html).expect("written");
        }
        let expected = fs::read_to_string(path.join("out.html")).unwrap_or_default();
        if expected != html {
            wrong.push(format!("{}\n{html}", path.display()));
        }
        tried += 1;
    }
    assert!(tried > 0 && wrong.is_empty(), "{}", wrong.join("\n"));
}
