//! Small sites by lot: files that are partly good and partly not, name each other or nothing, and change a little.
//!
//! Entry point: [`change`]. Must not say what a rule finds.

use super::{Site, source};
use crate::source::Format;

/// Numbers drawn by lot from a seed (`SplitMix64`).
struct Lot {
    seed: u64,
    /// Whether references lead to what is mostly there.
    orderly: bool,
}

impl Lot {
    fn below(&mut self, n: u64) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
    /// Once in so many times.
    fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
    fn one_of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let n = self.below(from.len() as u64);
        from[usize::try_from(n).expect("few")]
    }
    /// One that is there, or in a site without order one that may be missing.
    fn meant<'a>(&mut self, there: &[&'a str], missing: &[&'a str]) -> &'a str {
        let from = if !self.orderly && self.once_in(2) {
            missing
        } else {
            there
        };
        self.one_of(from)
    }
    fn maybe(&mut self, text: String) -> String {
        let said = self.once_in(2);
        if said { text } else { String::new() }
    }
}

/// What a site may consist of.
const PATHS: &[&str] = &[
    "admission/z1.md",
    "admission/z2.md",
    "communities/c1.md",
    "departments/jia.md",
    "departments/yi.md",
    "divisions/all.csv",
    "guides/g1.md",
    "guides/g2.md",
    "meetings/m1.md",
    "meetings/m2.md",
    "meetings/m3.md",
    "meetings/m4.md",
    "notices/a.txt",
    "notices/b.txt",
    "notices/n1.md",
    "notices/n2.md",
    "notices/n3.md",
    "statistics/indicators.csv",
    "statistics/observations.csv",
    "statistics/targets.csv",
    "statistics/units.csv",
    "topics/t1.md",
    "topics/t2.md",
    "topics/t3.md",
    "topics/t4.md",
    "vendors/v1.md",
    "vendors/v2.md",
];

/// A file as it might be written.
fn text(path: &str, lot: &mut Lot) -> String {
    let mut fields = format!("标题: {}\n示例: 是\n", lot.one_of(&["甲", "乙"]));
    if !lot.orderly && lot.once_in(12) {
        fields.extend(["编号: ", lot.one_of(&["n1", "t2", "m1", "x9"]), "\n"]);
    }
    if lot.once_in(4) {
        fields += "草稿: 是\n";
        fields += if lot.once_in(8) {
            "没有这栏: 一\n"
        } else {
            ""
        };
    }
    fields += &match path.split('/').next() {
        Some("statistics") => return rows(path, lot),
        Some("divisions") => return places(lot),
        Some("notices") if source(path).format == Format::Other => {
            return lot.one_of(&["方案", "别的案"]).into();
        }
        Some("admission") => item(lot),
        Some("meetings") => meeting(lot),
        Some("topics") => topic(lot),
        Some("communities") => "区划: 420502001003\n办公地址: 一号\n户数: 23\n".into(),
        Some("departments") => lot
            .one_of(&["别名: [甲局]\n", "别名: [甲局, 乙局]\n"])
            .into(),
        Some("vendors") => vendor(lot),
        Some("guides") => GUIDE.into(),
        _ => notice(lot),
    };
    format!("---\n{fields}---\n{}", body(lot))
}

pub(super) const GUIDE: &str = "办理对象: 居民\n办理材料: []\n办理流程: [到窗口]\n办结时限(工作日): 3\n办理窗口: 一号窗\n咨询电话: 0717-0000005\n收费: 不收钱\n";

fn body(lot: &mut Lot) -> String {
    let mut body = String::new();
    for _ in 0..lot.below(2) {
        let there = [
            "notice:n1",
            "会议:m1",
            "department:jia",
            "division:420502001",
            "../notices/a.txt",
        ];
        let to = lot.meant(
            &there,
            &["topic:t4", "notice:x9", "b.txt", "m4.md", "department:甲局"],
        );
        body.extend(["\n看[这里](", to, ")。\n"]);
    }
    body
}

fn code(lot: &mut Lot) -> &'static str {
    lot.meant(
        &["4205", "420502", "420502001"],
        &["420502001003", "420502001004"],
    )
}

fn notice(lot: &mut Lot) -> String {
    let (place, bytes) = (code(lot), lot.one_of(&["6", "9"]));
    let place = lot.maybe(format!("区划: {place}\n"));
    let file = lot.meant(&["a.txt"], &["b.txt", "../n.txt"]);
    let bytes = lot.maybe(format!("    字节数: {bytes}\n"));
    let attached = lot.maybe(format!("附件:\n  - 文件: {file}\n    名称: 方案\n{bytes}"));
    format!("类别: 通知公告\n成文日期: 2026-06-01\n{place}{attached}")
}

fn topic(lot: &mut Lot) -> String {
    let (place, status) = (code(lot), lot.one_of(&["已收到", "列入议程", "已议决"]));
    format!("区划: {place}\n提出日期: 2026-05-01\n提出人: 居民\n层级: 微事\n状态: {status}\n")
}

