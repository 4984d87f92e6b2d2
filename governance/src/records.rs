//! What every published record carries, and the list of kinds.
//!
//! Entry point: [`Record`]. A record is its [`Envelope`] (identity, life on the site) and its [`Facts`] (the kind's own fields). Both are read
//! from one map of fields, so staff never see the seam. A record can't be built with doubts left: the generator's checks come first.

use crate::admission::AdmissionItem;
use crate::attachments::Attachment;
use crate::communities::CommunityProfile;
use crate::dates::{Day, Moment};
use crate::deliberation::{Meeting, Topic};
use crate::divisions::{Division, DivisionCode};
use crate::guides::ServiceGuide;
use crate::ids::RecordId;
use crate::notices::Notice;
use crate::statistics::{Indicator, Observation, ReportingUnit, Target};
use crate::vendors::Vendor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The fields every kind has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Envelope {
    /// Identity; stands in the URL and is never reused.
    #[schemars(extend("x-zh" = "编号", "x-zh-about" = "记录的编号，用在网址里；定下后不改，也不再给别的记录用。"))]
    pub id: RecordId,
    /// Title or name that people see.
    #[schemars(extend("x-zh" = "标题", "x-zh-about" = "大家看到的标题或名称。"))]
    pub title: Box<str>,
    /// The division it belongs to; the whole city if absent.
    #[schemars(extend("x-zh" = "区划", "x-zh-about" = "属于哪个县市区、街道（乡镇）或社区（村），填区划代码；不填为全市。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<DivisionCode>,
    /// One or two plain sentences for lists and feeds.
    #[schemars(extend("x-zh" = "摘要", "x-zh-about" = "一两句话说清是什么事，列表和订阅里显示。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Box<str>>,
    /// Words people search by.
    #[schemars(extend("x-zh" = "关键词", "x-zh-about" = "居民查找时会用的词，一条一个。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Box<str>>,
    /// When it is (or was) published; in no output of any kind before that.
    #[schemars(extend("x-zh" = "发布时间", "x-zh-about" = "从什么时候起公开，年-月-日 时:分；此前任何地方都看不到。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_at: Option<Moment>,
    /// Not ready: in no output of any kind.
    #[schemars(extend("x-zh" = "草稿", "x-zh-about" = "还没写好：填“是”，任何地方都不公开。"))]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Invented for demonstration; labelled 示例 wherever it is shown.
    #[schemars(extend("x-zh" = "示例", "x-zh-about" = "为演示而虚构的内容：填“是”，凡显示处都标“示例”。"))]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
    /// What was changed after publication, oldest first.
    #[schemars(extend("x-zh" = "修改记录", "x-zh-about" = "公开以后改过什么，一次一条，早的在前。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Set when the record was taken back: the URL then answers with a tombstone.
    #[schemars(extend("x-zh" = "撤下", "x-zh-about" = "公开后撤下的才填；原网址只留撤下的日期和原因。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// One change after publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Day of the change.
    #[schemars(extend("x-zh" = "日期", "x-zh-about" = "修改的日期。"))]
    pub on: Day,
    /// What changed.
    #[schemars(extend("x-zh" = "内容", "x-zh-about" = "改了什么。"))]
    pub what: Box<str>,
    /// Why it changed.
    #[schemars(extend("x-zh" = "原因", "x-zh-about" = "为什么改。"))]
    pub why: Box<str>,
    /// Role of who changed it; a post, never a name.
    #[schemars(extend("x-zh" = "修改岗位", "x-zh-about" = "由哪个岗位修改；写岗位，不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Box<str>>,
    /// A slip of the pen: kept here, left out of feeds.
    #[schemars(extend("x-zh" = "小改动", "x-zh-about" = "只改错字一类：填“是”，这里留记录，不进订阅。"))]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub minor: bool,
}

/// Why and when a record was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Withdrawal {
    /// Day it was taken back.
    #[schemars(extend("x-zh" = "日期", "x-zh-about" = "撤下的日期。"))]
    pub on: Day,
    /// Reason shown on the tombstone.
    #[schemars(extend("x-zh" = "原因", "x-zh-about" = "为什么撤下，原网址上会显示。"))]
    pub reason: Box<str>,
}

labelled! {
    /// The kinds of record.
    pub enum Kind {
        Division = "division", "区划", "Division";
        Community = "community", "社区情况", "Community profile";
        Department = "department", "部门", "Department";
        Notice = "notice", "通知公告", "Notice";
        AdmissionItem = "admission_item", "准入事项", "Admission item";
        Meeting = "meeting", "议事记录", "Deliberation minutes";
        Topic = "topic", "议题", "Topic";
        Indicator = "indicator", "指标", "Indicator";
        Target = "target", "目标", "Target";
        ReportingUnit = "reporting_unit", "统计单位", "Reporting unit";
        Observation = "observation", "统计数据", "Observation";
        Vendor = "vendor", "便民服务单位", "Vendor";
        Guide = "guide", "办事指南", "Service guide";
    }
}

