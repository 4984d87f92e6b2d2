//! The content of the pages that answer a form post. Entry points: one function for each outcome.
//!
//! Everything typed is escaped here or in [`governance::forms::render`]. The pages work without JavaScript.

use super::AppState;
use super::answer::Trouble;
use super::problem::Code;
use super::shown::{Shown, is_shown, label};
use crate::domain::complaints::Receipted;
use crate::domain::ratings::{How, Kept};
use crate::secrets::hex;
use governance::cases::{Case, CaseReference, Due, Round, TimelineEvent};
use governance::dates::Day;
use governance::forms::feedback::FeedbackKind;
use governance::forms::render::{self, Drawn, OptionList};
use governance::forms::track::{ACT_FORM, ResidentAction};
use governance::forms::values::Values;
use governance::forms::words::{Lang, Words, escape};
use governance::forms::{Field, Form, Kind, complaint, feedback, rating};
use governance::labelled::Labelled;
use serde_json::{Value, json};
use std::fmt::Write;

/// A page's title and content.
#[derive(Debug)]
pub struct Page {
    /// For `<title>`, as text.
    pub title: String,
    /// For `<main>`, as HTML.
    pub main: String,
}

/// Where a case is looked up.
const TRACK_PAGE: &str = "/complaints/track/";

/// A new client key for a form that is shown to one person; empty if there is no chance to be had, which the contract allows.
pub fn fresh_key(state: &AppState) -> String {
    let mut bytes = [0; 16];
    match state.parts().entropy.fill(&mut bytes) {
        Ok(()) => hex(&bytes),
        Err(_) => String::new(),
    }
}

fn page(title: Words, lang: Lang, body: &str) -> Page {
    let title = title.of(lang);
    Page {
        title: title.into(),
        main: format!(
            "<div lang=\"{}\">\n<h1>{}</h1>\n{body}</div>\n",
            lang.tag(),
            escape(title)
        ),
    }
}

/// The page after a form was accepted. It names the form, so that a script can clear the draft on the device.
fn done(title: Words, lang: Lang, (form, body): (&Form, &str)) -> Page {
    let body = format!("<div data-mt-done=\"{}\">\n{body}</div>\n", form.id);
    page(title, lang, &body)
}

/// Reference and receipt, once, and what happens next.
pub fn filed(receipted: &Receipted, lang: Lang) -> Page {
    let mut body = String::new();
    receipt_list(&mut body, receipted, lang);
    next_steps(&mut body, receipted, lang);
    let urgent = Words::new(
        "等不及的急事请拨打12345；危险请拨打110、119、120。",
        "If it cannot wait, call 12345; in danger call 110, 119 or 120.",
    );
    paragraph(&mut body, urgent.of(lang));
    track_link(&mut body, receipted, lang);
    done(
        Words::new("投诉已收到", "Your complaint was received"),
        lang,
        (&complaint::FORM, &body),
    )
}

fn receipt_list(body: &mut String, receipted: &Receipted, lang: Lang) {
    let reference = Words::new("查询编号", "Reference").of(lang);
    let receipt_word = Words::new("回执码", "Receipt").of(lang);
    let _ = writeln!(
        body,
        "<dl class=\"facts mt-receipt\"><dt>{reference}</dt><dd id=\"reference\"><strong>{}</strong></dd>",
        receipted.case.reference
    );
    if let Some(receipt) = &receipted.receipt {
        let _ = writeln!(
            body,
            "<dt>{receipt_word}</dt><dd id=\"receipt\"><strong>{}</strong></dd>",
            receipt.shown_once()
        );
    }
    body.push_str("</dl>\n");
    let keep = Words::new(
        "请现在抄下或打印这一页。回执码只显示这一次，离开后无法找回。",
        "Copy or print this page now. The receipt is shown this once and cannot be restored.",
    );
    paragraph(body, keep.of(lang));
}

/// The link that can be kept as a bookmark: the reference stands behind the `#`, so that no log has it; the receipt is not in it.
fn track_link(body: &mut String, receipted: &Receipted, lang: Lang) {
    let link = Words::new("查询办理进度", "Look up how it is going").of(lang);
    let keep = Words::new(
        "（可以存为书签，里面没有回执码）",
        " (you can bookmark it; it does not hold the receipt)",
    );
    let (reference, keep) = (receipted.case.reference, keep.of(lang));
    let _ = writeln!(
        body,
        "<p><a href=\"{TRACK_PAGE}#reference={reference}\">{link}</a>{keep}</p>"
    );
}

