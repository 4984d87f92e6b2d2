//! A record that was taken back: its address answers with when and why, and nothing of what it said is anywhere.

use super::hidden::{MARK, cases_as};
use super::{Files, NOW, site, text, with_word};
use serde_json::Value;

/// The address of the page of each case that has one.
const PAGES: [&str; 10] = [
    "admission/wgk-item",
    "d/420502001009",
    "departments/wgk-bureau",
    "guides/wgk-guide",
    "minutes/wgk-coming",
    "minutes/wgk-meeting",
    "notices/wgk-notice",
    "statistics/wgk-rate",
    "topics/wgk-topic",
    "vendors/wgk-vendor",
];

/// The cases of hidden records, published on one day and taken back on another.
pub(super) fn cases() -> Files {
    let front = "发布时间: 2026-11-02 08:00\n撤下: {日期: 2026-11-20, 原因: 写错了社区}";
    let (name, value) = front.split_once(": ").expect("a field");
    cases_as(
        (name, value),
        (
            "发布时间,撤下.日期,撤下.原因",
            "2026-11-02 08:00,2026-11-20,写错了社区",
        ),
    )
}

#[test]
fn nothing_is_left_of_what_it_said() {
    let site = site(&cases(), NOW).expect("built");
    let told = with_word(&site, &MARK.to_string());
    assert_eq!(told, [""; 0], "words of what was taken back");
}

#[test]
fn its_address_says_when_and_why() {
    let site = site(&cases(), NOW).expect("built");
    for page in PAGES {
        let html = text(&site, &format!("{page}/index.html"));
        for words in ["写错了社区", "2026年11月20日"] {
            assert!(html.contains(words), "{page} does not say {words}");
        }
        let json = text(&site, &format!("{page}/index.json"));
        let json: Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(json["deleted"], true, "{page}");
        assert_eq!(json["created"], "2026-11-02T08:00:00+08:00", "{page}");
        assert_eq!(json["modified"], "2026-11-20", "{page}");
        assert_eq!(json["reason"], "写错了社区", "{page}");
        assert!(
            json["url"]
                .as_str()
                .is_some_and(|url| url.ends_with(&format!("/{page}/")))
        );
    }
}

/// Neither news nor to be found: feeds, tables, the map of the site and the search have nothing of it.
#[test]
fn it_is_no_news_and_in_no_table() {
    let site = site(&cases(), NOW).expect("built");
    for (id, is_code) in [("wgk-", false), ("420502001009", true)] {
        for path in with_word(&site, id) {
            let own = PAGES
                .iter()
                .any(|page| path.starts_with(&format!("{page}/")));
            let changes = path.starts_with("changes/2026-11/");
            assert!(own || changes || is_code, "{path} has {id}");
        }
    }
}

#[test]
fn before_that_day_it_is_there() {
    let site = site(&cases(), "2026-11-19 09:00").expect("built");
    assert!(text(&site, "notices/wgk-notice/index.html").contains("鹮亥"));
    assert!(!site.contains_key("notices/wgk-notice/index.json"));
}

#[test]
fn its_id_is_never_given_to_another() {
    let mut over = cases();
    let again = "---\n编号: wgk-notice\n标题: 新的通知\n示例: 是\n类别: 通知公告\n成文日期: 2026-11-21\n---\n";
    over.insert("notices/new.md".into(), again.into());
    let told = site(&over, NOW).expect_err("a fault");
    assert!(told.contains("MT0301"), "{told}");
}
