//! What staff do beside changing a case, and in which roles. Entry points: [`Duty`], [`Duty::roles`]. What changes a case stands in
//! [`TRANSITIONS`](super::TRANSITIONS).

use super::words::ActorRole::{self, Auditor, CaseWorker, Moderator, Publisher};
use crate::labelled::Labelled;

labelled! {
    /// What staff do at the desk without changing a case.
    pub enum Duty {
        Read = "read", "查看办件", "Read cases";
        Contact = "contact", "查阅联系方式", "Read a resident's contact";
        Clear = "clear", "审定公开答复", "Clear an answer for publication";
        Moderate = "moderate", "内容审核", "Withhold or remove";
        Rating = "rating", "处理服务评价", "Write down what belongs to a rating";
        Theme = "theme", "整理意见主题", "Answer themes of suggestions";
        Topic = "topic", "转为议题", "Turn a suggestion into a topic";
        Hold = "hold", "暂缓删除", "Keep a case from retention";
        Audit = "audit", "导出监督记录", "Export the audit trail";
    }
}

impl Duty {
    /// The roles that have it.
    pub fn roles(self) -> &'static [ActorRole] {
        match self {
            Self::Read => &[Publisher, Moderator, CaseWorker, Auditor],
            Self::Contact => &[CaseWorker],
            Self::Rating => &[CaseWorker, Moderator],
            Self::Clear | Self::Moderate => &[Moderator],
            Self::Theme | Self::Topic => &[Publisher],
            Self::Hold => &[CaseWorker, Moderator, Auditor],
            Self::Audit => &[Auditor, Publisher],
        }
    }

    /// The roles that have it, in Chinese.
    pub fn roles_zh(self) -> String {
        let names: Vec<&str> = self.roles().iter().map(|role| role.zh()).collect();
        names.join("、")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditor_reads_and_changes_nothing() {
        let changes = |row: &super::super::Transition| row.roles.contains(&Auditor);
        assert!(!super::super::TRANSITIONS.iter().any(changes));
        assert!(Duty::Read.roles().contains(&Auditor));
        assert!(!Duty::Contact.roles().contains(&Auditor));
    }

    #[test]
    fn residents_and_the_system_have_no_duty_at_the_desk() {
        for duty in Duty::ALL {
            assert!(!duty.roles().contains(&ActorRole::Resident));
            assert!(!duty.roles().contains(&ActorRole::System));
        }
    }
}
