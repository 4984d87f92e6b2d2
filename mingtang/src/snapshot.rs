//! `mingtang snapshot`: takes from the store what may be published and writes it into the content.
//!
//! Order of events: what the passing of days did is written first, then everything is read once, suppressed, checked by the rules the build
//! applies too, and only then written. A snapshot with a fault is not written at all. The files stand together: each names the moment it was taken, and the
//! build refuses files of two moments.

use crate::cli::SnapshotOptions;
use crate::words::{Lang, cause, complain, plain, say};
use crate::{CouldNotRun, Outcome, clock, files, store};
use functions::domain::{desk, ledger};
use governance::dates::Moment;
use governance::labelled::Labelled;
use governance::leak_guard::{LeakGuard, Severity};
use governance::published::{Snapshot, SnapshotFault, ThemeReply, check, file};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Folder of the snapshot in the content.
const FOLDER: &str = "snapshot";

/// Takes, checks and writes.
///
/// # Errors
/// If the store, the content or the last snapshot cannot be read, or the files cannot be written.
pub(crate) fn snapshot(options: &SnapshotOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let runtime = store::runtime()?;
    let now = clock::moment(options.now.as_deref(), lang)?;
    let folder = options.content.join(FOLDER);
    let last = last(&folder, lang)?;
    let taken = runtime.block_on(take(options, (now, last.as_ref()), lang))?;
    let faults = check(&taken, now.day(), 0);
    let leaks = leaks(&taken, lang);
    if !(faults.is_empty() && leaks.is_empty()) {
        refuse(&faults, &leaks, lang);
        return Ok(Outcome::Faults);
    }
    if options.dry_run {
        tell(
            &taken,
            lang.pick("可以公布(没有写文件)", "may be published (nothing written)"),
            lang,
        );
        return Ok(Outcome::Clean);
    }
    write(&folder, &taken, lang)?;
    if let Some(file) = &options.metrics {
        report(file, &taken, lang)?;
    }
    let shown = plain(&folder.display().to_string());
    let written = lang.pick(format!("已写入 {shown}"), format!("written to {shown}"));
    tell(&taken, &written, lang);
    Ok(Outcome::Clean)
}

async fn take(
    options: &SnapshotOptions,
    (now, last): (Moment, Option<&Snapshot>),
    lang: Lang,
) -> Result<Snapshot, CouldNotRun> {
    let opened = store::open(&options.place, &options.content, lang).await?;
    let failed = |fault| store::failed(&options.place, &fault, lang);
    if !options.dry_run {
        let swept = desk::sweep(&opened.store, &opened.desk(now)).await;
        swept.map_err(failed)?;
    }
    let gathered = ledger::gather(&opened.store).await.map_err(failed)?;
    let reason = options.shrink_reason.as_deref();
    let ledger = gathered.ledger(&opened.clocks, last, reason);
    Ok(Snapshot::take(&ledger, now))
}

/// The snapshot before: none if there is no folder yet.
fn last(folder: &Path, lang: Lang) -> Result<Option<Snapshot>, CouldNotRun> {
    let found = files::folder_of_texts(folder, "json");
    if found.is_empty() {
        return Ok(None);
    }
    let name = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        file::ALL.into_iter().find(|known| name == Some(known))
    };
    let texts: BTreeMap<&str, &str> = found
        .iter()
        .filter_map(|(path, text)| Some((name(path)?, text.as_str())))
        .collect();
    Snapshot::read(&texts).map(Some).map_err(|fault| {
        let fault = plain(&lang.pick(fault.zh(), fault.to_string()));
        let folder = plain(&folder.display().to_string());
        CouldNotRun::new(lang.pick(
            format!("上一份快照读不了:{folder}:{fault}。没有它就不知道上次公布过什么,两次公布相减可能露出个人。请先恢复这个文件。"),
            format!("the last snapshot cannot be read: {folder}: {fault}; without it two releases could be subtracted; restore the file first"),
        ))
    })
}

