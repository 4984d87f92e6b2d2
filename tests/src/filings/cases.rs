//! Cases: each is filed on some day and lives through the state machine, some late, some reopened, some refused.

use super::Fault;
use fastrand::Rng;
use governance::cases::{
    Action, ActorRole, Answer, Case, CaseCategory, CaseReference, Clocks, Deed, FilingKind,
    NewCase, Outcome, Round, Satisfaction, SatisfactionLevel, apply,
};
use governance::dates::{Day, Moment};
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::ratings::Rating;

/// Communities of the demonstration with how much is filed in each, of a hundred.
const PLACES: [(&str, u32); 9] = [
    ("420502001003", 34),
    ("420502002002", 20),
    ("420503001003", 14),
    ("420583001006", 10),
    ("420581001003", 8),
    ("420505001002", 6),
    ("420528101007", 4),
    ("420527101003", 2),
    ("420526102204", 2),
];

/// Categories with their share, of a hundred.
const CATEGORIES: [(CaseCategory, u32); 9] = [
    (CaseCategory::Noise, 22),
    (CaseCategory::Parking, 17),
    (CaseCategory::Environment, 16),
    (CaseCategory::Property, 14),
    (CaseCategory::Facilities, 12),
    (CaseCategory::Safety, 9),
    (CaseCategory::CommunityWork, 4),
    (CaseCategory::Disclosure, 3),
    (CaseCategory::Other, 3),
];

/// Cases filed by residents in the twelve months before the snapshot.
const FILED: u32 = 520;

/// Days of those months.
const DAYS: i64 = 352;

const WORDS: &str = "（示例）演示用的诉求，不是真实的来信。";

/// Who lives through what: the case, its day and the tools.
struct Life<'a> {
    case: Case,
    now: Moment,
    clocks: &'a Clocks,
    end: Moment,
}

impl Life<'_> {
    /// Does something so many days on; false once the snapshot was taken.
    fn on(&mut self, days: i64, (role, deed): (ActorRole, Deed)) -> Result<bool, Fault> {
        let day = self.now.day().plus_days(days);
        let then = Moment::parse(&format!("{day} 10:00"))?.max(self.now);
        if then >= self.end {
            return Ok(false);
        }
        self.now = then;
        self.case = apply(&self.case, &Action::new(role, deed), then, self.clocks)?;
        Ok(true)
    }
}

/// Every case: those that residents filed, and those that bad reviews opened.
pub(super) fn all(
    rng: &mut Rng,
    (clocks, end): (&Clocks, Moment),
    ratings: &[Rating],
) -> Result<Vec<Case>, Fault> {
    let first = end.day().plus_days(-DAYS);
    let mut cases = Vec::new();
    for _ in 0..FILED {
        let new = filed(rng)?;
        let day = first.plus_days(rng.i64(0..DAYS));
        cases.push(live(rng, (new, day), (clocks, end))?);
    }
    for rating in ratings
        .iter()
        .filter(|r| r.verified && r.discarded.is_none() && r.level.is_bad())
    {
        let new = NewCase {
            kind: FilingKind::Rating,
            category: CaseCategory::Services,
            vendor: Some(rating.vendor.clone()),
            place: home(&rating.vendor)?,
            ..filed(rng)?
        };
        let day = first.plus_days(rng.i64(0..DAYS));
        cases.push(live(rng, (new, day), (clocks, end))?);
    }
    cases.sort_by_key(|case| case.reference);
    cases.dedup_by_key(|case| case.reference);
    Ok(cases)
}

/// The community in which most of a vendor's ratings were given.
fn home(vendor: &RecordId) -> Result<DivisionCode, Fault> {
    let code = match vendor.as_str() {
        "gas-repair-b" => "420583001006",
        "repair-a" => "420503001003",
        _ => "420502001003",
    };
    Ok(DivisionCode::parse(code)?)
}

fn filed(rng: &mut Rng) -> Result<NewCase, Fault> {
    let kinds = [
        (FilingKind::Complaint, 55),
        (FilingKind::Suggestion, 20),
        (FilingKind::Inquiry, 12),
        (FilingKind::Help, 10),
        (FilingKind::Report, 3),
    ];
    Ok(NewCase {
        reference: CaseReference::from_random(rng.u64(..).to_be_bytes()),
        kind: pick(rng, &kinds),
        category: pick(rng, &CATEGORIES),
        place: DivisionCode::parse(pick(rng, &PLACES))?,
        vendor: None,
        text: WORDS.into(),
        consents_to_summary: rng.u8(..10) < 4,
    })
}

/// One of a list, by its weight.
fn pick<T: Copy>(rng: &mut Rng, list: &[(T, u32)]) -> T {
    let whole: u32 = list.iter().map(|(_, weight)| *weight).sum();
    let mut left = rng.u32(..whole);
    for (value, weight) in list {
        if left < *weight {
            return *value;
        }
        left -= weight;
    }
    list[0].0
}

fn live(
    rng: &mut Rng,
    (new, day): (NewCase, Day),
    (clocks, end): (&Clocks, Moment),
) -> Result<Case, Fault> {
    let now = Moment::parse(&format!("{day} {:02}:30", rng.u8(7..22)))?;
    let case = Case::file(new, now, clocks)?;
    let mut life = Life {
        case,
        now,
        clocks,
        end,
    };
    early_end(rng, &mut life)?;
    if !life.case.state.is_ended() {
        work(rng, &mut life)?;
    }
    Ok(life.case)
}