fn next_steps(body: &mut String, receipted: &Receipted, lang: Lang) {
    paragraph(body, &next_words(receipted, lang));
}

/// What happens next, with its dates.
pub fn next_words(receipted: &Receipted, lang: Lang) -> String {
    let case = &receipted.case;
    let (first, answer) = (case.acknowledge.due_on, case.round().map(Round::due_on));
    match (lang, answer) {
        (Lang::Zh, Some(answer)) => format!(
            "{}前告知是否受理，{}前答复。期限按工作日计算，提交当日不计。",
            first.zh(),
            answer.zh()
        ),
        (Lang::En, Some(answer)) => format!(
            "You will hear by {first} whether it is taken on, and have an answer by {answer}. Working days count; the day of filing does not."
        ),
        (_, None) => String::new(),
    }
}

/// The same as JSON.
pub fn filed_json(receipted: &Receipted) -> Value {
    let case = &receipted.case;
    json!({
        "reference": case.reference,
        "receipt": receipted.receipt.as_ref().map(|r| r.shown_once().replace(' ', "")),
        "state": "received",
        "acknowledge_by": case.acknowledge.due_on,
        "answer_by": case.rounds.first().map(Round::due_on),
        "provisional": case.rounds.first().is_some_and(|r| r.answer.provisional),
        "track": TRACK_PAGE,
    })
}

/// A rating is stored; a bad one has opened a case.
pub fn rated(kept: &Kept, lang: Lang) -> Page {
    let mut body = String::new();
    let now = Words::new("现在保存的评价", "The rating that is stored").of(lang);
    let level = label(kept.level, lang);
    let _ = writeln!(
        body,
        "<dl class=\"facts\"><dt>{now}</dt><dd id=\"level\"><strong>{level}</strong></dd></dl>"
    );
    paragraph(&mut body, of_rating(kept).of(lang));
    if let Some(receipted) = &kept.case {
        case_of_rating(&mut body, receipted, lang);
    }
    paragraph(
        &mut body,
        Words::new(
            "评价按批公布：满10条新评价才更新数字，单独一条看不出是谁写的。",
            "Figures are renewed once ten new ratings have come, so that no single one can be read out of them.",
        )
        .of(lang),
    );
    done(
        Words::new("评价已保存", "Your rating was stored"),
        lang,
        (&rating::FORM, &body),
    )
}

fn of_rating(kept: &Kept) -> Words {
    match (kept.how, kept.verified) {
        (How::Replaced, _) => Words::new(
            "新的评价已代替先前的评价。",
            "The new rating stands in place of the earlier one.",
        ),
        (How::Second, _) => Words::new(
            "这是问题办理之后的二次评价。先前的评价保留，两次都会统计。",
            "This is the second rating, after the matter was dealt with. The first stays, and both are counted.",
        ),
        (How::First, true) => Words::new(
            "评价凭证有效，这次评价计入主要统计。一周内可以用同一凭证修改。",
            "The voucher is good: the rating counts in the main figures. You can change it with the same voucher for a week.",
        ),
        (How::First, false) => Words::new(
            "没有评价凭证的评价单独列出，不计入主要统计。",
            "Ratings without a voucher are shown apart and do not count in the main figures.",
        ),
    }
}

/// A bad rating is followed up: the same reference, receipt and dates as a complaint's.
fn case_of_rating(body: &mut String, receipted: &Receipted, lang: Lang) {
    let heading = Words::new(
        "不满意的评价已立案跟进",
        "A case was opened to put it right",
    )
    .of(lang);
    let _ = writeln!(body, "<h2>{heading}</h2>");
    receipt_list(body, receipted, lang);
    next_steps(body, receipted, lang);
    let again = Words::new(
        "问题办理之后，可以用同一张凭证再评价一次。",
        "Once it is dealt with, you can rate once more with the same voucher.",
    );
    paragraph(body, again.of(lang));
    track_link(body, receipted, lang);
}

/// The same as JSON.
pub fn rated_json(kept: &Kept) -> Value {
    let mut value = json!({
        "stored": true,
        "verified": kept.verified,
        "replaced": kept.how == How::Replaced,
        "second": kept.how == How::Second,
        "level": kept.level,
    });
    if let Some(receipted) = &kept.case {
        value["case"] = filed_json(receipted);
    }
    value
}

