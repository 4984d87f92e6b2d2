//! `mingtang publish`: brings a built site to where it is read, changing only what changed: a folder of a web server, or a bucket that speaks S3.
//!
//! Order of events: what is new or different, assets first, then pages, then lists, then feeds and indexes, so that nothing that is shown leads nowhere yet; what is
//! gone last. Each file appears whole. A run that is killed is gone on with by the next.
//!
//! Read [`built`] (what there is to publish), [`journal`] (what is known of what was published), [`plan`] (what is to be done), then [`folder`] and [`bucket`].
//! Must not publish a site that a build has not finished, nor touch anything that this command did not put there.

mod bucket;
mod built;
mod folder;
mod headers;
mod journal;
mod plan;

use crate::cli::{PublishHow, PublishOptions};
use crate::words::{Lang, plain, say};
use crate::{CouldNotRun, Outcome, store};
use bucket::{Address, Bucket};
use built::Built;
use folder::Folder;
use plan::Plan;
use serde_json::json;
use std::path::Path;

/// How much is taken on trust of what an earlier run wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// All of it.
    Journal,
    /// Nothing: contents are compared.
    Contents,
    /// Nothing, and everything is written again.
    Nothing,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
struct Manner {
    trust: Trust,
    /// Only look.
    look: bool,
}

/// Publishes the site.
///
/// # Errors
/// If the site is not there, the destination holds something else or can't be written.
pub(crate) fn publish(options: &PublishOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let built = Built::open(&options.from, lang)?;
    let how = &options.how;
    let manner = Manner {
        trust: match (how.check, how.all) {
            (true, _) => Trust::Contents,
            (false, true) => Trust::Nothing,
            (false, false) => Trust::Journal,
        },
        look: how.check || how.dry_run,
    };
    let plan = match Address::read(&options.to, lang)? {
        Some(address) => to_bucket(&built, address, manner, lang)?,
        None => to_folder(&built, Path::new(&options.to), manner, lang)?,
    };
    say(&if options.json {
        in_json(&plan)
    } else {
        in_words(&plan, how, lang)
    });
    if how.check && !plan.is_empty() {
        return Ok(Outcome::Faults);
    }
    Ok(Outcome::Clean)
}

fn to_folder(built: &Built, to: &Path, manner: Manner, lang: Lang) -> Result<Plan, CouldNotRun> {
    let folder = Folder::open(to, lang)?;
    let done = || {
        let plan = folder.plan(built, manner.trust)?;
        if !manner.look {
            folder.carry_out(built, &plan)?;
        }
        Ok(plan)
    };
    done().map_err(|fault: std::io::Error| {
        let place = plain(&to.display().to_string());
        CouldNotRun::new(lang.pick(
            format!("没有发布完（{place}：{fault}）。改好后再运行一次，会接着做。"),
            format!("not all was published ({place}: {fault}); run again to go on"),
        ))
    })
}

fn to_bucket(
    built: &Built,
    address: Address,
    manner: Manner,
    lang: Lang,
) -> Result<Plan, CouldNotRun> {
    store::runtime()?.block_on(async {
        let mut bucket = Bucket::open(address, built, lang).await?;
        bucket.publish(built, manner, lang).await
    })
}

fn in_json(plan: &Plan) -> String {
    let paths = |new: bool| {
        let puts = plan.put.iter().filter(move |put| put.new == new);
        puts.map(|put| put.path.as_str()).collect::<Vec<_>>()
    };
    let report = json!({
        "new": paths(true), "changed": paths(false), "removed": plan.remove,
        "unchanged": plan.same, "foreign": plan.foreign,
    });
    serde_json::to_string_pretty(&report).unwrap_or_default()
}

fn in_words(plan: &Plan, how: &PublishHow, lang: Lang) -> String {
    let new = plan.put.iter().filter(|put| put.new).count();
    let changed = plan.put.len() - new;
    let (removed, same) = (plan.remove.len(), plan.same);
    let counted = if how.check {
        lang.pick(
            format!("缺少 {new}，不同 {changed}，该删未删 {removed}，一致 {same}"),
            format!("{new} missing, {changed} different, {removed} left over, {same} as built"),
        )
    } else {
        lang.pick(
            format!("新增 {new}，改动 {changed}，删除 {removed}，未变 {same}"),
            format!("{new} new, {changed} changed, {removed} removed, {same} unchanged"),
        )
    };
    let foreign = match plan.foreign {
        0 => String::new(),
        n => lang.pick(
            format!("；另有 {n} 个不是明堂发布的文件，没有动"),
            format!("; {n} files of others were left alone"),
        ),
    };
    let head = match (how.check, how.dry_run) {
        (true, _) if plan.is_empty() => lang.pick("核对无误：", "All is as built: "),
        (true, _) => lang.pick(
            "与生成的不一样，请再发布一次：",
            "It differs from what was built; publish again: ",
        ),
        (false, true) => lang.pick("要做的（什么也没有改）：", "To be done (nothing was): "),
        (false, false) => lang.pick("已发布：", "Published: "),
    };
    format!("{head}{counted}{foreign}")
}
