//! MT1504: the place where a picture was taken.

use super::{Check, Rule, both};
use crate::diagnostic::{Code, Severity};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(1504),
    severity: Severity::Error,
    title: both("图片的拍摄位置", "The place where a picture was taken"),
    what: both("图片里不带经纬度。", "Pictures carry no latitude and longitude."),
    why: both("手机照片会记下拍摄地点，能找到住家；看图的人看不见，别人的程序看得见。", "Phones write down where a picture was taken: it leads to homes, unseen by whoever looks at the picture."),
    example: "IMG_2031.jpg（EXIF GPS）",
    remedy: both("另存一份去掉“位置信息”的图片（Windows：属性→详细信息→删除属性和个人信息），再放进来。", "Save the picture without its position and put that in."),
    check: Check::Step,
};
