//! Retention: each class of data has its time; when that is over it goes, and a dated trace without content stays.
//!
//! Entry points: [`retain`], [`KEPT`]. Figures never change by it: words and contacts go, dates and states stay. Left alone: what is still worked on, and
//! cases with a hold. May run as often as one likes. What expires by itself (limits, answers already given) is the store's own to sweep.

use super::Fault;
use super::desk::Desk;
use crate::store::desk_entries::{ActEntry, DeskEntry, TraceEntry};
use crate::store::entries::StoredCase;
use crate::store::{Change, Forget, KeepDesk, ListAll, StaffCases, Staffed};
use governance::cases::{Case, CaseReference};
use governance::dates::Moment;
use governance::forms::feedback::FeedbackKind;
use std::collections::{BTreeMap, BTreeSet};

/// A class of data with its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// How to reach a resident, once the case has ended: it can be reopened within that time.
    Contact,
    /// Words of a case that has ended: three years, the limitation period of civil claims (民法典 188).
    CaseWords,
    /// Words of suggestions and topics: a year's plan and the year it is carried out in.
    Suggestion,
    /// Remarks about pages: pages are gone over once a year.
    Remark,
    /// Comments of ratings: a dispute with a vendor comes within a year.
    Comment,
    /// Words a moderator took out: time for an objection.
    Redacted,
}

/// Every class: what it is called, in Chinese and in the store, and for how many days it is kept.
pub const KEPT: [(Class, &str, &str, i64); 6] = [
    (Class::Contact, "contact", "联系方式(办件结束后)", 30),
    (
        Class::CaseWords,
        "case_words",
        "办件文字(办件结束后)",
        1_095,
    ),
    (Class::Suggestion, "suggestion", "意见与议题建议的文字", 730),
    (Class::Remark, "remark", "对页面的意见", 365),
    (Class::Comment, "comment", "服务评价的附言", 365),
    (Class::Redacted, "redacted", "遮盖前的原文", 30),
];

impl Class {
    /// What the store calls it.
    pub fn id(self) -> &'static str {
        KEPT[self as usize].1
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        KEPT[self as usize].2
    }

    /// For how many days it is kept.
    pub fn days(self) -> i64 {
        KEPT[self as usize].3
    }
}

/// What went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retained {
    /// How many of each class went, or would go.
    pub gone: BTreeMap<Class, u32>,
    /// How many were left alone because of a hold.
    pub held: u32,
    /// How many were changed by somebody in the same moment; the next run sees to them.
    pub left: u32,
}

impl Retained {
    fn count(&mut self, class: Class, written: bool) {
        if written {
            *self.gone.entry(class).or_default() += 1;
        } else {
            self.left += 1;
        }
    }
}

/// What the store must do.
pub trait Retention: ListAll + StaffCases + Forget + KeepDesk {}
impl<S: ListAll + StaffCases + Forget + KeepDesk> Retention for S {}

/// One run.
struct Run<'a, S> {
    store: &'a S,
    desk: &'a Desk<'a>,
    /// Whether anything is written.
    write: bool,
    held: BTreeSet<CaseReference>,
    report: Retained,
}

/// Lets go what its time is over for; with `write` false it only counts.
///
/// # Errors
/// [`Fault`] if the store did not answer; what went until then is gone.
pub async fn retain<S: Retention>(
    store: &S,
    desk: &Desk<'_>,
    write: bool,
) -> Result<Retained, Fault> {
    let entries = store.desk_entries().await?;
    let held = entries.iter().filter_map(|entry| match entry {
        DeskEntry::Hold(hold) => Some(hold.reference),
        DeskEntry::Cleared(_)
        | DeskEntry::Reply(_)
        | DeskEntry::Theme(_)
        | DeskEntry::Act(_)
        | DeskEntry::Topic(_)
        | DeskEntry::Trace(_) => None,
    });
    let mut run = Run {
        store,
        desk,
        write,
        held: held.collect(),
        report: Retained::default(),
    };
    run.cases().await?;
    run.feedback().await?;
    run.comments().await?;
    run.originals(entries).await?;
    Ok(run.report)
}

