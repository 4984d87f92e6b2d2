//! The admission list 社区工作事项准入清单: what may be asked of a community, on what basis, at whose cost, until when.
//!
//! Source: 城市居民委员会组织法 (2025 revision) art. 43 and the local admission procedures. Admission is of work, not of users.
//! `expired` is derived from the period and never typed.

use crate::dates::Day;
use crate::ids::RecordId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

labelled! {
    /// The part of the list an item stands in.
    pub enum Category {
        StatutoryDuty = "statutory_duty", "依法履职事项", "Statutory duty";
        AssistGovernment = "assist_government", "依法协助政府工作事项", "Assists the government";
        AdmittedTemporary = "admitted_temporary", "准入(临时)事项", "Admitted for a time";
        Prohibited = "prohibited", "负面清单", "Negative list";
        CertificateIssuable = "certificate_issuable", "可出具证明事项", "Certificate that may be issued";
    }
}

labelled! {
    /// Which committees it applies to.
    pub enum AppliesTo {
        Community = "community", "社区", "Communities";
        Village = "village", "村", "Villages";
        Both = "both", "社区和村", "Communities and villages";
    }
}

labelled! {
    /// Where an item stands. Whether it has expired follows from its period.
    pub enum Status {
        Draft = "draft", "起草", "Drafted";
        PendingReview = "pending_review", "待审核", "Under review";
        Admitted = "admitted", "已准入", "Admitted";
        Active = "active", "执行中", "In force";
        Suspended = "suspended", "暂停", "Suspended";
        Exited = "exited", "已退出", "Left the list";
        Rejected = "rejected", "不予准入", "Not admitted";
    }
}

labelled! {
    /// The rank of a legal basis (立法法).
    pub enum BasisLevel {
        Law = "law", "法律", "Law";
        AdminRegulation = "admin_regulation", "行政法规", "Administrative regulation";
        LocalRegulation = "local_regulation", "地方性法规", "Local regulation";
        DepartmentRule = "department_rule", "部门规章", "Department rule";
        NormativeDocument = "normative_document", "规范性文件", "Normative document";
        ApprovalDocument = "approval_document", "准入批复", "Approval of admission";
    }
}

labelled! {
    /// Who pays.
    pub enum FundingMode {
        CoreBudget = "core_budget", "社区工作经费", "Community's own budget";
        TaskFunded = "task_funded", "费随事转", "Funding follows the task";
        PurchasedService = "purchased_service", "政府购买服务", "Purchased service";
        None = "none", "无", "None";
    }
}

labelled! {
    /// How the item came onto the list.
    pub enum AdmissionMode {
        Statutory = "statutory", "法定", "By law";
        Approval = "approval", "审批准入", "By approval";
        Prohibited = "prohibited", "禁入", "Prohibited";
        CertificateList = "certificate_list", "证明清单", "By the list of certificates";
    }
}

labelled! {
    /// How long it is meant to last.
    pub enum PeriodKind {
        Permanent = "permanent", "长期", "Permanent";
        Campaign = "campaign", "阶段性", "For a campaign";
        FixedTerm = "fixed_term", "定期", "Fixed term";
        OneOff = "one_off", "一次性", "Once";
    }
}

