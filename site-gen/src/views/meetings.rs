//! Minutes: who met, what was decided by how many, and whether it was done.
//!
//! Entry point: [`page`]. Quorum and majority are computed from attendance and ballots and said in words; consultation is never called a resolution.

use super::ThemeFault;
use super::files::{FileView, files};
use super::frame::Look;
use super::parts::{ChangeView, DayView, FactView, ItemView, TagView};
use crate::charts::{self, Part};
use crate::library::{Item, Ix, ListKey, ReadFault};
use crate::pages;
use governance::dates::{Day, Moment};
use governance::deliberation::{
    Action, ActionStatus, AgendaItem, Attendance, Correction, Entitled, Meeting, MeetingStatus,
    MinutesState, PublicNotice, Vote,
};
use governance::records::{Facts, Kind};
use serde::Serialize;

#[derive(Serialize)]
struct MeetingView<'r> {
    body_name: &'r str,
    tier: &'r str,
    state: TagView<'r>,
    minutes: Option<TagView<'r>>,
    example: bool,
    summary: Option<&'r str>,
    facts: Vec<FactView<'r>>,
    quorum: Option<JudgedView<'r>>,
    agenda: Vec<AgendaView<'r>>,
    notice: Option<NoticeView<'r>>,
    body: Option<String>,
    corrections: Vec<CorrectionView<'r>>,
    seal: Option<SealView<'r>>,
    /// Meetings that took up what this one passed on.
    later: Vec<ItemView<'r>>,
    changes: Vec<ChangeView<'r>>,
}

/// A computed statement with its verdict.
#[derive(Serialize)]
struct JudgedView<'r> {
    sentence: String,
    tag: TagView<'r>,
}

#[derive(Serialize)]
struct AgendaView<'r> {
    no: u32,
    subject: &'r str,
    trail: Vec<TrailLink<'r>>,
    time: Option<&'r str>,
    proposer: Option<&'r str>,
    background: Option<&'r str>,
    papers: Vec<FileView<'r>>,
    opinions: Vec<OpinionView<'r>>,
    vote: Option<VoteView<'r>>,
    outcome: Option<&'r str>,
    resolution: Option<&'r str>,
    opinion: Option<&'r str>,
    actions: Vec<ActionView<'r>>,
}

#[derive(Serialize)]
struct TrailLink<'r> {
    label: &'r str,
    url: String,
    text: &'r str,
}

#[derive(Serialize)]
struct OpinionView<'r> {
    side: &'r str,
    summary: &'r str,
    count: Option<u32>,
}

#[derive(Serialize)]
struct VoteView<'r> {
    method: &'r str,
    sentence: String,
    tag: TagView<'r>,
    bar: String,
}

#[derive(Serialize)]
struct ActionView<'r> {
    what: &'r str,
    state: TagView<'r>,
    post: &'r str,
    department: Option<&'r str>,
    due: DayView,
    extended: Option<DayView>,
    asked: Option<DayView>,
    extension_reason: Option<&'r str>,
    done: Option<DayView>,
    evidence: Option<&'r str>,
    cancelled: Option<&'r str>,
    percent: Option<u8>,
    steps: Vec<StepView<'r>>,
    reopened: Vec<ReopeningView<'r>>,
}

/// What was called done on a day and taken up again on another.
#[derive(Serialize)]
struct ReopeningView<'r> {
    done: DayView,
    day: DayView,
    reason: &'r str,
}

#[derive(Serialize)]
struct StepView<'r> {
    day: DayView,
    text: &'r str,
    evidence: Option<&'r str>,
}

#[derive(Serialize)]
struct NoticeView<'r> {
    sentence: String,
    to: Option<&'r str>,
    phone: Option<&'r str>,
}

#[derive(Serialize)]
struct CorrectionView<'r> {
    day: DayView,
    what: &'r str,
    why: &'r str,
    by: &'r str,
    sha256: Option<&'r str>,
}

/// The hash of final minutes.
#[derive(Serialize)]
struct SealView<'r> {
    sha256: String,
    tag: TagView<'r>,
    /// Where the text lies that it is of.
    text: String,
}

