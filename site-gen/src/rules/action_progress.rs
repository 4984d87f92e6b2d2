//! MT0527: the percentage of an action contradicts its state.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::ActionStatus;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(527),
    severity: Severity::Error,
    title: both("完成百分比和进度对不上", "The percentage of an action contradicts its state"),
    what: both(
        "“已完成”的任务是 100，“未开始”的是 0，“进行中”的不到 100。",
        "What is done stands at 100, what has not begun at 0, what is under way below 100.",
    ),
    why: both(
        "百分比是给人看的，不能和状态打架。",
        "People read the percentage; it must not contradict the state.",
    ),
    example: "进度: 已完成\n完成百分比: 80",
    remedy: both("改正其中一个，或不写百分比。", "Correct one of them, or leave the percentage out."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    for (item, n) in meeting.agenda.iter().zip(0..) {
        for (action, m) in item.actions.iter().zip(0..) {
            let Some(percent) = action.percent else {
                continue;
            };
            let fits = match action.status {
                ActionStatus::Done => percent == 100,
                ActionStatus::NotStarted => percent == 0,
                ActionStatus::UnderWay => percent < 100,
                ActionStatus::Cancelled => percent <= 100,
            };
            if !fits {
                let message = words!("完成百分比 {percent} 和进度对不上", "{percent} per cent contradicts the state");
                let at = format!("agenda[{n}].actions[{m}]");
                found.add(format!("{at}.percent"), message).with(format!("{at}.status"));
            }
        }
    }
}
