//! The directory of convenience services 便民服务: who offers what, where, under which licence, checked when.
//!
//! Figures from ratings are not here: they come from dated snapshots. A vendor's phone is public by consent and the consent has a date.

use crate::dates::Day;
use crate::divisions::DivisionCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Days after which "not checked since" is shown: half a year.
pub const CHECK_DAYS: i64 = 180;

labelled! {
    /// What a vendor offers.
    pub enum VendorCategory {
        Postal = "postal", "邮政", "Postal";
        Finance = "finance", "金融", "Finance";
        Telecom = "telecom", "电信", "Telecom";
        Gas = "gas", "燃气", "Gas";
        Housekeeping = "housekeeping", "家政服务", "Housekeeping";
        BeautyHair = "beauty_hair", "美容美发", "Hair and beauty";
        ApplianceRepair = "appliance_repair", "家电维修", "Appliance repair";
    }
}

labelled! {
    /// Public utility or market.
    pub enum Sector {
        PublicUtility = "public_utility", "公用事业服务", "Public utility";
        MarketService = "market_service", "市场化服务", "Market service";
    }
}

labelled! {
    /// Whether it is in the directory.
    pub enum VendorStatus {
        Listed = "listed", "在库", "Listed";
        Suspended = "suspended", "暂停展示", "Suspended";
        Delisted = "delisted", "移出", "Delisted";
    }
}

impl VendorCategory {
    /// The sector it belongs to.
    pub fn sector(self) -> Sector {
        match self {
            Self::Postal | Self::Finance | Self::Telecom | Self::Gas => Sector::PublicUtility,
            Self::Housekeeping | Self::BeautyHair | Self::ApplianceRepair => Sector::MarketService,
        }
    }
}

/// A vendor. Its name is the envelope's title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vendor {
    /// What it offers.
    #[schemars(extend("x-zh" = "类别", "x-zh-about" = "提供哪些服务，一类一条。"))]
    pub categories: Vec<VendorCategory>,
    /// Where it comes to.
    #[schemars(extend("x-zh" = "服务范围", "x-zh-about" = "上门或服务的范围，填区划代码。"))]
    pub serves: Vec<DivisionCode>,
    /// Public phones.
    #[schemars(extend("x-zh" = "电话", "x-zh-about" = "公开的联系电话，须经本人同意。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<PublicPhone>,
    /// Business address.
    #[schemars(extend("x-zh" = "地址", "x-zh-about" = "营业地址，不写住家地址。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Box<str>>,
    /// Opening hours in words.
    #[schemars(extend("x-zh" = "营业时间", "x-zh-about" = "营业时间，用文字写。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Box<str>>,
    /// What it costs, in words.
    #[schemars(extend("x-zh" = "收费说明", "x-zh-about" = "怎么收费，用文字写明单位。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_note: Option<Box<str>>,
    /// Wheelchair access, home visits and the like.
    #[schemars(extend("x-zh" = "无障碍情况", "x-zh-about" = "轮椅能否进出、是否上门等。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Box<str>>,
    /// Unified social credit code (GB 32100).
    #[schemars(extend("x-zh" = "统一社会信用代码", "x-zh-about" = "统一社会信用代码，18 位。", "format" = "uscc"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<Box<str>>,
    /// Licence, if the trade needs one.
    #[schemars(extend("x-zh" = "许可证", "x-zh-about" = "行业许可证；这一行不需要的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Licence>,
    /// Whether it is in the directory.
    #[schemars(extend("x-zh" = "状态", "x-zh-about" = "在库、暂停展示还是已移出。"))]
    pub status: VendorStatus,
    /// Day its details were last checked.
    #[schemars(extend("x-zh" = "核查日期", "x-zh-about" = "最近一次核查信息的日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<Day>,
    /// By which post.
    #[schemars(extend("x-zh" = "核查岗位", "x-zh-about" = "由哪个岗位核查，不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_by: Option<Box<str>>,
}

/// A phone that is public by consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicPhone {
    /// The number as people dial it.
    #[schemars(extend("x-zh" = "号码", "x-zh-about" = "照着拨打的号码。"))]
    pub number: Box<str>,
    /// Day its owner agreed to publication.
    #[schemars(extend("x-zh" = "同意公开日期", "x-zh-about" = "号码的主人同意公开的日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_on: Option<Day>,
}

/// A licence with its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Licence {
    /// Number on the licence.
    #[schemars(extend("x-zh" = "编号", "x-zh-about" = "许可证上的编号。"))]
    pub number: Box<str>,
    /// Last day it is valid.
    #[schemars(extend("x-zh" = "有效期至", "x-zh-about" = "许可证有效的最后一天。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
}

impl Vendor {
    /// The day since which nobody checked, once [`CHECK_DAYS`] have passed; `Some(None)` if never checked.
    pub fn not_checked_since(&self, today: Day) -> Option<Option<Day>> {
        match self.checked_on {
            None => Some(None),
            Some(on) if today.days_since(on) > CHECK_DAYS => Some(Some(on)),
            Some(_) => None,
        }
    }

    /// Whether its licence has run out on that day.
    pub fn licence_expired(&self, today: Day) -> bool {
        self.licence
            .as_ref()
            .and_then(|l| l.expires_on)
            .is_some_and(|end| today > end)
    }
}
