//! The columns of the tables of what residents filed, each with what it holds.
//!
//! Entry point: one list a table. Columns are never renamed or taken away. Must not read a snapshot: rows are made beside the tables.

mod ratings;

pub(super) use ratings::{RATING_TALLIES, VENDOR_RATINGS, VENDOR_REPLIES};

use crate::opendata::flat::{Column, Holds, Word, column};
use governance::cases::{CaseCategory, CaseState, FilingKind, Outcome};
use governance::forms::words::Words;
use governance::labelled::Labelled;
use governance::published::{ModerationAction, ModerationReason};

const REFERENCE: Column = column(
    "reference",
    "编号",
    Holds::Text,
    Words::new(
        "办件的公开编号，8 位字母和数字。",
        "Public reference of the case, eight letters and digits.",
    ),
);

const CATEGORY: Column = column(
    "category",
    "类别",
    Holds::Words(ids::<CaseCategory>),
    Words::new("诉求说的是哪一类事。", "What it is about."),
);

const PLACE: Column = column(
    "place",
    "社区(村)",
    Holds::Text,
    Words::new(
        "社区（村）的 12 位区划代码。",
        "Community or village, by its division code of twelve digits.",
    ),
);

/// The case log.
pub(super) const CASE_LOG: &[Column] = &[
    REFERENCE,
    column(
        "round",
        "轮次",
        Holds::Number,
        Words::new(
            "第几轮办理：首次提交为 1，每重新办理一次加 1。",
            "1 for the filing, one more for each reopening.",
        ),
    ),
    column(
        "kind",
        "诉求类型",
        Holds::Words(ids::<FilingKind>),
        Words::new("诉求是投诉、建议还是别的。", "What kind of filing."),
    ),
    CATEGORY,
    PLACE,
    column(
        "opened_on",
        "提交日期",
        Holds::Day,
        Words::new("提交或重新办理的日期。", "Day it was filed or reopened."),
    ),
    column(
        "due_on",
        "原定期限",
        Holds::Day,
        Words::new("最初定的答复期限。", "Original due date of the answer."),
    ),
    column(
        "extended_due_on",
        "延期后期限",
        Holds::Day,
        Words::new(
            "延期后的答复期限；没有延期的为空。",
            "Due date after the extension; empty if there is none.",
        ),
    ),
    column(
        "provisional",
        "期限暂定",
        Holds::Flag,
        Words::new(
            "那一年的放假安排还没有公布，期限可能变动。",
            "Whether the due date can still move because a year's calendar is not out yet.",
        ),
    ),
    column(
        "waiting_since",
        "等待补充起始日",
        Holds::Day,
        Words::new(
            "从哪一天起等居民补充材料；不在等的为空。",
            "Day since which the case waits for the resident; empty if it does not.",
        ),
    ),
    column(
        "answered_on",
        "答复日期",
        Holds::Day,
        Words::new(
            "答复居民的日期；还没有答复的为空。",
            "Day it was answered; empty if it was not yet.",
        ),
    ),
    column(
        "closed_on",
        "办结日期",
        Holds::Day,
        Words::new(
            "办结的日期；还在办的为空。",
            "Day it went off the books; empty while it is on them.",
        ),
    ),
    column(
        "outcome",
        "结果",
        Holds::Words(ids::<CaseState>),
        Words::new(
            "办理的结果；还没有结果的为空。",
            "What came out; empty until then.",
        ),
    ),
    column(
        "late_by_original",
        "超原定期限工作日",
        Holds::Number,
        Words::new(
            "比最初定的期限晚了几个工作日；按时为 0，还没有答复的为空。",
            "Working days after the original due date at which it was answered; 0 on time, empty until it is answered.",
        ),
    ),
    column(
        "late_by",
        "超期工作日",
        Holds::Number,
        Words::new(
            "比最后定的期限晚了几个工作日；按时为 0，还没有答复的为空。",
            "Working days after the due date that counts at which it was answered; 0 on time, empty until it is answered.",
        ),
    ),
    column(
        "on_time",
        "按时",
        Holds::Flag,
        Words::new(
            "是不是在最后定的期限内答复；还没有答复的为空。",
            "Whether it was answered by the due date that counts; empty until it is answered.",
        ),
    ),
    column(
        "reopened_n",
        "重新办理次数",
        Holds::Number,
        Words::new(
            "到这一轮为止，重新办理过几次。",
            "How often it was reopened up to this round.",
        ),
    ),
    column(
        "followers",
        "也受影响的人数",
        Holds::Number,
        Words::new(
            "还有几人受影响：并入的办件，和选了“我也受影响”的居民。",
            "Others whom the case concerns: cases that were merged into it, and residents who said so.",
        ),
    ),
];

