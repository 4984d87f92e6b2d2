//! `mingtang desk`: what staff do with what residents filed.
//!
//! Read in this order: this file (which deed each word stands for, and many cases at once), [`listing`] and [`showing`] (reading), [`telling`] (what became of
//! a change), [`preparing`] (what is prepared for publication), [`rating`] (ratings), [`audit`] (the export for the bureau).
//! A role is what somebody says they act in; who may say so is settled by who can reach the store (the data folder's owner, or the keys of the cloud).

mod audit;
mod listing;
mod places;
mod preparing;
mod rating;
mod showing;
mod telling;

use crate::cli::desk::{AnswerWords, ChangeAct, DeskAct, DeskOptions, Target, Targets};
use crate::store::{self, Opened};
use crate::words::{Lang, say};
use crate::{CouldNotRun, Outcome, clock};
use functions::domain::desk::{self, Verdict, Wish};
use governance::cases::{Action, ActorRole, Answer, Deed, Duty, Outcome as CaseOutcome};
use governance::dates::Moment;
use governance::labelled::Labelled;
use governance::published::ModerationReason;

/// What every act at the desk is done with.
#[derive(Debug)]
struct Seat<'a> {
    options: &'a DeskOptions,
    opened: Opened,
    now: Moment,
    lang: Lang,
}

/// Does what was asked.
///
/// # Errors
/// If the store cannot be reached, the role is not said or has no such duty, or something said cannot be read.
pub(crate) fn desk(options: &DeskOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let runtime = store::runtime()?;
    let now = clock::moment(options.now.as_deref(), lang)?;
    runtime.block_on(async {
        let opened = store::open(&options.place, &options.content, lang).await?;
        let seat = Seat {
            options,
            opened,
            now,
            lang,
        };
        seat.act().await
    })
}

impl Seat<'_> {
    async fn act(&self) -> Result<Outcome, CouldNotRun> {
        match &self.options.act {
            DeskAct::List(options) => listing::list(self, options).await,
            DeskAct::Show { targets, working } => showing::show(self, targets, *working).await,
            DeskAct::Contact { targets, why, key } => {
                showing::contact(self, targets, (&why.reason, key.as_deref())).await
            }
            DeskAct::Ratings(options) => rating::list(self, options).await,
            DeskAct::Rating(options) => rating::act(self, options).await,
            DeskAct::Sweep => self.sweep().await,
            DeskAct::Export { from, to, format } => {
                audit::export(self, (from.as_deref(), to.as_deref()), *format).await
            }
            DeskAct::Prepare(act) => preparing::prepare(self, act).await,
            DeskAct::Change(act) => {
                let (targets, deed) = deed(act);
                self.change_all(targets, &deed, moderation(act)).await
            }
        }
    }

    /// The role somebody acts in: said with the command, or set for the session.
    fn role(&self) -> Result<ActorRole, CouldNotRun> {
        self.options.role.or_else(store::role).ok_or_else(|| {
            CouldNotRun::new(self.lang.pick(
                "请说明岗位:--role case_worker(承办人)、moderator(审核员)、publisher(发布员)、auditor(监督员),或设置环境变量 MINGTANG_ROLE",
                "say in which role: --role case_worker, moderator, publisher or auditor, or set MINGTANG_ROLE",
            ))
        })
    }

    /// The role, if it has this duty.
    fn on_duty(&self, duty: Duty) -> Result<ActorRole, CouldNotRun> {
        let role = self.role()?;
        if duty.roles().contains(&role) {
            return Ok(role);
        }
        let (zh, who) = (duty.zh(), duty.roles_zh());
        Err(CouldNotRun::new(self.lang.pick(
            format!("“{}”不能做“{zh}”,可以做的是:{who}", role.zh()),
            format!("the role `{}` has no duty `{}`", role.id(), duty.id()),
        )))
    }

    fn failed(&self, fault: &functions::domain::Fault) -> CouldNotRun {
        store::failed(&self.options.place, fault, self.lang)
    }

    /// The cases that were named, one by one or line by line.
    fn targets(targets: &Targets) -> Result<Vec<Target>, CouldNotRun> {
        let lines = if targets.cases.iter().any(|name| name == "-") {
            store::input()?
        } else {
            String::new()
        };
        let named = targets.cases.iter().map(String::as_str);
        let all = named
            .filter(|name| *name != "-")
            .chain(lines.split_whitespace());
        let mut parsed = Vec::new();
        for text in all {
            let target = Target::parse(text);
            let target = target.map_err(|fault| {
                CouldNotRun::new(format!("{}: {fault}", crate::words::plain(text)))
            })?;
            if !parsed.contains(&target) {
                parsed.push(target);
            }
        }
        Ok(parsed)
    }

    /// Does the same to many cases. Each is told by itself; one that does not go keeps none of the others back.
    async fn change_all(
        &self,
        targets: &Targets,
        deed: &Deed,
        moderation: Option<ModerationReason>,
    ) -> Result<Outcome, CouldNotRun> {
        let role = self.role()?;
        let note = targets.note.as_deref().map(Into::into);
        let action = Action {
            role,
            deed: deed.clone(),
            note,
        };
        let mut told = telling::Told::new(self, &action);
        for target in Self::targets(targets)? {
            let wish = Wish {
                reference: target.reference,
                version: target.version,
                action: action.clone(),
            };
            let verdict = self.carry_out(&wish, moderation).await;
            told.tell(target, verdict.map_err(|fault| self.failed(&fault))?);
        }
        Ok(told.end())
    }

    async fn carry_out(
        &self,
        wish: &Wish,
        moderation: Option<ModerationReason>,
    ) -> Result<Verdict, functions::domain::Fault> {
        let (store, desk) = (&self.opened.store, self.opened.desk(self.now));
        match (&wish.action.deed, moderation) {
            (Deed::Merge { .. }, _) => desk::merge(store, &desk, wish).await,
            (_, Some(reason)) => desk::redact(store, &desk, wish, reason).await,
            (_, None) => desk::change(store, &desk, wish).await,
        }
    }

    async fn sweep(&self) -> Result<Outcome, CouldNotRun> {
        let swept = desk::sweep(&self.opened.store, &self.opened.desk(self.now)).await;
        let swept = swept.map_err(|fault| self.failed(&fault))?;
        if self.options.json {
            let events: Vec<_> = swept
                .events
                .iter()
                .map(|(reference, event)| serde_json::json!({"reference": reference, "event": event}))
                .collect();
            say(&serde_json::json!({"written": events, "left": swept.left}).to_string());
            return Ok(Outcome::Clean);
        }
        for (reference, event) in &swept.events {
            say(&format!(
                "{reference}  {}",
                self.lang.pick(event.zh(), event.en())
            ));
        }
        let n = swept.events.len();
        say(&self.lang.pick(
            format!("写下 {n} 条;{} 件正有人在改,下次再写。", swept.left.len()),
            format!("{n} written; {} left to the next run", swept.left.len()),
        ));
        Ok(Outcome::Clean)
    }
}

