//! Vouchers: printing a batch, and what a voucher that comes back proves.
//!
//! Entry points: [`issue`], [`open`]. Whoever prints and whoever checks derive the same key from the site's secret. A batch has a number that nobody
//! has to count up: one is drawn until a free one is found.

use super::{Fault, Means};
use crate::doors::Entropy;
use crate::secrets::Secret;
use crate::store::KeepBatches;
use crate::store::entries::IssuedBatch;
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::vouchers::{
    self, Batch, MAX_BATCH, MAX_SERIAL, ShortCode, Slip, Voucher, VoucherFault, VoucherKey,
};

/// Draws of a batch number before giving up; at 100,000 living batches four in ten draws meet one, and a thousand in a row never do.
const DRAWS: u16 = 1_000;

/// What is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Whose services.
    pub vendor: RecordId,
    /// The community that hands the slips out.
    pub place: DivisionCode,
    /// Last local day on which they are taken.
    pub expires_on: Day,
    /// How many, 1 to [`MAX_SERIAL`].
    pub size: u16,
}

/// A batch with its slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The batch.
    pub issued: IssuedBatch,
    /// Its slips, in their order.
    pub slips: Vec<Slip>,
}

/// Why a batch is not printed.
#[derive(Debug, thiserror::Error)]
pub enum OrderFault {
    /// None, or more than a batch has.
    #[error("a batch has 1 to {MAX_SERIAL} slips")]
    Size,
    /// The last day is over.
    #[error("the last day {0} is over")]
    Over(Day),
    /// The store or the machine.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Keeps a new batch and makes its slips.
///
/// # Errors
/// [`OrderFault`]; slips that were not kept are not made.
pub async fn issue<S: KeepBatches>(
    store: &S,
    means: &Means<'_>,
    order: Order,
) -> Result<Printed, OrderFault> {
    if !(1..=MAX_SERIAL).contains(&order.size) {
        return Err(OrderFault::Size);
    }
    if means.now.day() > order.expires_on {
        return Err(OrderFault::Over(order.expires_on));
    }
    let issued = keep(store, means, order).await?;
    let key = VoucherKey::new(means.secret.voucher_key());
    let slips = (1..=issued.batch.size).map(|serial| vouchers::issue(&key, &issued.batch, serial));
    let slips = slips.collect::<Result<_, _>>();
    let slips = slips.map_err(|_| Fault::Disagree("a slip of the batch could not be made"))?;
    Ok(Printed { issued, slips })
}

async fn keep<S: KeepBatches>(
    store: &S,
    means: &Means<'_>,
    order: Order,
) -> Result<IssuedBatch, Fault> {
    let mut issued = IssuedBatch {
        batch: Batch {
            number: 0,
            vendor: order.vendor,
            expires_on: order.expires_on,
            size: order.size,
        },
        place: order.place,
        issued_at: means.now,
    };
    for _ in 0..DRAWS {
        issued.batch.number = draw(means.entropy)?;
        if store.keep_batch(&issued).await? {
            return Ok(issued);
        }
    }
    Err(Fault::Disagree("no free batch number"))
}

fn draw(entropy: &dyn Entropy) -> Result<u32, Fault> {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes)?;
    let number = u64::from_be_bytes(bytes) % u64::from(MAX_BATCH + 1);
    Ok(u32::try_from(number).unwrap_or(0))
}

/// What a good voucher proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The voucher.
    pub voucher: Voucher,
    /// The community that handed it out, if its batch is known here.
    pub place: Option<DivisionCode>,
}

/// What became of a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// It is good.
    Good(Proof),
    /// It is right and its last day is over.
    Expired(Voucher),
    /// It is none of ours, or typed wrong.
    Wrong,
}

/// Reads a voucher: the code that was typed, or the text of a QR code.
///
/// # Errors
/// [`Fault`] if the store did not answer.
pub async fn open<S: KeepBatches>(
    store: &S,
    (secret, today): (&Secret, Day),
    typed: &str,
) -> Result<Opened, Fault> {
    let keys = [VoucherKey::new(secret.voucher_key())];
    let (voucher, place) = if typed.contains('.') {
        let Ok(voucher) = vouchers::open_token(&keys, typed) else {
            return Ok(Opened::Wrong);
        };
        let batch = store.batch(voucher.batch).await?;
        (voucher, batch.map(|b| b.place))
    } else {
        match by_code(store, &keys, typed).await? {
            Some((voucher, place)) => (voucher, Some(place)),
            None => return Ok(Opened::Wrong),
        }
    };
    Ok(match voucher.check_day(today) {
        Ok(()) => Opened::Good(Proof { voucher, place }),
        Err(
            VoucherFault::Expired(_)
            | VoucherFault::Form
            | VoucherFault::Digest
            | VoucherFault::NoSuchSlip,
        ) => Opened::Expired(voucher),
    })
}

async fn by_code<S: KeepBatches>(
    store: &S,
    keys: &[VoucherKey],
    typed: &str,
) -> Result<Option<(Voucher, DivisionCode)>, Fault> {
    let Ok(code) = ShortCode::parse(typed) else {
        return Ok(None);
    };
    let Some(issued) = store.batch(code.batch).await? else {
        return Ok(None);
    };
    let voucher = vouchers::open_code(keys, code, &issued.batch);
    Ok(voucher.ok().map(|voucher| (voucher, issued.place)))
}