/// Figures of cases.
pub(super) const CASE_FIGURES: &[Column] = &[
    column(
        "month",
        "月份",
        Holds::Month,
        Words::new(
            "哪一个月，年-月；最近的月份可能还没有过完。",
            "The month; the last one may not be over yet.",
        ),
    ),
    column(
        "place",
        "社区(村);空为全市",
        Holds::Text,
        Words::new(
            "社区（村）的区划代码；合计行为空。",
            "Community or village, by its division code; empty in the totals.",
        ),
    ),
    column(
        "category",
        "类别;空为全部",
        Holds::Words(ids::<CaseCategory>),
        Words::new(
            "诉求的类别；合计行为空。",
            "What the cases are about; empty in the totals.",
        ),
    ),
    column(
        "as_of",
        "截至",
        Holds::Day,
        Words::new("数字数到哪一天。", "Day up to which was counted."),
    ),
    column(
        "opening",
        "期初",
        Holds::Number,
        Words::new(
            "月初还在办的件数。",
            "Cases on the books at the month's beginning.",
        ),
    ),
    column(
        "received",
        "新收",
        Holds::Number,
        Words::new("当月新收的件数。", "Cases filed in the month."),
    ),
    column(
        "reopened",
        "重办",
        Holds::Number,
        Words::new("当月重新办理的件数。", "Cases reopened in the month."),
    ),
    column(
        "closed",
        "办结",
        Holds::Number,
        Words::new(
            "当月办结的件数。",
            "Cases that went off the books in the month.",
        ),
    ),
    column(
        "closing",
        "期末",
        Holds::Number,
        Words::new(
            "月末还在办的件数：期初加新收加重办减办结。",
            "Cases on the books at the month's end: opening + received + reopened − closed.",
        ),
    ),
    column(
        "answered",
        "答复",
        Holds::Number,
        Words::new("当月答复的件数。", "Cases answered in the month."),
    ),
    column(
        "on_time",
        "按时答复",
        Holds::Number,
        Words::new(
            "当月答复的里面，在最后定的期限内答复的件数。",
            "Of those answered, by the due date, extended or not.",
        ),
    ),
    column(
        "on_time_original",
        "按原定期限按时答复",
        Holds::Number,
        Words::new(
            "当月答复的里面，在最初定的期限内答复的件数。",
            "Of those answered, by the original due date.",
        ),
    ),
    column(
        "on_time_share",
        "按时答复率",
        Holds::Text,
        Words::new(
            "按时答复占当月答复的百分比，例如“92.50%”；没有答复的为空。",
            "Share answered on time, such as 92.50%; empty if nothing was answered.",
        ),
    ),
    column(
        "on_time_original_share",
        "按原定期限按时答复率",
        Holds::Text,
        Words::new(
            "按最初定的期限算的按时答复百分比；没有答复的为空。",
            "Share answered by the original due date; empty if nothing was answered.",
        ),
    ),
    column(
        "median_days",
        "天数中位数",
        Holds::Number,
        Words::new(
            "一半的答复在几天内作出，按自然日算。",
            "Days from opening to answer within which half of the answers came, all days counted.",
        ),
    ),
    column(
        "p90_days",
        "天数九成位数",
        Holds::Number,
        Words::new(
            "九成的答复在几天内作出，按自然日算。",
            "Days from opening to answer within which nine in ten came, all days counted.",
        ),
    ),
    column(
        "overdue_open",
        "超期未办",
        Holds::Number,
        Words::new(
            "到期末过了期限还没有答复的件数。",
            "Cases whose answer was owed and late at the month's end.",
        ),
    ),
    column(
        "satisfaction_n",
        "回答满意度的人数;空为不足 10",
        Holds::Number,
        Words::new(
            "当月办结的办件里，有几人回答了是否满意；不足 10 人或要防止推算的为空。",
            "Answers to the question at close; empty below ten, and where fewer than ten elsewhere could be found by subtraction.",
        ),
    ),
    column(
        "satisfied",
        "满意",
        Holds::Number,
        Words::new("回答满意的人数。", "Of those answers, satisfied."),
    ),
    column(
        "neutral",
        "一般",
        Holds::Number,
        Words::new(
            "回答一般的人数。",
            "Of those answers, neither satisfied nor dissatisfied.",
        ),
    ),
    column(
        "dissatisfied",
        "不满意",
        Holds::Number,
        Words::new("回答不满意的人数。", "Of those answers, dissatisfied."),
    ),
    column(
        "settled",
        "认为已解决",
        Holds::Number,
        Words::new(
            "回答的人里，认为事情已经解决的人数。",
            "Of those answers, who say that the matter is settled.",
        ),
    ),
];