/// The deed a word stands for.
fn deed(act: &ChangeAct) -> (&Targets, Deed) {
    let words = |text: &str| -> Box<str> { text.into() };
    match act {
        ChangeAct::Accept(targets) => (targets, Deed::Accept),
        ChangeAct::Start(targets) => (targets, Deed::Start),
        ChangeAct::Close(targets) => (targets, Deed::Close),
        ChangeAct::Note(targets) => (targets, Deed::Note),
        ChangeAct::Decline {
            targets,
            why,
            channel,
        } => {
            let (reason, channel) = (words(&why.reason), words(channel));
            (targets, Deed::Decline { reason, channel })
        }
        ChangeAct::Assign { targets, to } => (targets, Deed::Assign { to: words(to) }),
        ChangeAct::Ask { targets, question } => {
            let question = words(question);
            (targets, Deed::Ask { question })
        }
        ChangeAct::Resume { targets, why } => {
            let reason = words(&why.reason);
            (targets, Deed::Resume { reason })
        }
        ChangeAct::Extend { targets, days, why } => {
            let (days, reason) = (*days, words(&why.reason));
            (targets, Deed::Extend { days, reason })
        }
        ChangeAct::Reopen { targets, why } => {
            let reason = words(&why.reason);
            (targets, Deed::Reopen { reason })
        }
        ChangeAct::Transfer { targets, to, why } => {
            let (to, reason) = (words(to), words(&why.reason));
            (targets, Deed::Transfer { to, reason })
        }
        ChangeAct::Merge { targets, into, why } => {
            let (into, reason) = (*into, words(&why.reason));
            (targets, Deed::Merge { into, reason })
        }
        ChangeAct::Resolve { targets, words } => {
            (targets, answer(CaseOutcome::Resolved, words, None))
        }
        ChangeAct::Reply {
            targets,
            outcome,
            words,
            reason,
        } => (targets, answer(*outcome, words, reason.as_deref())),
        ChangeAct::Redact { targets, seq, why } => (targets, redaction(*seq, *why)),
    }
}

fn answer(outcome: CaseOutcome, words: &AnswerWords, reason: Option<&str>) -> Deed {
    Deed::Answer(Answer {
        outcome,
        done: words.done.as_str().into(),
        remedy: words.remedy.as_str().into(),
        reason: reason.map(Into::into),
    })
}

/// Why words are taken out, if that is what is done.
fn moderation(act: &ChangeAct) -> Option<ModerationReason> {
    if let ChangeAct::Redact { why, .. } = act {
        Some(*why)
    } else {
        None
    }
}

/// What stands in place of words that were taken out.
fn redaction(seq: u32, why: ModerationReason) -> Deed {
    Deed::Redact {
        seq,
        reason: why.zh().into(),
    }
}
