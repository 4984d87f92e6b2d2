//! MT1103: an allowance has expired.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1103),
    severity: Severity::Error,
    title: both(
        "公开例外到期了",
        "An allowance has expired",
    ),
    what: both(
        "每条公开例外在有效期内。",
        "Every allowance is within its time.",
    ),
    why: both(
        "同意公开是有期限的；到期要重新征得同意。",
        "Consent has a term and is asked for again.",
    ),
    example: "until = 2025-12-31",
    remedy: both(
        "确认还需要公开，改有效期；否则删掉这条。",
        "Confirm and set a new day, or remove it.",
    ),
    check: Check::Step,
};