/// Some are refused, handed on or taken back before any work.
fn early_end(rng: &mut Rng, life: &mut Life<'_>) -> Result<(), Fault> {
    let words = || Box::<str>::from("（示例）");
    let staff = ActorRole::CaseWorker;
    match rng.u8(..100) {
        0..3 if life.case.kind != FilingKind::Rating => {
            let reason = "（示例）属于诉讼途径解决的事项".into();
            let channel = "（示例）人民法院".into();
            life.on(1, (staff, Deed::Decline { reason, channel }))?;
        }
        3..7 => {
            life.on(1, (staff, Deed::Accept))?;
            life.on(
                1,
                (
                    staff,
                    Deed::Transfer {
                        to: "（示例）主管部门".into(),
                        reason: words(),
                    },
                ),
            )?;
        }
        7..9 => {
            life.on(
                rng.i64(1..3),
                (ActorRole::Resident, Deed::Withdraw { reason: None }),
            )?;
        }
        _ => {}
    }
    Ok(())
}

/// Accepted, given to somebody, worked on, answered, closed.
fn work(rng: &mut Rng, life: &mut Life<'_>) -> Result<(), Fault> {
    let staff = ActorRole::CaseWorker;
    let to = || Box::<str>::from("（示例）网格岗");
    let steps = [Deed::Accept, Deed::Assign { to: to() }, Deed::Start];
    for (deed, days) in steps.into_iter().zip([1, 0, 1]) {
        if !life.on(days, (staff, deed))? {
            return Ok(());
        }
    }
    if rng.u8(..100) < 8 && !question(rng, life)? {
        return Ok(());
    }
    if rng.u8(..100) < 7 {
        let reason = "（示例）需要等材料到货".into();
        life.on(0, (staff, Deed::Extend { days: 5, reason }))?;
    }
    // Three in a hundred are still not answered when the snapshot is taken.
    if rng.u8(..100) < 3 {
        return Ok(());
    }
    let outcome = pick(
        rng,
        &[
            (Outcome::Resolved, 82),
            (Outcome::NotUpheld, 10),
            (Outcome::NoPower, 8),
        ],
    );
    let wait = days_to_answer(rng, life);
    if life.on(wait, (staff, answer(outcome)))? {
        close(rng, life)?;
    }
    Ok(())
}

fn question(rng: &mut Rng, life: &mut Life<'_>) -> Result<bool, Fault> {
    let question = "（示例）请补充发生的时间。".into();
    if !life.on(0, (ActorRole::CaseWorker, Deed::Ask { question }))? {
        return Ok(false);
    }
    let text = "（示例）补充如下。".into();
    life.on(rng.i64(1..5), (ActorRole::Resident, Deed::Reply { text }))
}

/// Mostly within the time, less often so in spring, when the demonstration has a backlog.
fn days_to_answer(rng: &mut Rng, life: &Life<'_>) -> i64 {
    let due = life.case.round().map_or(life.now.day(), Round::due_on);
    let left = due.days_since(life.now.day()).max(1);
    let busy = (2..=4).contains(&life.now.day().month());
    if rng.u8(..100) < if busy { 26 } else { 9 } {
        left + rng.i64(1..12)
    } else {
        rng.i64(1..=left)
    }
}

fn answer(outcome: Outcome) -> Deed {
    Deed::Answer(Answer {
        outcome,
        done: "（示例）已经办理。".into(),
        remedy: "（示例）不同意的，可以要求重新办理。".into(),
        reason: (outcome != Outcome::Resolved).then(|| "（示例）原因见答复。".into()),
    })
}

fn close(rng: &mut Rng, life: &mut Life<'_>) -> Result<(), Fault> {
    if !life.on(rng.i64(1..6), (ActorRole::CaseWorker, Deed::Close))? {
        return Ok(());
    }
    if rng.u8(..100) < 72 {
        let level = pick(
            rng,
            &[
                (SatisfactionLevel::Satisfied, 68),
                (SatisfactionLevel::Neutral, 21),
                (SatisfactionLevel::Dissatisfied, 11),
            ],
        );
        let resolved = level != SatisfactionLevel::Dissatisfied && rng.u8(..100) < 90;
        let given = Satisfaction::Given { level, resolved };
        life.on(0, (ActorRole::Resident, Deed::Satisfaction(given)))?;
        if level == SatisfactionLevel::Dissatisfied && rng.bool() {
            return again(rng, life);
        }
    }
    Ok(())
}

/// The resident is not content and the case is opened once more.
fn again(rng: &mut Rng, life: &mut Life<'_>) -> Result<(), Fault> {
    let reason = "（示例）问题又出现了".into();
    let staff = ActorRole::CaseWorker;
    if !life.on(
        rng.i64(2..8),
        (ActorRole::Resident, Deed::Reopen { reason }),
    )? || !life.on(1, (staff, Deed::Start))?
    {
        return Ok(());
    }
    let wait = days_to_answer(rng, life);
    if life.on(wait, (staff, answer(Outcome::Resolved)))? {
        life.on(rng.i64(1..4), (staff, Deed::Close))?;
    }
    Ok(())
}