/// The page of a meeting.
pub(super) fn page(
    look: &Look<'_>,
    (ix, item): (Ix, &Item),
    out: &mut Vec<u8>,
) -> Result<(), ThemeFault> {
    let record = look.reader.record(ix)?;
    let Facts::Meeting(meeting) = &record.facts else {
        return Err(ReadFault::NotShown.into());
    };
    let today = look.reader.today_of(ix);
    let state = match meeting.status {
        MeetingStatus::Held => TagView::good(look.label(meeting.status)),
        MeetingStatus::Cancelled => TagView::bad(look.label(meeting.status)),
        MeetingStatus::Tentative | MeetingStatus::Confirmed => {
            TagView::plain(look.label(meeting.status))
        }
    };
    let view = MeetingView {
        body_name: look.label(meeting.body),
        tier: look.label(meeting.tier),
        state,
        minutes: meeting.minutes.map(|m| minutes_tag(look, m)),
        example: item.example,
        summary: item.summary.as_deref(),
        facts: facts(look, meeting, item),
        quorum: quorum(look, meeting),
        agenda: meeting
            .agenda
            .iter()
            .map(|a| agenda(look, ix, (meeting, a), today))
            .collect(),
        notice: meeting
            .public_notice
            .as_ref()
            .map(|n| notice(look, n, today)),
        body: look.reader.body(ix)?.map(|b| b.html),
        corrections: meeting
            .corrections
            .iter()
            .rev()
            .map(|c| correction(look, c))
            .collect(),
        seal: seal(look, (ix, item), meeting)?,
        later: look.items(look.reader.list(ListKey::Backlinks(ix, Kind::Meeting))),
        changes: look.changes(&record.envelope.changes),
    };
    let source = item
        .division
        .and_then(|c| look.place(c))
        .unwrap_or(&look.reader.site().config.name);
    let frame = look.article((item, &record.envelope), source);
    look.show("meeting.html", (frame, &view), out)
}

/// The hash of final minutes, and whether it was written down when they became final. One that does not fit stops the build before.
fn seal<'r>(
    look: &Look<'r>,
    (ix, item): (Ix, &Item),
    meeting: &Meeting,
) -> Result<Option<SealView<'r>>, ThemeFault> {
    let Some(sha256) = look.reader.minutes_hash(ix)? else {
        return Ok(None);
    };
    let tag = match meeting.registered() {
        Some(_) => TagView::good(look.t("meeting.seal_kept")),
        None => TagView::plain(look.t("meeting.seal_open")),
    };
    Ok(Some(SealView {
        sha256,
        tag,
        text: format!("{}minutes.json", pages::address(item)),
    }))
}

fn minutes_tag<'r>(look: &Look<'r>, state: MinutesState) -> TagView<'r> {
    let word = look.say("meeting.minutes_state", &[("state", look.label(state))]);
    match state {
        MinutesState::Final => TagView::good(word),
        MinutesState::Draft | MinutesState::Circulated | MinutesState::Amended => {
            TagView::plain(word)
        }
    }
}

fn facts<'r>(look: &Look<'r>, meeting: &'r Meeting, item: &'r Item) -> Vec<FactView<'r>> {
    let mut facts = vec![FactView::new(look.t("meeting.time"), time(look, meeting))];
    let place = item.division.and_then(|c| look.place_link(c));
    facts.extend(place.map(|p| FactView::linked(look.t("meeting.community"), p)));
    let venue = meeting
        .place
        .as_deref()
        .unwrap_or_else(|| look.label(meeting.venue));
    facts.push(FactView::new(look.t("meeting.place"), venue));
    facts.push(FactView::new(
        look.t("meeting.form"),
        look.label(meeting.form),
    ));
    let posts = [
        ("meeting.convener", &meeting.convener),
        ("meeting.chair", &meeting.chair),
        ("meeting.recorder", &meeting.recorder),
        ("meeting.grid", &meeting.grid),
    ];
    for (name, post) in posts {
        facts.extend(post.as_deref().map(|p| FactView::new(look.t(name), p)));
    }
    if let Some(days) = meeting
        .convened_on
        .map(|d| meeting.start.day().days_since(d))
    {
        facts.push(FactView::new(
            look.t("meeting.notice_given"),
            look.say("meeting.days_ahead", &[("n", &days.to_string())]),
        ));
    }
    facts.extend(
        meeting
            .circulated_until
            .map(|d| FactView::new(look.t("meeting.circulated_until"), look.day(d).text)),
    );
    facts.extend(meeting.attendance.iter().flat_map(|a| attended(look, a)));
    facts
}

