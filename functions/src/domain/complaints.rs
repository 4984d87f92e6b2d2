//! Complaints: filing one, looking one up, and what a resident does with their own.

use super::{DAY_SECONDS, Fault, Means};
use crate::contract::ClientKey;
use crate::contract::filings::{Act, Complaint, Look};
use crate::secrets::receipt::{ReceiptHash, derive, draw_reference};
use crate::store::entries::{NewFiling, StoredCase};
use crate::store::{ChangeCases, Changed, FileCases, Filed, ReadCases};
use governance::cases::{
    Action, ActorRole, Case, CaseReference, Deed, NewCase, Receipt, Refusal, Satisfaction, apply,
};
use governance::forms::track::ResidentAction;

/// Days for which contact data is kept, counted from filing: the longest answer with its extension and one reopening. The desk forgets it earlier, when
/// the case is closed.
pub const CONTACT_DAYS: i64 = 180;

/// Draws of a reference before giving up; one in ten thousand meets an older one.
const DRAWS: u8 = 5;

/// What became of a complaint.
#[derive(Debug)]
pub enum Outcome {
    /// Stored, now or by the same request before.
    Filed(Box<Receipted>),
    /// The client key was used for another filing.
    KeyReused,
}

/// A stored case with the receipt that is shown once.
#[derive(Debug)]
pub struct Receipted {
    /// The case.
    pub case: Case,
    /// Its receipt; none if the site's secret changed since it was filed.
    pub receipt: Option<Receipt>,
}

/// Files a complaint.
///
/// # Errors
/// [`Fault`]; nothing is known to be stored then.
pub async fn file<S: FileCases + ReadCases>(
    store: &S,
    means: &Means<'_>,
    complaint: &Complaint,
    key: ClientKey,
) -> Result<Outcome, Fault> {
    let receipt = derive(means.secret, &key.key);
    let hash = ReceiptHash::new(&receipt, means.entropy)?;
    for _ in 0..DRAWS {
        let new = compose(means, complaint, &hash, key.clone())?;
        match store.file_case(&new).await? {
            Filed::New => return Ok(filed(new.stored.case, Some(receipt))),
            Filed::Repeat(reference) => return repeat(store, reference, receipt).await,
            Filed::Conflict => return Ok(Outcome::KeyReused),
            Filed::ReferenceTaken => {}
        }
    }
    Err(Fault::Disagree("no free reference"))
}

fn filed(case: Case, receipt: Option<Receipt>) -> Outcome {
    Outcome::Filed(Box::new(Receipted { case, receipt }))
}

fn compose(
    means: &Means<'_>,
    complaint: &Complaint,
    hash: &ReceiptHash,
    key: ClientKey,
) -> Result<NewFiling, Fault> {
    let reference = draw_reference(means.entropy)?;
    let new = NewCase {
        reference,
        kind: complaint.kind,
        category: complaint.category,
        place: complaint.place,
        vendor: None,
        text: complaint.account().into(),
        consents_to_summary: complaint.publish,
    };
    let case = Case::file(new, means.now, means.clocks)
        .map_err(|_| Fault::Disagree("a complaint of the form's lengths was refused"))?;
    let contact = match &complaint.contact {
        None => None,
        Some(contact) => Some((
            means.contact_key.seal(&reference, contact)?,
            means.seconds() + CONTACT_DAYS * DAY_SECONDS,
        )),
    };
    Ok(NewFiling {
        stored: StoredCase {
            case,
            receipt: hash.clone(),
        },
        contact,
        key: means.key_use(key),
    })
}

/// The same answer again: the case as it was filed, whatever happened to it since.
async fn repeat<S: ReadCases>(
    store: &S,
    reference: CaseReference,
    receipt: Receipt,
) -> Result<Outcome, Fault> {
    let Some(stored) = store.case(reference).await? else {
        return Ok(Outcome::KeyReused);
    };
    let own = stored.receipt.is_of(&receipt).then_some(receipt);
    Ok(filed(stored.case, own))
}

