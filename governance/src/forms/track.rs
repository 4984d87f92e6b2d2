//! The form that looks a case up, and those a resident uses on the case's page. Entry points: [`FORM`], [`ACT_FORM`].
//!
//! Reference and receipt travel in the body, never in an address.

use super::words::Words;
use super::{Field, Form, Kind, choices};
use crate::cases::SatisfactionLevel;

/// Longest reference or receipt as typed, once hyphens and spaces are gone; what is no reference finds nothing.
const TYPED_MAX: usize = 24;

/// Longest reply or addition, in code points.
pub const TEXT_MAX: usize = crate::cases::MAX_TEXT;

labelled! {
    /// What a resident can do with their own case.
    pub enum ResidentAction {
        Answer = "answer", "回答承办人员的提问", "Answer the question";
        Add = "add", "补充情况", "Add to the case";
        Withdraw = "withdraw", "撤回投诉", "Withdraw the complaint";
        Reopen = "reopen", "要求重新办理", "Ask for it to be reopened";
        Satisfaction = "satisfaction", "评价办理结果", "Say how it went";
        Decline = "decline", "不评价，不必再问", "Rather not say; do not ask again";
    }
}

const REFERENCE: Field = Field::required(
    "reference",
    Kind::Code(TYPED_MAX),
    Words::new("查询编号", "Reference"),
    Words::new("请填写8位查询编号", "Give the reference of 8 characters"),
);

const RECEIPT: Field = Field::required(
    "receipt",
    Kind::Code(TYPED_MAX),
    Words::new("回执码", "Receipt"),
    Words::new("请填写16位回执码", "Give the receipt of 16 digits"),
);

/// The form that looks a case up.
pub const FORM: Form = Form {
    id: "track",
    action: "/api/complaints/track",
    page: "/complaints/track/",
    title: Words::new("查询投诉进度", "Look up a complaint"),
    notes: &[Words::new(
        "查询编号和回执码在提交成功的页面上。回执码丢失后无法找回，可以重新提交。",
        "Reference and receipt were on the page after filing. A lost receipt cannot be restored; file again instead.",
    )],
    fields: &[REFERENCE, RECEIPT],
    submit: Words::new("查询", "Look up"),
};

/// What a resident does with their case: answer, add, withdraw, ask for reopening, say how it went.
pub const ACT_FORM: Form = Form {
    id: "act",
    action: "/api/complaints/act",
    page: "/complaints/track/",
    title: Words::new("办理我的投诉", "My complaint"),
    notes: &[],
    fields: &[
        REFERENCE,
        RECEIPT,
        Field::required(
            "action",
            Kind::One(choices::<ResidentAction>),
            Words::new("要做什么", "What to do"),
            Words::new("请选择要做什么", "Choose what to do"),
        ),
        Field::optional("text", Kind::Lines(TEXT_MAX), Words::new("内容", "Text")).hint(
            Words::new(
                "回答、补充、重新办理需要填写。请不要写身份证号、银行卡号。",
                "Needed to answer, add or reopen. Leave out ID and bank card numbers.",
            ),
        ),
        Field::optional(
            "satisfaction",
            Kind::One(choices::<SatisfactionLevel>),
            Words::new("对办理结果是否满意", "Are you satisfied"),
        ),
        Field::optional(
            "resolved",
            Kind::Consent,
            Words::new("问题已经解决", "The problem is solved"),
        ),
    ],
    submit: Words::new("提交", "Send"),
};
