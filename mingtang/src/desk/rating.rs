//! `desk ratings` and `desk rating`: what was rated, and what staff write down about it. Entry points: [`list`], [`act`].

use super::Seat;
use crate::cli::desk::{RatingOptions, RatingsOptions};
use crate::words::{Lang, complain, plain, say};
use crate::{CouldNotRun, Outcome};
use functions::domain::rating_desk::{self, Deed, Done, Refusal};
use functions::store::ListAll;
use functions::store::entries::RatingEntry;
use governance::cases::Duty;
use governance::labelled::Labelled;
use serde_json::{Value, json};

/// Lists ratings, newest first.
///
/// # Errors
/// If the store does not answer.
pub(super) async fn list(
    seat: &Seat<'_>,
    options: &RatingsOptions,
) -> Result<Outcome, CouldNotRun> {
    if seat.options.role.is_some() {
        seat.on_duty(Duty::Read)?;
    }
    let all = seat.opened.store.ratings().await;
    let mut all = all.map_err(|fault| seat.failed(&fault.into()))?;
    all.retain(|entry| {
        let of_vendor = options
            .vendor
            .as_ref()
            .is_none_or(|vendor| entry.vendor == *vendor);
        of_vendor && (!options.bad || entry.level.is_bad())
    });
    all.sort_by(|a, b| (b.filed_at, &b.key).cmp(&(a.filed_at, &a.key)));
    if seat.options.json {
        let rows: Vec<Value> = all.iter().map(row).collect();
        say(&serde_json::to_string_pretty(&rows).unwrap_or_default());
        return Ok(Outcome::Clean);
    }
    for entry in &all {
        tell(seat, entry);
    }
    let n = all.len();
    say(&seat
        .lang
        .pick(format!("共 {n} 条。"), format!("{n} ratings.")));
    Ok(Outcome::Clean)
}

fn row(entry: &RatingEntry) -> Value {
    json!({
        "key": entry.key, "version": entry.version, "vendor": entry.vendor, "level": entry.level,
        "verified": entry.verified, "reasons": entry.reasons, "comment": entry.comment,
        "filed_at": entry.filed_at, "discarded": entry.discarded, "appeal": entry.appeal,
        "reply": entry.reply, "second": entry.second, "case": entry.case, "history": entry.history,
    })
}

fn tell(seat: &Seat<'_>, entry: &RatingEntry) {
    let lang = seat.lang;
    let proof = if entry.verified {
        lang.pick("有凭证", "voucher")
    } else {
        lang.pick("无凭证", "no voucher")
    };
    let discarded = entry
        .figure()
        .discarded
        .map(|reason| lang.pick(reason.zh(), reason.en()));
    say(&format!(
        "{}  {}  {}  {}  {proof}  {}",
        plain(&entry.key),
        entry.filed_at.minute(),
        entry.vendor.as_str(),
        lang.pick(entry.level.zh(), entry.level.en()),
        discarded.map_or_else(String::new, |reason| lang.pick(
            format!("不计入:{reason}"),
            format!("does not count: {reason}")
        )),
    ));
    for line in entry.comment.as_deref().unwrap_or_default().lines() {
        say(&format!("    {}", plain(line)));
    }
    if let Some(line) = followed(entry, lang) {
        say(&format!("    {line}"));
    }
}

/// What came of a rating: the case it opened, the vendor's answer, the appeal, the second rating.
fn followed(entry: &RatingEntry, lang: Lang) -> Option<String> {
    let case = entry
        .case
        .as_ref()
        .map(|reference| lang.pick(format!("已立案 {reference}"), format!("case {reference}")));
    let reply = entry.reply.map(|reply| {
        lang.pick(
            format!("单位答复:{}", reply.zh()),
            format!("vendor: {}", reply.en()),
        )
    });
    let appeal = entry.appeal.map(|appeal| {
        lang.pick(
            format!("误评申诉:{}", appeal.zh()),
            format!("appeal: {}", appeal.en()),
        )
    });
    let second = entry.second.map(|second| {
        lang.pick(
            format!("二次评价:{}", second.zh()),
            format!("second rating: {}", second.en()),
        )
    });
    let parts: Vec<String> = [case, reply, appeal, second]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(lang.pick(";", "; ")))
}

/// Does something about one rating.
///
/// # Errors
/// If the role has no such duty or the store does not answer.
pub(super) async fn act(seat: &Seat<'_>, options: &RatingOptions) -> Result<Outcome, CouldNotRun> {
    let role = seat.on_duty(Duty::Rating)?;
    let lang = seat.lang;
    let Some(deed) = deed(options) else {
        return Err(CouldNotRun::new(lang.pick(
            "请说明做什么:--reply、--appeal、--uphold、--refuse 或 --discard",
            "say what: --reply, --appeal, --uphold, --refuse or --discard",
        )));
    };
    let by = (role, seat.now);
    let done = rating_desk::act(
        &seat.opened.store,
        &options.key,
        (&deed, &options.words),
        by,
    )
    .await;
    let (result, line) = match done.map_err(|fault| seat.failed(&fault.into()))? {
        Done::Written(entry) => {
            if seat.options.json {
                say(&row(&entry).to_string());
            } else {
                tell(seat, &entry);
            }
            return Ok(Outcome::Clean);
        }
        Done::Unknown => (
            "unknown",
            lang.pick("没有这条评价", "no such rating").to_owned(),
        ),
        Done::Refused(refusal) => (
            "refused",
            lang.pick(refused(refusal).to_owned(), refusal.to_string()),
        ),
        Done::Stale(entry) => {
            tell(seat, &entry);
            (
                "stale",
                lang.pick(
                    "没有写入:别人刚刚改过这条评价,上面是现在的样子",
                    "not written: somebody else was faster; above is how it is now",
                )
                .to_owned(),
            )
        }
    };
    if seat.options.json {
        say(&json!({"key": options.key, "result": result}).to_string());
    } else {
        complain(&line);
    }
    Ok(Outcome::Faults)
}

fn deed(options: &RatingOptions) -> Option<Deed> {
    let flag = |is: bool, deed: Deed| is.then_some(deed);
    options
        .reply
        .map(Deed::Reply)
        .or_else(|| options.discard.map(Deed::Discard))
        .or_else(|| flag(options.appeal, Deed::Appeal))
        .or_else(|| flag(options.uphold, Deed::Uphold))
        .or_else(|| flag(options.refuse, Deed::Refuse))
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Blank => "要写明内容或理由(--words)",
        Refusal::TooLong => "写得太长了",
        Refusal::Answered => "单位已经答复过,只能答复一次",
        Refusal::Appealed => "已经提出过申诉,只能提一次",
        Refusal::NoAppeal => "没有等待处理的申诉",
        Refusal::Discarded => "已经不计入了",
        Refusal::NotByHand => "这个原因由别的操作产生,不能手工写",
    }
}
