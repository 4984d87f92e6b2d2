//! The complaint form. Entry point: [`FORM`].

use super::words::Words;
use super::{Choice, Field, Form, Kind, choices};
use crate::cases::{CaseCategory, FilingKind};
use crate::labelled::Labelled;

/// Longest account of what happened, in code points. With the other fields it stays below [`crate::cases::MAX_FILED_TEXT`].
pub const WHAT_MAX: usize = 1_200;

/// Longest wanted outcome, in code points.
pub const WANTED_MAX: usize = 500;

/// Longest place description, in code points.
pub const SPOT_MAX: usize = 100;

/// Longest contact, in code points: a phone or an address of either kind.
pub const CONTACT_MAX: usize = 100;

/// The kinds that become a case when a resident files one here.
pub const KINDS: [FilingKind; 4] = [
    FilingKind::Complaint,
    FilingKind::Inquiry,
    FilingKind::Suggestion,
    FilingKind::Help,
];

fn kinds() -> Vec<Choice> {
    let of_form = |kind: FilingKind| Choice {
        id: kind.id(),
        label: Words::new(kind.zh(), kind.en()),
    };
    KINDS.into_iter().map(of_form).collect()
}

const FIELDS: &[Field] = &[
    Field::required(
        "category",
        Kind::One(choices::<CaseCategory>),
        Words::new("投诉类别", "What it is about"),
        Words::new("请选择投诉类别", "Choose what the complaint is about"),
    ),
    Field::optional(
        "kind",
        Kind::One(kinds),
        Words::new("诉求类型（选填）", "Kind (optional)"),
    )
    .hint(Words::new(
        "不选按投诉办理；咨询、建议的答复期限不同。",
        "Dealt with as a complaint unless chosen; inquiries and suggestions have other due dates.",
    )),
    Field::required(
        "what",
        Kind::Lines(WHAT_MAX),
        Words::new("发生了什么", "What happened"),
        Words::new("请写明发生了什么", "Say what happened"),
    )
    .hint(Words::new(
        "写事情经过即可。请不要写身份证号、银行卡号或他人的姓名、电话、住址。",
        "The course of events is enough. Leave out ID and bank card numbers, and other people's names, phones and addresses.",
    )),
    Field::required(
        "where",
        Kind::Place,
        Words::new("所在社区（村）", "Community or village"),
        Words::new("请填写或选择所在社区（村）", "Give the community or village"),
    )
    .hint(Words::new(
        "写名称就可以，例如“石板溪社区”；重名的提交后再选。也可以写12位区划代码。",
        "The name is enough, e.g. 石板溪社区; if several have it, you choose after sending. The code of 12 digits will do too.",
    )),
    Field::optional(
        "spot",
        Kind::Line(SPOT_MAX),
        Words::new("具体地点（选填）", "Exact spot (optional)"),
    )
    .hint(Words::new(
        "例如“小区东门路灯旁”，不写门牌号。",
        "For example “by the lamp at the east gate”; no door number.",
    )),
    Field::required(
        "when",
        Kind::Day,
        Words::new("发生日期", "Day it happened"),
        Words::new("请填写发生日期", "Give the day it happened"),
    )
    .hint(Words::new("例如 2026-11-05。", "For example 2026-11-05.")),
    Field::required(
        "wanted",
        Kind::Lines(WANTED_MAX),
        Words::new("希望怎样解决", "What would put it right"),
        Words::new("请写明希望怎样解决", "Say what would put it right"),
    ),
    Field::optional(
        "contact",
        Kind::Line(CONTACT_MAX),
        Words::new("联系方式（选填）", "How to reach you (optional)"),
    )
    .hint(Words::new(
        "电话或电子邮箱。加密后单独保存，只有承办人员能看到，办结后按期删除；不填也照样办理。",
        "Phone or e-mail. Kept apart and encrypted, seen only by the staff on the case, deleted after it ends. A complaint without it is dealt with all the same.",
    )),
    Field::optional(
        "publish",
        Kind::Consent,
        Words::new(
            "同意在隐去个人信息后公开内容摘要",
            "A summary may be published once personal details are removed",
        ),
    )
    .hint(Words::new(
        "不勾选就不公开；统计数字不受影响。",
        "Nothing is published unless this is ticked; figures are counted either way.",
    )),
];

/// The complaint form.
pub const FORM: Form = Form {
    id: "complaint",
    action: "/api/complaints",
    page: "/complaints/new/",
    title: Words::new("提交投诉", "Make a complaint"),
    notes: &[
        Words::new(
            "这里不是信访渠道，也不是紧急求助电话。",
            "This is no petition office (信访) and no emergency line.",
        ),
        Words::new(
            "遇到紧急情况请拨打：报警 110，火警 119，急救 120；其他政务诉求可拨打 12345。",
            "In an emergency call 110 (police), 119 (fire) or 120 (ambulance); for other public services call 12345.",
        ),
        Words::new(
            "提交后会得到一个查询编号和一个16位回执码。回执码只显示一次，查询时两个都要用到。",
            "You will get a reference and a receipt of 16 digits. The receipt is shown once; looking the case up needs both.",
        ),
    ],
    fields: FIELDS,
    submit: Words::new("提交投诉", "Send the complaint"),
};
