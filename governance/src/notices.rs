//! Notices: announcements with a head as official documents have it, a validity and attachments.
//!
//! Source of the head: 党政机关公文格式 GB/T 9704 and the government site conventions. The body is Markdown and lives beside the fields.

use crate::attachments::Attachment;
use crate::dates::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

labelled! {
    /// What a notice is about; one column of the site each.
    pub enum NoticeCategory {
        Policy = "policy", "政策文件", "Policy document";
        Announcement = "announcement", "通知公告", "Announcement";
        Work = "work", "工作动态", "Work in progress";
        PublicNotice = "public_notice", "公示", "Public notice for comment";
        Disclosure = "disclosure", "居务公开", "Residents' affairs disclosure";
        Plan = "plan", "规划计划", "Plan";
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// What it is about.
    #[schemars(extend("x-zh" = "类别", "x-zh-about" = "公告属于哪一类。"))]
    pub category: NoticeCategory,
    /// Who issued it: an office, never a person.
    #[schemars(extend("x-zh" = "发文机关", "x-zh-about" = "发文的机关或单位，不写个人。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Box<str>>,
    /// Document number, e.g. 宜民政发〔2021〕12号.
    #[schemars(extend("x-zh" = "发文字号", "x-zh-about" = "文件的发文字号，例如“宜民政发〔2021〕12号”。", "format" = "document-number"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Box<str>>,
    /// Disclosure index number.
    #[schemars(extend("x-zh" = "索引号", "x-zh-about" = "政府信息公开的索引号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index_number: Option<Box<str>>,
    /// Date of the document.
    #[schemars(extend("x-zh" = "成文日期", "x-zh-about" = "文件的成文日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Day>,
    /// First day it is valid.
    #[schemars(extend("x-zh" = "生效日期", "x-zh-about" = "从哪一天起生效。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
    /// Last day it is valid; it leaves the front page after, never its URL.
    #[schemars(extend("x-zh" = "失效日期", "x-zh-about" = "有效的最后一天；过后不再上首页，网址仍然能打开。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
    /// Carries personal matter: becomes a tombstone after `expires_on`.
    #[schemars(extend("x-zh" = "涉及个人事项", "x-zh-about" = "涉及个人事项：填“是”，过了失效日期，网页自动收起，只留一句说明。"))]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub time_boxed: bool,
    /// Files to be downloaded, beside the notice in the content folder.
    #[schemars(extend("x-zh" = "附件", "x-zh-about" = "可以下载的文件，和公告放在同一个文件夹里。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