/// How many came, and who else was there.
fn attended<'r>(look: &Look<'r>, attendance: &Attendance) -> Vec<FactView<'r>> {
    let (expected, present) = (
        attendance.expected.to_string(),
        attendance.present.to_string(),
    );
    let numbers = [("expected", &*expected), ("present", &*present)];
    let mut facts = vec![FactView::new(
        look.t("meeting.attendance"),
        look.say(
            match attendance.entitled {
                Some(Entitled::Households) => "meeting.attended_households",
                Some(Entitled::Adults) | None => "meeting.attended",
            },
            &numbers,
        ),
    )];
    let entitled = attendance.entitled.map(|who| look.label(who));
    facts.extend(entitled.map(|who| FactView::new(look.t("meeting.entitled"), who)));
    let others = [
        ("meeting.observers", &attendance.observers),
        ("meeting.invited", &attendance.invited),
    ];
    for (name, roles) in others.into_iter().filter(|(_, roles)| !roles.is_empty()) {
        let roles = roles.join(look.t("word.comma"));
        facts.push(FactView::new(look.t(name), roles));
    }
    facts
}

/// 2026年11月5日 14:30–16:00
fn time(look: &Look<'_>, meeting: &Meeting) -> String {
    let start = written(look, meeting.start);
    match meeting.end {
        Some(end) if end.day() == meeting.start.day() => format!("{start}–{}", &end.minute()[11..]),
        Some(end) => format!("{start}–{}", written(look, end)),
        None => start,
    }
}

fn written(look: &Look<'_>, at: Moment) -> String {
    format!("{} {}", look.day(at.day()).text, &at.minute()[11..])
}

fn quorum<'r>(look: &Look<'r>, meeting: &Meeting) -> Option<JudgedView<'r>> {
    let quorum = meeting.quorum()?;
    let numbers = [quorum.needed.to_string(), quorum.present.to_string()];
    let entitled = meeting.attendance.as_ref().and_then(|a| a.entitled);
    let sentence = look.say(
        match entitled {
            Some(Entitled::Households) => "meeting.quorum_sentence_households",
            Some(Entitled::Adults) | None => "meeting.quorum_sentence",
        },
        &[("needed", &numbers[0]), ("present", &numbers[1])],
    );
    let tag = if quorum.met() {
        TagView::good(look.t("meeting.quorum_met"))
    } else {
        TagView::bad(look.t("meeting.quorum_missed"))
    };
    Some(JudgedView { sentence, tag })
}

fn agenda<'r>(
    look: &Look<'r>,
    ix: Ix,
    (meeting, item): (&'r Meeting, &'r AgendaItem),
    today: Day,
) -> AgendaView<'r> {
    let opinion = |o: &'r governance::deliberation::Opinion| OpinionView {
        side: look.label(o.side),
        summary: &o.summary,
        count: o.count,
    };
    let present = meeting.attendance.as_ref().map(|a| a.present);
    AgendaView {
        no: item.no,
        subject: &item.subject,
        trail: trail(look, item),
        time: item.time.as_deref(),
        proposer: item.proposer.map(|p| look.label(p)),
        background: item.background.as_deref(),
        papers: files(look, ix, &item.papers),
        opinions: item.opinions.iter().map(opinion).collect(),
        vote: item.vote.as_ref().map(|v| vote(look, (v, item), present)),
        outcome: item.outcome.map(|o| look.label(o)),
        resolution: item
            .resolution
            .as_deref()
            .filter(|_| meeting.resolves(item)),
        opinion: item.consultative_opinion.as_deref(),
        actions: item
            .actions
            .iter()
            .map(|a| action(look, a, today))
            .collect(),
    }
}

