//! Ratings: one for each voucher however often it is sent, replaceable for a while; those without a voucher apart; a bad one opens a case.
//!
//! Entry point: [`rate`]. The voucher is the key in the store, so that the store itself holds "one voucher, one rating" under races and replays. Nothing
//! is refused or dropped for what it says; what does not count is kept with its reason and counted.

use super::complaints::Receipted;
use super::vouchers::{self, Proof};
use super::{Fault, Means};
use crate::contract::ClientKey;
use crate::contract::filings::Rating;
use crate::secrets::receipt::{ReceiptHash, derive, draw_reference};
use crate::store::entries::{RatingEntry, RatingEvent, StoredCase};
use crate::store::{KeepBatches, KeepRatings, Once, OpenCaseOfRating, Opened, ReadCases};
use governance::cases::{ActorRole, Case, CaseCategory, FilingKind, NewCase, Receipt};
use governance::dates::{Day, Moment};
use governance::labelled::Labelled;
use governance::ratings::{DiscardReason, RatingAct, RatingLevel, is_replaceable};
use governance::vouchers::Voucher;

/// Times one rating can be replaced. Nobody changes their mind so often; it bounds what the store remembers of repeats.
const REPLACEMENTS: usize = 20;

/// Tries to be the next version where others write the same rating at the same moment.
const TRIES: u8 = 4;

/// Draws of a reference for the case before giving up.
const DRAWS: u8 = 5;

/// What the store must do for ratings.
pub trait Ratings: KeepRatings + OpenCaseOfRating + KeepBatches + ReadCases {}
impl<S: KeepRatings + OpenCaseOfRating + KeepBatches + ReadCases> Ratings for S {}

/// How a rating was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// As the first, now or by the same request before.
    First,
    /// Over the earlier one.
    Replaced,
    /// Beside the first, after its case was answered.
    Second,
}

/// A rating that is kept.
#[derive(Debug)]
pub struct Kept {
    /// How.
    pub how: How,
    /// Whether a voucher proves the service.
    pub verified: bool,
    /// The level that stands now.
    pub level: RatingLevel,
    /// The case that it opened, with its receipt.
    pub case: Option<Receipted>,
}

/// What became of a rating.
#[derive(Debug)]
pub enum Outcome {
    /// Stored.
    Kept(Box<Kept>),
    /// The voucher was used and the time for a change is over.
    VoucherUsed,
    /// The client key was used for something else.
    KeyReused,
    /// The voucher is none of ours, or typed wrong.
    WrongVoucher,
    /// The voucher was to be used by this day.
    ExpiredVoucher(Day),
    /// The voucher is for another vendor.
    OtherVendor,
}

/// Keeps a rating.
///
/// # Errors
/// [`Fault`]; nothing is known to be stored then.
pub async fn rate<S: Ratings>(
    store: &S,
    means: &Means<'_>,
    rating: Rating,
    key: ClientKey,
) -> Result<Outcome, Fault> {
    let proof = match &rating.voucher {
        None => None,
        Some(typed) => match vouchers::open(store, (means.secret, means.now.day()), typed).await? {
            vouchers::Opened::Wrong => return Ok(Outcome::WrongVoucher),
            vouchers::Opened::Expired(voucher) => {
                return expired(store, means.now, (rating, key), voucher).await;
            }
            vouchers::Opened::Good(proof) => Some(proof),
        },
    };
    if proof
        .as_ref()
        .is_some_and(|p| p.voucher.vendor != rating.vendor)
    {
        return Ok(Outcome::OtherVendor);
    }
    keep(
        store,
        means,
        compose(means.now, rating, (proof, &key)),
        &key,
    )
    .await
}

/// An expired voucher is counted, once, and its rating can still be given without it.
async fn expired<S: KeepRatings>(
    store: &S,
    now: Moment,
    (rating, key): (Rating, ClientKey),
    voucher: Voucher,
) -> Result<Outcome, Fault> {
    let (day, own) = (
        voucher.expires_on,
        format!("x#expired#{}", voucher.id()).into(),
    );
    let proof = Proof {
        voucher,
        place: None,
    };
    let entry = compose(now, rating, (Some(proof), &key));
    note(store, entry, own, DiscardReason::ExpiredVoucher).await?;
    Ok(Outcome::ExpiredVoucher(day))
}

