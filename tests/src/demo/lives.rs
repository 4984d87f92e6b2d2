//! The lives of invented cases: filed, taken on, answered, sometimes late, sometimes reopened. Entry points: [`cases`], [`bad_reviews`].

use super::DemoFault;
use fastrand::Rng;
use functions::store::entries::RatingEntry;
use governance::cases::{
    Action, ActorRole, Answer, Case, CaseCategory, CaseReference, Clocks, Deed, FilingKind,
    NewCase, Outcome, Satisfaction, SatisfactionLevel, apply,
};
use governance::dates::{Day, Moment};
use governance::divisions::DivisionCode;
use governance::labelled::Labelled;

/// Days before now on which the first case was filed: half a year.
const DAYS: i64 = 176;

/// Cases in that time.
const CASES: usize = 230;

/// Communities of the demonstration, with how much of it is theirs.
const PLACES: [(&str, u32); 6] = [
    ("420502001003", 34),
    ("420502001001", 22),
    ("420503001003", 18),
    ("420505001002", 12),
    ("420506001001", 8),
    ("420506001005", 6),
];

/// What cases are about, with how often.
const CATEGORIES: [(CaseCategory, u32); 8] = [
    (CaseCategory::Noise, 24),
    (CaseCategory::Environment, 20),
    (CaseCategory::Parking, 16),
    (CaseCategory::Facilities, 14),
    (CaseCategory::Property, 10),
    (CaseCategory::Safety, 8),
    (CaseCategory::Services, 5),
    (CaseCategory::Other, 3),
];

const KINDS: [(FilingKind, u32); 4] = [
    (FilingKind::Complaint, 72),
    (FilingKind::Inquiry, 12),
    (FilingKind::Help, 9),
    (FilingKind::Suggestion, 7),
];

/// How a case goes, with how often.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Plain,
    Asked,
    Extended,
    Reopened,
    Declined,
    Withdrawn,
    Transferred,
}

const COURSES: [(Course, u32); 7] = [
    (Course::Plain, 66),
    (Course::Asked, 10),
    (Course::Extended, 5),
    (Course::Reopened, 6),
    (Course::Declined, 6),
    (Course::Withdrawn, 4),
    (Course::Transferred, 3),
];

/// Draws one of a list by its weights.
pub fn draw<T: Copy>(rng: &mut Rng, list: &[(T, u32)]) -> Option<T> {
    let mut at = rng.u32(0..list.iter().map(|(_, weight)| weight).sum());
    list.iter()
        .find(|(_, weight)| {
            let found = at < *weight;
            at = at.saturating_sub(*weight);
            found
        })
        .map(|(value, _)| *value)
}

/// The cases filed up to now, each as far as it got.
///
/// # Errors
/// [`DemoFault::Script`] if a place or a time of the script is none.
pub fn cases(rng: &mut Rng, clocks: &Clocks, now: Moment) -> Result<Vec<Case>, DemoFault> {
    let first = now.day().plus_days(-DAYS);
    let mut cases = Vec::new();
    for number in 0..CASES {
        let day = i64::try_from(number).unwrap_or(0) * DAYS / i64::try_from(CASES).unwrap_or(1);
        let place = draw(rng, &PLACES).unwrap_or(PLACES[0].0);
        let category = draw(rng, &CATEGORIES).unwrap_or(CaseCategory::Other);
        let kind = draw(rng, &KINDS).unwrap_or(FilingKind::Complaint);
        let new = new_case(rng, (kind, category), place)?;
        let at = hour(rng, first.plus_days(day))?;
        cases.push(live(
            rng,
            Case::file(new, at, clocks).map_err(script)?,
            (clocks, now),
        ));
    }
    Ok(cases)
}

/// The cases that bad ratings opened.
///
/// # Errors
/// [`DemoFault::Script`].
pub fn bad_reviews(
    rng: &mut Rng,
    ratings: &[RatingEntry],
    (clocks, now): (&Clocks, Moment),
) -> Result<Vec<Case>, DemoFault> {
    let bad = ratings
        .iter()
        .filter(|r| r.level.is_bad() && r.discarded.is_none());
    bad.map(|rating| {
        let mut new = new_case(
            rng,
            (FilingKind::Rating, CaseCategory::Services),
            PLACES[0].0,
        )?;
        new.vendor = Some(rating.vendor.clone());
        let case = Case::file(new, rating.filed_at, clocks).map_err(script)?;
        Ok(live(rng, case, (clocks, now)))
    })
    .collect()
}

fn new_case(
    rng: &mut Rng,
    (kind, category): (FilingKind, CaseCategory),
    place: &str,
) -> Result<NewCase, DemoFault> {
    Ok(NewCase {
        reference: CaseReference::from_random(rng.u64(..).to_be_bytes()),
        kind,
        category,
        place: DivisionCode::parse(place).map_err(script)?,
        vendor: None,
        text: format!("示例:一件关于{}的{}", category.zh(), kind.zh()).into(),
        consents_to_summary: rng.u32(0..10) < 4,
    })
}

fn script(fault: impl std::fmt::Display) -> DemoFault {
    DemoFault::Script(fault.to_string())
}

