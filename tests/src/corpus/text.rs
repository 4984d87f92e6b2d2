//! Phrases that make plain community Chinese of natural length. Invented; no phrase is taken from an office's text.

use fastrand::Rng;

const SUBJECTS: &[&str] = &[
    "小区北门的路灯",
    "三号楼前的化粪池",
    "老年食堂的午餐供应",
    "楼道里堆放的旧家具",
    "电动自行车充电棚",
    "社区会客厅的开放时间",
    "健身广场的地砖",
    "雨水管的疏通",
    "独居老人的探访安排",
    "暑期孩子的托管班",
    "快递柜的摆放位置",
    "菜市场门口的停车",
    "单元门禁的维修",
    "公共晾衣架的增设",
    "业主委员会的换届",
    "垃圾分类亭的遮雨棚",
    "沿街商铺的油烟",
    "健康体检的报名",
    "河边步道的护栏",
    "老旧电梯的大修",
];
const ACTIONS: &[&str] = &[
    "已经列入本月的工作安排",
    "由网格员逐户听取了意见",
    "请施工单位现场看过并给出两种做法",
    "在议事会上逐条商量",
    "把费用来源和分摊办法贴在公告栏里",
    "约定下个月回头看一次效果",
    "请居民代表监督进度",
    "改在周末进行,方便上班的人参加",
    "先在一个单元试行,再决定是否推开",
    "与物业、街道一起确认了责任",
    "把大家的疑问写成一问一答",
    "留出十五天听取不同意见",
];
const REASONS: &[&str] = &[
    "因为晚上看不清台阶,老人容易摔倒",
    "主要是上下班时段车多人多",
    "起因是去年雨季积水没过脚面",
    "不少家长反映孩子放学后没有去处",
    "原有设施用了十几年,配件已经停产",
    "近期来反映的住户比往年多",
    "考虑到冬季来得早,要赶在降温之前",
    "经费只够先做最急的一段",
];
const RESULTS: &[&str] = &[
    "多数人赞成先易后难",
    "大家同意试行三个月",
    "有两户提出保留意见,也记录在案",
    "结论是本月内动工、下月底前完成",
    "会后由社区工作者把结果告诉没有到场的住户",
    "如果效果不好,可以再提出来商量",
    "具体时间以公告栏的通知为准",
    "需要帮助的老人可以打社区电话,由工作人员上门",
];
const HEADINGS: &[&str] = &[
    "事情的由来",
    "大家怎么说",
    "怎么办",
    "什么时候办完",
    "谁来负责",
    "还有什么要注意",
];

/// One of the phrases.
pub fn pick<'a>(rng: &mut Rng, phrases: &[&'a str]) -> &'a str {
    phrases[rng.usize(..phrases.len())]
}

/// What a record is about.
pub fn subject(rng: &mut Rng) -> &'static str {
    pick(rng, SUBJECTS)
}

/// A sentence of thirty to ninety characters.
pub fn sentence(rng: &mut Rng) -> String {
    let (subject, action, reason, result) = (
        subject(rng),
        pick(rng, ACTIONS),
        pick(rng, REASONS),
        pick(rng, RESULTS),
    );
    match rng.u8(..4) {
        0 => format!("{subject}{action}。"),
        1 => format!("{reason},{subject}{action},{result}。"),
        2 => format!("关于{subject},{result};{reason}。"),
        _ => format!("{subject}{action},{result}。"),
    }
}

/// A paragraph of two to five sentences.
pub fn paragraph(rng: &mut Rng) -> String {
    (0..rng.usize(2..6)).map(|_| sentence(rng)).collect()
}

#[expect(
    clippy::format_push_string,
    reason = "clearer, and the corpus is made once"
)]
/// A body in Markdown: sections, a list, now and then a table; six hundred to twelve hundred characters.
pub fn body(rng: &mut Rng) -> String {
    let mut text = format!("{}\n\n", paragraph(rng));
    let first = rng.usize(..3);
    for heading in &HEADINGS[first..first + rng.usize(2..4)] {
        text += &format!(
            "## {heading}\n\n{}\n\n**注意:**{}\n\n",
            paragraph(rng),
            sentence(rng)
        );
    }
    for _ in 0..rng.usize(2..5) {
        text += &format!("- {}\n", sentence(rng));
    }
    if rng.u8(..4) == 0 {
        text += "\n| 事项 | 时间 | 数量 |\n|---|---|---|\n";
        for _ in 0..rng.usize(2..6) {
            text += &format!(
                "| {} | {}月 | {} |\n",
                subject(rng),
                rng.u8(1..13),
                rng.u16(1..400)
            );
        }
    }
    text
}
