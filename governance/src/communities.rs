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
    #[schemars(extend("x-zh" = "办公地址"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Box<str>>,
    /// Public office phones.
    #[schemars(extend("x-zh" = "电话"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Box<str>>,
    /// Hours of the integrated service window 唯一窗口.
    #[schemars(extend("x-zh" = "窗口时间"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_hours: Option<Box<str>>,
    /// Hours of the community parlor 会客厅; none if there is no parlor.
    #[schemars(extend("x-zh" = "会客厅时间"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parlor_hours: Option<Box<str>>,
    /// Opened an online deliberation hall on this day.
    #[schemars(extend("x-zh" = "线上议事厅开通日期"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_hall_since: Option<Day>,
    /// How the workers share their duty 三三分段.
    #[schemars(extend("x-zh" = "三三分段"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty_split: Option<DutySplit>,
    /// A pilot community of its street.
    #[schemars(extend("x-zh" = "试点"))]
    #[serde(default)]
    pub pilot: bool,
    /// Households.
    #[schemars(extend("x-zh" = "户数"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<u32>,
    /// Grids.
    #[schemars(extend("x-zh" = "网格数"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grids: Option<u32>,
}

/// Workers at the desk, in the grids and on projects; meant to be a third each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DutySplit {
    /// At the window.
    #[schemars(extend("x-zh" = "坐班"))]
    pub desk: u32,
    /// In the grids.
    #[schemars(extend("x-zh" = "入格"))]
    pub grid: u32,
    /// On projects.
    #[schemars(extend("x-zh" = "项目"))]
    pub projects: u32,
}
