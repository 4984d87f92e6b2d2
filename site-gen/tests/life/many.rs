//! A column with more than a page can hold: a page lists what a phone can show, says how many there are, and leads to all of them; nothing is lost.
//!
//! `lead_to_all` walks from a list's own page by its links and holds every page on the way to the limit.

use super::{Files, NOW, cases, files, site, text, theme};
use governance::dates::Moment;
use site_gen::build::{self, BuildInput, Report};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// So many records that one page can't hold them all.
const MANY: usize = 230;

/// No page lists more records.
const LIMIT: usize = 200;

/// 100 KB: a list of 200 with their summaries.
const BYTES: usize = 100 * 1024;

/// Records of a folder, each with fields of its own.
fn records(folder: &str, many: usize, fields: impl Fn(usize) -> String) -> Files {
    let one = |n: usize| {
        let fields = fields(n);
        let text =
            format!("---\nid: many-{n:03}\ntitle: 第{n}个\nexample: true\n{fields}---\n\n照常。\n");
        (format!("{folder}/many-{n:03}.md"), text.into_bytes())
    };
    (0..many).map(one).collect()
}

fn announcements(many: usize) -> Files {
    records("notices", many, |n| {
        let (month, day) = (1 + n % 9, 1 + n % 28);
        format!("category: announcement\npublish_at: 2026-{month:02}-{day:02} 09:00\n")
    })
}

/// Vendors that come to these places, one after the other.
fn vendors(many: usize, places: &[&str]) -> Files {
    records("vendors", many, |n| vendor(n, places[n % places.len()]))
}

fn vendor(n: usize, place: &str) -> String {
    let category = ["housekeeping", "gas"][usize::from(n.is_multiple_of(100))];
    format!(
        "categories: [{category}]\nserves: [\"{place}\"]\nstatus: listed\nchecked_on: 2026-01-{:02}\nchecked_by: 社区岗\n",
        1 + n % 28
    )
}

/// The addresses that a page leads to.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let after = page.split("href=\"").skip(1);
    let links = after.filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with('/'))
}

