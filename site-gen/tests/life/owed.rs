//! What a unit owes for the newest day of an indicator stands among what is overdue, until it reports or a newer day comes.

use super::{Files, NOW, cases, files, site, text};

fn over() -> Files {
    let all = files(&cases().join("owed")).into_iter();
    all.filter(|(path, _)| path != "README.md").collect()
}

#[test]
fn a_unit_that_did_not_report_is_named() {
    let site = site(&over(), NOW).expect("built");
    let overdue = text(&site, "overdue/index.html");
    assert!(
        overdue.contains("乙单位年末数") && overdue.contains("未报送，统计时点 2025年12月31日")
    );
    for other in ["甲单位年末数", "乙单位上年数", "甲单位上年数"] {
        assert!(!overdue.contains(other), "{other}");
    }
}

/// A unit that once gave a figure and has no row for the newest day is late like one whose row says so; not one whose parent reported for it, nor one that never gave any.
#[test]
fn a_unit_without_a_row_is_named() {
    let site = site(&over(), NOW).expect("built");
    let overdue = text(&site, "overdue/index.html");
    let named = overdue.find("没有这一行的单位：报送样例").expect("named");
    assert!(overdue[named..].contains("未报送，统计时点 2025年12月31日"));
    assert_eq!(overdue.matches("没有这一行的单位").count(), 1);
    for other in ["上级代报的单位", "从没报过的单位", "丙单位", "丁单位"] {
        assert!(!overdue.contains(other), "{other}");
    }
}

/// The table of an indicator says it too, and so does its count of units; it names none that owes nothing.
#[test]
fn the_table_of_the_newest_day_has_them() {
    let site = site(&over(), NOW).expect("built");
    let page = text(&site, "statistics/owed/index.html");
    let newest = &page[page.find("各单位最新数字").expect("a table")..];
    assert_eq!(
        newest.matches("未报送").count(),
        newest.matches("没报的单位").count() + newest.matches("没有这一行的单位").count()
    );
    assert!(newest.contains("没有这一行的单位"));
    assert!(!newest.contains("从没报过的单位") && !newest.contains("上级代报的单位"));
}

/// Until the day on which the indicator's figures are expected, only a row that says so is owed.
#[test]
fn the_calendar_says_from_when_a_missing_row_is_late() {
    let expected = |day: &str| {
        let mut over = over();
        let path = "statistics/indicators-owed.csv";
        let rows = text(&over, path).replace("责任单位\n", "责任单位,预计发布日期\n");
        let rows = rows.replace("示例统计科\n", &format!("示例统计科,{day}\n"));
        over.insert(path.into(), rows.into_bytes());
        text(&site(&over, NOW).expect("built"), "overdue/index.html").to_string()
    };
    let names = |overdue: &str| {
        assert!(overdue.contains("乙单位年末数"), "a row that says so");
        overdue.contains("没有这一行的单位")
    };
    let (this_year, next_year) = ("2026-12-30", "2027-03-31");
    assert!(
        !names(&expected(this_year)),
        "the figures of 2025 may still come"
    );
    assert!(
        names(&expected(next_year)),
        "the calendar has gone on to 2026"
    );
    assert!(names(&expected("2026-03-31")), "their day is over");
}

/// Places are no people: however few, they are told.
#[test]
fn few_places_are_told() {
    let site = site(&over(), NOW).expect("built");
    let csv = text(&site, "statistics/owed/observations.csv");
    assert!(csv.contains(",5,61,") && csv.contains(",4,61,"), "{csv}");
}

#[test]
fn a_report_settles_it() {
    let mut over = over();
    let path = "statistics/observations-owed.csv";
    let late = text(&over, path).replace("2025-12-31,,,", "2025-12-31,50,60,");
    over.insert(path.into(), late.into_bytes());
    let site = site(&over, NOW).expect("built");
    assert!(!text(&site, "overdue/index.html").contains("乙单位"));
}

/// What meetings promised comes first, and is counted by itself where the first page asks what became of it.
#[test]
fn figures_stand_after_what_was_promised() {
    let mut over = over();
    let promised = files(&cases().join("year")).into_iter();
    over.extend(promised.filter(|(path, _)| path.ends_with("2026-year.md")));
    let site = site(&over, NOW).expect("built");
    let overdue = text(&site, "overdue/index.html");
    let minutes = overdue.find("数日子的网格议事会").expect("minutes");
    assert!(minutes < overdue.find("乙单位年末数").expect("a figure"));
    let total = overdue.matches("class=\"tag bad\"").count();
    let home = text(&site, "index.html");
    assert!(
        total > 1 && home.contains(&format!("全部 {total} 件逾期事项")),
        "{total}"
    );
    let owed = overdue.matches("未报送，统计时点").count() + overdue.matches("数字未发布").count();
    let promised = total - owed;
    assert!(
        home.contains(&format!("<b>{promised}</b> 件逾期")),
        "{promised}"
    );
}
