//! What can be said to the desk: `mingtang desk …`.

#![expect(
    clippy::doc_markdown,
    reason = "these docs are the command's help, where backticks would be shown"
)]

use super::StorePlace;
use clap::{Args, Subcommand, ValueEnum};
use governance::cases::{ActorRole, CaseCategory, CaseReference, CaseState, FilingKind, Outcome};
use governance::ids::RecordId;
use governance::labelled::Labelled;
use governance::published::ModerationReason;
use governance::ratings::{DiscardReason, VendorReply};
use std::path::PathBuf;

/// Options of `desk`.
#[derive(Debug, Args)]
pub(crate) struct DeskOptions {
    #[command(flatten)]
    pub(crate) place: StorePlace,
    /// 以什么岗位办理:publisher 发布员、moderator 审核员、case_worker 承办人、auditor 监督员;也可用环境变量 MINGTANG_ROLE / In which role
    #[arg(long, global = true, value_name = "ROLE", value_parser = word::<ActorRole>)]
    pub(crate) role: Option<ActorRole>,
    /// 输出 JSON / Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// 内容文件夹 / Content folder
    #[arg(long, global = true, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
    /// 以此时刻为“现在” / Take this as now
    #[arg(long, global = true, value_name = "RFC3339")]
    pub(crate) now: Option<String>,
    #[command(subcommand)]
    pub(crate) act: DeskAct,
}

/// A value of a closed list, by its identifier or its Chinese label.
fn word<T: Labelled>(text: &str) -> Result<T, String> {
    T::find(text).ok_or_else(|| {
        let known: Vec<String> = T::ALL
            .iter()
            .map(|v| format!("{}({})", v.id(), v.zh()))
            .collect();
        format!("可用的有 / one of: {}", known.join("、"))
    })
}

fn id(text: &str) -> Result<RecordId, String> {
    RecordId::new(text).map_err(|fault| format!("编号只能用英文字母、数字、- 和 _ / {fault}"))
}

fn reference(text: &str) -> Result<CaseReference, String> {
    CaseReference::parse(text).map_err(|fault| format!("编号抄错了,请对照再写一遍 / {fault}"))
}

/// A case as it was read: `K7M29QXR`, or `K7M29QXR@3` with the version that a list showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    /// The case.
    pub(crate) reference: CaseReference,
    /// The version that was read.
    pub(crate) version: Option<u64>,
}

impl Target {
    /// Reads a target.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, version) = match text.split_once('@') {
            None => (text, None),
            Some((name, version)) => (name, Some(version)),
        };
        let version = version.map(str::parse).transpose();
        Ok(Self {
            reference: reference(name)?,
            version: version
                .map_err(|_| "版本要写成数字,如 K7M29QXR@3 / the version is a number".to_owned())?,
        })
    }
}

/// The cases something is done to.
#[derive(Debug, Args)]
pub(crate) struct Targets {
    /// 编号,可写多个;带上看到的版本(编号@版本)最稳妥;写 - 则逐行读入 / References, best with the version that was read; `-` reads lines
    #[arg(required = true, value_name = "REF[@VERSION]")]
    pub(crate) cases: Vec<String>,
    /// 只给同事看的备注 / A note that only staff see
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,
}

/// A reason.
#[derive(Debug, Args)]
pub(crate) struct Reason {
    /// 理由 / Why
    #[arg(long, value_name = "WORDS")]
    pub(crate) reason: String,
}

/// The words of an answer.
#[derive(Debug, Args)]
pub(crate) struct AnswerWords {
    /// 做了什么、查明了什么 / What was done or found
    #[arg(long, value_name = "WORDS")]
    pub(crate) done: String,
    /// 不认可时还能去哪里 / Where to turn next
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "如不认可,可在查询页要求重新办理,也可以拨打12345。"
    )]
    pub(crate) remedy: String,
}