/// Walks from a list's page over all pages of the list, which have `name` in their address, and tells the records that they name.
fn lead_to_all<'f>(site: &'f Files, start: &'f str, name: &str, folder: &str) -> BTreeSet<&'f str> {
    let mut pages = vec![start];
    let mut seen = BTreeSet::from([start]);
    let mut records = BTreeSet::new();
    let record = format!("/{folder}/many-");
    while let Some(address) = pages.pop() {
        let page = text(site, &format!("{}index.html", &address[1..]));
        let named = page.matches(&format!("<li><a href=\"{record}")).count();
        assert!(named <= LIMIT, "{address} lists {named}");
        assert!(page.len() < BYTES, "{address} has {} bytes", page.len());
        for link in links(page) {
            let link = link.split('#').next().unwrap_or(link);
            if link.starts_with(&record) {
                records.insert(link);
            } else if link.contains(name) && link.ends_with('/') && seen.insert(link) {
                pages.push(link);
            }
        }
    }
    records
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

/// A community, its neighbour, the street of both, the county, the city; most are for the first.
const PLACES: [&str; 8] = [
    "420502001001",
    "420502001001",
    "420502001001",
    "420502001001",
    "420502001003",
    "420502001",
    "420502",
    "4205",
];

#[test]
fn vendors_are_found_by_place_and_by_category() {
    let many = 2 * MANY;
    let site = site(&vendors(many, &PLACES), NOW).expect("built");
    let page = text(&site, "vendors/index.html");
    // One of the case itself comes to the street.
    assert!(page.contains("共 461 家"), "{page}");
    assert!(page.contains("<a href=\"/d/420502/vendors/\">西陵区（404）</a>"));
    assert!(page.contains("<h2 id=\"all\">面向全市的（57）</h2>"));
    let all = lead_to_all(&site, "/vendors/", "/vendors/", "vendors");
    assert_eq!(all.len(), many);
    let community = text(&site, "d/420502001001/vendors/index.html");
    assert!(community.contains("共 232 家，这是第 1 页，共 2 页。"));
    assert!(community.contains("href=\"/d/420502001001/vendors/page/2/\""));
    for wider in [
        "/d/420502001/vendors/#all",
        "/d/420502/vendors/#all",
        "/vendors/#all",
    ] {
        assert!(community.contains(&format!("href=\"{wider}\"")), "{wider}");
    }
    let neighbour = text(&site, "d/420502001003/vendors/index.html");
    assert!(neighbour.contains("共 57 家。") && neighbour.contains("id=\"housekeeping\""));
    let category = "/vendors/category/housekeeping/";
    let own = lead_to_all(&site, category, "/housekeeping/", "vendors");
    assert_eq!(own.len(), many - 5);
    let gas = text(&site, "vendors/category/gas/index.html");
    assert_eq!(gas.matches("<li><a href=\"/vendors/many-").count(), 5);
    assert!(!site.contains_key("d/420502/vendors/gas/index.html"));
    let place = text(&site, "d/420502001003/index.html");
    assert!(place.contains("<a href=\"/d/420502001003/vendors/\">查看全部</a>"));
    let form = text(&site, "ratings/new/index.html");
    assert!(form.contains("name=\"vendor\"") && !form.contains("many-"));
}

#[test]
fn vendors_that_fit_are_listed_whole() {
    let site = site(&vendors(9, &PLACES), NOW).expect("built");
    let page = text(&site, "vendors/index.html");
    assert_eq!(page.matches("/vendors/many-").count(), 9);
    assert!(text(&site, "ratings/new/index.html").contains("many-000"));
    let by_place = |path: &&String| path.starts_with("d/") && path.contains("/vendors/");
    assert_eq!(site.keys().find(by_place), None);
}

#[test]
fn a_place_that_was_taken_back_hides_no_vendor() {
    let mut over = vendors(MANY, &["420502001001"]);
    let row = "---\ncode: \"420502001001\"\nname: 土街头社区居民委员会\nshort_name: 土街头社区\nwithdrawn: {on: 2026-10-01, reason: 合并}\n---\n";
    let place = "divisions/all.csv";
    let all = fs::read_to_string(cases().join("full").join(place)).expect("places");
    let mut others: Vec<&str> = all.lines().collect();
    others.retain(|line| !line.starts_with("420502001001"));
    let others = others.join("\n");
    over.insert(place.into(), others.into_bytes());
    over.insert("divisions/420502001001.md".into(), row.into());
    let site = site(&over, NOW).expect("built");
    assert!(!site.contains_key("d/420502001001/vendors/index.html"));
    let found = lead_to_all(&site, "/vendors/", "/vendors/", "vendors");
    assert_eq!(found.len(), MANY);
}

#[test]
fn guides_are_found_by_place() {
    let places = ["420502001001", "420502001003", "420502", ""];
    let guides = records("guides", MANY, |n| {
        let place = places[n % 4];
        let place = match place {
            "" => String::new(),
            code => format!("division: \"{code}\"\n"),
        };
        format!(
            "{place}who: 居民\nmaterials: []\nsteps: [到窗口]\nworking_days: 3\nwindow: 综合窗口\nphone: \"12345\"\nfee: 免费\n"
        )
    });
    let site = site(&guides, NOW).expect("built");
    let page = text(&site, "guides/index.html");
    assert!(page.contains("共 231 条") && page.contains("西陵区（173）"));
    let all = lead_to_all(&site, "/guides/", "/guides/", "guides");
    assert_eq!(all.len(), MANY);
    let county = text(&site, "d/420502/guides/index.html");
    assert!(county.contains("共 173 条。") && county.contains("href=\"/guides/#all\""));
}

#[test]
fn items_are_found_by_place_and_the_newest_by_department() {
    let items = records("admission", MANY, |n| {
        let place = ["division: \"420502001001\"\n", ""][usize::from(n.is_multiple_of(10))];
        format!(
            "{place}category: statutory_duty\napplies_to: both\nlead_department: 示例甲局\ncommunity_role: 核对\nlegal_bases:\n  - level: law\n    title: 中华人民共和国消防法\n    article: 第三十二条\nfunding:\n  mode: core_budget\nadmission:\n  mode: statutory\nperiod:\n  kind: permanent\n  from: 2026-01-17\nstatus: active\n"
        )
    });
    let site = site(&items, NOW).expect("built");
    let index = text(&site, "admission/index.html");
    let first = index.matches("<li><a href=\"/admission/many-").count();
    assert_eq!(first, 23, "those of the whole city");
    let category = "/admission/category/statutory_duty/";
    assert!(index.contains(&format!("<a href=\"{category}\">按地区查看全部</a>")));
    let all = lead_to_all(&site, category, "/statutory_duty/", "admission");
    assert_eq!(all.len(), MANY);
    let department = site.iter().find(|(path, bytes)| {
        path.starts_with("departments/") && String::from_utf8_lossy(bytes).contains("many-")
    });
    let (_, department) = department.expect("the department that leads");
    let department = String::from_utf8_lossy(department);
    assert!(department.matches("<li><a href=\"/admission/many-").count() <= LIMIT);
    assert!(department.contains("这里是最新的 200 条，共 "));
}

#[test]
fn what_nobody_checked_is_found_by_place_and_the_oldest_at_once() {
    let site = site(&vendors(MANY, &PLACES), NOW).expect("built");
    let page = text(&site, "stale/index.html");
    assert!(page.contains("最久没有核查的 172 家") && page.contains("共 230 家"));
    let (_, longest) = page.split_once("最久没有核查的").expect("the oldest");
    let oldest = longest.matches("最后核查 2026年1月1日").count();
    assert_eq!(oldest, 9, "all of the first of January");
    let all = lead_to_all(&site, "/stale/", "/stale/", "vendors");
    assert_eq!(all.len(), MANY);
}

#[test]
fn what_is_overdue_is_found_by_place_and_the_longest_at_once() {
    let meetings = records("meetings", MANY, |n| {
        let place = PLACES[n % 5];
        format!(
            "division: \"{place}\"\ntier: micro\nbody: grid_council\nform: symposium\nvenue: other\nstart: 2026-08-{:02} 10:00\nstatus: held\nagenda:\n  - no: 1\n    subject: 路灯\n    raised_by: 2026-river\n    outcome: consensus\n",
            1 + n % 28
        )
    });
    let site = site(&meetings, NOW).expect("built");
    let page = text(&site, "overdue/index.html");
    assert!(page.contains("份记录有逾期") && page.contains("逾期最久的 200 件"));
    assert!(page.contains("href=\"/d/420502/overdue/\""));
    let all = lead_to_all(&site, "/overdue/", "/overdue/", "minutes");
    assert_eq!(all.len(), MANY);
}

#[test]
fn a_busy_month_is_told_by_day_and_a_busy_day_by_pages() {
    let notices = records("notices", 2 * MANY, |n| {
        let day = if n < MANY { 5 } else { 6 + n % 20 };
        format!("category: announcement\npublish_at: 2026-08-{day:02} 09:00\n")
    });
    let site = site(&notices, NOW).expect("built");
    let month = text(&site, "changes/2026-08/index.html");
    assert!(month.contains("发布（460）"), "{month}");
    assert!(month.contains("<a href=\"/changes/2026-08/05/\">2026年8月5日（230 条）</a>"));
    assert_eq!(month.matches("/notices/many-").count(), 0);
    let all = lead_to_all(&site, "/changes/2026-08/", "/changes/2026-08/", "notices");
    assert_eq!(all.len(), 2 * MANY);
    let last = text(&site, "changes/2026-08/05/page/2/index.html");
    assert_eq!(last.matches("<li><a href=\"/notices/many-").count(), 30);
    assert!(last.contains("2026年8月5日的变化（第 2 页）"));
}

fn build(folder: &Path, out: &str, clean: bool) -> Report {
    let input = BuildInput {
        content: folder.join("content"),
        theme: theme(),
        out: folder.join(out),
        now: Moment::parse(NOW).expect("a moment"),
        base_url: None,
        clean,
        listed: true,
    };
    build::run(&input).expect("the tool works")
}

/// One more vendor, as good as a clean build and with few files written.
#[test]
fn one_more_vendor_rewrites_few_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let over = vendors(2 * MANY, &PLACES);
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    };
    for (path, bytes) in files(&cases().join("full")).iter().chain(&over) {
        write(path, bytes);
    }
    assert!(build(folder.path(), "public", false).published);
    let one = format!(
        "---\nid: many-one\ntitle: 第10个之后\n{}---\n",
        vendor(1, PLACES[0])
    );
    write("vendors/many-one.md", one.as_bytes());
    let report = build(folder.path(), "public", false);
    let written = report.counts.new + report.counts.changed;
    let names = || {
        report
            .new
            .iter()
            .chain(&report.changed)
            .map(|file| &file.path)
    };
    assert!(written <= 40, "{:?}", names().collect::<Vec<_>>());
    build(folder.path(), "fresh", true);
    let (kept, fresh) = (folder.path().join("public"), folder.path().join("fresh"));
    assert!(files(&kept) == files(&fresh), "other than a clean build");
}
