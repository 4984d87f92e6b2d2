//! The feedback forms: one question under every page, and suggestions and topics for the deliberation hall.
//!
//! Entry points: [`FORM`], [`PAGE_FORM`]. Both are posted to one route; the hidden or chosen `kind` tells them apart.

use super::words::Words;
use super::{Choice, Field, Form, Kind, choices};

labelled! {
    /// What feedback is for.
    pub enum FeedbackKind {
        Page = "page", "页面是否有用", "Whether a page is useful";
        Suggestion = "suggestion", "意见建议", "Suggestion";
        Topic = "topic", "议事厅议题建议", "Topic for the deliberation hall";
    }
}

/// Longest page address, in code points.
pub const PAGE_MAX: usize = 200;

/// Longest remark about a page, in code points.
pub const REMARK_MAX: usize = 500;

/// Longest subject, in code points.
pub const SUBJECT_MAX: usize = 60;

/// Longest suggestion, in code points.
pub const TEXT_MAX: usize = 2_000;

fn open_kinds() -> Vec<Choice> {
    let mut all = choices::<FeedbackKind>();
    all.retain(|c| c.id != "page");
    all
}

fn page_kind() -> Vec<Choice> {
    let mut all = choices::<FeedbackKind>();
    all.retain(|c| c.id == "page");
    all
}

fn yes_no() -> Vec<Choice> {
    vec![
        Choice {
            id: "yes",
            label: Words::new("有用", "Yes"),
        },
        Choice {
            id: "no",
            label: Words::new("没用", "No"),
        },
    ]
}

/// Suggestions and topics.
pub const FORM: Form = Form {
    id: "feedback",
    action: "/api/feedback",
    page: "/feedback/",
    title: Words::new("意见与议题", "Suggestions and topics"),
    notes: &[Words::new(
        "意见不会自动公开。议题建议由工作人员整理后提交议事厅，结果在议题页面公布。请不要写个人信息。",
        "Nothing is published by itself. Topics are taken to the deliberation hall by staff and the result is published on the topic's page. Leave out personal details.",
    )],
    fields: &[
        Field::required(
            "kind",
            Kind::One(open_kinds),
            Words::new("类型", "Kind"),
            Words::new("请选择是意见建议还是议题建议", "Choose suggestion or topic"),
        ),
        Field::required(
            "subject",
            Kind::Line(SUBJECT_MAX),
            Words::new("标题", "Subject"),
            Words::new("请用一句话写标题", "Give a subject in one line"),
        ),
        Field::required(
            "text",
            Kind::Lines(TEXT_MAX),
            Words::new("内容", "Text"),
            Words::new("请写明内容", "Say what you suggest"),
        ),
        Field::optional(
            "where",
            Kind::Place,
            Words::new("相关社区（村）（选填）", "Community or village (optional)"),
        )
        .hint(Words::new(
            "12位区划代码，例如 420502001003；与具体社区无关可以不填。",
            "The division code of 12 digits, e.g. 420502001003; leave empty if it is about no single place.",
        )),
    ],
    submit: Words::new("提交", "Send"),
};

/// The question under a page.
pub const PAGE_FORM: Form = Form {
    id: "page-feedback",
    action: "/api/feedback",
    page: "/feedback/",
    title: Words::new("这个页面有用吗？", "Is this page useful?"),
    notes: &[],
    fields: &[
        Field::required(
            "kind",
            Kind::One(page_kind),
            Words::new("类型", "Kind"),
            Words::new("请从页面底部提交", "Send it from the foot of a page"),
        ),
        Field::required(
            "page",
            Kind::Hidden(PAGE_MAX),
            Words::new("页面地址", "Page"),
            Words::new("请从页面底部提交", "Send it from the foot of a page"),
        ),
        Field::required(
            "useful",
            Kind::One(yes_no),
            Words::new("这个页面有用吗", "Is this page useful"),
            Words::new("请选择有用或没用", "Choose yes or no"),
        ),
        Field::optional(
            "text",
            Kind::Lines(REMARK_MAX),
            Words::new(
                "可以怎样改进（选填）",
                "What would make it better (optional)",
            ),
        )
        .hint(Words::new(
            "请不要写个人信息。",
            "Leave out personal details.",
        )),
    ],
    submit: Words::new("提交", "Send"),
};
