//! The closed list of problems a function answers with (RFC 9457), and who does what about each.
//!
//! Entry point: [`Code`]. Every code has its status, what the resident reads, and who acts. A new code is a new row here and nowhere else.

use governance::forms::values::FieldFault;
use governance::forms::words::{Lang, Words};
use serde_json::{Value, json};

/// Who does something about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The person at the form.
    Resident,
    /// Whoever wrote the program that sent the request.
    Client,
    /// Whoever runs the site.
    Operator,
}

/// A problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A field is missing or wrong.
    ValidationFailed,
    /// The body is not what its content type says.
    MalformedBody,
    /// The body is too large.
    BodyTooLarge,
    /// Neither JSON nor a form post.
    UnsupportedMediaType,
    /// No such address.
    NotFound,
    /// Not with this method.
    MethodNotAllowed,
    /// Reference and receipt do not belong together, or there is no such case.
    CaseNotFound,
    /// The client key was used for another filing.
    KeyReused,
    /// The voucher was used already.
    VoucherUsed,
    /// The case has changed meanwhile, or this cannot be done to it now.
    NotNow,
    /// A field that no person sees was filled in.
    NotAPerson,
    /// The proof of work is missing, wrong or used.
    ProofFailed,
    /// Too many requests.
    TooMany,
    /// The store did not answer; nothing was acknowledged.
    StoreUnavailable,
    /// A fault of ours.
    Internal,
}

/// What belongs to a code.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The code.
    pub code: Code,
    /// The code's identifier.
    pub id: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Who acts.
    pub actor: Actor,
    /// What happened.
    pub title: Words,
    /// What to do.
    pub detail: Words,
}

/// Every problem, in the order of [`Code`].
pub const ROWS: [Row; 15] = [
    Row {
        code: Code::ValidationFailed,
        id: "validation_failed",
        status: 422,
        actor: Actor::Resident,
        title: Words::new("请改正以下问题", "There is a problem"),
        detail: Words::new(
            "改正后重新提交，已填的内容都还在。",
            "Correct it and send again; what you typed is kept.",
        ),
    },
    Row {
        code: Code::MalformedBody,
        id: "malformed_body",
        status: 400,
        actor: Actor::Client,
        title: Words::new("请求内容无法读取", "The request cannot be read"),
        detail: Words::new(
            "请返回表单重新提交。",
            "Go back to the form and send it again.",
        ),
    },
    Row {
        code: Code::BodyTooLarge,
        id: "body_too_large",
        status: 413,
        actor: Actor::Resident,
        title: Words::new("内容太长", "Too long"),
        detail: Words::new(
            "请缩短内容后重新提交。",
            "Shorten the text and send it again.",
        ),
    },
    Row {
        code: Code::UnsupportedMediaType,
        id: "unsupported_media_type",
        status: 415,
        actor: Actor::Client,
        title: Words::new("不支持的内容类型", "Unsupported content type"),
        detail: Words::new(
            "只接受 application/json 和 application/x-www-form-urlencoded（UTF-8）。",
            "Send application/json or application/x-www-form-urlencoded, in UTF-8.",
        ),
    },
    Row {
        code: Code::NotFound,
        id: "not_found",
        status: 404,
        actor: Actor::Client,
        title: Words::new("没有这个地址", "No such address"),
        detail: Words::new("请从首页重新进入。", "Start again from the home page."),
    },
    Row {
        code: Code::MethodNotAllowed,
        id: "method_not_allowed",
        status: 405,
        actor: Actor::Client,
        title: Words::new("这个地址不能这样访问", "Wrong method"),
        detail: Words::new("请从网站上的表单提交。", "Use the form on the site."),
    },
    Row {
        code: Code::CaseNotFound,
        id: "case_not_found",
        status: 404,
        actor: Actor::Resident,
        title: Words::new("没有找到", "Nothing found"),
        detail: Words::new(
            "查询编号和回执码对不上。请照提交成功页面上的内容重新填写。",
            "Reference and receipt do not belong together. Copy both from the page you got after filing.",
        ),
    },
    Row {
        code: Code::KeyReused,
        id: "key_reused",
        status: 409,
        actor: Actor::Resident,
        title: Words::new("这份表单已经提交过", "This form was sent before"),
        detail: Words::new(
            "先前的内容已保存。如果是另一件事，请打开新的表单重新填写。",
            "What you sent before is stored. For another matter open a new form.",
        ),
    },
    Row {
        code: Code::VoucherUsed,
        id: "voucher_used",
        status: 409,
        actor: Actor::Resident,
        title: Words::new("这张评价凭证已经用过", "This voucher was used already"),
        detail: Words::new(
            "一次服务只评价一次，先前的评价已保存。",
            "One service, one rating; the earlier rating is stored.",
        ),
    },
    Row {
        code: Code::NotNow,
        id: "not_now",
        status: 409,
        actor: Actor::Resident,
        title: Words::new("现在不能这样办理", "Not possible now"),
        detail: Words::new(
            "投诉的状态已经变化，请重新查询。",
            "The case has changed; look it up again.",
        ),
    },
    Row {
        code: Code::NotAPerson,
        id: "not_a_person",
        status: 422,
        actor: Actor::Resident,
        title: Words::new("没有保存", "Nothing was stored"),
        detail: Words::new(
            "一个看不见的格子被填写了，通常是自动填表造成的。请清空后重试。",
            "A field that is not shown was filled in, usually by an auto-fill. Try again without it.",
        ),
    },
    Row {
        code: Code::ProofFailed,
        id: "proof_failed",
        status: 422,
        actor: Actor::Resident,
        title: Words::new("验证没有通过", "The check did not pass"),
        detail: Words::new(
            "验证已过期或用过，请再提交一次。",
            "The check has expired or was used; send the form once more.",
        ),
    },
    Row {
        code: Code::TooMany,
        id: "too_many_requests",
        status: 429,
        actor: Actor::Resident,
        title: Words::new("提交太频繁", "Too many requests"),
        detail: Words::new(
            "没有保存。请稍后再提交，已填的内容都还在。",
            "Nothing was stored. Send it again later; what you typed is kept.",
        ),
    },
    Row {
        code: Code::StoreUnavailable,
        id: "store_unavailable",
        status: 503,
        actor: Actor::Operator,
        title: Words::new("暂时不能保存", "It cannot be stored just now"),
        detail: Words::new(
            "没有收到保存成功的答复。请过几分钟再提交一次，同一份表单重复提交不会重复登记。急事请拨打 12345。",
            "There was no confirmation that it was stored. Send it again in a few minutes; the same form is never filed twice. If it is urgent call 12345.",
        ),
    },
    Row {
        code: Code::Internal,
        id: "internal",
        status: 500,
        actor: Actor::Operator,
        title: Words::new("系统出错", "Something went wrong"),
        detail: Words::new(
            "没有保存。请过几分钟再试，或拨打 12345。",
            "Nothing was stored. Try again in a few minutes or call 12345.",
        ),
    },
];