pub(super) const MEETING: &str = "议事主体: 网格议事会\n形式: 议事会\n场所: 社区(村)会客厅\n开始时间: 2026-05-20 09:00\n会议状态: 已召开\n议程:\n  - 序号: 1\n    议题: 河道\n";

fn meeting(lot: &mut Lot) -> String {
    let (tier, topic) = (
        lot.one_of(&["微事", "小事"]),
        lot.meant(&["t1", "t2"], &["t3", "t4", "t9"]),
    );
    let (outcome, from) = (
        lot.one_of(&["达成一致意见", "提交上一级协商"]),
        lot.meant(&["m1", "m2"], &["m4", "m9"]),
    );
    let topic = lot.maybe(format!("    来源议题: {topic}\n"));
    let from = lot.maybe(format!("    上报会议: {from}\n"));
    format!("层级: {tier}\n{MEETING}    结果: {outcome}\n{topic}{from}")
}

pub(super) const VENDOR: &str = "类别: [家电维修]\n服务范围: [420502]\n地址: 一号\n状态: 在库\n核查日期: 2026-10-01\n核查岗位: 一岗\n";

fn vendor(lot: &mut Lot) -> String {
    VENDOR.replace("420502", code(lot))
}

pub(super) const ITEM: &str = "类别: 依法协助政府工作事项\n适用范围: 社区\n社区职责: 核对\n法律依据:\n  - {层级: 法律, 名称: 某法, 条款: 第二条}\n经费: {方式: 费随事转, 说明: 五百元}\n准入: {方式: 审批准入, 申请日期: 2026-09-01, 批准日期: 2026-09-15, 批准单位: 会, 批准文号: 一号}\n期限: {类型: 定期, 开始: 2026-10-01, 结束: 2027-03-31}\n状态: 执行中\n";

fn item(lot: &mut Lot) -> String {
    let (lead, other) = (
        lot.meant(&["jia", "甲局"], &["乙局", "丙局"]),
        lot.meant(&["z1"], &["z2", "z9"]),
    );
    let exit = format!("退出: {{日期: 2026-11-01, 原因: 合并, 替代事项: {other}}}\n");
    format!("{ITEM}牵头部门: {lead}\n{}", lot.maybe(exit))
}

fn places(lot: &mut Lot) -> String {
    let village = lot.maybe("420502001004,东山社区,东山\n".into());
    format!(
        "code,name,short_name\n4205,宜昌市,\n420502,西陵区,\n420502001,西陵街道,\n420502001003,献福路社区,献福路\n{village}"
    )
}

fn rows(path: &str, lot: &mut Lot) -> String {
    let n = lot.meant(&["1", "2"], &["3", "4"]);
    match path {
        "statistics/indicators.csv" => format!(
            "编号,标题,单位类型,方向,计数对象,定义,分子,分母,口径说明,来源,频率,责任单位\ni-1,率,比率,越高越好,人,占比,有,全,在岗,报表,每年,科\ni-2,率{n},比率,越高越好,人,占比,有,全,在岗,报表,每年,科\n"
        ),
        "statistics/targets.csv" => format!(
            "编号,标题,指标,目标值,时限原文,时限(按年度计),设定依据,被替代\nk-1,旧,i-1,45%,三年内,2024-12-31,方案,k-2\nk-2,新,i-{n},60%,五年内,2026-12-31,方案,\n"
        ),
        "statistics/units.csv" => format!(
            "编号,标题,区划,上级单位,管辖区划\nu-1,区,420502,,420502001\nu-2,街,420502001,u-{n},\n"
        ),
        _ => format!(
            "编号,标题,指标,统计单位,统计时点,分子,分母,数据状态\no-1,一,i-1,u-1,2025-12-31,50,90,最终数\no-2,二,i-1,u-{n},2025-12-31,60,90,最终数\n"
        ),
    }
}

/// A site before and after one or two of its files were edited or came.
pub(super) fn change(seed: u64) -> (Site, Site) {
    let orderly = !seed.is_multiple_of(3);
    let mut lot = Lot { seed, orderly };
    let mut before = Site::new();
    for path in PATHS {
        if orderly || lot.below(4) > 0 {
            before.insert((*path).into(), text(path, &mut lot));
        }
    }
    let mut now = before.clone();
    for _ in 0..=lot.below(2) {
        let path = lot.one_of(PATHS);
        match lot.below(3) {
            0 => drop(before.remove(path)),
            1 => drop(now.insert(path.into(), text(path, &mut lot))),
            _ => {
                let text = now.get(path).map(|text| edited(text, &mut lot));
                now.extend(text.map(|text| (path.into(), text)));
            }
        }
    }
    (before, now)
}

/// The same with something small changed.
fn edited(text: &str, lot: &mut Lot) -> String {
    match lot.below(6) {
        0 => text.replace("草稿: 是\n", ""),
        1 => text.replace("达成一致意见", "提交上一级协商"),
        2 => text.replace("提交上一级协商", "达成一致意见"),
        3 => text.replace("已收到", "列入议程"),
        4 => text.replace("来源议题: t1", "来源议题: t2"),
        _ => format!("{text}\n又看[通知](notice:n1)。\n"),
    }
}
