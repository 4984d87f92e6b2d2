//! Deliberation 议事: topics that residents raise, meetings that treat them, what was decided and whether it was done.
//!
//! Sources: 城市居民委员会组织法 (2025 revision), 村民委员会组织法 (2025 amendment); quorum and majority of the four statutory bodies. Quorum, majority,
//! overdue and "resolution" are computed ([`Meeting::quorum`], [`AgendaItem::carried`]), never typed. Consultation 协商 is not a resolution 决议.

mod computed;
pub mod minutes;
#[cfg(test)]
mod tests;

pub use computed::{Quorum, QuorumRule};

use crate::attachments::Attachment;
use crate::dates::{Day, Moment};
use crate::ids::RecordId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

labelled! {
    /// How far a matter reaches 三事分流; the local rule says which matter is which.
    pub enum MatterTier {
        Major = "major", "大事", "Major matter";
        Minor = "minor", "小事", "Minor matter";
        Micro = "micro", "微事", "Micro matter";
    }
}

labelled! {
    /// Who meets. The first four have a statutory quorum and may resolve; the others consult or pass the matter up.
    pub enum Body {
        ResidentsAssembly = "residents_assembly", "居民会议", "Residents' assembly";
        ResidentsRepresentativeAssembly = "residents_representative_assembly", "居民代表会议", "Residents' representative assembly";
        VillagersAssembly = "villagers_assembly", "村民会议", "Villagers' assembly";
        VillagersRepresentativeAssembly = "villagers_representative_assembly", "村民代表会议", "Villagers' representative assembly";
        TownshipJointMeeting = "township_joint_meeting", "乡镇(街道)联席会议", "Township joint meeting";
        VillageCouncil = "village_council", "村(居)理事会", "Village or community council";
        GridCouncil = "grid_council", "网格议事会", "Grid council";
    }
}

labelled! {
    /// The form of the meeting.
    pub enum Form {
        Symposium = "symposium", "座谈会", "Symposium";
        Hearing = "hearing", "听证会", "Hearing";
        CouncilMeeting = "council_meeting", "议事会", "Council meeting";
        DiscussionMeeting = "discussion_meeting", "恳谈会", "Heart-to-heart discussion";
        OnlineConsultation = "online_consultation", "线上协商", "Online consultation";
        WrittenConsultation = "written_consultation", "书面征求意见", "Written consultation";
    }
}

labelled! {
    /// Where it takes place 两厅.
    pub enum Venue {
        OnlineHall = "online_hall", "线上议事厅", "Online deliberation hall";
        CommunityParlor = "community_parlor", "社区(村)会客厅", "Community parlor";
        Other = "other", "其他场所", "Another place";
    }
}

labelled! {
    /// Whether the meeting takes place.
    pub enum MeetingStatus {
        Tentative = "tentative", "拟召开", "Planned";
        Confirmed = "confirmed", "已确定", "Confirmed";
        Cancelled = "cancelled", "已取消", "Cancelled";
        Held = "held", "已召开", "Held";
    }
}

labelled! {
    /// The life of the minutes.
    pub enum MinutesState {
        Draft = "draft", "起草", "Draft";
        Circulated = "circulated", "征求意见", "Circulated";
        Amended = "amended", "已修改", "Amended";
        Final = "final", "定稿", "Final";
    }
}

labelled! {
    /// What came of an agenda item.
    pub enum Outcome {
        Consensus = "consensus", "达成一致意见", "Consensus";
        Majority = "majority", "多数同意", "Majority in favour";
        NoAgreement = "no_agreement", "未达成一致", "No agreement";
        Escalated = "escalated", "提交上一级协商", "Passed up a tier";
        ReferredToAssembly = "referred_to_assembly", "提交居民(代表)会议表决", "Referred to the assembly";
        Deferred = "deferred", "延期再议", "Deferred";
        Withdrawn = "withdrawn", "撤回议题", "Withdrawn";
    }
}

labelled! {
    /// How a vote is taken.
    pub enum VoteMethod {
        ShowOfHands = "show_of_hands", "举手表决", "Show of hands";
        SecretBallot = "secret_ballot", "无记名投票", "Secret ballot";
        OpenBallot = "open_ballot", "记名投票", "Open ballot";
        Online = "online", "线上表决", "Online vote";
    }
}