/// Keeps a rating that does not count, once, without its words.
async fn note<S: KeepRatings>(
    store: &S,
    mut entry: RatingEntry,
    key: Box<str>,
    reason: DiscardReason,
) -> Result<(), Fault> {
    entry.key = key;
    entry.comment = None;
    entry.discarded = Some(reason);
    store.keep_rating(&entry).await?;
    Ok(())
}

fn compose(now: Moment, rating: Rating, (proof, key): (Option<Proof>, &ClientKey)) -> RatingEntry {
    let (own, event, place) = match proof {
        Some(proof) => {
            let event = proof.voucher.id();
            (format!("v#{event}"), Some(event.into()), proof.place)
        }
        None => (format!("u#{}", key.key), None, None),
    };
    RatingEntry {
        key: own.into(),
        fingerprint: key.fingerprint.clone(),
        version: 1,
        vendor: rating.vendor,
        level: rating.level,
        reasons: rating.reasons,
        comment: rating.comment,
        verified: event.is_some(),
        interest: rating.interest,
        event,
        filed_at: now,
        changed_at: now,
        discarded: rating.interest.then_some(DiscardReason::Insider),
        requests: vec![request(key)],
        place: place.or(rating.place),
        case: None,
        second: None,
        reply: None,
        appeal: None,
        history: Vec::new(),
    }
}

/// What tells a repeat of one request from another request.
fn request(key: &ClientKey) -> Box<str> {
    format!("{}:{}", key.key, key.fingerprint).into()
}

async fn keep<S: Ratings>(
    store: &S,
    means: &Means<'_>,
    entry: RatingEntry,
    key: &ClientKey,
) -> Result<Outcome, Fault> {
    // Nearly every rating is the first under its key: written at once it spares a read, and the condition tells when it is not.
    if let Some(kept) = write(store, means, (&entry, None), (key, How::First)).await? {
        return Ok(kept);
    }
    for _ in 0..TRIES {
        let Some(before) = store.rating(&entry.key).await? else {
            if let Some(kept) = write(store, means, (&entry, None), (key, How::First)).await? {
                return Ok(kept);
            }
            continue;
        };
        if before.requests.contains(&request(key)) {
            return repeat(store, means, before, key).await;
        }
        if !entry.verified {
            return Ok(Outcome::KeyReused);
        }
        let over = Some(before.version);
        let Some((next, how)) = next(store, means.now, before, &entry).await? else {
            return used(store, entry).await;
        };
        if let Some(kept) = write(store, means, (&next, over), (key, how)).await? {
            return Ok(kept);
        }
    }
    // Others were faster with the same voucher each time: theirs stands, and this one is not silently dropped.
    Ok(Outcome::VoucherUsed)
}

/// Too late for a change: counted as a duplicate, once for the same words.
async fn used<S: KeepRatings>(store: &S, entry: RatingEntry) -> Result<Outcome, Fault> {
    let own = format!("x#again#{}#{}", entry.key, entry.fingerprint).into();
    note(store, entry, own, DiscardReason::Duplicate).await?;
    Ok(Outcome::VoucherUsed)
}

/// The same answer again.
async fn repeat<S: ReadCases>(
    store: &S,
    means: &Means<'_>,
    before: RatingEntry,
    key: &ClientKey,
) -> Result<Outcome, Fault> {
    let case = match before.case {
        None => None,
        Some(reference) => store.case(reference).await?.and_then(|stored| {
            let receipt = derive(means.secret, &key.key);
            let own = stored.receipt.is_of(&receipt);
            own.then_some(Receipted {
                case: stored.case,
                receipt: Some(receipt),
            })
        }),
    };
    Ok(Outcome::Kept(Box::new(Kept {
        how: How::First,
        verified: before.verified,
        level: before.level,
        case,
    })))
}

/// What the voucher's rating becomes with this one, if it may still change: the second rating once its case is answered, else a replacement while there
/// is time.
async fn next<S: ReadCases>(
    store: &S,
    now: Moment,
    before: RatingEntry,
    entry: &RatingEntry,
) -> Result<Option<(RatingEntry, How)>, Fault> {
    let answered = match before.case {
        Some(reference) => store
            .case(reference)
            .await?
            .is_some_and(|stored| !stored.case.state.is_owed()),
        None => false,
    };
    if answered {
        return Ok((before.second.is_none()).then(|| (second(now, before, entry), How::Second)));
    }
    let open = before.discarded.is_none() || before.interest;
    let may = open
        && before.appeal.is_none()
        && before.requests.len() <= REPLACEMENTS
        && is_replaceable(before.filed_at, now);
    Ok(may.then(|| (replacement(now, before, entry), How::Replaced)))
}

