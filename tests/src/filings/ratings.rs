//! Ratings: how many of each level each vendor has, and what does not count.

use super::Fault;
use fastrand::Rng;
use governance::ids::RecordId;
use governance::ratings::{AppealState, DiscardReason, Rating, RatingLevel, RatingReason};

/// What one vendor of the demonstration was given.
struct Given {
    vendor: &'static str,
    /// With a voucher, best level first.
    verified: [u32; 5],
    /// Without one.
    unverified: [u32; 5],
    /// Ratings that do not count.
    discarded: &'static [(DiscardReason, u32)],
    /// Appeals against misratings.
    appeals: &'static [(AppealState, usize)],
}

/// One vendor with fewer than ten, some between ten and thirty, some above.
const GIVEN: [Given; 9] = [
    Given {
        vendor: "gas-station-a",
        verified: [96, 58, 17, 11, 6],
        unverified: [9, 6, 3, 4, 2],
        discarded: &[
            (DiscardReason::Duplicate, 5),
            (DiscardReason::ExpiredVoucher, 3),
            (DiscardReason::Bulk, 12),
        ],
        appeals: &[(AppealState::Refused, 1)],
    },
    Given {
        vendor: "housekeeping-a",
        verified: [31, 19, 7, 5, 2],
        unverified: [2, 1, 0, 1, 0],
        discarded: &[
            (DiscardReason::Insider, 4),
            (DiscardReason::Duplicate, 2),
            (DiscardReason::AppealUpheld, 1),
        ],
        appeals: &[(AppealState::Upheld, 1), (AppealState::Refused, 2)],
    },
    Given {
        vendor: "hair-a",
        verified: [12, 14, 9, 4, 2],
        unverified: [7, 3, 2, 0, 0],
        discarded: &[],
        appeals: &[(AppealState::Filed, 1)],
    },
    Given {
        vendor: "telecom-a",
        verified: [7, 9, 8, 8, 4],
        unverified: [1, 1, 1, 2, 9],
        discarded: &[(DiscardReason::Bulk, 9), (DiscardReason::IllegalContent, 1)],
        appeals: &[],
    },
    Given {
        vendor: "repair-a",
        verified: [11, 7, 2, 2, 1],
        unverified: [0, 2, 0, 0, 1],
        discarded: &[(DiscardReason::ExpiredVoucher, 2)],
        appeals: &[],
    },
    Given {
        vendor: "postal-a",
        verified: [9, 5, 2, 1, 0],
        unverified: [0; 5],
        discarded: &[],
        appeals: &[],
    },
    Given {
        vendor: "bathing-d",
        verified: [10, 2, 0, 0, 0],
        unverified: [0; 5],
        discarded: &[],
        appeals: &[],
    },
    Given {
        vendor: "gas-repair-b",
        verified: [3, 2, 1, 0, 1],
        unverified: [1, 0, 0, 0, 0],
        discarded: &[(DiscardReason::Duplicate, 1)],
        appeals: &[],
    },
    Given {
        vendor: "hair-b",
        verified: [2, 1, 0, 0, 0],
        unverified: [0, 1, 0, 0, 0],
        discarded: &[],
        appeals: &[],
    },
];

/// Every rating.
pub(super) fn all(rng: &mut Rng) -> Result<Vec<Rating>, Fault> {
    let mut all = Vec::new();
    for given in &GIVEN {
        let vendor = RecordId::new(given.vendor)?;
        let start = all.len();
        for (counts, verified) in [(given.verified, true), (given.unverified, false)] {
            for (level, count) in levels().zip(counts) {
                all.extend((0..count).map(|_| rating(rng, (&vendor, level), verified)));
            }
        }
        for (reason, count) in given.discarded {
            let level = *rng
                .choice(&[RatingLevel::VerySatisfied, RatingLevel::VeryDissatisfied][..])
                .unwrap_or(&RatingLevel::Satisfied);
            let discarded = Some(*reason);
            all.extend((0..*count).map(|_| Rating {
                discarded,
                ..rating(rng, (&vendor, level), true)
            }));
        }
        appeal(&mut all[start..], given);
    }
    Ok(all)
}

fn levels() -> impl Iterator<Item = RatingLevel> {
    use governance::labelled::Labelled;
    RatingLevel::ALL.iter().copied()
}

/// Marks the ratings that the vendor appealed against: an upheld one does not count, the others do.
fn appeal(ratings: &mut [Rating], given: &Given) {
    for (state, count) in given.appeals {
        let upheld = *state == AppealState::Upheld;
        let fits = |r: &&mut Rating| {
            r.appeal.is_none()
                && r.level.is_bad()
                && upheld == (r.discarded == Some(DiscardReason::AppealUpheld))
                && (upheld || r.discarded.is_none())
        };
        for rating in ratings.iter_mut().filter(fits).take(*count) {
            rating.appeal = Some(*state);
        }
    }
}

fn rating(rng: &mut Rng, (vendor, level): (&RecordId, RatingLevel), verified: bool) -> Rating {
    let good = [
        RatingReason::OnTime,
        RatingReason::Quality,
        RatingReason::FairPrice,
        RatingReason::Polite,
    ];
    let bad = [
        RatingReason::Late,
        RatingReason::PoorQuality,
        RatingReason::Overcharged,
        RatingReason::Rude,
    ];
    let list = if level.is_bad() { bad } else { good };
    let mut reasons: Vec<_> = list.into_iter().filter(|_| rng.u8(..10) < 4).collect();
    reasons.truncate(governance::ratings::MAX_REASONS);
    // Two in three who gave a bad review and were answered rate once more, and most of them better.
    let again = verified && level.is_bad() && rng.u8(..3) < 2;
    let second = again.then(|| {
        if rng.u8(..5) < 4 {
            RatingLevel::FairlySatisfied
        } else {
            level
        }
    });
    Rating {
        vendor: vendor.clone(),
        level,
        reasons,
        verified,
        discarded: None,
        appeal: None,
        second,
        reply: None,
    }
}
