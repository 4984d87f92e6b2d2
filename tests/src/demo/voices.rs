//! What invented residents say beside cases: ratings, feedback; and what an invented desk keeps. Entry points: [`ratings`], [`feedback`], [`desk`].

use super::DemoFault;
use super::lives::{draw, hour};
use fastrand::Rng;
use functions::store::desk_entries::{ActEntry, DeskEntry, ThemeEntry};
use functions::store::entries::{FeedbackEntry, RatingEntry};
use governance::cases::{ActorRole, Case, Outcome};
use governance::dates::{Day, Moment};
use governance::ids::RecordId;
use governance::published::{ClearedAnswer, ModerationAction, ModerationReason, ThemeReply};
use serde_json::json;
use std::collections::BTreeSet;

/// Vendors of the demonstration: ratings with a voucher, without one, and how many in a hundred are content.
const VENDORS: [(&str, u32, u32, u32); 9] = [
    ("repair-a", 64, 7, 93),
    ("hair-a", 41, 12, 96),
    ("housekeeping-a", 33, 4, 88),
    ("gas-repair-b", 27, 3, 85),
    ("telecom-a", 18, 11, 78),
    ("postal-a", 14, 2, 94),
    ("hair-b", 10, 0, 90),
    ("housekeeping-b", 8, 1, 70),
    ("finance-b", 3, 0, 99),
];

/// Pages with how often they were found useful, and not.
const PAGES: [(&str, u32, u32); 6] = [
    ("/guides/residence-proof/", 61, 9),
    ("/guides/social-assistance/", 38, 12),
    ("/guides/rate-a-service/", 14, 2),
    ("/admission/", 22, 11),
    ("/statistics/", 8, 5),
    ("/vendors/", 4, 1),
];

/// What people suggested: subject, how many, and what came of it.
const SUGGESTIONS: [(&str, &str, u32); 3] = [
    ("evening-hours", "活动室晚上多开一会儿", 17),
    ("charging-posts", "多装几个电动车充电口", 23),
    ("pet-corner", "在绿地里划一块遛狗的地方", 12),
];

fn script(fault: impl std::fmt::Display) -> DemoFault {
    DemoFault::Script(fault.to_string())
}

/// Some hour between so many and so many days ago.
fn ago(rng: &mut Rng, now: Moment, (least, most): (i64, i64)) -> Result<Moment, DemoFault> {
    let days = rng.i64(least..most);
    hour(rng, now.day().plus_days(-days))
}

/// The ratings of the last four months.
///
/// # Errors
/// [`DemoFault::Script`].
pub fn ratings(rng: &mut Rng, now: Moment) -> Result<Vec<RatingEntry>, DemoFault> {
    let mut ratings = Vec::new();
    for (vendor, with, without, content) in VENDORS {
        for number in 0..with + without {
            let key = format!(
                "{}#{vendor}-{number}",
                if number < with { "v" } else { "u" }
            );
            let at = ago(rng, now, (1, 120))?;
            ratings.push(rating(rng, (vendor, content), &key, at)?);
        }
    }
    Ok(ratings)
}

fn rating(
    rng: &mut Rng,
    (vendor, content): (&str, u32),
    key: &str,
    at: Moment,
) -> Result<RatingEntry, DemoFault> {
    let bad = rng.u32(0..100) >= content;
    let levels: &[(&str, u32)] = if bad {
        &[("2", 7), ("1", 3)]
    } else {
        &[("5", 60), ("4", 28), ("3", 12)]
    };
    let reasons: &[(&str, u32)] = if bad {
        &[("late", 4), ("poor_quality", 4), ("overcharged", 2)]
    } else {
        &[
            ("on_time", 4),
            ("quality", 4),
            ("fair_price", 2),
            ("polite", 3),
        ]
    };
    let discarded = match rng.u32(0..60) {
        0 => Some("insider"),
        1 => Some("duplicate"),
        _ => None,
    };
    let second = (bad && rng.u32(0..3) == 0).then_some("4");
    let value = json!({
        "key": key, "fingerprint": "demo", "version": 1, "vendor": vendor,
        "level": draw(rng, levels), "reasons": [draw(rng, reasons)],
        "verified": key.starts_with('v'), "filed_at": at, "changed_at": at,
        "discarded": discarded, "second": second,
    });
    serde_json::from_value(value).map_err(script)
}

