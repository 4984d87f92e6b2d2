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
