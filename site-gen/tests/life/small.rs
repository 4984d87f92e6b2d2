//! Figures of few people, and those they could be worked out from, are in no file of the site; what open data says of them can be taken in again.

use super::{Files, NOW, cases, files, site, text, with_word};
use serde_json::Value;

fn over() -> Files {
    let all = files(&cases().join("small")).into_iter();
    all.filter(|(path, _)| path != "README.md").collect()
}

fn record(site: &Files, id: &str) -> Value {
    let all: Vec<Value> = serde_json::from_str(text(site, "data/observations.json")).expect("JSON");
    all.into_iter()
        .find(|one| one["id"] == id)
        .expect("a record")
}

#[test]
fn what_is_held_back_is_nowhere() {
    let site = site(&over(), NOW).expect("built");
    // The complement's figure, its level, its earlier figure, its rate; and the level that the total would give away.
    for hidden in ["1234567", "345678", "1234566", "61.7", "345677"] {
        assert_eq!(with_word(&site, hidden), [""; 0], "{hidden}");
    }
    for told in ["7654321", "3654321", "8888893", "1111111", "1111151"] {
        assert_ne!(with_word(&site, told), [""; 0], "{told}");
    }
}

#[test]
fn the_page_and_open_data_say_that_it_is() {
    let site = site(&over(), NOW).expect("built");
    let page = text(&site, "statistics/small/index.html");
    assert!(page.contains("人数少，不公布") && page.contains("/method/#small"));
    let (small, levels) = (record(&site, "small-1"), record(&site, "small-5"));
    assert_eq!(small["withheld"], "numerator");
    assert_eq!(
        (small.get("numerator"), &small["denominator"]),
        (None, &61.into())
    );
    assert_eq!(
        (&levels["withheld"], &levels["numerator"]),
        (&"levels".into(), &1_111_111.into())
    );
    assert_eq!(levels.get("assistant"), None);
    // Three of 61 were not certified before the revision; now 21 are not.
    let revised = record(&site, "small-4");
    assert_eq!(revised.get("earlier_numerator"), None);
    assert_eq!(
        (&revised["numerator"], &revised["earlier_denominator"]),
        (&40.into(), &61.into())
    );
    let own = text(&site, "statistics/small/observations.csv");
    assert!(
        own.contains(",numerator") && !own.contains("1234567"),
        "{own}"
    );
}

#[test]
fn a_site_may_hold_nothing_back() {
    let mut over = over();
    let settings = text(&files(&cases().join("full")), "site.toml").to_owned();
    let settings = settings + "\n[limits]\nsmall_cells = 0\n";
    over.insert("site.toml".into(), settings.into_bytes());
    let site = site(&over, NOW).expect("built");
    assert_eq!(record(&site, "small-2")["numerator"], 1_234_567);
    assert!(!text(&site, "statistics/small/index.html").contains("人数少，不公布"));
}

#[test]
fn what_open_data_says_is_taken_in_again_as_it_is() {
    let first = site(&over(), NOW).expect("built");
    let mut again = over();
    again.remove("statistics/observations-small.csv");
    let exported = text(&first, "data/observations.csv").as_bytes();
    again.insert("statistics/observations.csv".into(), exported.to_vec());
    let second = site(&again, NOW).expect("built");
    for path in ["data/observations.csv", "data/observations.json"] {
        assert_eq!(text(&first, path), text(&second, path), "{path}");
    }
}