/// The case, if reference and receipt belong together. A wrong receipt, an unknown reference and nonsense take the same work.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn look<S: ReadCases>(store: &S, look: &Look) -> Result<Option<StoredCase>, Fault> {
    let receipt = Receipt::parse(&look.receipt);
    let stored = match CaseReference::parse(&look.reference) {
        Ok(reference) => store.case(reference).await?,
        // Something is read all the same, so that nonsense takes as long.
        Err(_) => store
            .case(CaseReference::from_random([0; 8]))
            .await?
            .filter(|_| false),
    };
    let hash = match &stored {
        Some(stored) => stored.receipt.clone(),
        None => ReceiptHash::of_nothing(),
    };
    let typed = receipt
        .clone()
        .unwrap_or_else(|_| Receipt::from_random([0; 8]));
    let own = hash.is_of(&typed) && receipt.is_ok();
    Ok(stored.filter(|_| own))
}

/// What became of a resident's deed.
#[derive(Debug)]
pub enum Done {
    /// The case as it is now.
    Done(Box<StoredCase>),
    /// Reference and receipt do not belong together.
    NotFound,
    /// The words for it are missing.
    Wordless,
    /// No choice was made on how it went.
    Unrated,
    /// Not in this state, or not any more.
    NotNow,
    /// The client key was used for something else.
    KeyReused,
}

/// Does something to the resident's own case.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn act<S: ReadCases + ChangeCases>(
    store: &S,
    means: &Means<'_>,
    wish: &Act,
    key: ClientKey,
) -> Result<Done, Fault> {
    let Some(before) = look(store, &wish.look).await? else {
        return Ok(Done::NotFound);
    };
    let deed = match deed(wish) {
        Ok(deed) => deed,
        Err(lacking) => return Ok(lacking),
    };
    let action = Action::new(ActorRole::Resident, deed);
    let reference = before.case.reference;
    let case = match apply(&before.case, &action, means.now, means.clocks) {
        Ok(case) => case,
        Err(refusal) => return refused(store, means, before, (refusal, key)).await,
    };
    let after = StoredCase {
        case,
        receipt: before.receipt.clone(),
    };
    let seen = (before.case.state, before.case.version);
    let key = means.key_use(key);
    Ok(match store.change_case(seen, &after, Some(&key)).await? {
        Changed::New => Done::Done(Box::new(after)),
        Changed::Repeat => match store.case(reference).await? {
            Some(now) => Done::Done(Box::new(now)),
            None => Done::NotFound,
        },
        Changed::Stale => Done::NotNow,
        Changed::Conflict => Done::KeyReused,
    })
}

/// A deed that is not possible now may be the repeat of one that was done: its key tells.
async fn refused<S: ReadCases + ChangeCases>(
    store: &S,
    means: &Means<'_>,
    case: StoredCase,
    (refusal, key): (Refusal, ClientKey),
) -> Result<Done, Fault> {
    if matches!(refusal, Refusal::Blank(_)) {
        return Ok(Done::Wordless);
    }
    let key = means.key_use(key);
    let repeat = store.known(&key).await?;
    Ok(if repeat {
        Done::Done(Box::new(case))
    } else {
        Done::NotNow
    })
}

fn deed(wish: &Act) -> Result<Deed, Done> {
    let text = wish.text.clone();
    let needs = |text: Box<str>| {
        if text.is_empty() {
            Err(Done::Wordless)
        } else {
            Ok(text)
        }
    };
    match wish.action {
        ResidentAction::Answer => needs(text).map(|text| Deed::Reply { text }),
        ResidentAction::Add => needs(text).map(|text| Deed::Supplement { text }),
        ResidentAction::Reopen => needs(text).map(|reason| Deed::Reopen { reason }),
        ResidentAction::Withdraw => Ok(Deed::Withdraw {
            reason: (!text.is_empty()).then_some(text),
        }),
        ResidentAction::Decline => Ok(Deed::Satisfaction(Satisfaction::Declined)),
        ResidentAction::Satisfaction => match wish.satisfaction {
            None => Err(Done::Unrated),
            Some(level) => Ok(Deed::Satisfaction(Satisfaction::Given {
                level,
                resolved: wish.resolved,
            })),
        },
    }
}