/// Feedback is stored.
pub fn heard(kind: FeedbackKind, lang: Lang) -> Page {
    let mut body = String::new();
    let next = match kind {
        FeedbackKind::Affected => feedback::AFFECTED_FORM.notes[0],
        FeedbackKind::Page | FeedbackKind::Suggestion | FeedbackKind::Topic => Words::new(
            "工作人员会阅读。意见不会自动公开。",
            "Staff read it. Nothing is published by itself.",
        ),
    };
    paragraph(&mut body, next.of(lang));
    received(&mut body, lang)
}

/// Somebody behind the same address said the same today. It may be the same person, whose second tap counts nothing; it may be a neighbour, who says so
/// with a key of their own.
pub fn counted_before(state: &AppState, case_page: &str, lang: Lang) -> Page {
    let mut body = String::new();
    let before = Words::new(
        "今天从这个网络已经记下一次：如果是您自己点的，不用再点，已经算上了。",
        "Somebody on this network was counted today. If that was you, nothing more is needed.",
    );
    paragraph(&mut body, before.of(lang));
    let another = Words::new(
        "我是另一个人，也受影响",
        "I am somebody else, and affected too",
    );
    let form = &feedback::AFFECTED_FORM;
    let (tag, kind) = (lang.tag(), FeedbackKind::Affected.id());
    let (page, key) = (escape(case_page), fresh_key(state));
    let _ = writeln!(
        body,
        "<form action=\"{}\" method=\"post\" id=\"another\"><input type=\"hidden\" name=\"kind\" value=\"{kind}\"><input type=\"hidden\" name=\"page\" value=\"{page}\">\
         <input type=\"hidden\" name=\"lang\" value=\"{tag}\"><input type=\"hidden\" name=\"client_key\" value=\"{key}\"><p class=\"mt-submit\"><button type=\"submit\">{}</button></p></form>",
        form.action,
        another.of(lang),
    );
    received(&mut body, lang)
}

fn received(body: &mut String, lang: Lang) -> Page {
    let home = Words::new("回到首页", "Back to the home page").of(lang);
    let _ = writeln!(body, "<p><a href=\"/\">{home}</a></p>");
    done(
        Words::new("已收到，谢谢", "Received, thank you"),
        lang,
        (&feedback::FORM, body),
    )
}

/// A case, for its owner, with a form for what they can do now.
pub fn case(state: &AppState, shown: &Shown, lang: Lang) -> Page {
    let case = &shown.case;
    let mut body = String::new();
    facts(&mut body, shown, lang);
    place(&mut body, (state, case), lang);
    working(&mut body, shown, lang);
    let heading = Words::new("办理经过", "What happened").of(lang);
    let _ = writeln!(body, "<h2>{heading}</h2>\n<ol class=\"mt-timeline\">");
    for event in case.timeline.iter().filter(|e| is_shown(e)) {
        event_item(&mut body, event, lang);
    }
    body.push_str("</ol>\n");
    if !shown.actions.is_empty() {
        act_form(&mut body, shown, lang, &fresh_key(state));
    }
    let title = Words::new("投诉办理进度", "How your complaint stands");
    page(title, lang, &body)
}

fn facts(body: &mut String, shown: &Shown, lang: Lang) {
    let case = &shown.case;
    let mut rows = vec![
        (
            Words::new("查询编号", "Reference"),
            case.reference.to_string(),
        ),
        (Words::new("状态", "State"), label(case.state, lang).into()),
        (
            Words::new("类别", "About"),
            label(case.category, lang).into(),
        ),
        (
            Words::new("时限", "Time"),
            label(shown.standing, lang).into(),
        ),
    ];
    if case.escalated {
        let passed = Words::new(
            "多次重新办理，已提请上一级过问",
            "Reopened several times: passed to the next level",
        );
        rows.push((Words::new("督办", "Oversight"), passed.of(lang).into()));
    }
    rows.extend(dates(shown, lang));
    body.push_str("<dl class=\"facts\">\n");
    for (name, value) in rows {
        let (name, value) = (name.of(lang), escape(&value));
        let _ = writeln!(body, "<dt>{name}</dt><dd>{value}</dd>");
    }
    if let Some(other) = case.duplicate_of {
        merged(body, other, lang);
    }
}

