//! The rating form. Entry point: [`FORM`].
//!
//! Five fixed levels, best first, with their fixed words; none is chosen beforehand.

use super::words::Words;
use super::{Field, Form, Kind, choices};
pub use crate::ratings::{MAX_REASONS as REASONS_MAX, RatingLevel, RatingReason};

/// Longest private comment, in code points.
pub const COMMENT_MAX: usize = 500;

/// The rating form.
pub const FORM: Form = Form {
    id: "rating",
    action: "/api/ratings",
    page: "/ratings/new/",
    title: Words::new("评价一次服务", "Rate a service"),
    notes: &[Words::new(
        "一次服务评价一次。有评价凭证的评价计入主要统计；没有凭证的单独列出，不混在一起。",
        "One service, one rating. Ratings with a voucher make the main figures; those without are shown apart and never mixed in.",
    )],
    fields: &[
        Field::required(
            "vendor",
            Kind::Record,
            Words::new("服务主体", "Vendor"),
            Words::new("请选择服务主体", "Choose the vendor"),
        ),
        Field::required(
            "level",
            Kind::One(choices::<RatingLevel>),
            Words::new("总体评价", "How was it"),
            Words::new("请选择一个评价", "Choose one of the five levels"),
        ),
        Field::optional(
            "voucher",
            Kind::Voucher,
            Words::new("评价凭证（选填）", "Voucher (optional)"),
        )
        .hint(Words::new(
            "服务后拿到的纸条上的14位代码，横线和大小写不用管；扫纸条上的二维码会自动填好。没有凭证就不填。",
            "The code of 14 characters on the slip you were given; hyphens and capitals do not matter. Its QR code fills it in. Leave it empty if you have none.",
        )),
        Field::optional(
            "reasons",
            Kind::Some(choices::<RatingReason>, REASONS_MAX),
            Words::new("原因（最多3项）", "Reasons (at most 3)"),
        ),
        Field::optional(
            "comment",
            Kind::Lines(COMMENT_MAX),
            Words::new("想说的话（选填，不公开）", "Comment (optional, not published)"),
        )
        .hint(Words::new(
            "只有工作人员能看到。请不要写个人信息。",
            "Only staff see it. Leave out personal details.",
        )),
        Field::optional(
            "where",
            Kind::Place,
            Words::new("所在社区（村）（选填）", "Community or village (optional)"),
        )
        .hint(Words::new(
            "不满意的评价会立案，由社区跟进；没有凭证时，填了社区（村）名称或12位区划代码才知道交给谁。",
            "A bad rating opens a case for the community. Without a voucher, its name or its code of 12 digits tells whose case it is.",
        )),
        Field::optional(
            "interest",
            Kind::Consent,
            Words::new(
                "我与该服务主体有利害关系（员工、亲属、同行等）",
                "I have an interest in this vendor (employee, relative, competitor …)",
            ),
        )
        .hint(Words::new(
            "勾选后不计入得分，只按“利害关系人”计数。",
            "If ticked, the rating is left out of the figures and only counted as declared interest.",
        )),
    ],
    submit: Words::new("提交评价", "Send the rating"),
};
