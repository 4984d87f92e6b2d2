//! Words of the demonstration: cleared answers, "you said, we did", what moderators did, votes on pages. All of them invented, all labelled.

use super::Fault;
use fastrand::Rng;
use governance::cases::{ActorRole, Case, CaseCategory, Outcome};
use governance::dates::Day;
use governance::ids::RecordId;
use governance::published::{
    ClearedAnswer, ModerationAction, ModerationReason, PageFeedback, Theme, ThemeReply,
};
use governance::ratings::{ClearedReply, Rating, VendorReply};

/// What vendors answered, by vendor: to their first ratings that were bad.
const REPLIES: [(&str, VendorReply, &str); 5] = [
    (
        "gas-station-a",
        VendorReply::Apologised,
        "示例：节前加气车多，排队超过半小时，向您致歉。已增开一条通道，并在门口公布排队时长。",
    ),
    (
        "gas-station-a",
        VendorReply::Explained,
        "示例：价格按当天公示的价格收取，价目牌已移到入口处。",
    ),
    (
        "housekeeping-a",
        VendorReply::Redone,
        "示例：已另派师傅免费重做一次，并核对了服务单。",
    ),
    (
        "housekeeping-a",
        VendorReply::Disputed,
        "示例：本单位当天没有这一单，已提出误评申诉。",
    ),
    (
        "hair-a",
        VendorReply::Refunded,
        "示例：多收的部分已当面退还。",
    ),
];

/// Gives vendors their answers, each to another bad rating; the disputed one to a rating with an appeal.
pub(super) fn replies(ratings: &mut [Rating], cleared_on: Day) {
    for (vendor, reply, text) in REPLIES {
        let fits = |rating: &&mut Rating| {
            let appealed = rating.appeal.is_some() == (reply == VendorReply::Disputed);
            let open = rating.reply.is_none() && rating.discarded.is_none();
            rating.vendor.as_str() == vendor && rating.level.is_bad() && appealed && open
        };
        if let Some(rating) = ratings.iter_mut().find(fits) {
            rating.reply = Some(ClearedReply {
                reply,
                text: text.into(),
                cleared_on,
                cleared_by: ActorRole::Moderator,
            });
        }
    }
}

/// What was asked and what was done, by category.
const ANSWERS: [(CaseCategory, &str, &str); 9] = [
    (
        CaseCategory::Noise,
        "楼下小广场晚上九点以后音响声音大，影响孩子睡觉。",
        "和跳舞队商量好：晚上八点半调低音量，九点前收场；网格员连续两周每晚到场，之后每周抽查一次。",
    ),
    (
        CaseCategory::Parking,
        "消防通道上总有车停着，晚归的车进不来。",
        "重新划了线，装了两个挡桩，物业夜里巡查两次。通道以外的车位不够，列入了明年的改造建议。",
    ),
    (
        CaseCategory::Environment,
        "垃圾投放点下午没人清运，夏天味道大。",
        "清运由每天一次改为两次，投放点加了盖子和洗手池，保洁时间贴在旁边。",
    ),
    (
        CaseCategory::Property,
        "楼道灯坏了一个多月，报修没有回音。",
        "物业换了六个楼层的灯，报修电话和处理时限贴在每个单元门口，超过三天没修好的由社区催办。",
    ),
    (
        CaseCategory::Facilities,
        "活动室门口的台阶没有扶手，老人上下不方便。",
        "两侧装了扶手，台阶边贴了防滑条。",
    ),
    (
        CaseCategory::Safety,
        "有人把电动车推进楼道充电。",
        "和住户一起把车移到充电棚，楼道口装了提示牌；之后两次走访没有再发现。",
    ),
    (
        CaseCategory::CommunityWork,
        "周六到窗口办事，门开着没有人。",
        "当天值班的人外出走访，没有留字条。现在外出时在门口写明去向、电话和回来的时间。",
    ),
    (
        CaseCategory::Disclosure,
        "公共收益今年花在哪里，没有看到公布。",
        "上半年的收支已经公开在公告栏和网站，以后每季度公布一次。",
    ),
    (
        CaseCategory::Other,
        "想知道社区会客厅怎么预约。",
        "不用预约，开门时间直接来；十人以上的活动提前一天打电话留位置。",
    ),
];

/// Cleared answers that the demonstration shows.
const CLEARED: usize = 46;

/// Days from answer to clearing.
const CLEARED_AFTER: i64 = 6;

/// Answers of cases whose residents agreed; of each category in turn.
pub(super) fn answers(cases: &[Case]) -> Vec<ClearedAnswer> {
    let agreed = cases.iter().filter(|case| case.consents_to_summary);
    agreed.filter_map(answer).take(CLEARED).collect()
}

