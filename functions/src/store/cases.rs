//! Cases, their sealed contacts and the client keys of what was done to them: written together or not at all.

use super::dynamo::{DynamoStore, Item, VERSION, alive, fault, item, listed, number, text};
use super::entries::{NewFiling, StoredCase};
use super::tables::{EXPIRES, Table};
use super::{ChangeCases, Changed, FileCases, Filed, KeyUse, ReadCases, StoreFault};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use governance::cases::{CaseReference, CaseState};
use governance::labelled::Labelled;
use std::time::Duration;

/// The attribute with the case's state, beside the document, for conditions.
const STATE: &str = "state_id";

/// Tries at a transaction that met another on the same item, and the pause before the second; each further pause is longer by as much.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(15);

/// How a transaction ended: which of its puts failed their condition.
pub(super) enum Ended {
    Written,
    Failed(Vec<bool>),
}

impl Ended {
    pub(super) fn failed(&self, at: usize) -> bool {
        match self {
            Self::Written => false,
            Self::Failed(failed) => failed.get(at).copied().unwrap_or(false),
        }
    }
}

impl FileCases for DynamoStore {
    async fn file_case(&self, new: &NewFiling) -> Result<Filed, StoreFault> {
        let reference = new.stored.case.reference;
        let mut puts = vec![
            self.key_put(&new.key, reference.as_str())?,
            self.case_put(&new.stored, None)?,
        ];
        if let Some((sealed, until)) = &new.contact {
            puts.push(self.contact_put(reference, sealed, *until)?);
        }
        let ended = self.transact(puts).await?;
        match ended {
            Ended::Written => Ok(Filed::New),
            Ended::Failed(_) if ended.failed(0) => self.earlier_filing(&new.key).await,
            Ended::Failed(_) => Ok(Filed::ReferenceTaken),
        }
    }
}

impl ReadCases for DynamoStore {
    async fn case(&self, reference: CaseReference) -> Result<Option<StoredCase>, StoreFault> {
        self.document(Table::Cases, reference.as_str()).await
    }
}

impl ChangeCases for DynamoStore {
    async fn change_case(
        &self,
        before: (CaseState, u64),
        after: &StoredCase,
        key: Option<&KeyUse>,
    ) -> Result<Changed, StoreFault> {
        let mut puts = vec![self.case_put(after, Some(before))?];
        if let Some(key) = key {
            puts.push(self.key_put(key, after.case.reference.as_str())?);
        }
        let ended = self.transact(puts).await?;
        match (ended.failed(1), key) {
            (true, Some(key)) => self.earlier_change(key).await,
            _ if ended.failed(0) => Ok(Changed::Stale),
            _ => Ok(Changed::New),
        }
    }

    async fn known(&self, key: &KeyUse) -> Result<bool, StoreFault> {
        self.earlier(key).await.map(|found| found.is_some())
    }
}

impl DynamoStore {
    pub(super) fn case_put(
        &self,
        stored: &StoredCase,
        before: Option<(CaseState, u64)>,
    ) -> Result<Put, StoreFault> {
        let case = &stored.case;
        let filed_at = case
            .filed_at()
            .ok_or(StoreFault::Damaged(Table::Cases.spec().name))?;
        let mut item = listed(Table::Cases, case.reference.as_str(), filed_at, stored)?;
        item.insert(STATE.into(), text(case.state.id()));
        item.insert(VERSION.into(), number(case.version.cast_signed()));
        let put = self.transact_put(Table::Cases, item);
        built(match before {
            None => put
                .condition_expression("attribute_not_exists(#key)")
                .expression_attribute_names("#key", Table::Cases.spec().partition),
            Some((state, version)) => put
                .condition_expression("#state = :state AND #version = :version")
                .expression_attribute_names("#state", STATE)
                .expression_attribute_names("#version", VERSION)
                .expression_attribute_values(":state", text(state.id()))
                .expression_attribute_values(":version", number(version.cast_signed())),
        })
    }

