//! Holds [`across_few`] against a run over all, on small sites of made-up files that are edited or get new ones.
//!
//! Nothing here says what a rule finds: the run over all does.

mod lots;

use super::*;
use crate::build::dossier::Closed;
use crate::build::examine::{self, Examiner};
use crate::build::intake;
use crate::config::SiteConfig;
use crate::source::{Format, Role, SourceFile, Sources, Stamp};
use governance::dates::Day;
use lots::{GUIDE, ITEM, MEETING, VENDOR, change};
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files by their paths.
type Site = BTreeMap<String, String>;

/// What was made of files, so that each is parsed once: its dossier, and which of its records have no fault.
type Shelf = HashMap<(String, String), (Closed, Vec<u32>)>;

thread_local! {
    static SHELF: RefCell<Shelf> = RefCell::default();
    static SETTING: Setting = setting_without_files();
}

fn source(path: &str) -> SourceFile {
    let format = match path.rsplit('.').next() {
        Some("md") => Format::Markdown,
        Some("csv") => Format::Csv,
        _ => Format::Other,
    };
    let kind = match path.split('/').next() {
        Some("divisions") => Kind::Division,
        Some("communities") => Kind::Community,
        Some("departments") => Kind::Department,
        Some("admission") => Kind::AdmissionItem,
        Some("meetings") => Kind::Meeting,
        Some("topics") => Kind::Topic,
        Some("vendors") => Kind::Vendor,
        Some("guides") => Kind::Guide,
        Some("statistics") if path.contains("/indicators") => Kind::Indicator,
        Some("statistics") if path.contains("/targets") => Kind::Target,
        Some("statistics") if path.contains("/units") => Kind::ReportingUnit,
        Some("statistics") => Kind::Observation,
        _ => Kind::Notice,
    };
    let role = match format {
        Format::Markdown | Format::Csv => Role::Records(kind),
        Format::Xlsx | Format::Toml | Format::Json | Format::Other => Role::Attachment(kind),
    };
    let stamp = Stamp {
        len: 0,
        modified: 0,
        changed: 0,
        inode: 0,
    };
    SourceFile {
        id: SourceId::of(path),
        path: path.into(),
        role,
        format,
        stamp,
    }
}

fn setting(site: &Site) -> Setting {
    let files = site.keys().map(|path| source(path)).collect();
    let mut setting = SETTING.with(Clone::clone);
    setting.sources = Arc::new(Sources::new(files));
    setting
}

fn setting_without_files() -> Setting {
    let config = "name = \"示例\"\nbase_url = \"https://example.org\"";
    let config: SiteConfig = toml::from_str(config).expect("settings");
    let today = Day::parse("2026-11-23").expect("a day");
    Setting::new(today, config, Arc::default())
}

/// All that a build makes of a site.
struct Build {
    setting: Setting,
    paths: Vec<String>,
    dossiers: Vec<Dossier>,
    sure: Vec<Vec<u32>>,
    found: Vec<Found>,
}

impl Build {
    fn of(site: &Site) -> Self {
        let setting = setting(site);
        let (mut dossiers, mut sure) = (Vec::new(), Vec::new());
        for file in setting.sources.files() {
            let (dossier, known) = taken(file, &site[&*file.path]);
            dossiers.push(dossier);
            sure.push(known);
        }
        let found = examine::across(&dossiers, &setting);
        assert_eq!(setting.take_until(), None, "a rule asked for the day");
        Self {
            paths: site.keys().cloned().collect(),
            setting,
            dossiers,
            sure,
            found,
        }
    }

    fn at(&self, path: &str) -> Option<&Dossier> {
        let at = self.paths.iter().position(|known| known == path)?;
        Some(&self.dossiers[at])
    }