fn answer(case: &Case) -> Option<ClearedAnswer> {
    let round = case.round()?;
    let outcome = round
        .outcome
        .and_then(Outcome::of)
        .filter(|o| *o == Outcome::Resolved)?;
    let (_, summary, answer) = ANSWERS
        .iter()
        .find(|(category, ..)| *category == case.category)?;
    let answered_on = round.answered_at?.day();
    Some(ClearedAnswer {
        reference: case.reference,
        category: case.category,
        place: case.place,
        summary: format!("（示例）{summary}").into(),
        outcome,
        answer: format!("（示例）{answer}").into(),
        answered_on,
        cleared_on: answered_on.plus_days(CLEARED_AFTER),
        cleared_by: ActorRole::Moderator,
    })
}

/// What was said, by how many, from when to when, and what became of it.
type Raised<'a> = (
    (&'a str, &'a str, u32),
    (&'a str, &'a str),
    Option<ThemeReply>,
);

/// "You said, we did", with the true numbers; what is below ten loses its number when the snapshot is taken.
pub(super) fn themes() -> Result<Vec<Theme>, Fault> {
    let link = |path: &str| Some(path.into());
    let done = |text: &str, path: &str| ThemeReply::Done {
        text: text.into(),
        link: link(path),
    };
    let planned = |text: &str, path: &str| ThemeReply::Planned {
        text: text.into(),
        link: link(path),
    };
    let all = [
        (
            ("ebike-charging", "（示例）院里没有地方给电动车充电", 37),
            ("2026-02-01", "2026-04-30"),
            Some(done("（示例）街道联席会议定了选址和经费，充电棚七月启用，楼道充电的情况少了。", "/topics/ebike-charging-shed/")),
        ),
        (
            ("square-dance", "（示例）小广场晚上音响声音大", 29),
            ("2026-03-01", "2026-05-31"),
            Some(done("（示例）跳舞的和住户一起定了时间和音量，写进了约定。", "/topics/square-dance-noise/")),
        ),
        (
            ("wheelchair-ramp", "（示例）三号楼门口的坡道轮椅上不去", 14),
            ("2026-07-01", "2026-09-30"),
            Some(planned("（示例）居民会议通过用公共收益修，正在比价。", "/topics/ramp-repair/")),
        ),
        (
            ("elder-canteen", "（示例）独居老人中午吃饭难", 22),
            ("2026-09-01", "2026-11-15"),
            Some(planned("（示例）理事会同意办助餐点，先试两个月。", "/topics/elder-canteen/")),
        ),
        (
            ("parking-fines", "（示例）请社区给乱停车的贴罚单", 18),
            ("2026-06-01", "2026-08-31"),
            Some(ThemeReply::NotPlanned {
                text: "（示例）罚款是行政处罚，社区没有这个权力，也不能自己给自己这个权力。改为划线、装挡桩和劝导；违停请拨打 122 或通过交管渠道举报。".into(),
            }),
        ),
        (
            ("winter-water", "（示例）冬天早上水压小", 6),
            ("2026-11-01", "2026-11-19"),
            None,
        ),
    ];
    let theme = |((id, title, n), (from, to), reply): Raised<'_>| {
        Ok(Theme {
            id: RecordId::new(id)?,
            title: title.into(),
            n: Some(n),
            from: Day::parse(from)?,
            to: Day::parse(to)?,
            reply,
        })
    };
    all.into_iter().map(theme).collect()
}

/// What moderators did in the last months.
pub(super) fn moderation(
    rng: &mut Rng,
) -> Result<Vec<(Day, ModerationAction, ModerationReason)>, Fault> {
    let kinds = [
        (
            ModerationAction::Redacted,
            ModerationReason::PersonalData,
            9,
        ),
        (ModerationAction::Withheld, ModerationReason::Abuse, 2),
        (ModerationAction::Withheld, ModerationReason::OffTopic, 3),
        (ModerationAction::Removed, ModerationReason::Advertising, 4),
        (ModerationAction::Removed, ModerationReason::Illegal, 1),
    ];
    let mut acts = Vec::new();
    for month in 6..=11 {
        for (action, reason, most) in kinds {
            for _ in 0..rng.u32(..=most) {
                let day = Day::parse(&format!("2026-{month:02}-{:02}", rng.u32(1..=19)))?;
                acts.push((day, action, reason));
            }
        }
    }
    Ok(acts)
}

/// "Is this page useful": one page has too few votes to be shown.
pub(super) fn feedback() -> Vec<PageFeedback> {
    let votes = [
        ("/guides/residence-proof/", 61, 7),
        ("/guides/social-assistance/", 34, 3),
        ("/guides/borrow-parlor/", 12, 1),
        ("/admission/", 25, 9),
        ("/d/420502001003/", 48, 5),
        ("/statistics/certification_rate/", 9, 14),
        ("/guides/mediation/", 5, 1),
    ];
    let page = |(page, yes, no): (&str, u32, u32)| PageFeedback {
        page: page.into(),
        yes,
        no,
    };
    votes.into_iter().map(page).collect()
}