/// The community, by its name where the site's list is at hand; its page says which it is in any case. Ends the list of facts.
fn place(body: &mut String, (state, case): (&AppState, &Case), lang: Lang) {
    let (code, word) = (case.place, Words::new("社区（村）", "Place").of(lang));
    let name = state.parts().places.name_of(code);
    let name = name.unwrap_or_else(|| code.to_string());
    let name = escape(&name);
    let _ = writeln!(
        body,
        "<dt>{word}</dt><dd><a href=\"/d/{code}/\">{name}</a></dd>\n</dl>"
    );
}

fn written(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Zh => day.zh(),
        Lang::En => day.to_string(),
    }
}

/// The dates of the running round: the original one stands beside an extended one.
fn dates(shown: &Shown, lang: Lang) -> Vec<(Words, String)> {
    let Some(round) = shown.case.round() else {
        return Vec::new();
    };
    let provisional = Words::new("（暂定）", " (provisional)").of(lang);
    let day = |due: &Due| {
        let provisional = if due.provisional { provisional } else { "" };
        format!("{}{provisional}", written(due.due_on, lang))
    };
    let mut rows = Vec::new();
    if shown.case.acknowledged_at.is_none() {
        let name = Words::new("告知是否受理", "Told whether it is accepted by");
        rows.push((name, day(&shown.case.acknowledge)));
    }
    let answer = rows.len();
    rows.push((Words::new("答复期限", "Answer by"), day(&round.answer)));
    if let Some(extension) = &round.extension {
        rows[answer].0 = Words::new("原定答复期限", "Answer was due by");
        let name = Words::new("延期后答复期限", "Extended until");
        rows.push((name, day(&extension.due)));
    }
    if let Some(until) = shown.reopen_until {
        let name = Words::new("可要求重新办理，最后一天", "Can be reopened until");
        rows.push((name, written(until, lang)));
    }
    rows
}

/// Where a merged case goes on. Its owner has no receipt for that one, so the link leads to its public side.
fn merged(body: &mut String, other: CaseReference, lang: Lang) {
    let name = Words::new("并入", "Goes on as").of(lang);
    let when = Words::new(
        "（下一次公布数据以后，可以看到它办得怎样）",
        " (how it goes is shown there once figures are published next)",
    );
    let when = when.of(lang);
    let _ = writeln!(
        body,
        "<dt>{name}</dt><dd><a href=\"/cases/{other}/\">{other}</a>{when}</dd>"
    );
}

/// How the due date was counted, folded away.
fn working(body: &mut String, shown: &Shown, lang: Lang) {
    let Some(reckoning) = shown.working.last() else {
        return;
    };
    let heading = Words::new("期限是怎么算的", "How the date was counted").of(lang);
    let unit = label(reckoning.period.unit, lang);
    let (start, days) = (reckoning.start.minute(), reckoning.period.days);
    let line = match lang {
        Lang::Zh => format!("从{start}起，当日不计，数满{days}{unit}为期限。"),
        Lang::En => format!("From {start}, that day not counted, {days} × {unit}."),
    };
    let _ = writeln!(body, "<details><summary>{heading}</summary>\n<p>{line}</p>");
    let skipped: Vec<String> = reckoning
        .skipped
        .iter()
        .chain(&reckoning.rolled_over)
        .map(|day| format!("<li>{} {}</li>", day.day, escape(&day.name)))
        .collect();
    if !skipped.is_empty() {
        let name = Words::new("不计的日子", "Days not counted").of(lang);
        let _ = writeln!(body, "<p>{name}</p>\n<ul>{}</ul>", skipped.concat());
    }
    body.push_str("</details>\n");
}

fn event_item(body: &mut String, event: &TimelineEvent, lang: Lang) {
    let (kind, role) = (label(event.kind, lang), label(event.role, lang));
    let (at, minute) = (event.at, event.at.minute());
    let _ = writeln!(
        body,
        "<li><p><time datetime=\"{at}\">{minute}</time> {kind}（{role}）</p>"
    );
    let parts = [
        (None, &event.text),
        (Some(Words::new("原因", "Reason")), &event.reason),
        (Some(Words::new("下一步", "Next")), &event.next),
        (Some(Words::new("内容已隐去", "Removed")), &event.redacted),
    ];
    for (name, words) in parts {
        let Some(words) = words else { continue };
        let name = name.map_or(String::new(), |n| format!("{}：", n.of(lang)));
        for line in words.lines() {
            let _ = writeln!(body, "<p>{name}{}</p>", escape(line));
        }
    }
    body.push_str("</li>\n");
}