    fn known(&self, told: bool) -> All<'_> {
        let all = self.dossiers.iter().zip(&self.sure);
        let all = all.flat_map(|(dossier, sure)| {
            let examined = dossier.examined.iter();
            examined.map(move |one| (sure.contains(&one.origin.index), one))
        });
        let (sure, faulty): (Vec<_>, Vec<_>) = all.partition(|(sure, _)| *sure);
        let files = self.dossiers.iter().filter_map(|one| one.file.as_ref());
        All {
            told,
            sure: sure.into_iter().map(|(_, one)| one).collect(),
            faulty: faulty.into_iter().map(|(_, one)| one.clone()).collect(),
            files: files.collect(),
        }
    }
}

fn taken(file: &SourceFile, text: &str) -> (Dossier, Vec<u32>) {
    SHELF.with_borrow_mut(|shelf| {
        let key = (file.path.to_string(), text.to_owned());
        let (closed, sure) = shelf.entry(key).or_insert_with(|| {
            let site = Site::from([(file.path.to_string(), text.to_owned())]);
            let taken = intake::check(file, text.as_bytes(), &Examiner::new(setting(&site)));
            let checked = crate::validate::file(file, text.as_bytes());
            let sure = checked.entries.iter().map(|entry| entry.origin.index);
            (taken.dossier.close().expect("bytes"), sure.collect())
        });
        (closed.open(&[]), sure.clone())
    })
}

/// The last build, as a library would know it: of records with faults it holds none.
struct All<'b> {
    /// Whether it can tell what only some libraries can.
    told: bool,
    sure: Vec<&'b Examined>,
    faulty: Vec<Examined>,
    files: Vec<&'b FileFacts>,
}

impl All<'_> {
    fn find(&self, wanted: Name<'_>) -> Option<&Examined> {
        let mut sure = self.sure.iter().copied();
        sure.find(|one| name(&one.claims) == wanted)
    }

    fn claims(&self) -> impl Iterator<Item = &Claims> {
        self.sure.iter().map(|one| &one.claims)
    }
}

impl Known for All<'_> {
    fn at(&self, kind: Kind, id: &str) -> Option<(SourceId, u32)> {
        let one = self.find((kind, id))?;
        Some((one.origin.source, one.origin.index))
    }
    fn meeting(&self, id: &str) -> Option<Claims> {
        let one = self.find((Kind::Meeting, id)).filter(|_| self.told)?;
        let (body, seal) = (Vec::new(), None);
        let claims = one.claims.clone();
        Some(Claims {
            seal,
            body,
            ..claims
        })
    }
    fn is_on_agenda(&self, topic: &str) -> Option<bool> {
        let mut refers = self.claims().flat_map(|claims| &claims.refers);
        let named = refers
            .any(|one| matches!(&one.to, To::Record(Kind::Topic, id) if id.as_str() == topic));
        self.told.then_some(named)
    }
    fn has_place(&self, code: DivisionCode) -> bool {
        self.claims().any(|claims| claims.place == Some(code))
    }
    fn any_place(&self) -> bool {
        self.claims().any(|claims| claims.place.is_some())
    }
    fn has_department(&self, name: &str) -> bool {
        let mut names = self.claims().flat_map(|claims| &claims.names);
        names.any(|known| **known == *name)
    }
    fn any_department(&self) -> bool {
        self.claims().any(|claims| !claims.names.is_empty())
    }
    fn file(&self, path: &str) -> Option<&FileFacts> {
        self.files.iter().copied().find(|file| &*file.path == path)
    }
    fn faulty(&self) -> &[Examined] {
        &self.faulty
    }
}

/// The answer for what changed between two sites; and that of a run over all.
fn both(before: &Site, now: &Site, told: bool) -> (Option<Vec<Found>>, Vec<Found>) {
    let (last, this) = (Build::of(before), Build::of(now));
    let changed = now
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text));
    let asked: Vec<Asked<'_>> = changed
        .map(|(path, _)| Asked {
            file: SourceId::of(path),
            now: this.at(path).expect("a file"),
            before: last.at(path),
        })
        .collect();
    let few = across_few(&asked, &last.found, &last.known(told), &this.setting);
    (few, this.found)
}

/// By file, each in order.
fn by_file(found: Vec<Found>) -> BTreeMap<SourceId, Vec<Found>> {
    let mut files: BTreeMap<SourceId, Vec<Found>> = BTreeMap::new();
    for one in found {
        files.entry(one.source).or_default().push(one);
    }
    files
}

