//! The closed lists a case speaks in: kinds, categories, states, roles, events, standings.
//!
//! Labels live here and nowhere else. Identifiers are published: never renamed, never removed.

use crate::labelled::Labelled;

labelled! {
    /// What a resident files. The kind decides which clock runs.
    pub enum FilingKind {
        Feedback = "feedback", "意见反馈", "Feedback";
        Rating = "rating", "服务评价", "Service rating";
        Complaint = "complaint", "投诉", "Complaint";
        Suggestion = "suggestion", "建议", "Suggestion";
        Inquiry = "inquiry", "咨询", "Inquiry";
        Help = "help", "求助", "Request for help";
        Report = "report", "举报", "Report of wrongdoing";
    }
}

labelled! {
    /// What a case is about. Figures are counted by it.
    pub enum CaseCategory {
        Environment = "environment", "环境卫生", "Cleanliness and surroundings";
        Facilities = "facilities", "公共设施", "Public facilities";
        Noise = "noise", "噪声扰民", "Noise";
        Property = "property", "物业服务", "Property management";
        Parking = "parking", "停车秩序", "Parking";
        Safety = "safety", "消防与安全隐患", "Fire and other hazards";
        Services = "services", "便民服务", "Convenience services";
        CommunityWork = "community_work", "社区工作与作风", "The community's own work";
        Disclosure = "disclosure", "居务村务公开", "Disclosure of residents' affairs";
        Other = "other", "其他", "Something else";
    }
}

labelled! {
    /// Where a case stands.
    pub enum CaseState {
        Received = "received", "已收到", "Received";
        Accepted = "accepted", "已受理", "Accepted";
        NotAccepted = "not_accepted", "不予受理", "Not accepted";
        Assigned = "assigned", "已交办", "Assigned";
        InProgress = "in_progress", "办理中", "In progress";
        AwaitingComplainant = "awaiting_complainant", "等待补充", "Waiting for the complainant";
        Resolved = "resolved", "已解决", "Resolved";
        NotUpheld = "not_upheld", "诉求不成立", "Not upheld";
        NoPower = "no_power", "无权处理", "No power to act";
        Closed = "closed", "已办结", "Closed";
        Transferred = "transferred", "已转办", "Transferred";
        Duplicate = "duplicate_of", "重复件", "Duplicate of another case";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
        Reopened = "reopened", "重新办理", "Reopened";
    }
}

impl CaseState {
    /// Whether the case is off the books: counted as closed.
    pub fn is_ended(self) -> bool {
        matches!(
            self,
            Self::NotAccepted
                | Self::Closed
                | Self::Transferred
                | Self::Duplicate
                | Self::Withdrawn
        )
    }

    /// Whether an answer was given and the case waits only to be closed.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Resolved | Self::NotUpheld | Self::NoPower)
    }

    /// Whether the staff still owe the resident an answer.
    pub fn is_owed(self) -> bool {
        !self.is_ended() && !self.is_answered()
    }
}

labelled! {
    /// In which role somebody changes a case. Names of persons are never kept.
    pub enum ActorRole {
        Resident = "resident", "居民", "Resident";
        Publisher = "publisher", "发布员", "Publisher";
        Moderator = "moderator", "审核员", "Moderator";
        CaseWorker = "case_worker", "承办人", "Case worker";
        Auditor = "auditor", "监督员", "Auditor";
        System = "system", "系统", "System";
    }
}

labelled! {
    /// What can happen to a case.
    pub enum EventKind {
        Filed = "filed", "提交", "Filed";
        Accept = "accept", "受理", "Accepted";
        Decline = "decline", "不予受理", "Declined";
        Assign = "assign", "交办", "Assigned";
        Start = "start", "开始办理", "Work begun";
        Ask = "ask", "请补充材料", "Question asked";
        Reply = "reply", "居民补充", "Question answered";
        Resume = "resume", "恢复办理", "Resumed";
        Resolve = "resolve", "答复:已解决", "Answered: resolved";
        NotUphold = "not_uphold", "答复:诉求不成立", "Answered: not upheld";
        NoPower = "no_power", "答复:无权处理", "Answered: no power to act";
        Close = "close", "办结", "Closed";
        Transfer = "transfer", "转办", "Transferred";
        Merge = "merge", "并入重复件", "Merged into another case";
        Join = "join", "另一件并入", "Another case joined";
        Withdraw = "withdraw", "撤回", "Withdrawn";
        Reopen = "reopen", "要求重新办理", "Reopened";
        Extend = "extend", "延期", "Extended";
        Overdue = "overdue", "超期", "Overdue";
        Supplement = "supplement", "居民补充说明", "Resident added";
        Note = "note", "内部记录", "Staff note";
        Satisfaction = "satisfaction", "满意度", "Satisfaction";
        Redact = "redact", "遮盖文字", "Redacted";
        Recompute = "recompute", "重算期限", "Due date recomputed";
    }
}

labelled! {
    /// How a case stands against its clock, from best to worst.
    pub enum Standing {
        AnsweredOnTime = "answered_on_time", "按期答复", "Answered on time";
        Ended = "ended", "无需答复", "Ended, no answer owed";
        Paused = "paused", "等待补充,暂停计时", "Clock stopped, waiting for the complainant";
        OnTime = "on_time", "期限内", "On time";
        DueSoon = "due_soon", "即将到期", "Due soon";
        AnsweredLate = "answered_late", "超期答复", "Answered late";
        Overdue = "overdue", "已超期", "Overdue";
        VeryOverdue = "very_overdue", "严重超期", "Very overdue";
    }
}

labelled! {
    /// The three answers to the question at close.
    pub enum SatisfactionLevel {
        Satisfied = "satisfied", "满意", "Satisfied";
        Neutral = "neutral", "一般", "Neither";
        Dissatisfied = "dissatisfied", "不满意", "Dissatisfied";
    }
}

labelled! {
    /// How an answered case came out.
    pub enum Outcome {
        Resolved = "resolved", "已解决", "Resolved";
        NotUpheld = "not_upheld", "诉求不成立", "Not upheld";
        NoPower = "no_power", "无权处理", "No power to act";
    }
}

impl Outcome {
    /// The event that gives this answer.
    pub fn event(self) -> EventKind {
        match self {
            Self::Resolved => EventKind::Resolve,
            Self::NotUpheld => EventKind::NotUphold,
            Self::NoPower => EventKind::NoPower,
        }
    }

    /// The outcome a state stands for.
    pub fn of(state: CaseState) -> Option<Self> {
        Self::ALL.iter().copied().find(|o| o.id() == state.id())
    }
}
