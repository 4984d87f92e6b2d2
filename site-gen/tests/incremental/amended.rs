//! Builds that amend: an article that was edited or added costs what it touches, and the site is what a clean build gives.

use super::*;

/// A notice with a text of its own.
fn notice(site: &Site, name: &str, text: &str) -> TestResult {
    let fields =
        "title: 停水通知\ndivision: \"420502001\"\npublish_at: 2026-09-01 09:00\ncategory: work\n";
    site.put(&format!("notices/{name}.md"), &front(fields, text))
}

/// Sites that were built and whose files can be trusted by their stamps.
fn settled(count: usize) -> TestResult<Vec<Site>> {
    let mut sites = Vec::new();
    for _ in 0..count {
        let site = Site::new()?;
        for n in 0..8 {
            notice(&site, &format!("p{n}"), "正文")?;
        }
        sites.push(site);
    }
    std::thread::sleep(SETTLED);
    for site in &sites {
        assert!(build(site)?.published);
    }
    Ok(sites)
}

fn build(site: &Site) -> TestResult<Report> {
    site.build(&site.folder.path().join("public"), false)
}

#[test]
fn an_edited_article_costs_what_it_touches() -> TestResult {
    let site = &settled(1)?[0];
    for n in 0..4 {
        notice(site, "p3", &format!("又一句{n}"))?;
        let report = build(site)?;
        assert!(report.amended && report.published, "edit {n}");
        assert_eq!(report.read, 1);
        assert!(report.rendered <= 6, "{} files", report.rendered);
        let names: Vec<&str> = report.changed.iter().map(|file| &*file.path).collect();
        assert!(names.contains(&"notices/p3/index.html"), "{names:?}");
    }
    let rested = build(site)?;
    assert!(rested.amended || rested.rendered == 0);
    assert!(site.check()?);
    Ok(())
}

#[test]
fn an_added_article_is_amended_and_stands_in_every_list() -> TestResult {
    let site = &settled(1)?[0];
    for n in 0..3 {
        notice(site, &format!("q{n}"), "新的一条")?;
        let report = build(site)?;
        assert!(report.amended, "article {n}");
        assert!(
            report
                .new
                .iter()
                .any(|file| *file.path == *format!("notices/q{n}/index.html"))
        );
        assert!(site.check()?, "article {n}");
    }
    Ok(())
}

/// A change that more than its own record depends on.
type Reach = fn(&Site) -> TestResult;

#[test]
fn what_reaches_further_is_built_whole() -> TestResult {
    let further: [(&str, Reach); 5] = [
        ("gone", |site| {
            Ok(fs::remove_file(site.content().join("notices/p2.md"))?)
        }),
        ("renamed", |site| {
            let of = |name| site.content().join("notices").join(name);
            Ok(fs::rename(of("p2.md"), of("r2.md"))?)
        }),
        ("a fault", |site| {
            site.put("notices/p2.md", "---\ntitle: [\n---\n")
        }),
        ("a broken link", |site| {
            notice(site, "p2", "见[通知](notice:nowhere)")
        }),
        ("settings", |site| site.name(2)),
    ];
    let sites = settled(further.len())?;
    for (site, (what, change)) in sites.iter().zip(further) {
        change(site)?;
        assert!(!build(site)?.amended, "{what}");
        site.check()?;
        notice(site, "p2", "正文")?;
        assert!(site.check()?, "after {what}");
    }
    Ok(())
}

#[test]
fn a_damaged_index_or_memory_changes_nothing() -> TestResult {
    let parts =
        ["index", "memory", "rows0", "pack"].map(|name| (0..4).map(move |part| (name, part)));
    let parts: Vec<(&str, usize)> = parts.into_iter().flatten().collect();
    for (site, (name, part)) in settled(parts.len())?.iter().zip(parts) {
        let path = site.folder.path().join(".public.mingtang").join(name);
        let mut bytes = fs::read(&path)?;
        let at = (bytes.len() - 1) * part / 3;
        bytes[at] ^= 1;
        fs::write(&path, bytes)?;
        notice(site, "p3", "又一句")?;
        notice(site, "q", "新的一条")?;
        assert!(site.check()?, "{name}, {part} thirds on");
    }
    Ok(())
}