labelled! {
    /// How far an action has come. Whether it is overdue follows from the day.
    pub enum ActionStatus {
        NotStarted = "not_started", "未开始", "Not started";
        UnderWay = "under_way", "进行中", "Under way";
        Done = "done", "已完成", "Done";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}

labelled! {
    /// Which side an opinion takes.
    pub enum OpinionSide {
        Support = "support", "赞成", "In favour";
        Oppose = "oppose", "反对", "Against";
        Suggest = "suggest", "建议", "Suggestion";
    }
}

labelled! {
    /// Who put a matter forward, as a role.
    pub enum ProposerKind {
        Resident = "resident", "居民", "Resident";
        ResidentsGroup = "residents_group", "居民联名", "Group of residents";
        Committee = "committee", "居(村)委会", "Committee";
        GridWorker = "grid_worker", "网格员", "Grid worker";
        OwnersCommittee = "owners_committee", "业主委员会", "Owners' committee";
        Department = "department", "部门", "Department";
        Organisation = "organisation", "单位或社会组织", "Organisation";
    }
}

labelled! {
    /// Where a topic stands.
    pub enum TopicStatus {
        Received = "received", "已收到", "Received";
        Admitted = "admitted", "列入议程", "On the agenda";
        Refused = "refused", "不列入", "Not taken up";
        Decided = "decided", "已议决", "Decided";
        Done = "done", "已办结", "Done";
    }
}

labelled! {
    /// Whom an assembly counts 应到: every adult, or one representative of each household.
    pub enum Entitled {
        Adults = "adults", "十八周岁以上的人", "Adults";
        Households = "households", "户的代表", "Representatives of households";
    }
}

/// A meeting and its minutes. Its name is the envelope's title, its place the envelope's division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    /// How far its matters reach.
    #[schemars(extend("x-zh" = "层级", "x-zh-about" = "所议的事属于大事、小事还是微事。"))]
    pub tier: MatterTier,
    /// Who meets.
    #[schemars(extend("x-zh" = "议事主体", "x-zh-about" = "由哪个组织开会，例如居民会议、居民代表会议。"))]
    pub body: Body,
    /// Form.
    #[schemars(extend("x-zh" = "形式", "x-zh-about" = "会议的形式，例如议事会、听证会、线上协商。"))]
    pub form: Form,
    /// Place.
    #[schemars(extend("x-zh" = "场所", "x-zh-about" = "在线上议事厅、会客厅还是别处。"))]
    pub venue: Venue,
    /// The place in words, e.g. 社区会客厅二楼.
    #[schemars(extend("x-zh" = "地点", "x-zh-about" = "具体地点，例如“社区会客厅二楼”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<str>>,
    /// The grid, for grid councils.
    #[schemars(extend("x-zh" = "网格", "x-zh-about" = "网格议事会是哪个网格的。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<Box<str>>,
    /// Day the invitation and agenda went out.
    #[schemars(extend("x-zh" = "通知日期", "x-zh-about" = "发出会议通知和议程的日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convened_on: Option<Day>,
    /// Beginning.
    #[schemars(extend("x-zh" = "开始时间", "x-zh-about" = "开始时间，年-月-日 时:分。"))]
    pub start: Moment,
    /// End.
    #[schemars(extend("x-zh" = "结束时间", "x-zh-about" = "结束时间，年-月-日 时:分。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Moment>,
    /// Whether it takes place.
    #[schemars(extend("x-zh" = "会议状态", "x-zh-about" = "会议拟开、已定、已取消还是已召开。"))]
    pub status: MeetingStatus,
    /// Post of who convened it.
    #[schemars(extend("x-zh" = "召集人", "x-zh-about" = "召集会议的岗位，不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convener: Option<Box<str>>,
    /// Post of who chaired it.
    #[schemars(extend("x-zh" = "主持人", "x-zh-about" = "主持会议的岗位，不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chair: Option<Box<str>>,
    /// Post of who kept the minutes.
    #[schemars(extend("x-zh" = "记录人", "x-zh-about" = "作记录的岗位，不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorder: Option<Box<str>>,
    /// Who was there, in numbers.
    #[schemars(extend("x-zh" = "出席", "x-zh-about" = "应到、实到、列席的人数或身份，不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Attendance>,
    /// What was treated, in order.
    #[schemars(extend("x-zh" = "议程", "x-zh-about" = "会议议了哪些事，按次序一事一条。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<AgendaItem>,
    /// Publication of the result for objections.
    #[schemars(extend("x-zh" = "公示", "x-zh-about" = "结果公示、听取异议的时段和去处。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_notice: Option<PublicNotice>,
    /// State of the minutes; none until there are any.
    #[schemars(extend("x-zh" = "纪要状态", "x-zh-about" = "纪要是起草、征求意见、已修改还是定稿；还没有纪要的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<MinutesState>,
    /// Day the minutes were published.
    #[schemars(extend("x-zh" = "纪要发布日期", "x-zh-about" = "纪要公布的日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_published_on: Option<Day>,
    /// SHA-256 of the minutes as they became final, over the form `mingtang-minutes-1`; open data says it of all final minutes. Where it is written down,
    /// the text must fit it, or the hash written with the newest correction.
    #[schemars(extend("x-zh" = "定稿校验值", "x-zh-about" = "定稿纪要的 SHA-256 校验值；文字改过就对不上，改动要记在“更正”里。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_sha256: Option<Box<str>>,
    /// Until when objections to circulated minutes are taken.
    #[schemars(extend("x-zh" = "征求意见截止", "x-zh-about" = "对纪要提意见的最后一天。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circulated_until: Option<Day>,
    /// Corrections after the final version.
    #[schemars(extend("x-zh" = "更正", "x-zh-about" = "定稿以后的更正，一次一条。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Times the meeting's date or place was changed; the calendar's SEQUENCE.
    #[schemars(extend("x-zh" = "变更次数", "x-zh-about" = "会议改过几次日期或地点，日历软件用它认出新的一版。"))]
    #[serde(default)]
    pub sequence: u32,
}