/// Whether there was an answer; it was the right one.
fn answers(before: &Site, now: &Site, told: bool) -> bool {
    let (few, all) = both(before, now, told);
    let answered = few.is_some();
    if let Some(few) = few {
        assert_eq!(by_file(few), by_file(all), "{before:#?}\n{now:#?}");
    }
    answered
}

/// Changes that were answered, and all.
static COUNT: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    fn a_few_are_answered_as_all_would_be(seed: u64, told: bool) {
        let (before, now) = change(seed);
        let answered = answers(&before, &now, told);
        if before != now {
            COUNT[0].fetch_add(usize::from(answered), Ordering::Relaxed);
            COUNT[1].fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn a_good_part_of_changes_is_answered_and_rightly() {
    a_few_are_answered_as_all_would_be();
    let [answered, all] = [0, 1].map(|n| COUNT[n].load(Ordering::Relaxed));
    assert!(all >= 400 && answered * 4 >= all, "{answered} of {all}");
}

/// The cases of the rules, file by file: each comes to the others, good ones turn bad and bad ones good.
#[test]
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn cases_of_the_rules_are_answered_as_all_would_be() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let full = files(&cases.join("full"));
    let mut count = 0;
    for rule in AUDITED {
        let case = cases.join("rules").join(rule.code.to_string());
        assert!(std::fs::read_dir(&case).is_ok(), "{}", rule.code);
        let [good, bad] = ["good", "bad"].map(|end| files(&case.join(end)));
        count += usize::from(turn(&good, &bad)) + usize::from(turn(&bad, &good));
        for site in [&good, &bad] {
            count += site.keys().filter(|path| comes(site, path)).count();
            let with: Site = full.clone().into_iter().chain(site.clone()).collect();
            count += usize::from(answers(&full, &with, true));
        }
    }
    count += full.keys().filter(|path| comes(&full, path)).count();
    assert!(count > 25, "{count} were answered");
}

/// One site becomes another; files stay that the other has not.
fn turn(before: &Site, to: &Site) -> bool {
    let now: Site = before.clone().into_iter().chain(to.clone()).collect();
    answers(before, &now, true)
}

fn comes(site: &Site, path: &str) -> bool {
    let mut before = site.clone();
    before.remove(path);
    answers(&before, site, true)
}

/// Files with records and those beside them; others are of no concern to these rules.
#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn files(folder: &Path) -> Site {
    let (sources, _) = crate::discover::walk(folder).expect("a folder");
    let ours = sources.files().iter().filter(|file| {
        matches!(file.role, Role::Records(_) | Role::Attachment(_)) && file.format != Format::Xlsx
    });
    let read = |file: &SourceFile| {
        let text = std::fs::read_to_string(folder.join(&*file.path)).ok()?;
        assert_eq!(source(&file.path).role, file.role, "{}", file.path);
        Some((file.path.to_string(), text))
    };
    ours.filter_map(read).collect()
}

#[test]
fn every_rule_over_all_records_was_audited() {
    let all = rules::LIST
        .iter()
        .filter(|rule| matches!(rule.check, Check::All(_)));
    let all: BTreeSet<_> = all.map(|rule| rule.code).collect();
    let audited: BTreeSet<_> = AUDITED.iter().map(|rule| rule.code).collect();
    assert_eq!(
        all, audited,
        "put a new rule into the table of this module, with why it may be asked about a few files only"
    );
    assert!(is_audited());
}

/// A notice, a guide, a vendor, two topics and two meetings, in order.
fn plain() -> Site {
    let file = |path: &str, fields: &str| {
        let text = format!("---\n标题: 甲\n示例: 是\n{fields}---\n");
        (path.to_owned(), text)
    };
    let met = |tier: &str, rest: &str| format!("层级: {tier}\n{MEETING}    结果: {rest}\n");
    Site::from([
        file("notices/n1.md", NOTICE),
        file("guides/g1.md", GUIDE),
        file("topics/t1.md", &asked("已议决")),
        file("topics/t2.md", &asked("列入议程")),
        file(
            "meetings/m1.md",
            &met("微事", "提交上一级协商\n    来源议题: t1"),
        ),
        file(
            "meetings/m2.md",
            &met("小事", "达成一致意见\n    上报会议: m1"),
        ),
    ])
}