/// What is done at the desk.
#[derive(Debug, Subcommand)]
pub(crate) enum DeskAct {
    /// 列出办件,急的在前 / List cases, the most urgent first
    List(ListOptions),
    /// 看一件的全过程 / Show cases with everything that happened
    Show {
        #[command(flatten)]
        targets: Targets,
        /// 写出期限怎么算的 / Show how the due date was counted
        #[arg(long)]
        working: bool,
    },
    /// 查阅联系方式,会留下记录 / Read a contact; it is noted on the case
    Contact {
        #[command(flatten)]
        targets: Targets,
        #[command(flatten)]
        why: Reason,
        /// 私钥文件,默认用数据文件夹里的 / The private key; default: that of the data folder
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// 列出服务评价 / List ratings of services
    Ratings(RatingsOptions),
    /// 服务主体的答复、误评申诉、剔除 / A vendor's answer, an appeal, discarding
    Rating(RatingOptions),
    /// 写下到期、超期等随日子发生的事 / Write what the passing of days did
    Sweep,
    /// 导出监督记录:每一次变动,不含居民写的内容 / Export the audit trail without what residents wrote
    Export {
        /// 从哪天起 / From this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<String>,
        /// 到哪天止 / To this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<String>,
        /// 格式 / Form
        #[arg(long, value_enum, default_value = "csv")]
        format: ExportForm,
    },
    #[command(flatten)]
    Change(ChangeAct),
    #[command(flatten)]
    Prepare(PrepareAct),
}

/// What changes cases.
#[derive(Debug, Subcommand)]
pub(crate) enum ChangeAct {
    /// 受理 / Take on
    Accept(Targets),
    /// 不予受理 / Do not take on
    Decline {
        #[command(flatten)]
        targets: Targets,
        #[command(flatten)]
        why: Reason,
        /// 居民还能去哪里 / The lawful channel instead
        #[arg(long, value_name = "WORDS")]
        channel: String,
    },
    /// 交办给部门或岗位(不写人名) / Give to a department or post
    Assign {
        #[command(flatten)]
        targets: Targets,
        /// 部门或岗位 / Department or post
        #[arg(long, value_name = "POST")]
        to: String,
    },
    /// 开始办理 / Begin the work
    Start(Targets),
    /// 请居民补充,暂停计时 / Ask the resident; the clock stops
    Ask {
        #[command(flatten)]
        targets: Targets,
        /// 问题 / The question
        #[arg(long, value_name = "WORDS")]
        question: String,
    },
    /// 不再等待补充,继续办理 / Go on without the answer
    Resume {
        #[command(flatten)]
        targets: Targets,
        #[command(flatten)]
        why: Reason,
    },
    /// 答复居民 / Answer the resident
    Reply {
        #[command(flatten)]
        targets: Targets,
        /// 结果:resolved、not_upheld、no_power / What came out
        #[arg(long, value_name = "OUTCOME", value_parser = word::<Outcome>)]
        outcome: Outcome,
        #[command(flatten)]
        words: AnswerWords,
        /// 理由;已解决的可以不写 / Why; needed unless resolved
        #[arg(long, value_name = "WORDS")]
        reason: Option<String>,
    },
    /// 答复居民:已解决 / Answer: resolved
    Resolve {
        #[command(flatten)]
        targets: Targets,
        #[command(flatten)]
        words: AnswerWords,
    },
    /// 延期,一次,到期前 / More time: once, before the due date
    Extend {
        #[command(flatten)]
        targets: Targets,
        /// 几个工作日 / Working days
        #[arg(long, value_name = "N")]
        days: u16,
        #[command(flatten)]
        why: Reason,
    },
    /// 办结 / Close
    Close(Targets),
    /// 代居民重新办理 / Reopen for the resident
    Reopen {
        #[command(flatten)]
        targets: Targets,
        #[command(flatten)]
        why: Reason,
    },
    /// 转办给别的单位 / Transfer to another body
    Transfer {
        #[command(flatten)]
        targets: Targets,
        /// 转给谁 / To whom
        #[arg(long, value_name = "BODY")]
        to: String,
        #[command(flatten)]
        why: Reason,
    },
    /// 并入另一件,两个编号都能查 / Merge into another case; both references go on answering
    Merge {
        #[command(flatten)]
        targets: Targets,
        /// 并入哪一件 / The case it goes on as
        #[arg(long, value_name = "REF", value_parser = reference)]
        into: CaseReference,
        #[command(flatten)]
        why: Reason,
    },
    /// 记一笔,只给同事看 / Note something for staff
    Note(Targets),
    /// 遮盖一段文字,原文封存 / Take the words of an event out; the original is kept sealed
    Redact {
        #[command(flatten)]
        targets: Targets,
        /// 第几条记录 / Number of the event
        #[arg(long, value_name = "N")]
        seq: u32,
        /// 原因:personal_data、illegal、abuse、advertising、off_topic / Why
        #[arg(long, value_name = "REASON", value_parser = word::<ModerationReason>)]
        why: ModerationReason,
    },
}

/// What is prepared for publication, or kept from it.
#[derive(Debug, Subcommand)]
pub(crate) enum PrepareAct {
    /// 审定一条可以公开的答复 / Clear an answer for publication
    Clear {
        /// 编号 / Reference
        #[arg(value_name = "REF", value_parser = reference)]
        case: CaseReference,
        /// 反映了什么,用自己的话,不含个人信息 / What was asked, in staff's words
        #[arg(long, value_name = "WORDS")]
        summary: String,
        /// 办了什么 / What was done
        #[arg(long, value_name = "WORDS")]
        answer: String,
    },
    /// 审定一条服务主体的答复,可以公开 / Clear a vendor's answer to a rating for publication
    ClearReply {
        /// 评价的键,见 desk ratings / Key of the rating
        #[arg(value_name = "KEY")]
        rating: String,
        /// 公开的文字,不含个人信息;不写就用单位的原话 / The words to publish; default: the vendor's own
        #[arg(long, value_name = "WORDS")]
        answer: Option<String>,
    },
    /// 不公开,或移除;计入审核统计 / Hold back or remove; counted by reason
    Withhold {
        /// 编号,或意见、评价的键 / Reference, or key of feedback or a rating
        #[arg(value_name = "REF|KEY")]
        target: String,
        /// 原因 / Why
        #[arg(long, value_name = "REASON", value_parser = word::<ModerationReason>)]
        why: ModerationReason,
        /// 内容本身也移除 / The words themselves are removed
        #[arg(long)]
        remove: bool,
    },
    /// 列出意见、议题建议 / List suggestions and topics
    Feedback(FeedbackOptions),
    /// 把一条意见变成议题草稿 / Turn a suggestion into a draft topic
    Topic {
        /// 意见的键,见 desk feedback / Key of the feedback
        #[arg(value_name = "KEY")]
        key: String,
        /// 议题编号,即文件名 / Identity of the topic
        #[arg(long, value_parser = id)]
        id: RecordId,
    },
    /// 归纳“大家说的,我们做的” / A theme of "you said, we did"
    Theme(ThemeOptions),
    /// 暂缓删除(有人要求复查) / Keep a case from retention
    Hold {
        /// 编号 / Reference
        #[arg(value_name = "REF", value_parser = reference)]
        case: CaseReference,
        #[command(flatten)]
        why: Reason,
        /// 不再暂缓 / No longer
        #[arg(long)]
        release: bool,
    },
}

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportForm {
    /// A table.
    Csv,
    /// One object a line.
    Json,
}

/// Which cases a list shows.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct ListOptions {
    /// 只看超期的 / Overdue only
    #[arg(long)]
    pub(crate) overdue: bool,
    /// 只看即将到期和超期的 / Due soon or overdue
    #[arg(long)]
    pub(crate) due_soon: bool,
    /// 只看交办给这个岗位的 / Assigned to this post
    #[arg(long, value_name = "POST")]
    pub(crate) mine: Option<String>,
    /// 只看这个区划,写代码或名称 / In this division, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    pub(crate) community: Option<String>,
    /// 只看这些状态 / In these states
    #[arg(long, value_name = "STATE", value_parser = word::<CaseState>)]
    pub(crate) state: Vec<CaseState>,
    /// 只看这些类别 / Of these categories
    #[arg(long, value_name = "CATEGORY", value_parser = word::<CaseCategory>)]
    pub(crate) category: Vec<CaseCategory>,
    /// 只看这些类型 / Of these kinds
    #[arg(long, value_name = "KIND", value_parser = word::<FilingKind>)]
    pub(crate) kind: Vec<FilingKind>,
    /// 只看多次重办、需上一级过问的 / Escalated only
    #[arg(long)]
    pub(crate) escalated: bool,
    /// 办结的也列出 / Ended ones too
    #[arg(long)]
    pub(crate) all: bool,
    /// 只写 编号@版本,可交给其他命令 / Print `REF@VERSION` only, for other commands
    #[arg(long)]
    pub(crate) refs: bool,
}

