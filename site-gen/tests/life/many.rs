//! A column with more than a page can hold: the newest are listed, what is older is found in the archive, and nothing is lost.

use super::{Files, NOW, site, text};

/// So many announcements that the page of their category can't hold them all.
const MANY: usize = 230;

fn announcements(many: usize) -> Files {
    let one = |n: usize| {
        let (month, day) = (1 + n % 9, 1 + n % 28);
        let text = format!(
            "---\nid: many-{n:03}\ntitle: 第{n}次公告\ncategory: announcement\npublish_at: 2026-{month:02}-{day:02} 09:00\nexample: true\n---\n\n照常开放。\n"
        );
        (format!("notices/many-{n:03}.md"), text.into_bytes())
    };
    (0..many).map(one).collect()
}

#[test]
fn a_category_lists_its_newest_and_leads_to_the_others() {
    let site = site(&announcements(MANY), NOW).expect("built");
    let page = text(&site, "notices/category/announcement/index.html");
    let listed = page.matches("<li><a href=\"/notices/many-").count();
    assert!((190..=200).contains(&listed), "{listed} listed");
    assert!(page.contains("这里是最新的 200 条"));
    assert!(page.contains("href=\"/notices/2026/\""));
    let months =
        (1..=9).map(|month| text(&site, &format!("notices/2026/{month:02}/index.html")).to_owned());
    let archive: String = months.collect();
    for n in 0..MANY {
        assert!(archive.contains(&format!("/notices/many-{n:03}/")), "{n}");
    }
}

#[test]
fn a_category_that_fits_is_listed_whole() {
    let site = site(&announcements(3), NOW).expect("built");
    let page = text(&site, "notices/category/announcement/index.html");
    assert_eq!(page.matches("/notices/many-").count(), 3);
    assert!(!page.contains("这里是最新的"));
}
