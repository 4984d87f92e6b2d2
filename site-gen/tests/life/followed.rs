//! What became of an item or a decision is told by a feed of its own: each dated thing once, the newest first, and that it was taken back.

use super::{Files, NOW, site, text, withdrawn};

/// Day and words of the entries of a feed.
fn entries(feed: &str) -> Vec<(String, String)> {
    let between = |part: &str, name: &str| {
        let (_, rest) = part.split_once(&format!("<{name}>")).expect("an element");
        let (value, _) = rest.split_once("</").expect("its end");
        value.to_owned()
    };
    let parts = feed.split("<entry>").skip(1);
    parts
        .map(|part| {
            (
                between(part, "updated")[..10].into(),
                between(part, "title"),
            )
        })
        .collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(day, words): &(&str, &str)| ((*day).to_owned(), (*words).to_owned());
    pairs.iter().map(owned).collect()
}

#[test]
fn a_decision_is_followed_to_its_end() {
    let site = site(&Files::new(), NOW).expect("built");
    let feed = text(&site, "minutes/2026-06-river/feed.xml");
    let expected = [
        ("2026-07-03", "张贴分段示意：已完成"),
        ("2026-07-01", "更正：实到人数改一"),
        ("2026-06-30", "张贴分段示意：重新办理"),
        ("2026-06-28", "张贴分段示意：曾称办结"),
        ("2026-06-25", "纪要公布"),
        ("2026-06-24", "张贴分段示意：延期至 2026-07-05"),
        ("2026-06-22", "张贴分段示意：示意图画好"),
        ("2026-06-20", "定下清扫的分段和经费：多数同意"),
    ];
    assert_eq!(entries(feed), told(&expected));
}

#[test]
fn an_item_is_followed_from_application_to_exit() {
    let site = site(&Files::new(), NOW).expect("built");
    let left = entries(text(&site, "admission/ZR-002/feed.xml"));
    let expected = [
        ("2025-12-31", "退出清单"),
        ("2025-01-15", "审批准入"),
        ("2025-01-01", "申请准入"),
    ];
    assert_eq!(left, told(&expected));
    let changed = entries(text(&site, "admission/ZR-001/feed.xml"));
    assert_eq!(
        changed[0],
        ("2026-10-05".into(), "修改：改正适用范围".into())
    );
    let page = text(&site, "admission/ZR-001/index.html");
    assert!(page.contains("href=\"/admission/ZR-001/feed.xml\""));
}

#[test]
fn what_was_taken_back_says_so_and_nothing_else() {
    let site = site(&withdrawn::cases(), NOW).expect("built");
    for page in ["minutes/wgk-meeting", "admission/wgk-item"] {
        let feed = entries(text(&site, &format!("{page}/feed.xml")));
        assert_eq!(feed, told(&[("2026-11-20", "内容已撤下")]), "{page}");
    }
}
