//! Indicators, targets and what reporting units reported.
//!
//! Roll-ups sum numerators and denominators and never average rates; "not reported" is not zero; a denominator of zero is no data.
//! Entry points: [`Count::share`], [`assess`].

pub mod small_cells;

use crate::dates::{Day, Share};
use crate::divisions::DivisionCode;
use crate::ids::RecordId;
use crate::labelled::Labelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

labelled! {
    /// What the figures of an indicator are.
    pub enum Unit {
        Rate = "rate", "比率", "Rate";
        Number = "number", "数量", "Number";
        Event = "event", "完成与否", "Done or not";
    }
}

labelled! {
    /// Which way is better.
    pub enum Direction {
        Up = "up", "越高越好", "Higher is better";
        Down = "down", "越低越好", "Lower is better";
    }
}

labelled! {
    /// How often it is reported.
    pub enum Cadence {
        Monthly = "monthly", "每月", "Monthly";
        Quarterly = "quarterly", "每季度", "Quarterly";
        HalfYearly = "half_yearly", "每半年", "Half-yearly";
        Yearly = "yearly", "每年", "Yearly";
        Once = "once", "一次", "Once";
    }
}

labelled! {
    /// How firm a figure is.
    pub enum ObservationState {
        Provisional = "provisional", "初步数", "Provisional";
        Final = "final", "最终数", "Final";
        Revised = "revised", "修订数", "Revised";
    }
}

labelled! {
    /// What an indicator counts. Few people are not counted in public.
    pub enum Counted {
        People = "people", "人", "People";
        Places = "places", "社区(村)", "Communities and villages";
        Other = "other", "其他", "Other";
    }
}

labelled! {
    /// What of a figure is held back, because it is of few people or few could be worked out from it.
    pub enum Withheld {
        Levels = "levels", "各等级人数", "The levels";
        Numerator = "numerator", "分子和各等级人数", "The numerator and the levels";
    }
}

labelled! {
    /// Where an indicator stands against its target.
    pub enum Progress {
        Met = "met", "已达标", "Met";
        OnTrack = "on_track", "进度正常", "On track";
        Behind = "behind", "落后", "Behind";
        NoData = "no_data", "暂无数据", "No data";
    }
}

/// What is measured. Its name is the envelope's title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// What the figures are.
    #[schemars(extend("x-zh" = "单位类型", "x-zh-about" = "数字是比率、数量，还是完成与否。"))]
    pub unit: Unit,
    /// Which way is better.
    #[schemars(extend("x-zh" = "方向", "x-zh-about" = "数字高了好还是低了好。"))]
    pub direction: Direction,
    /// What is counted; of people, small numbers are held back.
    #[schemars(extend("x-zh" = "计数对象", "x-zh-about" = "数的是人、社区（村）还是别的；数人的，人数太少就不公布。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counted>,
    /// What it means, in a sentence.
    #[schemars(extend("x-zh" = "定义", "x-zh-about" = "用一句话说清这个指标是什么。"))]
    pub definition: Box<str>,
    /// What is counted above the line.
    #[schemars(extend("x-zh" = "分子", "x-zh-about" = "分子数的是什么。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Box<str>>,
    /// What is counted below the line.
    #[schemars(extend("x-zh" = "分母", "x-zh-about" = "分母数的是什么。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Box<str>>,
    /// What the denominator takes in and leaves out; the plan does not say.
    #[schemars(extend("x-zh" = "口径说明", "x-zh-about" = "分母算进什么、不算什么；方案里没有写明的，在这里说清。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_note: Option<Box<str>>,
    /// Where the figures come from.
    #[schemars(extend("x-zh" = "来源", "x-zh-about" = "数字从哪里来。"))]
    pub source: Box<str>,
    /// How often they are reported.
    #[schemars(extend("x-zh" = "频率", "x-zh-about" = "多久报一次数。"))]
    pub cadence: Cadence,
    /// The office that answers for them.
    #[schemars(extend("x-zh" = "责任单位", "x-zh-about" = "对数字负责的单位。"))]
    pub owner: Box<str>,
    /// The next figure is expected on this day.
    #[schemars(extend("x-zh" = "预计发布日期", "x-zh-about" = "预计哪一天公布下一次数字。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_on: Option<Day>,
}

