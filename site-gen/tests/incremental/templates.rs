//! What the change of one template costs: a single template only the files that are made with it, all others every file of the site.
//!
//! Must not: change content; random changes of both are tried beside it.

use super::dress::{ARRANGED, mark};
use super::{Change, Report, Site, TestResult};

/// A comment that readers of a page do not see, and one that does not get into it.
const SEEN: &str = "<!-- № -->";
const UNSEEN: &str = "{# № #}";

/// Some notices, one of them taken back, and a meeting.
fn site() -> TestResult<Site> {
    let mut site = Site::new()?;
    for (id, flags) in [(0, 0), (1, 0), (2, 8)] {
        let (day, place) = (0, 2);
        site.apply(&Change::Notice {
            id,
            day,
            place,
            flags,
        })?;
    }
    site.build(&site.folder.path().join("public"), false)?;
    Ok(site)
}

/// What is told after a mark was put into a template of a site that was built before. The result is that of a clean build.
fn after(template: &str, place: &str, text: &str) -> TestResult<Report> {
    let mut site = site()?;
    let path = format!("templates/{template}");
    mark(&mut site.theme, (&path, place, text), 1)?;
    let report = site.build(&site.folder.path().join("public"), false)?;
    assert!(site.check()?);
    Ok(report)
}

fn changed(report: &Report) -> Vec<&str> {
    report.changed.iter().map(|file| &*file.path).collect()
}

const MAIN: &str = "{% block main %}";

#[test]
fn a_single_template_costs_the_pages_that_are_made_with_it() -> TestResult {
    let notices = ["notices/n0/index.html", "notices/n1/index.html"];
    let report = after("notice.html", MAIN, SEEN)?;
    assert_eq!((report.rendered, changed(&report)), (2, notices.into()));
    let report = after("tombstone.html", MAIN, SEEN)?;
    let gone = "notices/n2/index.html";
    assert_eq!((report.rendered, changed(&report)), (1, vec![gone]));
    let report = after("pages/404.html", MAIN, SEEN)?;
    assert_eq!((report.rendered, changed(&report)), (1, vec!["404.html"]));
    let report = after("poster.svg", "{%- endfor %}\n", SEEN)?;
    assert!(report.rendered > 0 && report.rendered == report.counts.changed);
    assert!(
        changed(&report)
            .iter()
            .all(|path| path.ends_with("poster.svg"))
    );
    Ok(())
}

#[test]
fn a_single_template_that_shows_no_difference_changes_nothing() -> TestResult {
    let report = after("notice.html", "<article", UNSEEN)?;
    assert_eq!((report.rendered, report.counts.changed), (2, 0));
    let report = after("case.html", MAIN, SEEN)?;
    assert_eq!((report.rendered, report.counts.changed), (0, 0));
    Ok(())
}

#[test]
fn what_pages_share_costs_all_of_them() -> TestResult {
    let shared = [
        ("base.html", "<div id=\"end\"></div>"),
        ("components.html", "ui.useful(url: string, @t) -%}"),
        ("once/foot.html", "<footer class=\"foot\">"),
    ];
    for (template, place) in shared {
        let report = after(template, place, SEEN)?;
        let all = report.unchanged + report.counts.changed;
        assert_eq!(report.rendered, all, "{template}");
        assert!(report.counts.changed > 2, "{template}");
    }
    Ok(())
}

#[test]
fn what_becomes_single_or_is_so_no_more_is_made_anew() -> TestResult {
    let mut site = site()?;
    // Another value changes what another template includes, extends or calls.
    for value in [1, 3, 2, 0] {
        for part in ARRANGED {
            site.apply(&Change::Theme { part, value })?;
            assert!(site.check()?, "{part} {value}");
        }
    }
    Ok(())
}