/// Attendance in numbers; names only with recorded consent, so there is no field for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attendance {
    /// Members entitled to vote 应到.
    #[schemars(extend("x-zh" = "应到", "x-zh-about" = "应到人数；由户派代表的会议，按户数计。"))]
    pub expected: u32,
    /// Whom an assembly of all residents or villagers counts; adults unless it says households. Other bodies count their members and say nothing here.
    #[schemars(extend("x-zh" = "应到口径", "x-zh-about" = "居民会议、村民会议的应到按什么计；不填按十八周岁以上的人计，其他会议不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entitled: Option<Entitled>,
    /// Of these, present 实到.
    #[schemars(extend("x-zh" = "实到", "x-zh-about" = "应到的人里实到几人；应到按户计的，这里也按户计。"))]
    pub present: u32,
    /// Attended without a vote 列席, by role.
    #[schemars(extend("x-zh" = "列席", "x-zh-about" = "列席的人是什么身份，没有表决权；不写人名。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub observers: Vec<Box<str>>,
    /// Invited, by role.
    #[schemars(extend("x-zh" = "邀请", "x-zh-about" = "受邀的人是什么身份；不写人名。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invited: Vec<Box<str>>,
}

/// One item of the agenda with its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgendaItem {
    /// Number on the agenda, from 1.
    #[schemars(extend("x-zh" = "序号", "x-zh-about" = "议程里的次序，从 1 起。"))]
    pub no: u32,
    /// The subject.
    #[schemars(extend("x-zh" = "议题", "x-zh-about" = "这一项议什么。"))]
    pub subject: Box<str>,
    /// The topic that raised it.
    #[schemars(extend("x-zh" = "来源议题", "x-zh-about" = "来自哪个议题，填议题编号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<RecordId>,
    /// The theme of residents' feedback that raised it, as the snapshot names it.
    #[schemars(extend("x-zh" = "来源反馈", "x-zh-about" = "来自“你说我办”的哪个主题，填主题编号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<RecordId>,
    /// The meeting that passed it up.
    #[schemars(extend("x-zh" = "上报会议", "x-zh-about" = "由哪次会议上报，填会议编号。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated_from: Option<RecordId>,
    /// Who put it forward.
    #[schemars(extend("x-zh" = "提出人", "x-zh-about" = "由哪类人提出；不写人名。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposer: Option<ProposerKind>,
    /// When it is treated, in words, e.g. 9:30–10:00.
    #[schemars(extend("x-zh" = "时段", "x-zh-about" = "什么时段议这件事，例如“9:30–10:00”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Box<str>>,
    /// Background.
    #[schemars(extend("x-zh" = "背景", "x-zh-about" = "这件事的来由和现状。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<Box<str>>,
    /// Papers handed out with it, beside the meeting in the content folder.
    #[schemars(extend("x-zh" = "会议材料", "x-zh-about" = "随议题发的材料，和会议记录放在同一个文件夹里。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Attachment>,
    /// What was said.
    #[schemars(extend("x-zh" = "意见", "x-zh-about" = "会上说了哪些意见，一种一条；不写是谁说的。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
    /// What came of it; none before the meeting.
    #[schemars(extend("x-zh" = "结果", "x-zh-about" = "议出了什么结果；开会之前不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The vote, if there was one.
    #[schemars(extend("x-zh" = "表决", "x-zh-about" = "表决的方式和票数；没有表决的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Vote>,
    /// Text of the resolution 决议; only a statutory body with quorum and majority has one.
    #[schemars(extend("x-zh" = "决议", "x-zh-about" = "决议原文；只有法定的会议，人数和票数都够，才能写决议。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Box<str>>,
    /// Text of the consultative opinion 协商意见 of the other bodies.
    #[schemars(extend("x-zh" = "协商意见", "x-zh-about" = "协商意见原文；没有表决权的议事会写在这里，不写决议。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultative_opinion: Option<Box<str>>,
    /// What is to be done.
    #[schemars(extend("x-zh" = "任务", "x-zh-about" = "会后要做的事，一件一条，写明岗位和期限。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