impl<S: Retention> Run<'_, S> {
    fn is_over(&self, class: Class, since: Moment) -> bool {
        self.desk.now.day().days_since(since.day()) > class.days()
    }

    fn trace(&self, class: Class, of: &str) -> DeskEntry {
        DeskEntry::Trace(TraceEntry {
            class: class.id().into(),
            of: of.into(),
            at: self.desk.now,
            kept_days: class.days(),
        })
    }

    async fn cases(&mut self) -> Result<(), Fault> {
        let mut contacts: BTreeSet<_> = self.store.contacts().await?.into_iter().collect();
        for stored in self.store.cases(|_| true).await? {
            let reference = stored.case.reference;
            let with_contact = contacts.remove(&reference);
            let Some(ended) = ended_at(&stored.case) else {
                continue;
            };
            let over = |class| self.is_over(class, ended);
            if !over(Class::Contact) {
                continue;
            }
            if self.held.contains(&reference) {
                self.report.held += 1;
                continue;
            }
            let words = over(Class::CaseWords);
            if with_contact {
                self.contact(reference).await?;
            }
            if words {
                self.words(stored).await?;
            }
        }
        // A contact without a case belongs to nothing.
        for reference in contacts {
            self.contact(reference).await?;
        }
        Ok(())
    }

    async fn contact(&mut self, reference: CaseReference) -> Result<(), Fault> {
        let trace = self.trace(Class::Contact, reference.as_str());
        let written = !self.write || self.store.forget_contact(reference, &trace).await?;
        self.report.count(Class::Contact, written);
        Ok(())
    }

    async fn words(&mut self, stored: StoredCase) -> Result<(), Fault> {
        let Some(after) = stored.case.forgotten(self.desk.now) else {
            return Ok(());
        };
        let trace = self.trace(Class::CaseWords, after.reference.as_str());
        let change = Change {
            before: (stored.case.state, stored.case.version),
            after: StoredCase {
                case: after,
                receipt: stored.receipt,
            },
        };
        let written =
            !self.write || self.store.staff(&[change], &[trace]).await? == Staffed::Written;
        self.report.count(Class::CaseWords, written);
        Ok(())
    }

    async fn feedback(&mut self) -> Result<(), Fault> {
        for mut entry in self.store.all_feedback().await? {
            let class = match entry.kind {
                FeedbackKind::Page | FeedbackKind::Affected => Class::Remark,
                FeedbackKind::Suggestion | FeedbackKind::Topic => Class::Suggestion,
            };
            let wordless = entry.text.is_none() && entry.subject.is_none();
            if wordless || !self.is_over(class, entry.filed_at) {
                continue;
            }
            (entry.text, entry.subject) = (None, None);
            let trace = self.trace(class, &entry.key);
            let written = !self.write || self.store.forget_feedback(&entry, &trace).await?;
            self.report.count(class, written);
        }
        Ok(())
    }

    async fn comments(&mut self) -> Result<(), Fault> {
        for mut entry in self.store.ratings().await? {
            if entry.comment.is_none() || !self.is_over(Class::Comment, entry.changed_at) {
                continue;
            }
            let version = entry.version;
            entry.comment = None;
            entry.version += 1;
            let trace = self.trace(Class::Comment, &entry.key);
            let written = !self.write || self.store.forget_comment(&entry, version, &trace).await?;
            self.report.count(Class::Comment, written);
        }
        Ok(())
    }

    /// The act stays and is counted; what it took out goes.
    async fn originals(&mut self, entries: Vec<DeskEntry>) -> Result<(), Fault> {
        for entry in entries {
            let DeskEntry::Act(act) = &entry else {
                continue;
            };
            if act.original.is_none() || !self.is_over(Class::Redacted, act.at) {
                continue;
            }
            let after = DeskEntry::Act(ActEntry {
                original: None,
                ..act.clone()
            });
            let written = !self.write || self.store.put_desk_entry(&after, Some(&entry)).await?;
            self.report.count(Class::Redacted, written);
        }
        Ok(())
    }
}

/// When a case went off the books; none while anybody is still at it.
fn ended_at(case: &Case) -> Option<Moment> {
    let ended = case.round().and_then(|round| round.ended_at);
    ended.filter(|_| case.state.is_ended())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_finds_its_own_row() {
        for (class, id, zh, days) in KEPT {
            assert_eq!((class.id(), class.zh(), class.days()), (id, zh, days));
        }
    }
}