fn second(now: Moment, mut before: RatingEntry, entry: &RatingEntry) -> RatingEntry {
    before.second = Some(entry.level);
    before.history.push(RatingEvent {
        at: now,
        role: ActorRole::Resident,
        act: RatingAct::Second,
        text: entry.comment.clone(),
    });
    following(now, before, entry)
}

/// The new words in the place of the old; the first date, the case and what was done about it stay.
fn replacement(now: Moment, before: RatingEntry, entry: &RatingEntry) -> RatingEntry {
    let new = entry.clone();
    let kept = RatingEntry {
        level: new.level,
        reasons: new.reasons,
        comment: new.comment,
        interest: new.interest,
        discarded: new.discarded,
        place: before.place.or(new.place),
        ..before
    };
    following(now, kept, entry)
}

fn following(now: Moment, mut next: RatingEntry, entry: &RatingEntry) -> RatingEntry {
    next.version += 1;
    next.changed_at = now;
    next.fingerprint = entry.fingerprint.clone();
    next.requests.extend(entry.requests.iter().cloned());
    next
}

/// Writes a rating, and its case if it opens one; none if somebody else wrote under its key meanwhile.
async fn write<S: Ratings>(
    store: &S,
    means: &Means<'_>,
    (entry, over): (&RatingEntry, Option<u32>),
    (key, how): (&ClientKey, How),
) -> Result<Option<Outcome>, Fault> {
    let kept = |case| {
        Some(Outcome::Kept(Box::new(Kept {
            how,
            verified: entry.verified,
            level: entry.second.unwrap_or(entry.level),
            case,
        })))
    };
    if opens_case(entry) {
        let case = with_case(store, means, (entry, over), key).await?;
        return Ok(case.and_then(|case| kept(Some(case))));
    }
    let written = match over {
        None => matches!(store.keep_rating(entry).await?, Once::New),
        Some(version) => store.replace_rating(entry, version).await?,
    };
    Ok(if written { kept(None) } else { None })
}

/// A bad rating that counts opens one case, if it is known whose.
fn opens_case(entry: &RatingEntry) -> bool {
    entry.level.is_bad()
        && entry.discarded.is_none()
        && entry.case.is_none()
        && entry.place.is_some()
}

async fn with_case<S: Ratings>(
    store: &S,
    means: &Means<'_>,
    (entry, over): (&RatingEntry, Option<u32>),
    key: &ClientKey,
) -> Result<Option<Receipted>, Fault> {
    let receipt = derive(means.secret, &key.key);
    let hash = ReceiptHash::new(&receipt, means.entropy)?;
    for _ in 0..DRAWS {
        let case = case_of(means, entry)?;
        let entry = RatingEntry {
            case: Some(case.reference),
            ..entry.clone()
        };
        let stored = StoredCase {
            case,
            receipt: hash.clone(),
        };
        match store.keep_with_case(&entry, over, &stored).await? {
            Opened::Written => return Ok(Some(receipted(stored.case, receipt))),
            Opened::RatingTaken => return Ok(None),
            Opened::ReferenceTaken => {}
        }
    }
    Err(Fault::Disagree("no free reference"))
}

fn receipted(case: Case, receipt: Receipt) -> Receipted {
    Receipted {
        case,
        receipt: Some(receipt),
    }
}

fn case_of(means: &Means<'_>, entry: &RatingEntry) -> Result<Case, Fault> {
    let place = entry
        .place
        .ok_or(Fault::Disagree("a case without a place"))?;
    let new = NewCase {
        reference: draw_reference(means.entropy)?,
        kind: FilingKind::Rating,
        category: CaseCategory::Services,
        place,
        vendor: Some(entry.vendor.clone()),
        text: account(entry).into(),
        consents_to_summary: false,
    };
    Case::file(new, means.now, means.clocks)
        .map_err(|_| Fault::Disagree("a rating of the form's lengths was refused"))
}

/// The bad rating as the case keeps it.
fn account(entry: &RatingEntry) -> String {
    let mut text = format!("【评价】{}", entry.level.zh());
    let reasons: Vec<&str> = entry.reasons.iter().map(|r| r.zh()).collect();
    if !reasons.is_empty() {
        text.push_str("\n【原因】");
        text.push_str(&reasons.join("、"));
    }
    if let Some(comment) = &entry.comment {
        text.push_str("\n【留言】");
        text.push_str(comment);
    }
    text
}
