//! How a community works and where it is found: window, parlor, phones, duty split, pilot.
//!
//! Which community it is, is the envelope's division.

use crate::dates::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What staff publish about their community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommunityProfile {
    /// Office address.
    #[schemars(extend("x-zh" = "办公地址", "x-zh-about" = "社区的办公地址。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Box<str>>,
    /// Public office phones.
    #[schemars(extend("x-zh" = "电话", "x-zh-about" = "社区对外的办公电话，一条一个号码。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Box<str>>,
    /// Hours of the integrated service window 唯一窗口.
    #[schemars(extend("x-zh" = "窗口时间", "x-zh-about" = "唯一窗口的办公时间。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_hours: Option<Box<str>>,
    /// Hours of the community parlor 会客厅; none if there is no parlor.
    #[schemars(extend("x-zh" = "会客厅时间", "x-zh-about" = "社区会客厅的开放时间；没有会客厅的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parlor_hours: Option<Box<str>>,
    /// Opened an online deliberation hall on this day.
    #[schemars(extend("x-zh" = "线上议事厅开通日期", "x-zh-about" = "线上议事厅开通的日期；没有开通的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_hall_since: Option<Day>,
    /// How the workers share their duty 三三分段.
    #[schemars(extend("x-zh" = "三三分段", "x-zh-about" = "三三分段：工作人员怎样分工，按人数写。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty_split: Option<DutySplit>,
    /// A pilot community of its street.
    #[schemars(extend("x-zh" = "试点", "x-zh-about" = "是不是本街道的试点社区。"))]
    #[serde(default)]
    pub pilot: bool,
    /// Households.
    #[schemars(extend("x-zh" = "户数", "x-zh-about" = "社区的户数。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<u32>,
    /// Grids.
    #[schemars(extend("x-zh" = "网格数", "x-zh-about" = "社区划分的网格数。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grids: Option<u32>,
    /// How it was assessed.
    #[schemars(extend("x-zh" = "考核评分", "x-zh-about" = "社区考核的各项得分。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scorecard: Option<Scorecard>,
}

/// An assessment by criteria. Its total is computed ([`Scorecard::total`]) and never typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scorecard {
    /// Day it speaks of.
    #[schemars(extend("x-zh" = "评分日期", "x-zh-about" = "得分截至哪一天。"))]
    pub as_of: Day,
    /// Who assessed: an office or a kind of people, never a person.
    #[schemars(extend("x-zh" = "评分单位", "x-zh-about" = "由谁评分：写单位或哪类人，不写人名。"))]
    pub by: Box<str>,
    /// The criteria.
    #[schemars(extend("x-zh" = "评分项", "x-zh-about" = "评了哪几项，一项一条。"))]
    pub criteria: Vec<Criterion>,
}

/// One criterion of an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// What is assessed.
    #[schemars(extend("x-zh" = "评分内容", "x-zh-about" = "这一项评什么。"))]
    pub what: Box<str>,
    /// Points.
    #[schemars(extend("x-zh" = "得分", "x-zh-about" = "这一项得了几分。"))]
    pub score: u32,
    /// Most points.
    #[schemars(extend("x-zh" = "满分", "x-zh-about" = "这一项最多几分。"))]
    pub max: u32,
    /// Its weight of a hundred; all criteria alike if absent.
    #[schemars(extend("x-zh" = "权重", "x-zh-about" = "这一项占总分的百分之几；都不填则各项一样重。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// Points of the assessment before.
    #[schemars(extend("x-zh" = "上次得分", "x-zh-about" = "上一次考核这一项得了几分。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<u32>,
    /// Statement or link that shows it.
    #[schemars(extend("x-zh" = "依据", "x-zh-about" = "得分的依据：一句话或一个链接。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Box<str>>,
}

impl Scorecard {
    /// The weighted total of a hundred, in hundredths, rounded half up; none without a criterion that has points to give.
    pub fn total(&self) -> Option<u32> {
        let weight = |c: &Criterion| u128::from(c.weight.unwrap_or(1));
        let counted: Vec<&Criterion> = self.criteria.iter().filter(|c| c.max > 0).collect();
        let weights: u128 = counted.iter().map(|c| weight(c)).sum();
        if weights == 0 {
            return None;
        }
        // Hundredths of a point to one part in a billion before the one rounding at the end.
        let parts = counted
            .iter()
            .map(|c| weight(c) * 10_000_000_000_000 * u128::from(c.score) / u128::from(c.max));
        let billionths = parts.sum::<u128>() / weights;
        u32::try_from((billionths + 500_000_000) / 1_000_000_000).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criterion(score: u32, max: u32, weight: Option<u32>) -> Criterion {
        Criterion {
            what: "一".into(),
            score,
            max,
            weight,
            previous: None,
            evidence: None,
        }
    }

    #[test]
    fn a_total_is_weighted() {
        let total = |criteria: Vec<Criterion>| {
            let as_of = Day::parse("2026-06-30").unwrap();
            let by = "示例".into();
            Scorecard {
                as_of,
                by,
                criteria,
            }
            .total()
        };
        assert_eq!(
            total(vec![criterion(8, 10, Some(60)), criterion(1, 2, Some(40))]),
            Some(6800)
        );
        assert_eq!(
            total(vec![criterion(1, 3, None), criterion(2, 3, None)]),
            Some(5000)
        );
        assert_eq!(total(vec![criterion(2, 3, None)]), Some(6667));
        assert_eq!(total(vec![]), None);
    }
}

/// Workers at the desk, in the grids and on projects; meant to be a third each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DutySplit {
    /// At the window.
    #[schemars(extend("x-zh" = "坐班", "x-zh-about" = "在窗口坐班的人数。"))]
    pub desk: u32,
    /// In the grids.
    #[schemars(extend("x-zh" = "入格", "x-zh-about" = "入网格走访的人数。"))]
    pub grid: u32,
    /// On projects.
    #[schemars(extend("x-zh" = "项目", "x-zh-about" = "做项目的人数。"))]
    pub projects: u32,
}