const NOTICE: &str = "类别: 通知公告\n成文日期: 2026-06-01\n";

fn asked(status: &str) -> String {
    format!("提出日期: 2026-05-01\n提出人: 居民\n层级: 微事\n状态: {status}\n")
}

/// Whether there is an answer, which is the right one, if this file has these fields; if it is there, `from` is put in place of `to` only.
fn answered(site: &Site, path: &str, (from, to): (&str, &str)) -> bool {
    let mut now = site.clone();
    let text = now.get(path).map(|text| text.replace(from, to));
    let made = || format!("---\n标题: 新\n示例: 是\n{to}---\n");
    now.insert(path.into(), text.unwrap_or_else(made));
    assert_ne!(*site, now, "nothing changed");
    answers(site, &now, true)
}

#[test]
fn records_that_come_or_are_edited_are_answered() {
    let site = plain();
    let new = |path: &str, fields: &str| answered(&site, path, ("", fields));
    assert!(new("notices/n2.md", NOTICE));
    assert!(new("guides/g2.md", GUIDE));
    assert!(new("vendors/v1.md", VENDOR));
    assert!(new("topics/t3.md", &asked("已议决")), "is warned of");
    let treats = format!("层级: 微事\n{MEETING}    来源议题: t2\n");
    assert!(new("meetings/m3.md", &treats), "the warning of t2 goes");
    let later = format!("层级: 小事\n{MEETING}    上报会议: m1\n");
    assert!(new("meetings/m3.md", &later), "m1 passed it up");
    assert!(
        new("meetings/m3.md", &later.replace("m1", "m2")),
        "m2 did not"
    );
    assert!(answered(&site, "notices/n1.md", ("甲", "乙")));
    assert!(answered(&site, "topics/t1.md", ("已议决", "已收到")));
    assert!(answered(&site, "topics/t2.md", ("列入议程", "已议决")));
    assert!(answered(
        &site,
        "meetings/m2.md",
        ("达成一致意见", "提交上一级协商")
    ));
    let link = "---\n\n看[这里](topic:t1)。\n";
    assert!(answered(
        &site,
        "notices/n1.md",
        ("01\n---\n", &format!("01\n{link}"))
    ));
}

#[test]
fn what_concerns_others_is_not_answered() {
    let site = plain();
    let new = |path: &str, fields: &str| answered(&site, path, ("", fields));
    assert!(
        !new("notices/n2.md", &format!("编号: n1\n{NOTICE}")),
        "an id twice"
    );
    assert!(!new("divisions/420502.md", "编号: \"420502\"\n"), "a place");
    assert!(!new(
        "meetings/m3.md",
        &format!("层级: 微事\n{MEETING}    来源议题: t9\n")
    ));
    assert!(
        !answered(&site, "meetings/m1.md", ("微事", "小事")),
        "m2 asks for the tier"
    );
    assert!(!answered(
        &site,
        "meetings/m1.md",
        ("提交上一级协商", "达成一致意见")
    ));
    assert!(
        !answered(&site, "meetings/m1.md", ("    来源议题: t1\n", "")),
        "t1 is left"
    );
    assert!(
        !answered(&site, "notices/n1.md", ("类别", "编号: n9\n类别")),
        "an id is gone"
    );
    assert!(
        !answered(&site, "notices/n1.md", ("通知公告", "没有这类")),
        "doubts"
    );
    let link = "01\n---\n\n看[这里](topic:t9)。\n";
    assert!(
        !answered(&site, "notices/n1.md", ("01\n---\n", link)),
        "leads to nothing"
    );
}

