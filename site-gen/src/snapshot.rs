//! Reads the snapshot of what residents filed, `content/snapshot/*.json`, and holds it against its rules.
//!
//! Entry points: [`load`] for the files by themselves, [`Loaded::across`] for what they say of vendors, places and pages on record. The shapes and what must
//! hold of them live in [`governance::published`]; here each fault gets its code, its line and its remedy. Nothing here repairs anything: a snapshot
//! with a fault is taken again. Files of other names and fields that are not known are passed over, so that an older program reads a newer snapshot.

use crate::diagnostic::{Diagnostic, Words};
use crate::discover;
use crate::library::Print;
use crate::pages;
use crate::parse::Fault;
use crate::parse::tree::Spot;
use crate::rules::{self, Census, Finding, Rule, Setting};
use crate::schema::nearest;
use crate::source::{Role, SourceFile, Sources};
use crate::validate::{Found, Placer, told};
use crate::words;
use governance::ids::RecordId;
use governance::labelled::Labelled;
use governance::leak_guard::{LeakGuard, Severity};
use governance::published::check::Cell;
use governance::published::{
    ReadFault, SCHEMA_VERSION, Snapshot, SnapshotFault, ThemeReply, check, file,
};
use governance::records::Kind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Folder of the files, below the content folder.
const FOLDER: &str = "snapshot";

/// A snapshot that could be read.
#[derive(Debug)]
pub struct Loaded {
    /// What it says.
    pub snapshot: Snapshot,
    /// Fingerprint of its files.
    pub print: Print,
    texts: BTreeMap<&'static str, String>,
}

/// What every version of every file says.
#[derive(Deserialize)]
struct Head {
    schema_version: u32,
}

/// The faults of one snapshot, gathered by file.
struct Faults<'t> {
    texts: &'t BTreeMap<&'static str, String>,
    by_file: BTreeMap<&'static str, Vec<Fault>>,
}

/// Reads the snapshot, if there is one, and tells what is wrong with it.
pub fn load(
    folder: &Path,
    sources: &Sources,
    setting: &Setting,
) -> (Option<Loaded>, Vec<Diagnostic>) {
    let is_part = |f: &&SourceFile| f.role == Role::Snapshot && part(f).is_some();
    let there: Vec<&SourceFile> = sources.files().iter().filter(is_part).collect();
    if there.is_empty() {
        return (None, left_over_reason(setting, false));
    }
    let (mut texts, mut found) = (BTreeMap::new(), Vec::new());
    for file in there {
        match discover::read(folder, file) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                texts.extend(part(file).map(|name| (name, text)));
            }
            Err(fault) => found.push(*fault),
        }
    }
    let mut faults = Faults::new(&texts);
    let snapshot = faults.read(found.is_empty());
    if let Some(snapshot) = &snapshot {
        let shrunk = faults.check(snapshot, setting);
        faults.personal(snapshot);
        found.extend(left_over_reason(setting, shrunk));
    }
    found.extend(faults.told());
    found.sort();
    let loaded = snapshot.map(|snapshot| Loaded {
        snapshot,
        print: Print::of_all(texts.values().map(|text| Print::of(text.as_bytes()))),
        texts,
    });
    (loaded, found)
}

/// The name of the snapshot's file that this is.
fn part(file: &SourceFile) -> Option<&'static str> {
    let name = file.path.strip_prefix(FOLDER)?.strip_prefix('/')?;
    file::ALL.into_iter().find(|known| *known == name)
}

/// A reason in `site.toml` that excuses nothing would excuse the next loss unseen.
fn left_over_reason(setting: &Setting, shrunk: bool) -> Vec<Diagnostic> {
    if shrunk || reason(setting).is_none() {
        return Vec::new();
    }
    let message = words!(
        "site.toml 写了快照减少的原因，但快照没有减少",
        "site.toml gives a reason for a smaller snapshot, but it is not smaller"
    );
    let fault = Fault::new(&rules::snapshot_reason::RULE, Spot::default(), message);
    told(vec![fault], &Placer::new("site.toml", "", &[], None))
}

fn reason(setting: &Setting) -> Option<&str> {
    let given = setting.config.snapshot_shrunk.as_deref();
    given.filter(|reason| !reason.trim().is_empty())
}

impl Loaded {
    /// What the snapshot says of vendors, places and pages that are not on record.
    pub fn across(&self, census: &Census<'_>) -> Vec<Diagnostic> {
        let mut faults = Faults::new(&self.texts);
        self.vendors(census, &mut faults);
        self.places(census, &mut faults);
        self.links(census, &mut faults);
        let mut found = faults.told();
        found.sort();
        found
    }