/// Where the matter came from.
fn trail<'r>(look: &Look<'r>, item: &'r AgendaItem) -> Vec<TrailLink<'r>> {
    let from = [
        ("meeting.raised_by", Kind::Topic, &item.raised_by),
        (
            "meeting.escalated_from",
            Kind::Meeting,
            &item.escalated_from,
        ),
    ];
    let link = |(label, kind, id): (&'static str, Kind, &'r Option<governance::ids::RecordId>)| {
        let (_, found) = look.reader.find(kind, id.as_ref()?.as_str())?;
        Some(TrailLink {
            label: look.t(label),
            url: pages::address(found),
            text: &found.title,
        })
    };
    let mut trail: Vec<TrailLink<'r>> = from.into_iter().filter_map(link).collect();
    let theme = item.theme.as_ref();
    let theme = theme.and_then(|id| look.reader.theme(id.as_str()));
    trail.extend(theme.map(|theme| TrailLink {
        label: look.t("meeting.theme"),
        url: format!("/you-said/#{}", theme.id),
        text: &theme.title,
    }));
    trail
}

fn vote<'r>(
    look: &Look<'r>,
    (vote, item): (&'r Vote, &AgendaItem),
    present: Option<u32>,
) -> VoteView<'r> {
    let present = present.unwrap_or_else(|| u32::try_from(vote.total()).unwrap_or(u32::MAX));
    let numbers = [
        vote.agree,
        vote.oppose,
        vote.abstain,
        vote.invalid,
        present / 2 + 1,
    ]
    .map(|n| n.to_string());
    let names = ["agree", "oppose", "abstain", "invalid", "needed"];
    let filled: Vec<(&str, &str)> = names
        .iter()
        .zip(&numbers)
        .map(|(name, n)| (*name, n.as_str()))
        .collect();
    let sentence = look.say("meeting.vote_sentence", &filled);
    let parts = [
        (vote.agree, "fill"),
        (vote.abstain + vote.invalid, "half"),
        (vote.oppose, "late"),
    ];
    let parts = parts.map(|(count, class)| Part { count, class });
    let tag = if item.carried(present) {
        TagView::good(look.t("meeting.carried"))
    } else {
        TagView::bad(look.t("meeting.not_carried"))
    };
    VoteView {
        method: look.label(vote.method),
        bar: charts::votes(&sentence, &parts),
        sentence,
        tag,
    }
}

fn action<'r>(look: &Look<'r>, action: &'r Action, today: Day) -> ActionView<'r> {
    let state = match action.status {
        ActionStatus::Done => TagView::good(look.label(action.status)),
        ActionStatus::NotStarted | ActionStatus::UnderWay if action.overdue(today) => {
            TagView::bad(look.t("state.overdue"))
        }
        ActionStatus::NotStarted | ActionStatus::UnderWay | ActionStatus::Cancelled => {
            TagView::plain(look.label(action.status))
        }
    };
    let step = |m: &'r governance::deliberation::Milestone| StepView {
        day: look.day(m.on),
        text: &m.text,
        evidence: m.evidence.as_deref(),
    };
    let reopening = |r: &'r governance::deliberation::Reopening| ReopeningView {
        done: look.day(r.done_on),
        day: look.day(r.on),
        reason: &r.reason,
    };
    ActionView {
        what: &action.what,
        state,
        post: &action.responsible_post,
        department: action.department.as_deref(),
        due: look.day(action.due_on),
        extended: action.extension.as_ref().map(|e| look.day(e.to)),
        asked: action.extension.as_ref().map(|e| look.day(e.asked_on)),
        extension_reason: action.extension.as_ref().map(|e| &*e.reason),
        done: action.done_on.map(|d| look.day(d)),
        evidence: action.evidence.as_deref(),
        cancelled: action.cancel_reason.as_deref(),
        percent: action.percent,
        steps: action.milestones.iter().map(step).collect(),
        reopened: action.reopened.iter().map(reopening).collect(),
    }
}

fn notice<'r>(look: &Look<'r>, notice: &'r PublicNotice, today: Day) -> NoticeView<'r> {
    let name = if today > notice.to {
        "meeting.notice_over"
    } else {
        "meeting.notice_running"
    };
    let (from, to) = (look.day(notice.from).text, look.day(notice.to).text);
    NoticeView {
        sentence: look.say(name, &[("from", &from), ("to", &to)]),
        to: notice.objections_to.as_deref(),
        phone: notice.supervision_phone.as_deref(),
    }
}

fn correction<'r>(look: &Look<'r>, correction: &'r Correction) -> CorrectionView<'r> {
    CorrectionView {
        day: look.day(correction.on),
        what: &correction.what,
        why: &correction.why,
        by: &correction.by,
        sha256: correction.sha256.as_deref(),
    }
}