#[test]
fn references_to_nothing_elsewhere_wait_for_what_comes() {
    let mut site = plain();
    let draft =
        "---\n标题: 稿\n草稿: 是\n类别: 通知公告\n成文日期: 2026-06-01\n---\n\n[看](notice:n2)\n";
    site.insert("notices/draft.md".into(), draft.into());
    assert!(!answered(&site, "notices/n2.md", ("", NOTICE)));
    assert!(
        answered(&site, "notices/n1.md", ("甲", "乙")),
        "nothing came"
    );
}

#[test]
fn a_draft_with_faults_takes_part() {
    let mut site = plain();
    let draft =
        "---\n标题: 稿\n草稿: 是\n没有这栏: 一\n类别: 通知公告\n成文日期: 2026-06-01\n---\n";
    site.insert("notices/n2.md".into(), draft.into());
    assert!(answered(&site, "notices/n3.md", ("", NOTICE)));
    let twice = format!("编号: n2\n{NOTICE}");
    assert!(!answered(&site, "notices/n3.md", ("", &twice)));
}

#[test]
fn an_exchanged_file_is_not_answered_and_a_new_one_is() {
    let mut site = plain();
    let attached = format!("{NOTICE}附件:\n  - 文件: a.txt\n    名称: 方案\n    字节数: 6\n");
    let mut now = site.clone();
    now.insert("notices/a.txt".into(), "方案".into());
    now.insert(
        "notices/n2.md".into(),
        format!("---\n标题: 二\n示例: 是\n{attached}---\n"),
    );
    assert!(answers(&site, &now, true), "both come");
    site = now.clone();
    now.insert("notices/a.txt".into(), "别的方案".into());
    assert!(!answers(&site, &now, true));
    assert!(
        answered(&site, "notices/n2.md", ("字节数: 6", "字节数: 7")),
        "is told"
    );
}

#[test]
fn what_others_are_called_by_is_not_answered_if_it_changes() {
    let mut site = plain();
    let department = "---\n标题: 民政局\n示例: 是\n别名: [民政]\n---\n";
    let item = format!("---\n标题: 一\n示例: 是\n{ITEM}牵头部门: 民政\n---\n");
    let profile = |id: &str| {
        format!("---\n编号: {id}\n标题: 一\n示例: 是\n区划: 420502001003\n办公地址: 一号\n---\n")
    };
    site.insert("departments/min.md".into(), department.into());
    site.insert("admission/z1.md".into(), item);
    site.insert("communities/c1.md".into(), profile("c1"));
    let other = profile("c2").replace("1003", "1004");
    site.insert("communities/c2.md".into(), other);
    assert!(!answered(&site, "departments/min.md", ("[民政]", "[民局]")));
    assert!(answered(
        &site,
        "departments/min.md",
        ("---\n标题", "---\n电话: 0717-0000001\n标题")
    ));
    assert!(
        !answered(&site, "communities/c2.md", ("1004", "1003")),
        "a second profile"
    );
    assert!(answered(
        &site,
        "admission/z1.md",
        ("牵头部门: 民政", "牵头部门: 民政局")
    ));
}

#[test]
fn a_meeting_with_faults_is_asked_like_any() {
    let mut site = plain();
    let draft = format!(
        "---\n标题: 稿\n草稿: 是\n没有这栏: 一\n层级: 微事\n{MEETING}    结果: 提交上一级协商\n    来源议题: t2\n---\n"
    );
    site.insert("meetings/m4.md".into(), draft);
    let later = format!("层级: 小事\n{MEETING}    上报会议: m4\n");
    assert!(
        answered(&site, "meetings/m5.md", ("", &later)),
        "m4 passed it up"
    );
    assert!(
        answered(&site, "topics/t2.md", ("列入议程", "已议决")),
        "m4 treats it"
    );
    site.insert(
        "topics/t3.md".into(),
        site["topics/t1.md"].replace("已议决", "已收到"),
    );
    let draft = site["meetings/m4.md"].replace("t2", "t3");
    site.insert("meetings/m4.md".into(), draft);
    assert!(
        answered(&site, "topics/t3.md", ("已收到", "已议决")),
        "m4 treats it"
    );
}
