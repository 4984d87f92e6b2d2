//! MT0517: tier and body don't fit.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::{Body, MatterTier};
use governance::records::{Facts, Record};
use governance::labelled::Labelled;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(517),
    severity: Severity::Warning,
    title: both(
        "层级与议事主体不合",
        "Tier and body don't fit",
    ),
    what: both(
        "微事由网格议事会议，小事由村(居)理事会议，大事由乡镇(街道)联席会议议；居民(村民)会议不限。",
        "Grid councils treat micro matters, village councils minor ones, joint meetings major ones; assemblies any.",
    ),
    why: both(
        "三事分流的本意是小事不出网格；层级填错，统计就错。",
        "Matters are meant to be settled at their level; a wrong tier spoils the figures.",
    ),
    example: "层级: 大事\n议事主体: 网格议事会",
    remedy: both(
        "核对层级；确实越级的可以不改。",
        "Check the tier; leave it if it was meant.",
    ),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let usual = match meeting.body {
        Body::GridCouncil => MatterTier::Micro,
        Body::VillageCouncil => MatterTier::Minor,
        Body::TownshipJointMeeting => MatterTier::Major,
        Body::ResidentsAssembly
        | Body::ResidentsRepresentativeAssembly
        | Body::VillagersAssembly
        | Body::VillagersRepresentativeAssembly => return,
    };
    if meeting.tier != usual {
        let (body, tier, usual_zh) = (meeting.body.zh(), meeting.tier.zh(), usual.zh());
        let (body_en, tier_en, usual_en) = (meeting.body.en(), meeting.tier.id(), usual.id());
        let message = words!(
            "{body}通常议“{usual_zh}”，这里写的是“{tier}”",
            "{body_en}: usually {usual_en} matters, here {tier_en}"
        );
        found.add("tier", message).with("body");
    }
}