    /// Themes that records name and the snapshot does not have.
    pub(crate) fn unknown_themes(&self, census: &Census<'_>) -> Vec<Found> {
        let themes = &self.snapshot.themes.rows;
        let known = |id: &RecordId| themes.iter().any(|theme| theme.id == *id);
        let mut found = Vec::new();
        for member in census.members() {
            let unknown = member.claims.themes.iter().filter(|(_, id)| !known(id));
            found.extend(unknown.map(|(field, id)| {
                let message = words!("“你说我办”里没有主题 {id}", "there is no theme {id}");
                let mut finding = Finding::new(&**field, message);
                let ids = themes.iter().map(|theme| theme.id.as_str());
                if let Some(near) = nearest(id.as_str(), ids) {
                    finding.hint(words!("是不是“{near}”？", "Did you mean `{near}`?"));
                }
                Found {
                    code: rules::unknown_theme::RULE.code,
                    source: member.origin.source,
                    index: member.origin.index,
                    draft: member.origin.draft,
                    finding,
                }
            }));
        }
        found
    }

    fn vendors(&self, census: &Census<'_>, faults: &mut Faults<'_>) {
        for row in &self.snapshot.ratings.rows {
            let id = row.vendor.as_str();
            if census.get(Kind::Vendor, id).is_some() {
                continue;
            }
            let message = words!("没有编号为 {id} 的服务单位", "there is no vendor {id}");
            let near = nearest(id, census.ids(Kind::Vendor));
            let hint = near.map(|near| words!("是不是 {near}？", "did you mean {near}?"));
            let rule = &rules::snapshot_vendor::RULE;
            faults.add(
                (file::RATINGS, rule),
                &[&field("vendor", id)],
                (message, hint),
            );
        }
    }

    fn places(&self, census: &Census<'_>, faults: &mut Faults<'_>) {
        let snapshot = &self.snapshot;
        let of_log = snapshot
            .case_log
            .rows
            .iter()
            .map(|r| (file::CASE_LOG, r.place));
        let of_answers = snapshot
            .answers
            .rows
            .iter()
            .map(|r| (file::ANSWERS, r.place));
        let mut seen = BTreeSet::new();
        for (file, code) in of_log.chain(of_answers) {
            if census.has_place(code) || !seen.insert(code) {
                continue;
            }
            let message = words!("没有代码为 {code} 的区划", "there is no division {code}");
            let rule = &rules::snapshot_place::RULE;
            let needle = field("place", &code.to_string());
            faults.add((file, rule), &[&needle], (message, None));
        }
    }

    fn links(&self, census: &Census<'_>, faults: &mut Faults<'_>) {
        for theme in &self.snapshot.themes.rows {
            let link = match &theme.reply {
                Some(ThemeReply::Done { link, .. } | ThemeReply::Planned { link, .. }) => link,
                Some(ThemeReply::NotPlanned { .. }) | None => &None,
            };
            let Some(link) = link
                .as_deref()
                .filter(|link| !leads_somewhere(link, census))
            else {
                continue;
            };
            let message = words!("“{link}”不是本站的页面", "{link:?} is no page of this site");
            let rule = &rules::snapshot_link::RULE;
            let needle = field("id", theme.id.as_str());
            faults.add((file::THEMES, rule), &[&needle], (message, None));
        }
    }
}

/// Whether a path leads to the page of a record.
fn leads_somewhere(path: &str, census: &Census<'_>) -> bool {
    let path = path.split('#').next().unwrap_or(path);
    let parts = path.strip_prefix('/').and_then(|p| p.strip_suffix('/'));
    let Some((folder, id)) = parts.and_then(|parts| parts.split_once('/')) else {
        return false;
    };
    if folder == "d" {
        let code = governance::divisions::DivisionCode::parse(id);
        return code.is_ok_and(|code| census.has_place(code));
    }
    let mut kinds = pages::PAGED.into_iter();
    kinds.any(|kind| pages::folder(kind) == Some(folder) && census.get(kind, id).is_some())
}

/// A field with its text as the files write it.
fn field(name: &str, value: &str) -> String {
    format!("\"{name}\":\"{value}\"")
}

impl<'t> Faults<'t> {
    fn new(texts: &'t BTreeMap<&'static str, String>) -> Self {
        Self {
            texts,
            by_file: BTreeMap::new(),
        }
    }

    /// Adds a fault at the first line that has all these words; at the file as a whole if none has.
    fn add(
        &mut self,
        (file, rule): (&'static str, &'static Rule),
        needles: &[&str],
        (message, hint): (Words, Option<Words>),
    ) {
        let text = self.texts.get(file).map_or("", String::as_str);
        let mut fault = Fault::new(rule, line_with(text, needles), message);
        fault.hint = hint;
        self.by_file.entry(file).or_default().push(fault);
    }

