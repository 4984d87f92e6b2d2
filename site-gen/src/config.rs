//! The site's own settings, from `site.toml`.
//!
//! Entry point: [`SiteConfig`]. Whatever a local rule decides stands here and not in code. Must not read files.

use governance::dates::Day;
use governance::deliberation::MatterTier;
use governance::forms::words::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `site.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SiteConfig {
    /// Name of the site.
    #[schemars(extend("x-zh" = "网站名称", "x-zh-about" = "网站的名称。"))]
    pub name: Box<str>,
    /// Address at which it is published, e.g. `https://example.org`, without a `/` at its end.
    #[schemars(extend("x-zh" = "网站地址", "x-zh-about" = "网站发布的网址，例如“https://example.org”，末尾不带“/”。", "format" = "uri"))]
    pub base_url: Box<str>,
    /// One sentence about the site, for its head and its feeds.
    #[schemars(extend("x-zh" = "网站简介", "x-zh-about" = "介绍网站的一句话，搜索引擎和订阅里显示。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Box<str>>,
    /// Language of the interface's words; what the records say stays as it is written.
    #[schemars(extend("x-zh" = "界面语言", "x-zh-about" = "界面用语是中文还是英文；记录的内容照原文，不翻译。"))]
    #[serde(default)]
    pub language: Language,
    /// Not run by a government body: says 示例站点,非政府网站 on every page and shows no emblem. Unless told otherwise it is one.
    #[schemars(extend("x-zh" = "示例站点", "x-zh-about" = "是不是示例站点；示例站点每页写明不是政府网站，不用国徽。不填为“是”。"))]
    #[serde(default = "yes")]
    pub demonstration: bool,
    /// Foot of every page.
    #[schemars(extend("x-zh" = "页脚", "x-zh-about" = "每页页脚的内容。"))]
    #[serde(default)]
    pub footer: Footer,
    /// Which matter is major, minor or micro here 三事分流: a local rule.
    #[schemars(extend("x-zh" = "三事分流", "x-zh-about" = "本地怎样划分大事、小事、微事，一档一条。"))]
    #[serde(default)]
    pub tiers: Vec<TierRule>,
    /// Days after which something is stale, late or unchecked.
    #[schemars(extend("x-zh" = "时限", "x-zh-about" = "多少天没有更新、办理或核查就提醒。"))]
    #[serde(default)]
    pub limits: Limits,
    /// The search of the site.
    #[schemars(extend("x-zh" = "搜索", "x-zh-about" = "站内搜索的设置。"))]
    #[serde(default)]
    pub search: Search,
    /// Words that mean the same, for the search.
    #[schemars(extend("x-zh" = "同义词", "x-zh-about" = "搜索时当成一个意思的词，一组一条。"))]
    #[serde(default)]
    pub synonyms: Vec<Synonyms>,
    /// What the leak guard lets pass, each with who answers for it and until when.
    #[schemars(extend("x-zh" = "公开例外", "x-zh-about" = "个人信息检查放行的内容，每条写明由谁负责、到哪天为止。"))]
    #[serde(default)]
    pub allowed: Vec<Allowed>,
    /// Why the newest snapshot is smaller than the last, if it is.
    #[schemars(extend("x-zh" = "快照减少原因", "x-zh-about" = "最新一次快照比上次少的原因；没有减少的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot_shrunk: Option<Box<str>>,
}

governance::labelled! {
    /// Language of the interface.
    pub enum Language {
        Zh = "zh-CN", "中文", "Chinese";
        En = "en", "英文", "English";
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro declares the enumeration without a default"
)]
impl Default for Language {
    fn default() -> Self {
        Self::Zh
    }
}

impl Language {
    /// The language of words and pages.
    pub fn lang(self) -> Lang {
        match self {
            Self::Zh => Lang::Zh,
            Self::En => Lang::En,
        }
    }
}

/// The foot of every page. What is absent is not shown; nothing is invented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Footer {
    /// Who runs the site.
    #[schemars(extend("x-zh" = "主办单位", "x-zh-about" = "主办网站的单位。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Box<str>>,
    /// How to reach them.
    #[schemars(extend("x-zh" = "联系方式", "x-zh-about" = "怎样联系主办单位。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Box<str>>,
    /// Identification code of a government site, ten digits.
    #[schemars(extend("x-zh" = "网站标识码", "x-zh-about" = "政府网站标识码，10 位数字。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_code: Option<Box<str>>,
    /// ICP filing number.
    #[schemars(extend("x-zh" = "ICP备案", "x-zh-about" = "ICP 备案号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icp: Option<Box<str>>,
    /// Filing number with the public security organs.
    #[schemars(extend("x-zh" = "公安备案", "x-zh-about" = "公安机关的备案号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub police: Option<Box<str>>,
    /// Where faults of the site are reported.
    #[schemars(extend("x-zh" = "网站找错", "x-zh-about" = "发现网站有错到哪里反映。", "format" = "uri"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_errors: Option<Box<str>>,
}

