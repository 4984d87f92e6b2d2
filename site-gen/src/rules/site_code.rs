//! MT1102: the site's identification code is wrong.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1102),
    severity: Severity::Error,
    title: both(
        "网站标识码不对",
        "The site's identification code is wrong",
    ),
    what: both(
        "政府网站标识码是 10 位数字；没有就不写。",
        "A government site's code has ten digits; leave it out if there is none.",
    ),
    why: both(
        "编造标识码就是冒充政府网站。",
        "Inventing one is impersonating a government site.",
    ),
    example: "site_code = \"12345\"",
    remedy: both(
        "照证书填写，或删掉这一行。",
        "Copy it from the certificate, or remove the line.",
    ),
    check: Check::Step,
};
