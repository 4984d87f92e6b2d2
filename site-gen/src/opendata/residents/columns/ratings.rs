//! The columns of the tables of ratings: by vendor, what was tallied beside them, what vendors answered.
//!
//! Entry point: one list a table. The same rules as for the other columns: see [`super`].

use super::ids;
use crate::opendata::flat::{Column, Holds, Word, column};
use governance::forms::words::Words;
use governance::ratings::{AppealState, VendorReply};

const VENDOR: Column = column(
    "vendor",
    "服务单位",
    Holds::Text,
    Words::new(
        "服务单位的编号，和商户表一致。",
        "The vendor, by its id in the table of vendors.",
    ),
);

/// Ratings of vendors.
pub(in crate::opendata::residents) const VENDOR_RATINGS: &[Column] = &[
    VENDOR,
    column(
        "verified",
        "凭评价凭证",
        Holds::Flag,
        Words::new(
            "评价是否凭凭证作出；两种分开数，不相加。",
            "Whether the ratings came with a voucher; the two are counted apart and never added.",
        ),
    ),
    column(
        "method",
        "统计方法版本",
        Holds::Number,
        Words::new(
            "统计方法的版本号，方法变了就加 1。",
            "Version of the method, one more whenever the method changes.",
        ),
    ),
    column(
        "as_of",
        "截至",
        Holds::Day,
        Words::new(
            "这些数字最早出现在哪一天的快照里。",
            "Day of the snapshot in which these figures were first shown.",
        ),
    ),
    column(
        "n",
        "条数;空为不足 10",
        Holds::Number,
        Words::new(
            "评价的条数；不足 10 条的为空，各档条数、满意率和平均分也为空。",
            "Ratings; empty below ten, as are levels, share and mean.",
        ),
    ),
    column(
        "level_5",
        "非常满意",
        Holds::Number,
        Words::new(
            "评“非常满意”的条数。",
            "Ratings of the best of five levels.",
        ),
    ),
    column(
        "level_4",
        "满意",
        Holds::Number,
        Words::new("评“满意”的条数。", "Ratings of the second best level."),
    ),
    column(
        "level_3",
        "基本满意",
        Holds::Number,
        Words::new("评“基本满意”的条数。", "Ratings of the middle level."),
    ),
    column(
        "level_2",
        "不满意",
        Holds::Number,
        Words::new("评“不满意”的条数。", "Ratings of the second worst level."),
    ),
    column(
        "level_1",
        "非常不满意",
        Holds::Number,
        Words::new("评“非常不满意”的条数。", "Ratings of the worst level."),
    ),
    column(
        "satisfied",
        "满意率",
        Holds::Text,
        Words::new(
            "评“基本满意”及以上的百分比。",
            "Share of ratings of the upper three levels.",
        ),
    ),
    column(
        "interval_low",
        "95% 区间下限",
        Holds::Text,
        Words::new(
            "满意率 95% 置信区间的下限，条数越少区间越宽。",
            "Lower end of the 95 % interval of the share satisfied.",
        ),
    ),
    column(
        "interval_high",
        "95% 区间上限",
        Holds::Text,
        Words::new(
            "满意率 95% 置信区间的上限。",
            "Upper end of the 95 % interval of the share satisfied.",
        ),
    ),
    column(
        "mean",
        "平均分",
        Holds::Text,
        Words::new(
            "平均分，1 到 5 分，两位小数；不足 30 条的为空。",
            "Mean of the levels, 1 to 5, two decimals; empty below thirty ratings.",
        ),
    ),
    column(
        "bad_cases",
        "差评办件",
        Holds::Number,
        Words::new(
            "由差评转成的办件数，只数凭凭证的。",
            "Cases that bad reviews with a voucher opened.",
        ),
    ),
    column(
        "bad_answered",
        "已答复",
        Holds::Number,
        Words::new("差评办件里已经答复的件数。", "Of those cases, answered."),
    ),
    column(
        "bad_on_time",
        "按时答复",
        Holds::Number,
        Words::new(
            "已答复的差评办件里，按时答复的件数。",
            "Of those answered, on time.",
        ),
    ),
    column(
        "second",
        "再次评价",
        Holds::Number,
        Words::new(
            "差评之后又评价了一次的条数。",
            "Bad reviews with a second rating afterwards.",
        ),
    ),
    column(
        "improved",
        "再次评价变好",
        Holds::Number,
        Words::new(
            "再次评价里，比第一次好的条数。",
            "Of those, with a better level than the first.",
        ),
    ),
];

/// Reasons, discarded ratings and appeals.
pub(in crate::opendata::residents) const RATING_TALLIES: &[Column] = &[
    VENDOR,
    column(
        "what",
        "是什么",
        Holds::Words(tallied),
        Words::new(
            "这一行数的是评价原因、不计入的评价，还是申诉。",
            "What the row counts: reasons given, ratings that do not count, or appeals.",
        ),
    ),
    column(
        "value",
        "哪一种",
        Holds::Text,
        Words::new(
            "具体是哪种原因，或申诉处于哪一步，用英文代号。",
            "Which reason, or which state of an appeal, by its identifier.",
        ),
    ),
    column(
        "n",
        "条数",
        Holds::Number,
        Words::new(
            "这一种有几条；评价原因满 10 条才列。",
            "How many; reasons are listed from ten on.",
        ),
    ),
];

/// Answers of vendors.
pub(in crate::opendata::residents) const VENDOR_REPLIES: &[Column] = &[
    VENDOR,
    column(
        "cleared_on",
        "审核公开日期",
        Holds::Day,
        Words::new(
            "审核通过、可以公开的日期；不是评价的日期。",
            "Day the answer was cleared for publication; not that of the rating.",
        ),
    ),
    column(
        "verified",
        "凭评价凭证",
        Holds::Flag,
        Words::new(
            "所答复的评价是否凭凭证作出。",
            "Whether the rating it answers came with a voucher.",
        ),
    ),
    column(
        "reply",
        "答复",
        Holds::Words(ids::<VendorReply>),
        Words::new(
            "单位选的答复，在固定几种里选。",
            "What the vendor answers, of a fixed list.",
        ),
    ),
    column(
        "text",
        "单位的话",
        Holds::Text,
        Words::new(
            "单位自己写的话，公开前由工作人员检查过个人信息。",
            "The vendor's own words, read by staff for personal data.",
        ),
    ),
    column(
        "appeal",
        "误评申诉",
        Holds::Words(ids::<AppealState>),
        Words::new(
            "单位申诉误评的进度；没有申诉的为空。",
            "Where the vendor's appeal against the rating stands; empty if there is none.",
        ),
    ),
];

fn tallied() -> Vec<Word> {
    vec![
        ("reason", "评价原因"),
        ("discarded", "不计入的评价"),
        ("appeal", "申诉"),
    ]
}
