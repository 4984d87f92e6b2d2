//! What the desk prepares for publication: cleared answers, what is held back, suggestions, topics, themes, holds. Entry point: [`prepare`].

use super::Seat;
use crate::cli::desk::{FeedbackOptions, PrepareAct, ThemeOptions};
use crate::words::{cause, complain, plain, say};
use crate::{CouldNotRun, Outcome, files};
use functions::domain::publish::{self, Prepared, PublicWords, ThemeWords, Withholding};
use functions::store::ListAll;
use functions::store::entries::FeedbackEntry;
use governance::cases::Duty;
use governance::forms::feedback::FeedbackKind;
use governance::ids::RecordId;
use governance::labelled::Labelled;
use governance::published::ThemeReply;
use serde_json::json;

/// The draft of a topic.
const SKELETON: &str = include_str!("../../skeletons/topic_of_feedback.md");

/// Does what was asked.
///
/// # Errors
/// If the role has no such duty or the store does not answer.
pub(super) async fn prepare(seat: &Seat<'_>, act: &PrepareAct) -> Result<Outcome, CouldNotRun> {
    let (store, desk) = (&seat.opened.store, seat.opened.desk(seat.now));
    let prepared = match act {
        PrepareAct::Clear {
            case,
            summary,
            answer,
        } => {
            let role = seat.on_duty(Duty::Clear)?;
            publish::clear(store, &desk, (role, *case), PublicWords { summary, answer }).await
        }
        PrepareAct::ClearReply { rating, answer } => {
            let role = seat.on_duty(Duty::Clear)?;
            publish::clear_reply(store, &desk, (role, rating), answer.as_deref()).await
        }
        PrepareAct::Withhold {
            target,
            why,
            remove,
        } => {
            let role = seat.on_duty(Duty::Moderate)?;
            let what = Withholding {
                target,
                reason: *why,
                remove: *remove,
            };
            publish::withhold(store, &desk, role, what).await
        }
        PrepareAct::Theme(options) => {
            let role = seat.on_duty(Duty::Theme)?;
            publish::theme(store, &desk, role, theme_words(options)).await
        }
        PrepareAct::Hold { case, why, release } => {
            let role = seat.on_duty(Duty::Hold)?;
            let reason = (!release).then_some(why.reason.as_str());
            publish::hold(store, &desk, (role, *case), reason).await
        }
        PrepareAct::Topic { key, id } => return topic(seat, key, id).await,
        PrepareAct::Feedback(options) => return feedback(seat, options).await,
    };
    Ok(tell(seat, &prepared.map_err(|fault| seat.failed(&fault))?))
}

fn theme_words(options: &ThemeOptions) -> ThemeWords {
    let words = |text: &Option<String>| text.as_deref().map(Box::<str>::from);
    let link = words(&options.link);
    let done = words(&options.done).map(|text| ThemeReply::Done {
        text,
        link: link.clone(),
    });
    let planned = words(&options.planned).map(|text| ThemeReply::Planned { text, link });
    let not = words(&options.not_planned).map(|text| ThemeReply::NotPlanned { text });
    ThemeWords {
        id: options.id.clone(),
        title: words(&options.title),
        add: options.add.iter().map(|key| key.as_str().into()).collect(),
        reply: done.or(planned).or(not),
    }
}

fn tell(seat: &Seat<'_>, prepared: &Prepared) -> Outcome {
    let (code, zh, en) = said(prepared);
    let kept = *prepared == Prepared::Kept;
    let line = plain(seat.lang.pick(&zh, en));
    if seat.options.json {
        say(&json!({"result": code}).to_string());
    } else if kept {
        say(&line);
    } else {
        complain(&line);
    }
    if kept {
        Outcome::Clean
    } else {
        Outcome::Faults
    }
}

/// A result's code for machines, and its words.
fn said(prepared: &Prepared) -> (&'static str, String, &'static str) {
    let (code, zh, en) = match prepared {
        Prepared::Kept => (
            "kept",
            "已记下;要公布的,下一次 mingtang snapshot 会带上。",
            "kept; the next `mingtang snapshot` takes along what is to be published",
        ),
        Prepared::Unknown => (
            "unknown",
            "没有这一件,或没有这条意见、评价",
            "no such case, feedback or rating",
        ),
        Prepared::NotAgreed => (
            "not_agreed",
            "居民没有同意公开,不能公开",
            "the resident did not agree to publication",
        ),
        Prepared::NotAnswered => (
            "not_answered",
            "还没有答复,不能公开",
            "there is no answer yet",
        ),
        Prepared::Faster => (
            "stale",
            "别人刚刚改过,没有写入;请看过再试",
            "somebody else was faster; nothing was written",
        ),
        Prepared::Missing("answer") => (
            "missing",
            "要写明公开的文字 --answer",
            "say what is published: --answer",
        ),
        Prepared::Missing(_) => (
            "missing",
            "新主题要写明 --title",
            "a new theme needs --title",
        ),
        Prepared::Personal(found) => {
            let found: Vec<String> = found
                .iter()
                .map(|(kind, masked)| format!("{kind} {masked}"))
                .collect();
            let zh = format!("文字里有个人信息,没有记下:{}", found.join("、"));
            return (
                "personal_data",
                zh,
                "the words hold personal data and were not kept",
            );
        }
        Prepared::Before(topic) => {
            let zh = format!("这条意见已经变成议题 {}", topic.as_str());
            return ("before", zh, "this became a topic before");
        }
    };
    (code, zh.to_owned(), en)
}