/// A department that asks communities for work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Department {
    /// Other names by which items call it.
    #[schemars(extend("x-zh" = "别名", "x-zh-about" = "清单和纪要里对这个部门的其他叫法，一条一个。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Box<str>>,
    /// Public office phone.
    #[schemars(extend("x-zh" = "电话", "x-zh-about" = "部门对外的办公电话。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Box<str>>,
    /// Reports of work it demanded outside the list, oldest first.
    #[schemars(extend("x-zh" = "清单外事项反映", "x-zh-about" = "社区反映这个部门要求承担清单外事项的情况，按时段写，早的在前。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside_list: Vec<OutsideReports>,
}

/// Counts below this are not published: a small count lets people guess who reported.
pub const SMALL: u32 = 10;

/// How often work was reported that a department demanded although it is not on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutsideReports {
    /// First day.
    #[schemars(extend("x-zh" = "开始", "x-zh-about" = "这个时段的第一天。"))]
    pub from: Day,
    /// Last day.
    #[schemars(extend("x-zh" = "结束", "x-zh-about" = "这个时段的最后一天。"))]
    pub to: Day,
    /// How many; absent if fewer than ten.
    #[schemars(extend("x-zh" = "件数", "x-zh-about" = "收到几件；不足 10 件的不填数字。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// What became of it.
    #[schemars(extend("x-zh" = "处理情况", "x-zh-about" = "反映之后怎么处理的。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Box<str>>,
}

/// The kind's own fields. Written as `{kind, facts}`, so that a cache can keep it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "snake_case")]
pub enum Facts {
    /// A place.
    Division(Division),
    /// How a community works and where it is found.
    Community(CommunityProfile),
    /// Who asks for work.
    Department(Department),
    /// A notice.
    Notice(Notice),
    /// An item of the admission list.
    AdmissionItem(AdmissionItem),
    /// A meeting with its minutes.
    Meeting(Meeting),
    /// What residents brought up.
    Topic(Topic),
    /// What is measured.
    Indicator(Indicator),
    /// What was promised.
    Target(Target),
    /// Who reports.
    ReportingUnit(ReportingUnit),
    /// What was reported.
    Observation(Observation),
    /// Who offers a service.
    Vendor(Vendor),
    /// How a matter is handled at the window.
    Guide(ServiceGuide),
}

impl Facts {
    /// The kind these fields belong to.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Division(_) => Kind::Division,
            Self::Community(_) => Kind::Community,
            Self::Department(_) => Kind::Department,
            Self::Notice(_) => Kind::Notice,
            Self::AdmissionItem(_) => Kind::AdmissionItem,
            Self::Meeting(_) => Kind::Meeting,
            Self::Topic(_) => Kind::Topic,
            Self::Indicator(_) => Kind::Indicator,
            Self::Target(_) => Kind::Target,
            Self::ReportingUnit(_) => Kind::ReportingUnit,
            Self::Observation(_) => Kind::Observation,
            Self::Vendor(_) => Kind::Vendor,
            Self::Guide(_) => Kind::Guide,
        }
    }

    /// The files that stand beside the record, in the order of its fields, each with the field that names it, e.g. `attachments[0]`.
    pub fn attachments(&self) -> Vec<(String, &Attachment)> {
        if let Self::Notice(notice) = self {
            let files = notice.attachments.iter().zip(0..);
            return files
                .map(|(file, n)| (format!("attachments[{n}]"), file))
                .collect();
        }
        let Self::Meeting(meeting) = self else {
            return Vec::new();
        };
        let papers = meeting.agenda.iter().zip(0..).flat_map(|(item, at)| {
            let papers = item.papers.iter().zip(0..);
            papers.map(move |(paper, n)| (format!("agenda[{at}].papers[{n}]"), paper))
        });
        papers.collect()
    }

    /// The same files, to be described.
    pub fn attachments_mut(&mut self) -> Vec<&mut Attachment> {
        if let Self::Notice(notice) = self {
            return notice.attachments.iter_mut().collect();
        }
        let Self::Meeting(meeting) = self else {
            return Vec::new();
        };
        let agenda = meeting.agenda.iter_mut();
        agenda.flat_map(|item| &mut item.papers).collect()
    }
}

/// A record without doubts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What every kind has.
    pub envelope: Envelope,
    /// What this kind has.
    pub facts: Facts,
}