impl Code {
    /// Its row of the table.
    pub const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

impl Actor {
    const fn zh(self) -> &'static str {
        match self {
            Self::Resident => "填表的人",
            Self::Client => "写程序的人",
            Self::Operator => "网站运营者",
        }
    }
}

/// The table of problems as a document: code, status, who does what.
pub fn table() -> String {
    use std::fmt::Write;
    let mut out = String::from(
        "# 问题代码 / Problem codes\n\n<!-- 由 functions/src/transport/problem.rs 生成：BLESS=1 cargo test -p functions --test documents -->\n\n接口出错时回答 `application/problem+json`（RFC 9457），`code` 只会是下面这些。网页表单收到的是同样内容的网页，填过的都保留。\n\n| code | 状态 | 谁来处理 | 发生了什么 | 怎么办 |\n|---|---|---|---|---|\n",
    );
    for row in &ROWS {
        let (id, status, actor) = (row.id, row.status, row.actor.zh());
        let (title, detail) = (row.title.zh, row.detail.zh);
        let _ = writeln!(out, "| `{id}` | {status} | {actor} | {title} | {detail} |");
    }
    out
}

/// The problem as RFC 9457 has it.
pub fn json(code: Code, lang: Lang, faults: &[FieldFault], wait: Option<u64>) -> Value {
    let row = code.row();
    let mut problem = json!({
        "type": format!("urn:mingtang:problem:{}", row.id),
        "title": row.title.of(lang),
        "status": row.status,
        "detail": row.detail.of(lang),
        "code": row.id,
    });
    if !faults.is_empty() {
        let errors: Vec<Value> = faults
            .iter()
            .map(|f| json!({"field": f.field, "code": f.kind.code(), "message": f.message(lang)}))
            .collect();
        problem["errors"] = errors.into();
    }
    if let Some(seconds) = wait {
        problem["retry_after"] = seconds.into();
    }
    problem
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_code_has_its_own_row() {
        let ids: BTreeSet<_> = ROWS.iter().map(|r| r.id).collect();
        assert_eq!(ids.len(), ROWS.len());
        for row in &ROWS {
            assert_eq!(row.code.row().id, row.id);
        }
    }
}