/// What several people said, in sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Opinion {
    /// Side.
    #[schemars(extend("x-zh" = "立场", "x-zh-about" = "赞成、反对还是建议。"))]
    pub side: OpinionSide,
    /// In sum.
    #[schemars(extend("x-zh" = "概述", "x-zh-about" = "意见的大意。"))]
    pub summary: Box<str>,
    /// How many held it.
    #[schemars(extend("x-zh" = "人数", "x-zh-about" = "持这种意见的有几人。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// A vote among the members present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vote {
    /// How it was taken.
    #[schemars(extend("x-zh" = "方式", "x-zh-about" = "怎样表决，例如举手、无记名投票。"))]
    pub method: VoteMethod,
    /// In favour.
    #[schemars(extend("x-zh" = "赞成", "x-zh-about" = "赞成票数。"))]
    pub agree: u32,
    /// Against.
    #[schemars(extend("x-zh" = "反对", "x-zh-about" = "反对票数。"))]
    pub oppose: u32,
    /// Abstained.
    #[schemars(extend("x-zh" = "弃权", "x-zh-about" = "弃权票数。"))]
    #[serde(default)]
    pub abstain: u32,
    /// Invalid ballots.
    #[schemars(extend("x-zh" = "废票", "x-zh-about" = "废票票数。"))]
    #[serde(default)]
    pub invalid: u32,
}

/// Something to be done after a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// What.
    #[schemars(extend("x-zh" = "事项", "x-zh-about" = "要做什么。"))]
    pub what: Box<str>,
    /// The post that answers for it 责任人.
    #[schemars(extend("x-zh" = "责任岗位", "x-zh-about" = "由哪个岗位负责，不写人名。"))]
    pub responsible_post: Box<str>,
    /// The department that helps.
    #[schemars(extend("x-zh" = "协办部门", "x-zh-about" = "协办的部门。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Box<str>>,
    /// Deadline as first set.
    #[schemars(extend("x-zh" = "办结时限", "x-zh-about" = "最初定的完成期限，延期后也不改。"))]
    pub due_on: Day,
    /// How far it has come.
    #[schemars(extend("x-zh" = "进度", "x-zh-about" = "做到哪一步了。"))]
    pub status: ActionStatus,
    /// How much of it is done, of a hundred.
    #[schemars(extend("x-zh" = "完成百分比", "x-zh-about" = "做完了百分之几，填 0 到 100 的整数。"), range(max = 100))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// Day it was done.
    #[schemars(extend("x-zh" = "完成日期", "x-zh-about" = "做完的日期。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Day>,
    /// Statement or link that shows it was done.
    #[schemars(extend("x-zh" = "完成依据", "x-zh-about" = "能说明已做完的依据：一句话或一个链接。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Box<str>>,
    /// Why it was cancelled.
    #[schemars(extend("x-zh" = "取消原因", "x-zh-about" = "为什么取消。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<Box<str>>,
    /// The one extension it may have.
    #[schemars(extend("x-zh" = "延期", "x-zh-about" = "延期的申请日期、新期限和原因；只能延一次。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// Steps on the way.
    #[schemars(extend("x-zh" = "进展", "x-zh-about" = "途中的进展，一步一条。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
    /// Times it was taken up again after it had been done; what was said to be done stays on record.
    #[schemars(extend("x-zh" = "重新办理", "x-zh-about" = "说做完后又重新办的，一次一条；原来的完成记录保留。"))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reopened: Vec<Reopening>,
}