/// The form on a case's page. The receipt is typed again: a page that held it could be read over a shoulder or from a print-out.
fn act_form(body: &mut String, shown: &Shown, lang: Lang, key: &str) {
    let heading = Words::new("您可以", "What you can do").of(lang);
    let _ = writeln!(body, "<h2>{heading}</h2>");
    let mut values = Values::default();
    values.add("reference", shown.case.reference.as_str());
    let drawn = Drawn {
        lang,
        values: Some(&values),
        client_key: key,
        ..Drawn::default()
    };
    let offers = |action| shown.actions.contains(&action);
    body.push_str(&render::form_with(&ACT_FORM, &drawn, &|field, choice| {
        match field.name {
            "action" => choice.is_empty() || shown.actions.iter().any(|a| is_action(*a, choice)),
            // Nobody is asked how it went before it is over.
            "satisfaction" | "resolved" => offers(ResidentAction::Satisfaction),
            _ => true,
        }
    }));
}

fn is_action(action: ResidentAction, id: &str) -> bool {
    action.id() == id
}

/// What is wrong, with the form and everything that was typed.
pub fn trouble(state: &AppState, trouble: &Trouble, lang: Lang) -> Page {
    let row = trouble.code.row();
    let mut body = String::new();
    if trouble.code != Code::ValidationFailed {
        let heading = escape(row.title.of(lang));
        let _ = writeln!(
            body,
            "<div class=\"mt-errors\" id=\"trouble\" role=\"alert\" tabindex=\"-1\"><h2>{heading}</h2>"
        );
        paragraph(&mut body, row.detail.of(lang));
        if let Some(seconds) = trouble.wait {
            paragraph(&mut body, &wait_words(seconds, lang));
        }
        body.push_str("</div>\n");
    }
    let Some((form, typed)) = &trouble.again else {
        ways_out(&mut body, lang);
        return page(row.title, lang, &body);
    };
    body.push_str(&form_again(state, (form, typed), trouble, lang));
    let mut page = page(form.title, lang, &body);
    let before = Words::new("错误：", "Error: ").of(lang);
    page.title = format!("{before}{}", form.title.of(lang));
    page
}

/// Where to go from an answer that has no form, e.g. an address kept as a bookmark.
fn ways_out(body: &mut String, lang: Lang) {
    let ways = [
        (
            TRACK_PAGE,
            Words::new("查询投诉进度", "Look up a complaint"),
        ),
        (complaint::FORM.page, complaint::FORM.title),
        ("/", Words::new("回到首页", "Back to the home page")),
    ];
    body.push_str("<ul>\n");
    for (address, words) in ways {
        let _ = writeln!(
            body,
            "<li><a href=\"{address}\">{}</a></li>",
            words.of(lang)
        );
    }
    body.push_str("</ul>\n");
}

fn form_again(
    state: &AppState,
    (of, typed): (&Form, &Values),
    trouble: &Trouble,
    lang: Lang,
) -> String {
    let mut lists: Vec<(&str, &OptionList)> = state
        .parts()
        .lists
        .iter()
        .filter(|(name, _)| of.field(name).is_some_and(is_list))
        .map(|(name, list)| (*name, list))
        .collect();
    lists.extend(trouble.offered.iter().map(|(name, list)| (*name, list)));
    // The same key where the same filing may be sent again, a new one where the key itself is the trouble.
    let kept = typed.first(governance::forms::CLIENT_KEY);
    let key = if trouble.code == Code::KeyReused || kept.is_empty() || kept.len() > 64 {
        fresh_key(state)
    } else {
        kept.into()
    };
    let drawn = Drawn {
        lang,
        values: Some(typed),
        faults: &trouble.faults,
        client_key: &key,
        lists: &lists,
    };
    // What is wrong comes first, then what everybody reads before the form.
    let form = render::form_with(of, &drawn, &|_, _| true);
    [render::faults(&drawn), render::notes(of, lang), form].concat()
}

fn is_list(field: &Field) -> bool {
    matches!(field.kind, Kind::Place | Kind::Record)
}

/// How long to wait, in words.
pub fn wait_words(seconds: u64, lang: Lang) -> String {
    let minutes = seconds.div_ceil(60).max(1);
    match lang {
        Lang::Zh => format!("请在{minutes}分钟后再试。"),
        Lang::En => format!("Try again in {minutes} minutes."),
    }
}

fn paragraph(body: &mut String, text: &str) {
    if !text.is_empty() {
        let _ = writeln!(body, "<p>{}</p>", escape(text));
    }
}