/// Which feedback a list shows.
#[derive(Debug, Args)]
pub(crate) struct FeedbackOptions {
    /// 也列出对页面的评价 / Remarks about pages too
    #[arg(long)]
    pub(crate) pages: bool,
}

/// Which ratings a list shows.
#[derive(Debug, Args)]
pub(crate) struct RatingsOptions {
    /// 只看这个服务主体 / Of this vendor
    #[arg(long, value_name = "ID", value_parser = id)]
    pub(crate) vendor: Option<RecordId>,
    /// 只看差评 / Bad ones only
    #[arg(long)]
    pub(crate) bad: bool,
}

/// What is written down about a rating; exactly one of the deeds.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("deed").required(true))]
pub(crate) struct RatingOptions {
    /// 评价的键,见 desk ratings / Key of the rating
    pub(crate) key: String,
    /// 内容或理由 / The words, or the reason
    #[arg(long, value_name = "WORDS")]
    pub(crate) words: String,
    /// 服务主体的答复:explained、apologised、redone、refunded、disputed / The vendor's answer
    #[arg(long, group = "deed", value_name = "REPLY", value_parser = word::<VendorReply>)]
    pub(crate) reply: Option<VendorReply>,
    /// 服务主体提出误评申诉 / The vendor appeals
    #[arg(long, group = "deed")]
    pub(crate) appeal: bool,
    /// 申诉成立 / The appeal is upheld
    #[arg(long, group = "deed")]
    pub(crate) uphold: bool,
    /// 申诉不成立 / The appeal is refused
    #[arg(long, group = "deed")]
    pub(crate) refuse: bool,
    /// 剔除:duplicate、bulk、insider、illegal_content / Discard
    #[arg(long, group = "deed", value_name = "REASON", value_parser = word::<DiscardReason>)]
    pub(crate) discard: Option<DiscardReason>,
}

/// A theme.
#[derive(Debug, Args)]
pub(crate) struct ThemeOptions {
    /// 主题编号 / Identity
    #[arg(value_parser = id)]
    pub(crate) id: RecordId,
    /// 大家说了什么 / What people said
    #[arg(long, value_name = "WORDS")]
    pub(crate) title: Option<String>,
    /// 归入这些意见(键)或办件(编号) / Feedback (keys) and cases (references) that said it
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub(crate) add: Vec<String>,
    /// 已经做了什么 / What was done
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["planned", "not_planned"])]
    pub(crate) done: Option<String>,
    /// 打算做什么 / What is planned
    #[arg(long, value_name = "WORDS", conflicts_with = "not_planned")]
    pub(crate) planned: Option<String>,
    /// 为什么不做 / Why it is not planned
    #[arg(long, value_name = "WORDS")]
    pub(crate) not_planned: Option<String>,
    /// 依据的决定或事项,本站路径 / The decision or item behind it, a path on this site
    #[arg(long, value_name = "/PATH/")]
    pub(crate) link: Option<String>,
}