/// An action that was done, and was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reopening {
    /// Day on which it had been called done.
    #[schemars(extend("x-zh" = "原完成日期", "x-zh-about" = "原来记的完成日期。"))]
    pub done_on: Day,
    /// Day it was taken up again.
    #[schemars(extend("x-zh" = "日期", "x-zh-about" = "重新开始办的日期。"))]
    pub on: Day,
    /// Why.
    #[schemars(extend("x-zh" = "原因", "x-zh-about" = "为什么重新办。"))]
    pub reason: Box<str>,
}

/// A later deadline, asked for in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Extension {
    /// Day it was asked for; before the first deadline.
    #[schemars(extend("x-zh" = "申请日期", "x-zh-about" = "申请延期的日期，要在原期限之前。"))]
    pub asked_on: Day,
    /// New deadline.
    #[schemars(extend("x-zh" = "延至", "x-zh-about" = "延期后的新期限。"))]
    pub to: Day,
    /// Reason.
    #[schemars(extend("x-zh" = "原因", "x-zh-about" = "为什么延期。"))]
    pub reason: Box<str>,
}

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Milestone {
    /// Day.
    #[schemars(extend("x-zh" = "日期", "x-zh-about" = "这一步的日期。"))]
    pub on: Day,
    /// What happened.
    #[schemars(extend("x-zh" = "内容", "x-zh-about" = "这一步做了什么。"))]
    pub text: Box<str>,
    /// Statement or link that shows it.
    #[schemars(extend("x-zh" = "依据", "x-zh-about" = "这一步的依据：一句话或一个链接。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Box<str>>,
}

/// Publication of a result for objections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicNotice {
    /// First day.
    #[schemars(extend("x-zh" = "开始", "x-zh-about" = "公示的第一天。"))]
    pub from: Day,
    /// Last day.
    #[schemars(extend("x-zh" = "结束", "x-zh-about" = "公示的最后一天。"))]
    pub to: Day,
    /// Where objections go.
    #[schemars(extend("x-zh" = "异议受理", "x-zh-about" = "有异议到哪里提。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objections_to: Option<Box<str>>,
    /// Public phone.
    #[schemars(extend("x-zh" = "监督电话", "x-zh-about" = "可以反映问题的公开电话。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision_phone: Option<Box<str>>,
}

/// A correction of final minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// Day.
    #[schemars(extend("x-zh" = "日期", "x-zh-about" = "更正的日期。"))]
    pub on: Day,
    /// What.
    #[schemars(extend("x-zh" = "内容", "x-zh-about" = "更正了什么。"))]
    pub what: Box<str>,
    /// Why.
    #[schemars(extend("x-zh" = "原因", "x-zh-about" = "为什么更正。"))]
    pub why: Box<str>,
    /// By which post.
    #[schemars(extend("x-zh" = "更正岗位", "x-zh-about" = "由哪个岗位更正，不写人名。"))]
    pub by: Box<str>,
    /// SHA-256 of the minutes after it, if it changed their text.
    #[schemars(extend("x-zh" = "更正后校验值", "x-zh-about" = "更正后纪要的 SHA-256 校验值；没有动正文的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Box<str>>,
}

/// A matter that somebody brought up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// Day it was raised.
    #[schemars(extend("x-zh" = "提出日期", "x-zh-about" = "提出议题的日期。"))]
    pub raised_on: Day,
    /// By whom, as a role.
    #[schemars(extend("x-zh" = "提出人", "x-zh-about" = "由哪类人提出；不写人名。"))]
    pub proposer: ProposerKind,
    /// How far it reaches.
    #[schemars(extend("x-zh" = "层级", "x-zh-about" = "属于大事、小事还是微事。"))]
    pub tier: MatterTier,
    /// Where it stands.
    #[schemars(extend("x-zh" = "状态", "x-zh-about" = "议题现在到了哪一步。"))]
    pub status: TopicStatus,
    /// Why it was not taken up.
    #[schemars(extend("x-zh" = "不列入原因", "x-zh-about" = "没有列入议事的原因；列入的不填。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal_reason: Option<Box<str>>,
}
