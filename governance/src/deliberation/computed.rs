//! What follows from a meeting's fields and is never typed: quorum, majority, deadlines in force.
//!
//! Entry points: [`Meeting::quorum`], [`Meeting::resolves`], [`Action::overdue`]. Sources: the laws named in [`super`].

use super::{Action, ActionStatus, AgendaItem, Body, Entitled, Meeting, Vote};
use crate::dates::Day;

/// How many members must be there and how many must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuorumRule {
    /// More than half.
    MoreThanHalf,
    /// At least two thirds.
    TwoThirds,
}

impl QuorumRule {
    /// The least number present that satisfies the rule, of so many entitled.
    pub fn needed(self, expected: u32) -> u32 {
        match self {
            Self::MoreThanHalf => expected / 2 + 1,
            Self::TwoThirds => {
                u32::try_from((u64::from(expected) * 2).div_ceil(3)).unwrap_or(u32::MAX)
            }
        }
    }
}

impl Body {
    /// The statutory quorum of those who are entitled; none for bodies that only consult.
    ///
    /// A villagers' assembly needs more than half of the adults, or at least two thirds of the households by their representatives (村民委员会组织法); a
    /// residents' assembly needs more than half of either (居民委员会组织法); representative assemblies need two thirds of their members.
    pub fn quorum_rule(self, entitled: Entitled) -> Option<QuorumRule> {
        match (self, entitled) {
            (Self::ResidentsAssembly, Entitled::Adults | Entitled::Households)
            | (Self::VillagersAssembly, Entitled::Adults) => Some(QuorumRule::MoreThanHalf),
            (Self::VillagersAssembly, Entitled::Households)
            | (Self::ResidentsRepresentativeAssembly | Self::VillagersRepresentativeAssembly, _) => {
                Some(QuorumRule::TwoThirds)
            }
            (Self::TownshipJointMeeting | Self::VillageCouncil | Self::GridCouncil, _) => None,
        }
    }

    /// Whether all residents or villagers meet, by head or by household.
    pub fn is_assembly_of_all(self) -> bool {
        matches!(self, Self::ResidentsAssembly | Self::VillagersAssembly)
    }

    /// Whether it may pass a resolution.
    pub fn may_resolve(self) -> bool {
        self.quorum_rule(Entitled::Adults).is_some()
    }

    /// Months within which it has to meet again: representatives of residents half-yearly, of villagers quarterly, the villagers' assembly yearly; none for
    /// the others (居民委员会组织法 2025, 村民委员会组织法 2025).
    pub fn rhythm_months(self) -> Option<u32> {
        match self {
            Self::ResidentsRepresentativeAssembly => Some(6),
            Self::VillagersAssembly => Some(12),
            Self::VillagersRepresentativeAssembly => Some(3),
            Self::ResidentsAssembly
            | Self::TownshipJointMeeting
            | Self::VillageCouncil
            | Self::GridCouncil => None,
        }
    }

    /// Days between invitation and meeting that the law asks for: ten for the assemblies of all residents or villagers.
    pub fn notice_days(self) -> Option<i64> {
        self.is_assembly_of_all().then_some(10)
    }
}

/// Quorum as computed from the attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    /// Least number that must be present.
    pub needed: u32,
    /// Number present.
    pub present: u32,
}

impl Quorum {
    /// Whether enough were present.
    pub fn met(self) -> bool {
        self.present >= self.needed
    }
}

impl Meeting {
    /// The quorum, if the body has a statutory one and attendance was recorded.
    pub fn quorum(&self) -> Option<Quorum> {
        let attendance = self.attendance.as_ref()?;
        let entitled = attendance.entitled.unwrap_or(Entitled::Adults);
        let rule = self.body.quorum_rule(entitled)?;
        Some(Quorum {
            needed: rule.needed(attendance.expected),
            present: attendance.present,
        })
    }

    /// Whether an agenda item may carry the name resolution: statutory body, quorum met, vote carried.
    pub fn resolves(&self, item: &AgendaItem) -> bool {
        self.quorum().is_some_and(Quorum::met)
            && self
                .attendance
                .as_ref()
                .is_some_and(|a| item.carried(a.present))
    }
}

impl AgendaItem {
    /// Whether more than half of those present agreed.
    pub fn carried(&self, present: u32) -> bool {
        self.vote
            .as_ref()
            .is_some_and(|vote| u64::from(vote.agree) * 2 > u64::from(present))
    }
}

impl Vote {
    /// All ballots; must equal the members present.
    pub fn total(&self) -> u64 {
        [self.agree, self.oppose, self.abstain, self.invalid]
            .into_iter()
            .map(u64::from)
            .sum()
    }
}

impl Action {
    /// The deadline in force: the extended one if there is one.
    pub fn deadline(&self) -> Day {
        self.extension.as_ref().map_or(self.due_on, |e| e.to)
    }

    /// Whether it is late on that day.
    pub fn overdue(&self, today: Day) -> bool {
        match self.status {
            ActionStatus::Done | ActionStatus::Cancelled => false,
            ActionStatus::NotStarted | ActionStatus::UnderWay => today > self.deadline(),
        }
    }
}