/// What was promised, by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// The indicator.
    #[schemars(extend("x-zh" = "指标", "x-zh-about" = "哪个指标的目标，填指标编号。"))]
    pub indicator: RecordId,
    /// Target of a rate.
    #[schemars(extend("x-zh" = "目标值", "x-zh-about" = "要达到的百分比，例如“45%”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Share>,
    /// Target that is no rate, in words, e.g. 1–2 个.
    #[schemars(extend("x-zh" = "目标说明", "x-zh-about" = "不是百分比的目标，用文字写，例如“1–2 个”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_text: Option<Box<str>>,
    /// The plan's words for the date.
    #[schemars(extend("x-zh" = "时限原文", "x-zh-about" = "方案里关于期限的原话。"))]
    pub due_text: Box<str>,
    /// The date if periods count by calendar years.
    #[schemars(extend("x-zh" = "时限(按年度计)", "x-zh-about" = "按自然年度计算，最晚到哪一天。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// The date if periods count from the day of the document.
    #[schemars(extend("x-zh" = "时限(自发文日计)", "x-zh-about" = "从发文那天起算，最晚到哪一天。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on_alternative: Option<Day>,
    /// Starting value.
    #[schemars(extend("x-zh" = "基期值", "x-zh-about" = "开始时的百分比。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Share>,
    /// Day of the starting value.
    #[schemars(extend("x-zh" = "基期日期", "x-zh-about" = "基期值是哪一天的。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_on: Option<Day>,
    /// Who set it.
    #[schemars(extend("x-zh" = "设定依据", "x-zh-about" = "目标由哪份文件定下。"))]
    pub authority: Box<str>,
    /// The target that took its place; the old row stays.
    #[schemars(extend("x-zh" = "被替代", "x-zh-about" = "被哪个目标替代，填它的编号；原来这一条保留。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<RecordId>,
}

/// Who reports: a division, or a zone that has no code of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportingUnit {
    /// The unit it rolls up into.
    #[schemars(extend("x-zh" = "上级单位", "x-zh-about" = "数字汇总到哪个单位，填单位编号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<RecordId>,
    /// The divisions it runs, if it is none itself.
    #[schemars(extend("x-zh" = "管辖区划", "x-zh-about" = "自己不是区划的单位管哪些区划，填区划代码。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<DivisionCode>,
}

/// What a unit reported for one indicator and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Observation {
    /// The indicator.
    #[schemars(extend("x-zh" = "指标", "x-zh-about" = "哪个指标的数字，填指标编号。"))]
    pub indicator: RecordId,
    /// The reporting unit.
    #[schemars(extend("x-zh" = "统计单位", "x-zh-about" = "由哪个单位报送，填单位编号。"))]
    pub unit: RecordId,
    /// The day the figure speaks of.
    #[schemars(extend("x-zh" = "统计时点", "x-zh-about" = "数字截至哪一天。"))]
    pub as_of: Day,
    /// Above the line; absent means not reported 未报送, unless it is held back (see `withheld`).
    #[schemars(extend("x-zh" = "分子", "x-zh-about" = "分子的数；空着是未报送，注明“不公布”的除外。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<u32>,
    /// Below the line.
    #[schemars(extend("x-zh" = "分母", "x-zh-about" = "分母的数。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<u32>,
    /// Of the numerator: 助理社会工作师.
    #[schemars(extend("x-zh" = "助理社会工作师", "x-zh-about" = "分子里助理社会工作师的人数。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assistant: Option<u32>,
    /// Of the numerator: 社会工作师.
    #[schemars(extend("x-zh" = "社会工作师", "x-zh-about" = "分子里社会工作师的人数。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social_worker: Option<u32>,
    /// Of the numerator: 高级社会工作师.
    #[schemars(extend("x-zh" = "高级社会工作师", "x-zh-about" = "分子里高级社会工作师的人数。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub senior: Option<u32>,
    /// How firm.
    #[schemars(extend("x-zh" = "数据状态", "x-zh-about" = "初步数、最终数还是修订数。"))]
    pub state: ObservationState,
    /// Earlier numerator of a revised figure.
    #[schemars(extend("x-zh" = "原分子", "x-zh-about" = "修订之前的分子。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier_numerator: Option<u32>,
    /// Earlier denominator of a revised figure.
    #[schemars(extend("x-zh" = "原分母", "x-zh-about" = "修订之前的分母。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier_denominator: Option<u32>,
    /// Why it was revised.
    #[schemars(extend("x-zh" = "修订原因", "x-zh-about" = "为什么修订。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision_reason: Option<Box<str>>,
    /// What is held back of it. Open data says it where the site holds figures back; who reports may say it too.
    #[schemars(extend("x-zh" = "不公布", "x-zh-about" = "哪些数因人数太少不公布；报送时可以注明，网站也会自动注明。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Withheld>,
}

/// So many of so many. The sum of counts is the only roll-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Above the line.
    pub numerator: u64,
    /// Below the line.
    pub denominator: u64,
}

