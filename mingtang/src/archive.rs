//! `mingtang store`: export, import, retention.
//!
//! An export is one file of lines: a head, an item a line, and a foot with the number of items and their digest, so that half a file is never taken for a
//! whole. It holds everything residents wrote: keep it as the store itself is kept. Contacts stay sealed.

use crate::cli::{StoreAct, StoreOptions};
use crate::store::{self, Opened};
use crate::words::{Lang, cause, complain, plain, say};
use crate::{CouldNotRun, Outcome, clock, files};
use functions::domain::retention;
use functions::store::archive::{ArchivedItem, Restored};
use governance::dates::Moment;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;

/// Version of the form of an export.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Head {
    mingtang_store: u32,
    taken_at: Moment,
}

#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Foot {
    items: usize,
    digest: String,
}

/// Does what was asked.
///
/// # Errors
/// If the store cannot be reached or a file cannot be read or written.
pub(crate) fn store(options: &StoreOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let runtime = store::runtime()?;
    let now = clock::moment(options.now.as_deref(), lang)?;
    runtime.block_on(async {
        let opened = store::open(&options.place, &options.content, lang).await?;
        match &options.act {
            StoreAct::Export { file } => export(options, (&opened, now), file, lang).await,
            StoreAct::Import { file } => import(options, &opened, file, lang).await,
            StoreAct::Retain { delete } => retain(options, (&opened, now), *delete, lang).await,
        }
    })
}

async fn export(
    options: &StoreOptions,
    (opened, now): (&Opened, Moment),
    file: &Path,
    lang: Lang,
) -> Result<Outcome, CouldNotRun> {
    let mut items = Vec::new();
    let archived = opened.store.archive(|item| {
        items.push(item);
        Ok(())
    });
    let archived = archived.await;
    archived.map_err(|fault| store::failed(&options.place, &fault.into(), lang))?;
    let mut lines: Vec<String> = items.iter().map(line).collect::<Result<_, _>>()?;
    // The store hands items over in no order; two exports of the same store are the same file.
    lines.sort_unstable();
    let head = Head {
        mingtang_store: VERSION,
        taken_at: now,
    };
    let foot = foot(&lines);
    let text = format!("{}\n{}{}\n", line(&head)?, joined(&lines), line(&foot)?);
    files::write_new(file, &text).map_err(|fault| unusable(file, &fault, lang))?;
    let (n, shown) = (lines.len(), plain(&file.display().to_string()));
    say(&lang.pick(
        format!("已导出 {n} 项到 {shown}。它含有居民写的内容,请像保管库一样保管。"),
        format!("exported {n} items to {shown}; it holds what residents wrote: keep it like the store itself"),
    ));
    Ok(Outcome::Clean)
}

fn line<T: Serialize>(value: &T) -> Result<String, CouldNotRun> {
    serde_json::to_string(value).map_err(|fault| CouldNotRun::new(fault.to_string()))
}

fn joined(lines: &[String]) -> String {
    lines
        .iter()
        .flat_map(|line| [line.as_str(), "\n"])
        .collect()
}

fn foot(lines: &[String]) -> Foot {
    Foot {
        items: lines.len(),
        digest: functions::secrets::digest(joined(lines).as_bytes()),
    }
}

fn unusable(file: &Path, fault: &std::io::Error, lang: Lang) -> CouldNotRun {
    let (file, why) = (plain(&file.display().to_string()), cause(fault, lang));
    CouldNotRun::new(lang.pick(format!("{file}:{why}"), format!("{file}: {why}")))
}

async fn import(
    options: &StoreOptions,
    opened: &Opened,
    file: &Path,
    lang: Lang,
) -> Result<Outcome, CouldNotRun> {
    let text = files::read_text(file).map_err(|fault| unusable(file, &fault, lang))?;
    let items = items(&text).ok_or_else(|| {
        let file = plain(&file.display().to_string());
        CouldNotRun::new(lang.pick(
            format!("{file} 不是完整的导出文件(被截断、改动过,或是别的文件)。什么都没有写。"),
            format!(
                "{file} is no whole export (cut off, changed, or another file); nothing was written"
            ),
        ))
    })?;
    let (mut new, mut same, mut different) = (0_u32, 0_u32, 0_u32);
    for item in &items {
        let restored = opened.store.restore(item).await;
        match restored.map_err(|fault| store::failed(&options.place, &fault.into(), lang))? {
            Restored::New => new += 1,
            Restored::Same => same += 1,
            Restored::Different => different += 1,
        }
    }
    if options.json {
        say(&json!({"new": new, "same": same, "different": different}).to_string());
    } else {
        say(&lang.pick(
            format!("恢复 {new} 项,原已存在且相同 {same} 项,已存在但不同、未动 {different} 项。"),
            format!("{new} restored, {same} there already, {different} different and left alone"),
        ));
    }
    if different > 0 {
        complain(lang.pick(
            "有不同的:这个库不是空的,也不是导出时的那个。",
            "this store was neither empty nor the one that was exported",
        ));
        return Ok(Outcome::Faults);
    }
    Ok(Outcome::Clean)
}

/// The items of a whole export.
fn items(text: &str) -> Option<Vec<ArchivedItem>> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let last: Foot = serde_json::from_str(&lines.pop()?).ok()?;
    if lines.is_empty() {
        return None;
    }
    let head: Head = serde_json::from_str(&lines.remove(0)).ok()?;
    if head.mingtang_store != VERSION || foot(&lines) != last {
        return None;
    }
    lines
        .iter()
        .map(|line| serde_json::from_str(line).ok())
        .collect()
}

async fn retain(
    options: &StoreOptions,
    (opened, now): (&Opened, Moment),
    delete: bool,
    lang: Lang,
) -> Result<Outcome, CouldNotRun> {
    let retained = retention::retain(&opened.store, &opened.desk(now), delete).await;
    let retained = retained.map_err(|fault| store::failed(&options.place, &fault, lang))?;
    let count = |class| retained.gone.get(&class).copied().unwrap_or(0);
    if options.json {
        let gone: serde_json::Map<_, _> = retention::KEPT
            .iter()
            .map(|(class, id, _, _)| ((*id).to_owned(), count(*class).into()))
            .collect();
        say(&json!({"deleted": delete, "classes": gone, "held": retained.held, "left": retained.left}).to_string());
        return Ok(Outcome::Clean);
    }
    for (class, id, zh, days) in retention::KEPT {
        let n = count(class);
        say(&lang.pick(
            format!("{zh},保存 {days} 天:到期 {n} 项"),
            format!("{id}, kept {days} days: {n}"),
        ));
    }
    let (held, left) = (retained.held, retained.left);
    say(&lang.pick(
        format!(
            "因复查暂缓 {held} 件,正有人在改 {left} 件。{}",
            if delete {
                "已删除,并留下日期。"
            } else {
                "这次只计数;真要删除请加 --delete。"
            }
        ),
        format!(
            "{held} held, {left} left to the next run; {}",
            if delete {
                "deleted, with dated traces"
            } else {
                "counted only; say --delete"
            }
        ),
    ));
    Ok(Outcome::Clean)
}
