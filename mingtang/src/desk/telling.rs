//! What became of a change, for people and for machines. Entry point: [`Told`].
//!
//! A change that came too late shows both sides: what somebody wanted to write, and what others wrote since the version that was read.

use super::{Seat, showing};
use crate::Outcome;
use crate::cli::desk::Target;
use crate::words::{Lang, complain, plain, say};
use functions::domain::desk::{Stale, Verdict};
use governance::cases::{Action, ActorRole, EventKind, Refusal, possible};
use governance::labelled::Labelled;
use serde_json::{Value, json};

/// Tells the results of one deed on many cases.
#[derive(Debug)]
pub(super) struct Told<'a> {
    seat: &'a Seat<'a>,
    action: &'a Action,
    rows: Vec<Value>,
    done: usize,
    not: usize,
}

impl<'a> Told<'a> {
    /// Nothing told yet.
    pub(super) fn new(seat: &'a Seat<'a>, action: &'a Action) -> Self {
        Self {
            seat,
            action,
            rows: Vec::new(),
            done: 0,
            not: 0,
        }
    }

    /// Tells one result.
    pub(super) fn tell(&mut self, target: Target, verdict: Verdict) {
        let name = target.reference;
        let lang = self.seat.lang;
        let (result, more) = match verdict {
            Verdict::Done(case) => {
                self.people(&format!(
                    "{name}@{}  {}  {}",
                    case.version,
                    lang.pick(self.action.deed.event().zh(), self.action.deed.event().en()),
                    lang.pick(case.state.zh(), case.state.en()),
                ));
                (
                    "done",
                    json!({"version": case.version, "state": case.state, "next_due_on": case.next_due_on()}),
                )
            }
            Verdict::Unknown => {
                self.wrong(&lang.pick(
                    format!("{name}:没有这一件"),
                    format!("{name}: no such case"),
                ));
                ("unknown", json!({}))
            }
            Verdict::Refused(case, refusal) => {
                let why = format!(
                    "{}{}",
                    refused(&refusal, lang),
                    instead((&refusal, self.action.role), lang)
                );
                self.wrong(&format!("{name}@{}  {why}", case.version));
                (
                    "refused",
                    json!({"version": case.version, "state": case.state, "why": refusal.to_string()}),
                )
            }
            Verdict::Stale(stale) => {
                self.stale(target, &stale);
                let theirs: Vec<_> = stale.since().collect();
                let more = json!({"read": stale.read, "version": stale.now.version, "state": stale.now.state, "yours": self.action, "theirs": theirs});
                ("stale", more)
            }
        };
        let is_done = result == "done";
        self.done += usize::from(is_done);
        self.not += usize::from(!is_done);
        let mut row =
            json!({"reference": name, "event": self.action.deed.event(), "result": result});
        if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
            row.extend(more);
        }
        self.rows.push(row);
    }

    fn people(&self, line: &str) {
        if !self.seat.options.json {
            say(line);
        }
    }

    fn wrong(&self, line: &str) {
        if !self.seat.options.json {
            complain(line);
        }
    }

    fn stale(&self, target: Target, stale: &Stale) {
        let (lang, name) = (self.seat.lang, target.reference);
        let (read, now) = (stale.read, stale.now.version);
        self.wrong(&lang.pick(
            format!(
                "{name}:没有写入。您看的是第 {read} 版,现在已是第 {now} 版({})。",
                stale.now.state.zh()
            ),
            format!(
                "{name}: not written; you read version {read}, it has version {now} now ({})",
                stale.now.state.en()
            ),
        ));
        self.wrong(lang.pick("  您要写的:", "  yours:"));
        let account = self.action.deed.account();
        let event = self.action.deed.event();
        self.wrong(&format!("       {}", lang.pick(event.zh(), event.en())));
        for words in [
            account.text,
            account.reason,
            account.next,
            self.action.note.as_deref(),
        ]
        .into_iter()
        .flatten()
        {
            for line in words.lines() {
                self.wrong(&format!("       {}", plain(line)));
            }
        }
        self.wrong(lang.pick("  别人已经写下的:", "  theirs:"));
        for event in stale.since() {
            for line in showing::told(self.seat, event) {
                self.wrong(&line);
            }
        }
        self.wrong(&lang.pick(
            format!("  看过之后如仍要办,请用 {name}@{now} 再写一次。"),
            format!("  if it still stands, write it again for {name}@{now}"),
        ));
    }

    /// The end: how many went.
    pub(super) fn end(self) -> Outcome {
        if self.seat.options.json {
            say(&serde_json::to_string_pretty(&self.rows).unwrap_or_default());
        } else if self.done + self.not > 1 {
            say(&self.seat.lang.pick(
                format!("办成 {} 件,没办成 {} 件。", self.done, self.not),
                format!("{} done, {} not", self.done, self.not),
            ));
        }
        if self.not == 0 {
            Outcome::Clean
        } else {
            Outcome::Faults
        }
    }
}

/// What the role can do instead where the state is in the way; staff should not have to look the table up.
fn instead((refusal, role): (&Refusal, ActorRole), lang: Lang) -> String {
    let Refusal::NotNow { state, .. } = refusal else {
        return String::new();
    };
    let possible: Vec<EventKind> = possible(*state, role).map(|row| row.event).collect();
    let words = |word: fn(EventKind) -> &'static str, between| {
        let words: Vec<&str> = possible.iter().map(|event| word(*event)).collect();
        words.join(between)
    };
    if possible.is_empty() {
        return String::new();
    }
    lang.pick(
        format!(";现在可以做:{}", words(EventKind::zh, "、")),
        format!("; possible now: {}", words(EventKind::en, ", ")),
    )
}

/// Why something is not possible, in the reader's language.
fn refused(refusal: &Refusal, lang: Lang) -> String {
    let zh = match refusal {
        Refusal::NotNow { event, state } => {
            format!("现在是“{}”,不能做“{}”", state.zh(), event.zh())
        }
        Refusal::NotYours { event, role } => format!("“{}”不能做“{}”", role.zh(), event.zh()),
        Refusal::Stale { expected, actual } => {
            format!("您看的是第 {expected} 版,现在是第 {actual} 版")
        }
        Refusal::Blank(field) => format!("“{}”不能空着", field_zh(field)),
        Refusal::TooLong { field, limit } => format!("“{}”最多 {limit} 个字", field_zh(field)),
        Refusal::Full => "这一件的记录已经写满,不能再提问、补充或备注".to_owned(),
        Refusal::ExtendedBefore => "已经延期过一次,不能再延".to_owned(),
        Refusal::ExtendedTooLate(day) => format!("延期要在到期前提出,原定 {day} 到期"),
        Refusal::ExtensionLength(most) => format!("延期为 1 到 {most} 天"),
        Refusal::NotOverdue(day) => format!("{day} 过后才算超期"),
        Refusal::Already => "已经做过了".to_owned(),
        Refusal::StillWaiting(day) => format!("还在等居民补充,等到 {day}"),
        Refusal::ReopenedTooLate(day) => format!("重新办理要在 {day} 之前提出"),
        Refusal::Itself => "不能并入自己".to_owned(),
        Refusal::NoSuchWords(seq) => format!("第 {seq} 条没有可以遮盖的文字"),
    };
    lang.pick(zh, refusal.to_string())
}

fn field_zh(field: &str) -> &str {
    match field {
        "reason" => "理由",
        "text" => "内容",
        "next" => "去向",
        "note" => "备注(--note)",
        other => other,
    }
}