/// One row of the local rule on tiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TierRule {
    /// The tier.
    #[schemars(extend("x-zh" = "层级", "x-zh-about" = "大事、小事还是微事。"))]
    pub tier: MatterTier,
    /// Which matters, in words.
    #[schemars(extend("x-zh" = "范围", "x-zh-about" = "哪些事属于这一档，用文字写。"))]
    pub what: Box<str>,
    /// Who treats them, in words.
    #[schemars(extend("x-zh" = "议事主体", "x-zh-about" = "这一档的事由谁来议，用文字写。"))]
    pub treated_by: Box<str>,
}

/// The search of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Search {
    /// Whether the site has an index that its search box looks into. Without one there is no box, and `/search/` shows the indexes by column, place and year.
    #[schemars(extend("x-zh" = "启用", "x-zh-about" = "是否开启站内搜索；不开启就没有搜索框，搜索页只列目录。"))]
    pub enabled: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// Words that mean the same: who searches for one finds the others too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Synonyms {
    /// The words.
    #[schemars(extend("x-zh" = "词语", "x-zh-about" = "意思相同的一组词。"))]
    pub words: Vec<Box<str>>,
}

/// Days after which something is stale, late or unchecked. Calendar days unless the name says working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Limits {
    /// The home page is stale: two weeks (government site check).
    #[schemars(extend("x-zh" = "首页更新天数", "x-zh-about" = "首页超过多少天没有更新就提醒，通常 14 天。"))]
    pub home_stale_days: u32,
    /// Work in progress is stale: two weeks (same).
    #[schemars(extend("x-zh" = "动态更新天数", "x-zh-about" = "工作动态超过多少天没有更新就提醒，通常 14 天。"))]
    pub work_stale_days: u32,
    /// Announcements and policy documents are stale: six months (same).
    #[schemars(extend("x-zh" = "通知政策更新天数", "x-zh-about" = "通知和政策超过多少天没有更新就提醒，通常 183 天（半年）。"))]
    pub notice_stale_days: u32,
    /// Plans are stale: a year (same).
    #[schemars(extend("x-zh" = "规划更新天数", "x-zh-about" = "规划计划超过多少天没有更新就提醒，通常 365 天。"))]
    pub plan_stale_days: u32,
    /// A vendor counts as unchecked: half a year.
    #[schemars(extend("x-zh" = "商户核查天数", "x-zh-about" = "商户信息超过多少天没有核查就标为待核查，通常 180 天。"))]
    pub vendor_check_days: u32,
    /// Minutes are late so many working days after the meeting (local).
    #[schemars(extend("x-zh" = "纪要公开工作日", "x-zh-about" = "会后多少个工作日内应公布纪要。"))]
    pub minutes_working_days: u32,
    /// An application for admission is late so many working days after it was made (local).
    #[schemars(extend("x-zh" = "准入审核工作日", "x-zh-about" = "准入申请应在多少个工作日内审完。"))]
    pub review_working_days: u32,
    /// A snapshot is too old to publish.
    #[schemars(extend("x-zh" = "快照有效天数", "x-zh-about" = "快照超过多少天就不能再发布。"))]
    pub snapshot_days: u32,
    /// The agenda goes out so many days ahead (local; the law asks ten of an assembly).
    #[schemars(extend("x-zh" = "议程提前天数", "x-zh-about" = "议程应提前多少天公布；居民会议、村民会议依法提前 10 天。"))]
    pub agenda_days: u32,
    /// Fewer people than these are not counted in public figures; 0 holds nothing back.
    #[schemars(extend("x-zh" = "最少公布人数", "x-zh-about" = "公开的数字里，人数少于几个就不公布；0 为全部公布。"))]
    pub small_cells: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            home_stale_days: 14,
            work_stale_days: 14,
            notice_stale_days: 183,
            plan_stale_days: 365,
            vendor_check_days: 180,
            minutes_working_days: 10,
            review_working_days: 15,
            snapshot_days: 45,
            agenda_days: 3,
            small_cells: governance::ratings::FLOOR_SHOWN,
        }
    }
}

/// Something personal that may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Allowed {
    /// Kind and field, e.g. `vendor.phones.number`.
    #[schemars(extend("x-zh" = "字段", "x-zh-about" = "放行哪一类记录的哪个字段，例如“vendor.phones.number”。"))]
    pub field: Box<str>,
    /// The record, if it is allowed for one only.
    #[schemars(extend("x-zh" = "记录", "x-zh-about" = "只放行哪一条记录，填编号；不填为全部。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Box<str>>,
    /// Who answers for it: an office.
    #[schemars(extend("x-zh" = "责任单位", "x-zh-about" = "对放行负责的单位，不写人名。"))]
    pub owner: Box<str>,
    /// Why it may be public.
    #[schemars(extend("x-zh" = "原因", "x-zh-about" = "为什么可以公开。"))]
    pub reason: Box<str>,
    /// Last day it is allowed.
    #[schemars(extend("x-zh" = "有效期至", "x-zh-about" = "放行到哪一天为止。"))]
    pub until: Day,
}

fn yes() -> bool {
    true
}