/// An item of the admission list. Its name is the envelope's title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdmissionItem {
    /// Part of the list.
    #[schemars(extend("x-zh" = "类别", "x-zh-about" = "事项在清单的哪一部分，例如依法履职、协助政府、负面清单。"))]
    pub category: Category,
    /// Which committees it applies to.
    #[schemars(extend("x-zh" = "适用范围", "x-zh-about" = "适用于哪些居委会、村委会。"))]
    pub applies_to: AppliesTo,
    /// The department that is in charge; name as on its seal, or its id.
    #[schemars(extend("x-zh" = "牵头部门", "x-zh-about" = "牵头的部门，填印章上的名称或部门编号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_department: Option<Box<str>>,
    /// Other departments.
    #[schemars(extend("x-zh" = "协同部门", "x-zh-about" = "协同的其他部门，一条一个。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_departments: Vec<Box<str>>,
    /// What the community does.
    #[schemars(extend("x-zh" = "社区职责", "x-zh-about" = "社区在这件事里做什么。"))]
    pub community_role: Box<str>,
    /// What the community must not be made to do.
    #[schemars(extend("x-zh" = "社区不承担", "x-zh-about" = "不能要求社区做的事。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_community: Option<Box<str>>,
    /// What the community hands in or keeps for it.
    #[schemars(extend("x-zh" = "报送材料", "x-zh-about" = "社区要报送或留存的材料，一条一样。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Box<str>>,
    /// What comes with the task besides money: staff, equipment, access to data.
    #[schemars(extend("x-zh" = "随事资源", "x-zh-about" = "随事给社区的人员、设备、数据权限等；经费另填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Box<str>>,
    /// What it rests on.
    #[schemars(extend("x-zh" = "法律依据", "x-zh-about" = "依据的法律、法规或文件，一条一部。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_bases: Vec<LegalBasis>,
    /// Who pays.
    #[schemars(extend("x-zh" = "经费", "x-zh-about" = "经费由谁出、怎么出。"))]
    pub funding: Funding,
    /// How it came onto the list.
    #[schemars(extend("x-zh" = "准入", "x-zh-about" = "事项怎样进入清单：申请、批准的日期和文号。"))]
    pub admission: Admission,
    /// From when to when.
    #[schemars(extend("x-zh" = "期限", "x-zh-about" = "事项的期限：长期、阶段性还是一次性，从哪天到哪天。"))]
    pub period: Period,
    /// Where it stands.
    #[schemars(extend("x-zh" = "状态", "x-zh-about" = "事项现在处于哪一步。"))]
    pub status: Status,
    /// How it left the list.
    #[schemars(extend("x-zh" = "退出", "x-zh-about" = "退出清单的日期和原因；仍在清单里的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<Exit>,
    /// Certificate details; for `certificate_issuable` only.
    #[schemars(extend("x-zh" = "证明", "x-zh-about" = "证明由谁索要、由谁开具、怎么办；只有可开具证明的事项才填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// Public phone for complaints about the item.
    #[schemars(extend("x-zh" = "监督电话", "x-zh-about" = "对这件事有意见时可打的公开电话。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision_phone: Option<Box<str>>,
    /// Revision of the list it came in with, e.g. 2026-1.
    #[schemars(extend("x-zh" = "清单版本", "x-zh-about" = "随哪一版清单进来，例如“2026-1”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_revision: Option<Box<str>>,
    /// How sure the demonstration is of its source.
    #[schemars(extend("x-zh" = "核实情况", "x-zh-about" = "名称和依据核实到什么程度，例如“依据已逐条核对”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Box<str>>,
}

/// What an item rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LegalBasis {
    /// Rank.
    #[schemars(extend("x-zh" = "层级", "x-zh-about" = "依据的层级，例如法律、行政法规。"))]
    pub level: BasisLevel,
    /// Title without 《》.
    #[schemars(extend("x-zh" = "名称", "x-zh-about" = "依据的名称，不带书名号。"))]
    pub title: Box<str>,
    /// Article, e.g. 第二十六条.
    #[schemars(extend("x-zh" = "条款", "x-zh-about" = "依据哪一条，例如“第二十六条”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Box<str>>,
    /// Document number, e.g. 民发〔2015〕136号.
    #[schemars(extend("x-zh" = "文号", "x-zh-about" = "文件的文号，例如“民发〔2015〕136号”。", "format" = "document-number"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Box<str>>,
    /// First day in force.
    #[schemars(extend("x-zh" = "施行日期", "x-zh-about" = "从哪一天起施行。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Day>,
    /// Day it was repealed.
    #[schemars(extend("x-zh" = "废止日期", "x-zh-about" = "哪一天废止；仍然有效的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repealed_on: Option<Day>,
    /// Where its text can be read.
    #[schemars(extend("x-zh" = "链接", "x-zh-about" = "可以读到原文的网址。", "format" = "uri"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Box<str>>,
}

