//! MT0014: an image has no smaller sizes.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(14),
    severity: Severity::Warning,
    title: both(
        "图片做不出小尺寸",
        "An image has no smaller sizes",
    ),
    what: both(
        "宽于 640 像素的 JPEG 和 PNG 图片，网站另做 480 和 960 像素宽的小图。解不开的、超过 5000 万像素的图片照原样发布，不做小图。",
        "Of JPEG and PNG images wider than 640 pixels the site makes smaller ones, 480 and 960 pixels wide. An image that can't be decoded or has more than 50 million pixels is published as it is, without smaller ones.",
    ),
    why: both(
        "手机要下载整张原图；解不开的图片，浏览器可能也显示不出来。",
        "Telephones have to load the whole image, and browsers may not show one that can't be decoded.",
    ),
    example: "现场.png(20000×20000)",
    remedy: both(
        "用图片软件打开，缩到 2000 像素宽以内，另存为 JPEG 或 PNG。",
        "Open it in an image program, make it at most 2,000 pixels wide and save it as JPEG or PNG.",
    ),
    check: Check::Step,
};