    fn told(self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (file, faults) in self.by_file {
            let text = self.texts.get(file).map_or("", String::as_str);
            let path = format!("{FOLDER}/{file}");
            found.extend(told(faults, &Placer::new(&path, text, &[], None)));
        }
        found
    }

    /// Reads the files; `complete` says whether each that is there could be opened.
    fn read(&mut self, complete: bool) -> Option<Snapshot> {
        let mut sound = complete;
        for name in file::ALL {
            if let Some(text) = self.texts.get(name) {
                sound &= self.read_head(name, text);
            } else {
                sound = false;
                // A file that is there and could not be opened was told already.
                if complete {
                    self.missing(name);
                }
            }
        }
        if !sound {
            return None;
        }
        let texts = self.texts.iter().map(|(name, text)| (*name, text.as_str()));
        match Snapshot::read(&texts.collect()) {
            Ok(snapshot) => Some(snapshot),
            Err(ReadFault::Missing(name)) => {
                self.missing(name);
                None
            }
            Err(ReadFault::Unreadable { file, fault }) => {
                self.unreadable(file, &fault);
                None
            }
        }
    }

    /// Whether the file is JSON of the version that this program reads.
    fn read_head(&mut self, name: &'static str, text: &str) -> bool {
        let text = text.trim_start_matches('\u{feff}');
        let whole = serde_json::from_str::<IgnoredAny>(text);
        match whole.and_then(|_| serde_json::from_str::<Head>(text)) {
            Ok(head) if head.schema_version == SCHEMA_VERSION => true,
            Ok(head) => {
                self.version(name, head.schema_version);
                false
            }
            Err(fault) => {
                self.unreadable(name, &fault);
                false
            }
        }
    }

    fn version(&mut self, name: &'static str, found: u32) {
        let message = words!(
            "这是第 {found} 版的快照，本程序读第 {SCHEMA_VERSION} 版",
            "this is version {found} of the shapes; this program reads {SCHEMA_VERSION}"
        );
        let rule = &rules::snapshot_version::RULE;
        self.add((name, rule), &["\"schema_version\""], (message, None));
    }

    fn missing(&mut self, name: &'static str) {
        let message = words!("快照缺少文件 {name}", "the snapshot lacks {name}");
        let rule = &rules::snapshot_unreadable::RULE;
        self.add((name, rule), &[], (message, None));
    }

    fn unreadable(&mut self, name: &'static str, fault: &serde_json::Error) {
        let message = words!("读不懂：{fault}", "cannot be read: {fault}");
        let text = self.texts.get(name).map_or("", String::as_str);
        let spot = line_number(text, fault.line());
        let fault = Fault::new(&rules::snapshot_unreadable::RULE, spot, message);
        self.by_file.entry(name).or_default().push(fault);
    }

    /// Holds a snapshot against what must hold of any; says whether it holds less than the one before.
    fn check(&mut self, snapshot: &Snapshot, setting: &Setting) -> bool {
        let excused = reason(setting).is_some();
        let mut shrunk = false;
        for fault in check(
            snapshot,
            setting.today(),
            setting.config.limits.snapshot_days,
        ) {
            shrunk |= matches!(fault, SnapshotFault::Shrunken { .. });
            if !(excused && matches!(fault, SnapshotFault::Shrunken { .. })) {
                self.add_fault(&fault);
            }
        }
        shrunk
    }

    /// Personal data in the words that would be published. The fault names row and field, never the words: a log is read by many.
    fn personal(&mut self, snapshot: &Snapshot) {
        for answer in &snapshot.answers.rows {
            let name = answer.reference.to_string();
            self.words(file::ANSWERS, (&name, "summary"), &answer.summary);
            self.words(file::ANSWERS, (&name, "answer"), &answer.answer);
        }
        for row in &snapshot.ratings.rows {
            for reply in &row.replies {
                self.words(file::RATINGS, (row.vendor.as_str(), "text"), &reply.text);
            }
        }
        for theme in &snapshot.themes.rows {
            let name = theme.id.as_str();
            self.words(file::THEMES, (name, "title"), &theme.title);
            match &theme.reply {
                Some(
                    ThemeReply::Done { text, .. }
                    | ThemeReply::Planned { text, .. }
                    | ThemeReply::NotPlanned { text },
                ) => self.words(file::THEMES, (name, "text"), text),
                None => {}
            }
        }
    }