/// Who pays, how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Funding {
    /// Way of paying.
    #[schemars(extend("x-zh" = "方式", "x-zh-about" = "经费怎么出。"))]
    pub mode: FundingMode,
    /// In words: amount and unit.
    #[schemars(extend("x-zh" = "说明", "x-zh-about" = "用文字写明金额和单位，例如“每年 2 万元”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
    /// The department that pays.
    #[schemars(extend("x-zh" = "出资部门", "x-zh-about" = "出钱的部门。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_department: Option<Box<str>>,
}

/// How an item came onto the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Admission {
    /// Way.
    #[schemars(extend("x-zh" = "方式", "x-zh-about" = "凭什么进入清单，例如法定、审批准入。"))]
    pub mode: AdmissionMode,
    /// Day the department applied.
    #[schemars(extend("x-zh" = "申请日期", "x-zh-about" = "部门提出申请的日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied_on: Option<Day>,
    /// Day it was approved.
    #[schemars(extend("x-zh" = "批准日期", "x-zh-about" = "批准的日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<Day>,
    /// Who approved it: an office.
    #[schemars(extend("x-zh" = "批准单位", "x-zh-about" = "批准的单位，不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<Box<str>>,
    /// Number of the approval.
    #[schemars(extend("x-zh" = "批准文号", "x-zh-about" = "批准文件的文号。", "format" = "document-number"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Box<str>>,
}

/// From when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// How long it is meant to last.
    #[schemars(extend("x-zh" = "类型", "x-zh-about" = "期限的类型，例如长期、阶段性、一次性。"))]
    pub kind: PeriodKind,
    /// First day.
    #[schemars(extend("x-zh" = "开始", "x-zh-about" = "第一天。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day.
    #[schemars(extend("x-zh" = "结束", "x-zh-about" = "最后一天。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// How an item left the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exit {
    /// Day.
    #[schemars(extend("x-zh" = "日期", "x-zh-about" = "退出清单的日期。"))]
    pub on: Day,
    /// Reason.
    #[schemars(extend("x-zh" = "原因", "x-zh-about" = "为什么退出清单。"))]
    pub reason: Box<str>,
    /// The item that took its place.
    #[schemars(extend("x-zh" = "替代事项", "x-zh-about" = "由哪一个事项替代，填它的编号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<RecordId>,
}

/// What the list of certificates must say (优化营商环境条例 art. 44).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Certificate {
    /// Basis for demanding it 设定依据.
    #[schemars(extend("x-zh" = "设定依据", "x-zh-about" = "凭什么要求提供这份证明。"))]
    pub basis: Box<str>,
    /// Who demands it 索要单位.
    #[schemars(extend("x-zh" = "索要单位", "x-zh-about" = "要求居民提供证明的单位。"))]
    pub demanded_by: Box<str>,
    /// Who issues it 开具单位.
    #[schemars(extend("x-zh" = "开具单位", "x-zh-about" = "开具证明的单位。"))]
    pub issued_by: Box<str>,
    /// How to get it 办理指南; text or the id of a service guide.
    #[schemars(extend("x-zh" = "办理指南", "x-zh-about" = "证明怎么办：一段文字，或办事指南的编号。"))]
    pub guide: Box<str>,
}

impl AdmissionItem {
    /// Whether its period has run out on that day; derived, never typed.
    pub fn expired(&self, today: Day) -> bool {
        self.period.to.is_some_and(|to| today > to)
    }

    /// Whether it binds anybody on that day.
    pub fn in_force(&self, today: Day) -> bool {
        matches!(self.status, Status::Admitted | Status::Active)
            && !self.expired(today)
            && self.period.from.is_none_or(|from| from <= today)
    }
}