/// Some minute of a day between 8 and 20 o'clock.
///
/// # Errors
/// [`DemoFault::Script`].
pub fn hour(rng: &mut Rng, day: Day) -> Result<Moment, DemoFault> {
    let (hour, minute) = (rng.u32(8..20), rng.u32(0..60));
    Moment::parse(&format!("{day} {hour:02}:{minute:02}")).map_err(script)
}

/// Lets a case live until now.
fn live(rng: &mut Rng, mut case: Case, (clocks, now): (&Clocks, Moment)) -> Case {
    let course = draw(rng, &COURSES).unwrap_or(Course::Plain);
    for (days, role, deed) in plan(rng, &case, course) {
        let Some(last) = case.timeline.last() else {
            break;
        };
        let Ok(at) = hour(rng, last.at.day().plus_days(days)) else {
            break;
        };
        if at > now {
            break;
        }
        // What the rules do not allow at this moment does not happen.
        if let Ok(next) = apply(&case, &Action::new(role, deed), at, clocks) {
            case = next;
        }
    }
    case
}

fn words(text: &str) -> Box<str> {
    format!("示例:{text}").into()
}

/// What happens, in days after what happened before.
fn plan(rng: &mut Rng, case: &Case, course: Course) -> Vec<(i64, ActorRole, Deed)> {
    use ActorRole::{CaseWorker, Resident};
    let mut plan = Vec::new();
    let decline = || Deed::Decline {
        reason: words("不属于社区的职责"),
        channel: words("请拨打12345"),
    };
    let transfer = || Deed::Transfer {
        to: words("街道综合服务中心"),
        reason: words("由街道统一处理"),
    };
    match course {
        Course::Withdrawn => {
            plan.push((1, Resident, Deed::Withdraw { reason: None }));
            return plan;
        }
        Course::Declined => {
            plan.push((rng.i64(0..=1), CaseWorker, decline()));
            return plan;
        }
        Course::Transferred => {
            plan.push((rng.i64(0..=1), CaseWorker, Deed::Accept));
            plan.push((1, CaseWorker, transfer()));
            return plan;
        }
        Course::Plain | Course::Asked | Course::Extended | Course::Reopened => {}
    }
    plan.push((rng.i64(0..=1), CaseWorker, Deed::Accept));
    let to = words("社区工作人员（网格岗）");
    plan.push((rng.i64(0..=1), CaseWorker, Deed::Assign { to }));
    round(rng, case, course, &mut plan);
    if course == Course::Reopened {
        let reason = words("过了几天又出现了");
        plan.push((rng.i64(2..=6), Resident, Deed::Reopen { reason }));
        round(rng, case, Course::Plain, &mut plan);
    }
    plan
}

/// From the beginning of the work to the resident's word on it.
fn round(rng: &mut Rng, case: &Case, course: Course, plan: &mut Vec<(i64, ActorRole, Deed)>) {
    use ActorRole::{CaseWorker, Resident};
    plan.push((rng.i64(0..=1), CaseWorker, Deed::Start));
    if course == Course::Asked {
        let question = words("请说明是哪一栋楼、什么时间");
        plan.push((1, CaseWorker, Deed::Ask { question }));
        let text = words("晚上九点以后");
        plan.push((rng.i64(1..=4), Resident, Deed::Reply { text }));
    }
    if course == Course::Extended {
        let reason = words("要等配件到货");
        plan.push((2, CaseWorker, Deed::Extend { days: 5, reason }));
    }
    plan.push((
        days_of_work(rng, case, course),
        CaseWorker,
        Deed::Answer(answer(rng)),
    ));
    plan.push((rng.i64(1..=3), CaseWorker, Deed::Close));
    if rng.u32(0..100) < 72 {
        let level = draw(rng, &HOW).unwrap_or(SatisfactionLevel::Neutral);
        let resolved = level != SatisfactionLevel::Dissatisfied && rng.u32(0..10) < 9;
        let given = Satisfaction::Given { level, resolved };
        plan.push((rng.i64(0..=3), Resident, Deed::Satisfaction(given)));
    }
}

const HOW: [(SatisfactionLevel, u32); 3] = [
    (SatisfactionLevel::Satisfied, 66),
    (SatisfactionLevel::Neutral, 20),
    (SatisfactionLevel::Dissatisfied, 14),
];

/// Most answers come in time; one in twelve does not.
fn days_of_work(rng: &mut Rng, case: &Case, course: Course) -> i64 {
    let short = matches!(case.kind, FilingKind::Inquiry | FilingKind::Help);
    let late = rng.u32(0..12) == 0;
    match (short, late) {
        (true, false) => rng.i64(0..=1),
        (true, true) => rng.i64(4..=8),
        (false, false) if course == Course::Extended => rng.i64(15..=22),
        (false, false) => rng.i64(1..=13),
        (false, true) => rng.i64(24..=33),
    }
}

fn answer(rng: &mut Rng) -> Answer {
    let outcome = match rng.u32(0..100) {
        0..=80 => Outcome::Resolved,
        81..=92 => Outcome::NotUpheld,
        _ => Outcome::NoPower,
    };
    Answer {
        outcome,
        done: words("到现场看过,和有关的人谈过,已经处理"),
        remedy: words("如不认可,可以要求重新办理,也可以拨打12345"),
        reason: (outcome != Outcome::Resolved)
            .then(|| words("经核实,与所说的情况不一致或不在职责之内")),
    }
}