/// What was said about pages, and suggested.
///
/// # Errors
/// [`DemoFault::Script`].
pub fn feedback(rng: &mut Rng, now: Moment) -> Result<Vec<FeedbackEntry>, DemoFault> {
    let mut entries = Vec::new();
    for (page, yes, no) in PAGES {
        for number in 0..yes + no {
            let at = ago(rng, now, (1, 90))?;
            let said = json!({ "kind": "page", "page": page, "useful": number < yes });
            entries.push(entry(said, entries.len(), at)?);
        }
    }
    for (subject, text, n) in SUGGESTIONS {
        for _ in 0..n {
            let at = ago(rng, now, (20, 110))?;
            let words = format!("示例:{text}");
            let said = json!({ "kind": "suggestion", "subject": subject, "text": words });
            entries.push(entry(said, entries.len(), at)?);
        }
    }
    Ok(entries)
}

fn entry(
    mut said: serde_json::Value,
    number: usize,
    at: Moment,
) -> Result<FeedbackEntry, DemoFault> {
    said["key"] = format!("demo-{number}").into();
    said["fingerprint"] = "demo".into();
    said["filed_at"] = serde_json::to_value(at).map_err(script)?;
    serde_json::from_value(said).map_err(script)
}

/// What the desk keeps: themes with their answers, cleared answers, acts of moderators.
///
/// # Errors
/// [`DemoFault::Script`].
pub fn desk(
    cases: &[Case],
    feedback: &[FeedbackEntry],
    now: Moment,
) -> Result<Vec<DeskEntry>, DemoFault> {
    let mut entries = Vec::new();
    for (subject, title, _) in SUGGESTIONS {
        entries.push(theme((subject, title), feedback, now)?);
    }
    let agreed = cases.iter().filter(|case| case.consents_to_summary);
    let answered = agreed.filter_map(|case| Some((case, cleared(case, now.day())?)));
    entries.extend(
        answered
            .take(12)
            .map(|(_, answer)| DeskEntry::Cleared(answer)),
    );
    for (number, case) in cases.iter().enumerate().filter(|(n, _)| n % 29 == 3) {
        entries.push(act(number, case)?);
    }
    Ok(entries)
}

fn theme(
    (subject, title): (&str, &str),
    feedback: &[FeedbackEntry],
    now: Moment,
) -> Result<DeskEntry, DemoFault> {
    let of_theme = |e: &&FeedbackEntry| e.subject.as_deref() == Some(subject);
    let said: BTreeSet<Box<str>> = feedback
        .iter()
        .filter(of_theme)
        .map(|e| e.key.clone())
        .collect();
    let text = |text: &str| -> Box<str> { format!("示例:{text}").into() };
    let reply = match subject {
        "evening-hours" => ThemeReply::Planned {
            text: text("理事会已经议过,正在排每周两个晚上的值班"),
            link: Some("/topics/activity-room-hours/".into()),
        },
        "charging-posts" => ThemeReply::Done {
            text: text("新建的充电棚增加了十二个充电口"),
            link: Some("/topics/ebike-charging-shed/".into()),
        },
        _ => ThemeReply::NotPlanned {
            text: text("院内绿地面积不够,也有居民担心孩子的安全,今年不做"),
        },
    };
    Ok(DeskEntry::Theme(ThemeEntry {
        id: RecordId::new(subject).map_err(script)?,
        title: text(title),
        said,
        from: now.day().plus_days(-110),
        to: now.day().plus_days(-20),
        reply: Some(reply),
        changed_at: now,
        role: ActorRole::Publisher,
    }))
}

fn cleared(case: &Case, today: Day) -> Option<ClearedAnswer> {
    let round = case.rounds.first()?;
    let answered_on = round.answered_at?.day();
    let cleared_on = answered_on.plus_days(5);
    Some(ClearedAnswer {
        reference: case.reference,
        category: case.category,
        place: case.place,
        summary: "示例:反映的情况由工作人员概括,不含个人信息".into(),
        outcome: Outcome::of(round.outcome?)?,
        answer: "示例:到现场看过,和有关的人谈过,已经处理".into(),
        answered_on,
        cleared_on: (cleared_on <= today).then_some(cleared_on)?,
        cleared_by: ActorRole::Moderator,
    })
}

fn act(number: usize, case: &Case) -> Result<DeskEntry, DemoFault> {
    let at = case
        .filed_at()
        .ok_or_else(|| script("a case without a beginning"))?;
    let (action, reason) = match number % 3 {
        0 => (ModerationAction::Redacted, ModerationReason::PersonalData),
        1 => (ModerationAction::Withheld, ModerationReason::Abuse),
        _ => (ModerationAction::Removed, ModerationReason::Advertising),
    };
    Ok(DeskEntry::Act(ActEntry {
        key: format!("demo-{number}#act").into(),
        at,
        role: ActorRole::Moderator,
        action,
        reason,
        target: case.reference.as_str().into(),
        seq: None,
        original: None,
    }))
}