    fn words(&mut self, file: &'static str, (row, field): (&str, &str), text: &str) {
        for finding in LeakGuard::new().scan(text) {
            let rule = match finding.severity {
                Severity::Block => &rules::snapshot_personal_data::RULE,
                Severity::Warn => &rules::snapshot_personal_hint::RULE,
            };
            let (zh, en) = (finding.kind.zh(), finding.kind.en());
            let masked = &finding.masked;
            let message = words!(
                "{row} 的 {field} 里有{zh}：{masked}",
                "{field} of {row} holds: {en} {masked}"
            );
            self.add((file, rule), &[], (message, None));
        }
    }

    fn add_fault(&mut self, fault: &SnapshotFault) {
        let (file, rule) = rule_of(fault);
        let needles = needles(fault);
        let needles: Vec<&str> = needles.iter().map(String::as_str).collect();
        let message = Words::new(fault.zh(), fault.to_string());
        self.add((file, rule), &needles, (message, None));
    }
}

/// The file that a fault stands in, and its rule.
fn rule_of(fault: &SnapshotFault) -> (&'static str, &'static Rule) {
    match fault {
        SnapshotFault::Version { file, .. } => (file, &rules::snapshot_version::RULE),
        SnapshotFault::Mixed { file } => (file, &rules::snapshot_mixed::RULE),
        SnapshotFault::Future(_) => (file::MANIFEST, &rules::snapshot_future::RULE),
        SnapshotFault::Stale { .. } => (file::MANIFEST, &rules::snapshot_stale::RULE),
        SnapshotFault::Shrunken { .. } => (file::MANIFEST, &rules::snapshot_shrunken::RULE),
        SnapshotFault::Miscounted { .. } => (file::MANIFEST, &rules::snapshot_miscounted::RULE),
        SnapshotFault::Unbalanced(_) | SnapshotFault::NotCarried(_) => {
            (file::CASE_FIGURES, &rules::snapshot_books::RULE)
        }
        SnapshotFault::NotOfTheLog(_) => (file::CASE_FIGURES, &rules::snapshot_log::RULE),
        SnapshotFault::Unsorted { file } => (file, &rules::snapshot_order::RULE),
        SnapshotFault::Unsuppressed { file } => (file, &rules::snapshot_small_number::RULE),
        SnapshotFault::Inconsistent(_) => (file::RATINGS, &rules::snapshot_ratings::RULE),
        SnapshotFault::Unanswered(_) => (file::THEMES, &rules::snapshot_unanswered::RULE),
    }
}

/// Words that only the line at fault has.
fn needles(fault: &SnapshotFault) -> Vec<String> {
    match fault {
        SnapshotFault::Unbalanced(cell)
        | SnapshotFault::NotCarried(cell)
        | SnapshotFault::NotOfTheLog(cell) => needles_of(cell),
        SnapshotFault::Inconsistent(vendor) => vec![field("vendor", vendor.as_str())],
        SnapshotFault::Unanswered(theme) => vec![field("id", theme.as_str())],
        SnapshotFault::Future(_) | SnapshotFault::Stale { .. } | SnapshotFault::Mixed { .. } => {
            vec!["\"taken_at\"".into()]
        }
        SnapshotFault::Version { .. } => vec!["\"schema_version\"".into()],
        SnapshotFault::Shrunken { what, .. } | SnapshotFault::Miscounted { what, .. } => {
            vec![format!("\"{what}\"")]
        }
        SnapshotFault::Unsorted { .. } | SnapshotFault::Unsuppressed { .. } => Vec::new(),
    }
}

fn needles_of(cell: &Cell) -> Vec<String> {
    let mut needles = vec![field("month", &cell.month.to_string())];
    needles.extend(cell.place.map(|place| field("place", &place.to_string())));
    needles.extend(
        cell.category
            .map(|category| field("category", category.id())),
    );
    needles
}

/// The bytes of the first line that has all these words, without the blanks and comma around it.
fn line_with(text: &str, needles: &[&str]) -> Spot {
    if needles.is_empty() {
        return Spot::default();
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Rows are written without blanks, the manifest with them.
        if needles.iter().all(|needle| line.contains(needle)) {
            return trimmed(start, line);
        }
        start += line.len();
    }
    Spot::default()
}

fn line_number(text: &str, number: usize) -> Spot {
    let mut start = 0;
    for (n, line) in (1..).zip(text.split_inclusive('\n')) {
        if n == number {
            return trimmed(start, line);
        }
        start += line.len();
    }
    Spot::default()
}

fn trimmed(start: usize, line: &str) -> Spot {
    let bare = line.trim().trim_end_matches(',');
    let before = line.len() - line.trim_start().len();
    Spot::bytes(start + before, start + before + bare.len().max(1))
}