impl Count {
    /// The share in basis points, rounded half up; none if nothing stands below the line.
    pub fn share(self) -> Option<Share> {
        if self.denominator == 0 || self.numerator > self.denominator {
            return None;
        }
        let points = (self.numerator * 20_000 + self.denominator) / (2 * self.denominator);
        Share::parse(&format!("{}.{:02}%", points / 100, points % 100)).ok()
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |a, b| Self {
            numerator: a.numerator + b.numerator,
            denominator: a.denominator + b.denominator,
        })
    }
}

impl Observation {
    /// Whether the earlier figure is of few people.
    pub fn earlier_is_small(&self, floor: u32) -> bool {
        let (Some(certified), Some(staff)) = (self.earlier_numerator, self.earlier_denominator)
        else {
            return self
                .earlier_numerator
                .is_some_and(|n| (1..floor).contains(&n));
        };
        let parts = [certified, staff.saturating_sub(certified)];
        !parts.contains(&0) && parts.iter().any(|n| *n < floor)
    }

    /// The figure without what is held back.
    pub fn hold_back(&mut self, what: Withheld) {
        self.assistant = None;
        self.social_worker = None;
        self.senior = None;
        match what {
            Withheld::Levels => {}
            Withheld::Numerator => {
                self.numerator = None;
                self.earlier_numerator = None;
            }
        }
        self.withheld = Some(what);
    }

    /// Numerator and denominator, if both were reported.
    pub fn count(&self) -> Option<Count> {
        let (numerator, denominator) = (self.numerator?, self.denominator?);
        Some(Count {
            numerator: numerator.into(),
            denominator: denominator.into(),
        })
    }
}

/// Where a value stands against a target, with the gap and the pace that is now needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessment {
    /// The word for it.
    pub progress: Progress,
    /// Target less value in basis points; negative when exceeded. None without data.
    pub gap_points: Option<i32>,
    /// Basis points a month still needed until the date; none when met, past or without data.
    pub pace_points_per_month: Option<i32>,
}

/// Days of a month on average, for a pace.
const DAYS_PER_MONTH: f64 = 30.4375;

/// Judges a value by the written rule: met when it reaches the target; else on track while it lies on or above the straight line from the baseline (zero
/// at the target's setting if there is none) to the target at its date; else behind.
pub fn assess(target: &Target, value: Option<(Day, Share)>, due_on: Day) -> Assessment {
    let (Some((as_of, value)), Some(goal)) = (value, target.value) else {
        return Assessment {
            progress: Progress::NoData,
            gap_points: None,
            pace_points_per_month: None,
        };
    };
    let gap = i32::from(goal.basis_points()) - i32::from(value.basis_points());
    if gap <= 0 {
        return Assessment {
            progress: Progress::Met,
            gap_points: Some(gap),
            pace_points_per_month: None,
        };
    }
    let days_left = due_on.days_since(as_of);
    let progress = if days_left > 0 && value.fraction() >= expected_on(target, as_of, due_on) {
        Progress::OnTrack
    } else {
        Progress::Behind
    };
    Assessment {
        progress,
        gap_points: Some(gap),
        pace_points_per_month: pace(gap, days_left),
    }
}

/// The value that linear progress gives for the day.
fn expected_on(target: &Target, as_of: Day, due_on: Day) -> f64 {
    let goal = target.value.map_or(0.0, Share::fraction);
    let (Some(baseline), Some(start)) = (target.baseline, target.baseline_on) else {
        return goal;
    };
    let whole = due_on.days_since(start).max(1);
    let passed = as_of.days_since(start).clamp(0, whole);
    #[expect(
        clippy::cast_precision_loss,
        reason = "days of a few years are exact in f64"
    )]
    let part = passed as f64 / whole as f64;
    baseline.fraction() + (goal - baseline.fraction()) * part
}

fn pace(gap_points: i32, days_left: i64) -> Option<i32> {
    if days_left <= 0 {
        return None;
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "at most 10 000 basis points over some years"
    )]
    let pace = (f64::from(gap_points) / (days_left as f64 / DAYS_PER_MONTH)).ceil() as i32;
    Some(pace)
}

impl Progress {
    /// The sign that stands beside the word, so that colour is never alone.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Met => "✓",
            Self::OnTrack => "→",
            Self::Behind => "!",
            Self::NoData => "–",
        }
    }

    /// The Chinese word.
    pub fn word(self) -> &'static str {
        self.zh()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rolling_up_sums_and_never_averages() {
        let total: Count = [
            Count {
                numerator: 1,
                denominator: 1,
            },
            Count {
                numerator: 0,
                denominator: 9,
            },
        ]
        .into_iter()
        .sum();
        assert_eq!(total.share().map(|s| s.to_string()), Some("10%".into()));
        assert_eq!(Count::default().share(), None);
        assert_eq!(
            Count {
                numerator: 2,
                denominator: 3
            }
            .share()
            .map(Share::basis_points),
            Some(6667)
        );
    }
}