/// Published answers.
pub(super) const ANSWERS: &[Column] = &[
    REFERENCE,
    CATEGORY,
    PLACE,
    column(
        "summary",
        "诉求摘要",
        Holds::Text,
        Words::new(
            "诉求说了什么，由工作人员概括。",
            "What was asked, in staff's words.",
        ),
    ),
    column(
        "outcome",
        "结果",
        Holds::Words(ids::<Outcome>),
        Words::new("办理的结果。", "What came out."),
    ),
    column(
        "answer",
        "答复",
        Holds::Text,
        Words::new(
            "怎么办的，由工作人员写。",
            "What was done, in staff's words.",
        ),
    ),
    column(
        "answered_on",
        "答复日期",
        Holds::Day,
        Words::new("答复居民的日期。", "Day it was answered."),
    ),
    column(
        "cleared_on",
        "审核公开日期",
        Holds::Day,
        Words::new(
            "居民同意、审核通过后公开的日期。",
            "Day it was cleared for publication; the resident had agreed.",
        ),
    ),
];

/// You said, we did.
pub(super) const THEMES: &[Column] = &[
    column(
        "id",
        "编号",
        Holds::Text,
        Words::new(
            "主题的编号，不变也不再用。",
            "Identity of the theme; never reused.",
        ),
    ),
    column(
        "title",
        "说的是什么",
        Holds::Text,
        Words::new(
            "居民说的是什么，由工作人员概括。",
            "What people said, in staff's words.",
        ),
    ),
    column(
        "n",
        "人数;空为不足 10",
        Holds::Number,
        Words::new(
            "有几人说；不足 10 人的为空。",
            "How many said it; empty below ten.",
        ),
    ),
    column(
        "from",
        "自",
        Holds::Day,
        Words::new("从哪一天起数。", "First day counted."),
    ),
    column(
        "to",
        "至",
        Holds::Day,
        Words::new("数到哪一天。", "Last day counted."),
    ),
    column(
        "state",
        "办理",
        Holds::Words(states),
        Words::new(
            "已办、计划办还是不办；还没有答复的为空。",
            "Whether it was done, will be, or will not be; empty until there is an answer.",
        ),
    ),
    column(
        "text",
        "答复",
        Holds::Text,
        Words::new(
            "办了什么、打算怎么办，或为什么不办。",
            "What was or will be done, or why not.",
        ),
    ),
    column(
        "link",
        "相关页面",
        Holds::Text,
        Words::new(
            "本站上相关决定或事项的网页地址。",
            "The decision or item behind it, as a path on this site.",
        ),
    ),
];

/// Moderation.
pub(super) const MODERATION: &[Column] = &[
    column(
        "month",
        "月份",
        Holds::Month,
        Words::new("哪一个月，年-月。", "The month."),
    ),
    column(
        "action",
        "处理",
        Holds::Words(ids::<ModerationAction>),
        Words::new("审核时怎么处理的。", "What moderation did."),
    ),
    column(
        "reason",
        "原因",
        Holds::Words(ids::<ModerationReason>),
        Words::new("为什么这样处理。", "Why it did so."),
    ),
    column(
        "n",
        "次数",
        Holds::Number,
        Words::new("这个月这样处理了几次。", "How often in the month."),
    ),
];

fn ids<L: Labelled>() -> Vec<Word> {
    L::ALL.iter().map(|v| (v.id(), v.zh())).collect()
}

fn states() -> Vec<Word> {
    vec![
        ("done", "已办"),
        ("planned", "计划办"),
        ("not_planned", "不办"),
    ]
}
