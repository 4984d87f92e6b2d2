//! A store filled by a script, for the demonstration's snapshot: half a year of filings that nobody made.
//!
//! Entry point: [`fill`]. Everything is drawn from a seed and carried out by the real rules ([`lives`]), so that the figures add up the way real ones do;
//! every word begins with 示例. It is told the moment up to which things happened, and never writes into a store that holds anything.

pub mod lives;
pub mod voices;

use fastrand::Rng;
use functions::contract::ClientKey;
use functions::secrets::receipt::ReceiptHash;
use functions::store::dynamo::DynamoStore;
use functions::store::entries::{NewFiling, StoredCase};
use functions::store::{
    FileCases, KeepDesk, KeepFeedback, KeepRatings, KeyUse, ListAll, StoreFault,
};
use governance::cases::{Case, Clocks};
use governance::dates::Moment;

/// The seed of the demonstration; another gives another half year.
pub const SEED: u64 = 20_261_123;

/// Why the store was not filled.
#[derive(Debug, thiserror::Error)]
pub enum DemoFault {
    /// It holds cases already: real ones, for all this knows.
    #[error("the store holds cases already")]
    NotEmpty,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The script does not fit the rules.
    #[error("the script does not fit the rules: {0}")]
    Script(String),
}

/// Fills an empty store with what happened up to `now`; returns the number of cases.
///
/// # Errors
/// [`DemoFault`].
pub async fn fill(store: &DynamoStore, clocks: &Clocks, now: Moment) -> Result<usize, DemoFault> {
    if !store.cases(|_| true).await?.is_empty() {
        return Err(DemoFault::NotEmpty);
    }
    let mut rng = Rng::with_seed(SEED);
    let ratings = voices::ratings(&mut rng, now)?;
    let mut cases = lives::cases(&mut rng, clocks, now)?;
    cases.extend(lives::bad_reviews(&mut rng, &ratings, (clocks, now))?);
    for case in &cases {
        store.file_case(&filing(case.clone())).await?;
    }
    for rating in &ratings {
        store.keep_rating(rating).await?;
    }
    let feedback = voices::feedback(&mut rng, now)?;
    for entry in &feedback {
        store.keep_feedback(entry).await?;
    }
    for entry in voices::desk(&cases, &feedback, now)? {
        store.put_desk_entry(&entry, None).await?;
    }
    Ok(cases.len())
}

/// The case as it is stored; nobody has its receipt.
fn filing(case: Case) -> NewFiling {
    let key = ClientKey {
        key: format!("demo-{}", case.reference.as_str()).into(),
        fingerprint: "demo".into(),
    };
    NewFiling {
        stored: StoredCase {
            case,
            receipt: ReceiptHash::of_nothing(),
        },
        contact: None,
        key: KeyUse {
            key,
            now: 0,
            until: 1,
        },
    }
}
