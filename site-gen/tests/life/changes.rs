//! What was changed after publication stands on the page with day and reason; a slip of the pen is told there and makes no news.

use super::{Files, NOW, site, text};

/// The notice of `tests/cases/full` with notes of changes.
fn changed(notes: &str) -> Files {
    let path = "notices/2026-river.md";
    let notice = super::files(&super::cases().join("full"));
    let old = text(&notice, path).to_owned();
    let new = old.replacen("\n---\n\n", &format!("\n{notes}---\n\n"), 1);
    assert_ne!(old, new, "there is no end of the front matter");
    Files::from([(path.to_owned(), new.into_bytes())])
}

const MINOR: &str =
    "修改记录:\n  - {日期: 2026-11-10, 内容: 补一个漏字, 原因: 打字错, 小改动: 是}\n";
const BOTH: &str = "修改记录:\n  - {日期: 2026-11-08, 内容: 日期改成六月十二, 原因: 有雨, 修改岗位: 编辑岗}\n  - {日期: 2026-11-10, 内容: 补一个漏字, 原因: 打字错, 小改动: 是}\n";

/// The feeds of a site.
fn feeds(site: &Files) -> Vec<(&String, &Vec<u8>)> {
    let feed = |path: &String| path.ends_with("feed.xml") || path.ends_with("feed.json");
    site.iter().filter(|(path, _)| feed(path)).collect()
}

#[test]
fn the_page_tells_every_change() {
    let site = site(&changed(BOTH), NOW).expect("built");
    let page = text(&site, "notices/2026-river/index.html");
    for words in [
        "2026年11月8日",
        "日期改成六月十二",
        "有雨",
        "编辑岗",
        "2026年11月10日",
        "补一个漏字",
        "打字错",
        "小改动",
        "最后修改",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_slip_of_the_pen_is_no_news() {
    let before = site(&Files::new(), NOW).expect("built");
    let after = site(&changed(MINOR), NOW).expect("built");
    assert!(feeds(&before).len() > 4, "there are feeds");
    assert_eq!(feeds(&before), feeds(&after));
    assert!(!after.contains_key("changes/2026-11/index.html"));
}

#[test]
fn a_change_is_news_of_its_day() {
    let site = site(&changed(BOTH), NOW).expect("built");
    let feed = text(&site, "notices/feed.xml");
    assert!(
        feed.contains("<updated>2026-11-08T00:00:00+08:00</updated>"),
        "{feed}"
    );
    assert!(!feed.contains("2026-11-10"), "{feed}");
    assert!(text(&site, "changes/2026-11/index.html").contains("清扫河道的通知"));
}