/// Personal data in the words that staff wrote for publication. The value itself is never repeated.
fn leaks(snapshot: &Snapshot, lang: Lang) -> Vec<String> {
    let answers = snapshot.answers.rows.iter().flat_map(|answer| {
        let place = format!("{} {}", file::ANSWERS, answer.reference);
        [(place.clone(), &*answer.summary), (place, &*answer.answer)]
    });
    let themes = snapshot.themes.rows.iter();
    let themes = themes.flat_map(|theme| {
        let place = format!("{} {}", file::THEMES, theme.id.as_str());
        let words =
            std::iter::once(&*theme.title).chain(theme.reply.as_ref().map(ThemeReply::text));
        words
            .map(move |words| (place.clone(), words))
            .collect::<Vec<_>>()
    });
    let replies = snapshot.ratings.rows.iter().flat_map(|row| {
        let place = format!("{} {}", file::RATINGS, row.vendor.as_str());
        let words = move |reply| -> (String, &str) { (place.clone(), reply) };
        row.replies.iter().map(|reply| &*reply.text).map(words)
    });
    let guard = LeakGuard::new();
    let found = |(place, words): (String, &str)| -> Vec<String> {
        let findings = guard.scan(words).into_iter();
        findings
            .filter(|finding| finding.severity == Severity::Block)
            .map(|finding| {
                let kind = lang.pick(finding.kind.zh(), finding.kind.en());
                format!("{place}: {kind} {}", finding.masked)
            })
            .collect()
    };
    answers
        .chain(themes)
        .chain(replies)
        .flat_map(found)
        .collect()
}

fn refuse(faults: &[SnapshotFault], leaks: &[String], lang: Lang) {
    complain(lang.pick(
        "快照有问题,没有写入:",
        "the snapshot has faults and was not written:",
    ));
    let told = faults
        .iter()
        .map(|fault| lang.pick(fault.zh(), fault.to_string()));
    for fault in told.chain(leaks.iter().cloned()) {
        complain(&format!("  {}", plain(&fault)));
    }
    let shrunken = |fault: &SnapshotFault| matches!(fault, SnapshotFault::Shrunken { .. });
    if faults.iter().any(shrunken) {
        complain(lang.pick(
            "数目变少要说明原因:--shrink-reason \"…\"(会随数据公布)",
            "say why it holds less: --shrink-reason \"…\" (published with the figures)",
        ));
    }
}

fn write(folder: &Path, snapshot: &Snapshot, lang: Lang) -> Result<(), CouldNotRun> {
    let refused = |fault: std::io::Error| {
        let (folder, why) = (plain(&folder.display().to_string()), cause(&fault, lang));
        CouldNotRun::new(lang.pick(
            format!("写不了 {folder}:{why}"),
            format!("cannot write {folder}: {why}"),
        ))
    };
    let texts = snapshot.files();
    let texts = texts.map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    files::make_folder(folder).map_err(refused)?;
    for (name, text) in texts {
        files::replace(&folder.join(name), text.as_bytes()).map_err(refused)?;
    }
    Ok(())
}

/// Writes what alarms are told: that a snapshot was taken, and how many cases are overdue. The form is that of AWS's `PutMetricData`, so that the
/// daily job hands it on as it is.
fn report(file: &Path, snapshot: &Snapshot, lang: Lang) -> Result<(), CouldNotRun> {
    let day = snapshot.manifest.taken_at.day();
    let log = snapshot.case_log.rows.iter();
    let overdue = log.filter(|row| row.is_overdue_after(day)).count();
    let prefix = store::prefix();
    let metric = |name: &str, value: usize| json!({"MetricName": format!("{prefix}{name}"), "Value": value, "Unit": "Count"});
    let told = json!({
        "Namespace": "Mingtang",
        "MetricData": [metric("snapshots", 1), metric("overdue", overdue)],
    });
    files::replace(file, told.to_string().as_bytes()).map_err(|fault| {
        let (file, why) = (plain(&file.display().to_string()), cause(&fault, lang));
        CouldNotRun::new(lang.pick(
            format!("写不了 {file}:{why}"),
            format!("cannot write {file}: {why}"),
        ))
    })
}

fn tell(snapshot: &Snapshot, what: &str, lang: Lang) {
    let (counts, at) = (
        snapshot.manifest.counts,
        snapshot.manifest.taken_at.minute(),
    );
    say(&lang.pick(
        format!(
            "{at} 的快照{what}:办件 {} 轮次,有评价的单位 {} 家(公布凭证评价 {} 条、无凭证 {} 条),答复 {} 条,主题 {} 个。",
            counts.case_rounds, counts.vendors, counts.verified, counts.unverified, counts.answers, counts.themes
        ),
        format!(
            "snapshot of {at} {what}: {} rounds of cases, {} vendors ({} ratings with a voucher, {} without), {} answers, {} themes",
            counts.case_rounds, counts.vendors, counts.verified, counts.unverified, counts.answers, counts.themes
        ),
    ));
}