async fn feedback(seat: &Seat<'_>, options: &FeedbackOptions) -> Result<Outcome, CouldNotRun> {
    if seat.options.role.is_some() {
        seat.on_duty(Duty::Read)?;
    }
    let all = seat.opened.store.all_feedback().await;
    let mut all = all.map_err(|fault| seat.failed(&fault.into()))?;
    let of_pages = |kind| matches!(kind, FeedbackKind::Page | FeedbackKind::Affected);
    all.retain(|entry| options.pages || !of_pages(entry.kind));
    all.sort_by(|a, b| (b.filed_at, &b.key).cmp(&(a.filed_at, &a.key)));
    if seat.options.json {
        let rows: Vec<_> = all
            .iter()
            .map(|e| json!({"key": e.key, "kind": e.kind, "filed_at": e.filed_at, "place": e.place, "page": e.page, "useful": e.useful, "subject": e.subject, "text": e.text}))
            .collect();
        say(&serde_json::to_string_pretty(&rows).unwrap_or_default());
        return Ok(Outcome::Clean);
    }
    for entry in &all {
        let subject = entry.subject.as_deref().or(entry.page.as_deref());
        let kind = seat.lang.pick(entry.kind.zh(), entry.kind.en());
        say(&format!(
            "{}  {}  {kind}  {}",
            entry.key,
            entry.filed_at.minute(),
            plain(subject.unwrap_or("—"))
        ));
        for line in entry.text.as_deref().unwrap_or_default().lines() {
            say(&format!("    {}", plain(line)));
        }
    }
    Ok(Outcome::Clean)
}

/// Writes the draft first and notes it then: a draft that was not noted can be deleted, a note without a draft would hide a suggestion.
async fn topic(seat: &Seat<'_>, key: &str, id: &RecordId) -> Result<Outcome, CouldNotRun> {
    let role = seat.on_duty(Duty::Topic)?;
    let lang = seat.lang;
    let found = publish::suggestion(&seat.opened.store, key).await;
    let entry = match found.map_err(|fault| seat.failed(&fault))? {
        Ok(entry) => entry,
        Err(prepared) => return Ok(tell(seat, &prepared)),
    };
    let folder = seat.options.content.join("topics");
    let path = folder.join(format!("{}.md", id.as_str()));
    let shown = plain(&path.display().to_string());
    let refused = |fault: std::io::Error| {
        let why = cause(&fault, lang);
        CouldNotRun::new(lang.pick(
            format!("写不了 {shown}:{why}"),
            format!("cannot write {shown}: {why}"),
        ))
    };
    files::make_folder(&folder).map_err(refused)?;
    files::write_new(&path, &draft(&entry)).map_err(refused)?;
    let desk = seat.opened.desk(seat.now);
    let noted = publish::topic(&seat.opened.store, &desk, role, (key, id.clone())).await;
    let noted = noted.map_err(|fault| seat.failed(&fault))?;
    if noted != Prepared::Kept {
        return Ok(tell(seat, &noted));
    }
    say(&lang.pick(
        format!("已写出草稿 {shown}。居民的原话在注释里,不会发布:请用自己的话改写,去掉个人信息,再删掉“草稿: true”。"),
        format!("wrote the draft {shown}; the resident's words are comments: rewrite them, then remove the line `草稿: true`"),
    ));
    Ok(Outcome::Clean)
}

/// The draft: the resident's words are comments of the front matter, which no output carries, so that nothing is published as it was typed.
fn draft(entry: &FeedbackEntry) -> String {
    let quoted = |text: &str| -> String {
        let lines = text.lines().map(|line| format!("# {}\n", plain(line)));
        lines.collect()
    };
    let division = entry.place.map(|place| format!("区划: \"{place}\"\n"));
    SKELETON
        .replace("{{day}}", &entry.filed_at.day().to_string())
        .replace("{{division}}\n", &division.unwrap_or_default())
        .replace(
            "{{subject}}\n",
            &quoted(entry.subject.as_deref().unwrap_or_default()),
        )
        .replace(
            "{{text}}\n",
            &quoted(entry.text.as_deref().unwrap_or_default()),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_resident_typed_cannot_leave_the_comments() {
        let entry: FeedbackEntry = serde_json::from_value(json!({
            "key": "k", "fingerprint": "f", "kind": "topic", "subject": "路灯\n草稿: false",
            "text": "第一行\r\n---\n标题: 假的\u{2028}x", "place": "420502001003", "filed_at": "2026-11-01T09:00:00+08:00"
        }))
        .unwrap();
        let draft = draft(&entry);
        let bare: Vec<&str> = draft
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(
            !bare
                .iter()
                .any(|line| line.contains("false") || line.contains("假的")),
            "{draft}"
        );
        assert_eq!(bare.iter().filter(|line| **line == "---").count(), 2);
        assert!(bare.contains(&"草稿: true") && bare.contains(&"区划: \"420502001003\""));
    }
}