    /// The client key, unless it is known and has not expired: what has expired stays readable until it is swept.
    fn key_put(&self, key: &KeyUse, answer: &str) -> Result<Put, StoreFault> {
        let table = Table::Idempotency;
        let mut item = item(table, &key.key.key, &answer)?;
        item.insert("fingerprint".into(), text(&key.key.fingerprint));
        item.insert(EXPIRES.into(), number(key.until));
        built(
            self.transact_put(table, item)
                .condition_expression("attribute_not_exists(#key) OR #expires < :now")
                .expression_attribute_names("#key", table.spec().partition)
                .expression_attribute_names("#expires", EXPIRES)
                .expression_attribute_values(":now", number(key.now)),
        )
    }

    fn contact_put(
        &self,
        reference: CaseReference,
        sealed: &[u8],
        until: i64,
    ) -> Result<Put, StoreFault> {
        let item = Item::from([
            (
                Table::Contacts.spec().partition.into(),
                text(reference.as_str()),
            ),
            ("sealed".into(), AttributeValue::B(Blob::new(sealed))),
            (EXPIRES.into(), number(until)),
        ]);
        built(self.transact_put(Table::Contacts, item))
    }

    pub(super) fn transact_put(&self, table: Table, item: Item) -> PutBuilder {
        Put::builder()
            .table_name(self.name(table))
            .set_item(Some(item))
    }

    pub(super) async fn transact(&self, puts: Vec<Put>) -> Result<Ended, StoreFault> {
        let items = puts
            .into_iter()
            .map(|put| TransactWriteItem::builder().put(put).build())
            .collect();
        self.transact_items(items).await
    }

    /// Writes all items or none; tries again when another transaction is at one of them.
    pub(super) async fn transact_items(
        &self,
        items: Vec<TransactWriteItem>,
    ) -> Result<Ended, StoreFault> {
        for attempt in 1..=TRIES {
            let write = self
                .client()
                .transact_write_items()
                .set_transact_items(Some(items.clone()));
            match write.send().await {
                Ok(_) => return Ok(Ended::Written),
                Err(f) => {
                    if let Some(failed) = conditions(&f)? {
                        return Ok(Ended::Failed(failed));
                    }
                }
            }
            tokio::time::sleep(PAUSE * attempt).await;
        }
        Err(StoreFault::Unavailable("conflicting transactions".into()))
    }

    async fn earlier_filing(&self, key: &KeyUse) -> Result<Filed, StoreFault> {
        Ok(match self.earlier(key).await? {
            Some(reference) => Filed::Repeat(reference),
            None => Filed::Conflict,
        })
    }

    async fn earlier_change(&self, key: &KeyUse) -> Result<Changed, StoreFault> {
        Ok(match self.earlier(key).await? {
            Some(_) => Changed::Repeat,
            None => Changed::Conflict,
        })
    }

    /// The case an earlier request with this key was about, if it was the same request.
    async fn earlier(&self, key: &KeyUse) -> Result<Option<CaseReference>, StoreFault> {
        let table = Table::Idempotency;
        let found = self.get(table, &key.key.key).await?;
        let same = found.filter(|item| {
            alive(item, key.now) && item.get("fingerprint") == Some(&text(&key.key.fingerprint))
        });
        same.map(|item| super::dynamo::read(table, &item))
            .transpose()
    }
}

pub(super) fn built(put: PutBuilder) -> Result<Put, StoreFault> {
    put.build()
        .map_err(|_| StoreFault::Refused("request not built".into()))
}

/// Which puts failed their condition; none if the transaction only met another and can be tried again.
fn conditions<R>(
    error: &SdkError<TransactWriteItemsError, R>,
) -> Result<Option<Vec<bool>>, StoreFault> {
    let SdkError::ServiceError(service) = error else {
        return Err(fault(error));
    };
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = service.err() else {
        return Err(fault(error));
    };
    let codes: Vec<&str> = cancelled
        .cancellation_reasons()
        .iter()
        .map(|r| r.code().unwrap_or("None"))
        .collect();
    let failed: Vec<bool> = codes
        .iter()
        .map(|c| *c == "ConditionalCheckFailed")
        .collect();
    if failed.contains(&true) {
        return Ok(Some(failed));
    }
    if codes.contains(&"TransactionConflict") {
        return Ok(None);
    }
    Err(fault(error))
}
