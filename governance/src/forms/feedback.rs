//! The feedback forms: one question under every page, and suggestions and topics for the deliberation hall.
//!
//! Entry points: [`FORM`], [`PAGE_FORM`], [`AFFECTED_FORM`]. All are posted to one route; the hidden or chosen `kind` tells them apart.

use super::words::Words;
use super::{Choice, Field, Form, Kind, choices};
use crate::cases::CaseReference;
use crate::labelled::Labelled;

labelled! {
    /// What feedback is for.
    pub enum FeedbackKind {
        Page = "page", "页面是否有用", "Whether a page is useful";
        Suggestion = "suggestion", "意见建议", "Suggestion";
        Topic = "topic", "议事厅议题建议", "Topic for the deliberation hall";
        Affected = "affected", "我也受影响", "I am affected too";
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

fn only(kinds: &[FeedbackKind]) -> Vec<Choice> {
    let mut all = choices::<FeedbackKind>();
    all.retain(|c| kinds.iter().any(|kind| kind.id() == c.id));
    all
}

fn open_kinds() -> Vec<Choice> {
    only(&[FeedbackKind::Suggestion, FeedbackKind::Topic])
}

fn page_kind() -> Vec<Choice> {
    only(&[FeedbackKind::Page])
}

fn affected_kind() -> Vec<Choice> {
    only(&[FeedbackKind::Affected])
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
            "写名称，例如“石板溪社区”，或12位区划代码；与具体社区无关可以不填。",
            "Its name, e.g. 石板溪社区, or its code of 12 digits; leave empty if it is about no single place.",
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

/// The button on an open case's page: whoever has the same trouble need not file a second case to be counted.
pub const AFFECTED_FORM: Form = Form {
    id: "affected",
    action: "/api/feedback",
    page: "/cases/",
    title: Words::new("我也受影响", "I am affected too"),
    notes: &[Words::new(
        "不用再提交一件：记下以后，人数随下一次快照公布在这件的页面上。",
        "No second case is needed: you are counted, and the number stands on the case's page after the next snapshot.",
    )],
    fields: &[
        Field::required(
            "kind",
            Kind::One(affected_kind),
            Words::new("类型", "Kind"),
            Words::new("请从办件页面提交", "Send it from a case's page"),
        ),
        Field::required(
            "page",
            Kind::Hidden(PAGE_MAX),
            Words::new("页面地址", "Page"),
            Words::new("请从办件页面提交", "Send it from a case's page"),
        ),
    ],
    submit: Words::new("我也受影响", "I am affected too"),
};

/// The form that feedback of this kind is sent by.
pub fn form_of(kind: &str) -> &'static Form {
    match FeedbackKind::find(kind) {
        Some(FeedbackKind::Page) => &PAGE_FORM,
        Some(FeedbackKind::Affected) => &AFFECTED_FORM,
        Some(FeedbackKind::Suggestion | FeedbackKind::Topic) | None => &FORM,
    }
}

/// The case whose page this is: `/cases/K7M29QXR/`.
pub fn case_of(page: &str) -> Option<CaseReference> {
    let reference = page.strip_prefix("/cases/")?.trim_end_matches('/');
    CaseReference::parse(reference).ok()
}
