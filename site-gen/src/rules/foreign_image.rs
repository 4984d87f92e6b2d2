//! MT0905: an image on another site.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(905),
    severity: Severity::Error,
    title: both(
        "图片在别的网站上",
        "An image on another site",
    ),
    what: both(
        "图片与内容放在同一个文件夹。",
        "Images lie in the record's own folder.",
    ),
    why: both(
        "打开网页就会惊动第三方，也随时可能变成别的图。",
        "Opening the page would tell a third party, and the picture may change at any time.",
    ),
    example: "![现场](https://example.org/a.jpg)",
    remedy: both(
        "把图片下载到同一个文件夹，只写文件名。",
        "Put the image into the same folder and write its name only.",
    ),
    check: Check::Step,
};
