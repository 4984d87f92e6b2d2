//! A year file in `calendar/` moves the due days of minutes and reviews, in a clean build and in one that goes on with what was made before.

use super::{Files, NOW, cases, files, site, text};

/// Title of the meeting whose minutes are awaited.
const MEETING: &str = "数日子的网格议事会";

/// Id of the item that waits for its review.
const ITEM: &str = "/admission/ZR-901/";

fn over(with_year: bool) -> Files {
    let all = files(&cases().join("year")).into_iter();
    all.filter(|(path, _)| path != "README.md" && (with_year || !path.starts_with("calendar/")))
        .collect()
}

#[test]
fn the_built_in_year_holds_where_no_file_is_given() {
    let site = site(&over(false), NOW).expect("built");
    let overdue = text(&site, "overdue/index.html");
    assert!(overdue.contains(MEETING), "minutes due on 2026-11-20");
    assert!(overdue.contains(ITEM), "review due on 2026-11-20");
}

#[test]
fn a_year_file_moves_what_is_due() {
    let built = site(&over(true), NOW).expect("built");
    let overdue = text(&built, "overdue/index.html");
    assert!(!overdue.contains(MEETING), "minutes due on 2026-11-24");
    assert!(!overdue.contains(ITEM), "review due on 2026-11-24");
    let later = site(&over(true), "2026-11-25 09:00").expect("built");
    let overdue = text(&later, "overdue/index.html");
    assert!(overdue.contains(MEETING) && overdue.contains(ITEM));
}
