//! MT1501: an ID card number.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1501),
    severity: Severity::Error,
    title: both("身份证号", "An ID card number"),
    what: both("内容、字段、文件名、附件里没有居民身份证号。", "No text, field, file name or attachment holds the number of an identity card."),
    why: both("身份证号能用来冒名开户、贷款；公开后收不回来（个人信息保护法第25、28条）。", "With it accounts are opened in another name; once public it can not be called back (PIPL arts. 25, 28)."),
    example: "张某（身份证 1101011990********）",
    remedy: both("删掉号码；必须指明某人时只写姓氏和事由。", "Remove the number; where a person must be meant, write the surname and what it is about."),
    check: Check::Step,
};
