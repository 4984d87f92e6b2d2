//! MT0529: a body that this place does not have.

use super::{Check, Findings, Rule, both};
use crate::diagnostic::{Code, Severity};
use crate::words;
use governance::deliberation::Body;
use governance::divisions::{Level, PlaceKind};
use governance::labelled::Labelled;
use governance::records::{Facts, Record};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    code: Code(529),
    severity: Severity::Error,
    title: both("议事主体和区划不是一类", "A body that this place does not have"),
    what: both(
        "居民会议、居民代表会议在社区，村民会议、村民代表会议在村，联席会议在街道、乡镇。",
        "Residents assemble in communities, villagers in villages, joint meetings are of townships.",
    ),
    why: both(
        "法定人数按居委会、村委会两部法分别规定，主体写错，人数就算错。",
        "Quorums follow two different laws; with the wrong body the quorum is wrong.",
    ),
    example: "区划: 420502100201（村）\n议事主体: 居民代表会议",
    remedy: both("核对区划代码和议事主体。", "Check the division code and the body."),
    check: Check::Record(check),
};

fn check(record: &Record, found: &mut Findings) {
    let Facts::Meeting(meeting) = &record.facts else {
        return;
    };
    let Some(code) = record.envelope.division else {
        return;
    };
    let residents = matches!(code.kind(), PlaceKind::Community | PlaceKind::CommunityLike);
    let villagers = matches!(code.kind(), PlaceKind::Village | PlaceKind::VillageLike);
    let fits = match meeting.body {
        Body::ResidentsAssembly | Body::ResidentsRepresentativeAssembly => residents,
        Body::VillagersAssembly | Body::VillagersRepresentativeAssembly => villagers,
        Body::TownshipJointMeeting => code.level() == Level::Township,
        Body::VillageCouncil | Body::GridCouncil => residents || villagers,
    };
    if !fits {
        let (body, place) = (meeting.body.zh(), code.kind().zh());
        let (body_en, place_en) = (meeting.body.id(), code.kind().id());
        let message = words!("{code} 是{place}，没有“{body}”", "{code} is a {place_en} and has no {body_en}");
        found.add("division", message).with("body");
    }
}
