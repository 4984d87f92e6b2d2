//! The store over `DynamoDB`. Entry point: [`DynamoStore`].
//!
//! An item has the attributes that keys, conditions and expiry need, and the rest as one JSON document in `doc`: what the store must not interpret
//! it cannot. Here are the single steps; the files beside this one put them together.

use super::entries::{FeedbackEntry, RatingEntry};
use super::tables::{EXPIRES, SHARDS, Table};
use super::{Answering, KeepFeedback, KeepRatings, Once, StoreFault};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::AttributeValue;
use governance::dates::Moment;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// An item's attributes.
pub(super) type Item = HashMap<String, AttributeValue>;

/// The attribute with the JSON document.
pub(super) const DOC: &str = "doc";

/// The attribute that counts an item's versions.
pub(super) const VERSION: &str = "version";

/// All tables behind one client.
#[derive(Debug, Clone)]
pub struct DynamoStore {
    client: Client,
    prefix: Box<str>,
}

impl DynamoStore {
    /// The tables whose names begin with `prefix`, through this client.
    pub fn new(client: Client, prefix: &str) -> Self {
        let prefix = prefix.into();
        Self { client, prefix }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn name(&self, table: Table) -> String {
        format!("{}{}", self.prefix, table.spec().name)
    }

    /// Writes an item whose key is not there yet; false if it is.
    pub(super) async fn put_new(&self, table: Table, item: Item) -> Result<bool, StoreFault> {
        let put = self
            .client
            .put_item()
            .table_name(self.name(table))
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(#key)")
            .expression_attribute_names("#key", table.spec().partition);
        unless_condition(put.send().await)
    }

    /// Writes an item over the one with this version; false if that has gone on.
    pub(super) async fn put_over(
        &self,
        table: Table,
        item: Item,
        version: u32,
    ) -> Result<bool, StoreFault> {
        let put = self
            .client
            .put_item()
            .table_name(self.name(table))
            .set_item(Some(item))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_values(":version", number(version));
        unless_condition(put.send().await)
    }

    /// The item with this key, read consistently.
    pub(super) async fn get(&self, table: Table, key: &str) -> Result<Option<Item>, StoreFault> {
        self.client
            .get_item()
            .table_name(self.name(table))
            .key(table.spec().partition, text(key))
            .consistent_read(true)
            .send()
            .await
            .map(|answer| answer.item)
            .map_err(|f| fault(&f))
    }

    /// The document under this key.
    pub(super) async fn document<T: DeserializeOwned>(
        &self,
        table: Table,
        key: &str,
    ) -> Result<Option<T>, StoreFault> {
        document_of(table, self.get(table, key).await?)
    }
}

impl Answering for DynamoStore {
    async fn answering(&self) -> Result<(), StoreFault> {
        self.get(Table::Limits, "health").await.map(|_| ())
    }
}

impl KeepFeedback for DynamoStore {
    async fn keep_feedback(
        &self,
        entry: &FeedbackEntry,
    ) -> Result<Once<FeedbackEntry>, StoreFault> {
        let table = Table::Feedback;
        let item = listed(table, &entry.key, entry.filed_at, entry)?;
        if self.put_new(table, item).await? {
            return Ok(Once::New);
        }
        let first: Option<FeedbackEntry> = self.document(table, &entry.key).await?;
        Ok(match first {
            Some(first) if first.fingerprint == entry.fingerprint => Once::Repeat(first),
            Some(_) | None => Once::Conflict,
        })
    }
}

impl KeepRatings for DynamoStore {
    async fn keep_rating(&self, entry: &RatingEntry) -> Result<Once<RatingEntry>, StoreFault> {
        let table = Table::Ratings;
        if self.put_new(table, rating_item(entry)?).await? {
            return Ok(Once::New);
        }
        let first: Option<RatingEntry> = self.document(table, &entry.key).await?;
        Ok(match first {
            Some(first) if first.fingerprint == entry.fingerprint => Once::Repeat(first),
            Some(_) | None => Once::Conflict,
        })
    }

    async fn rating(&self, key: &str) -> Result<Option<RatingEntry>, StoreFault> {
        self.document(Table::Ratings, key).await
    }

    async fn replace_rating(&self, entry: &RatingEntry, version: u32) -> Result<bool, StoreFault> {
        self.put_over(Table::Ratings, rating_item(entry)?, version)
            .await
    }
}

pub(super) fn rating_item(entry: &RatingEntry) -> Result<Item, StoreFault> {
    let mut item = listed(Table::Ratings, &entry.key, entry.filed_at, entry)?;
    item.insert(VERSION.into(), number(entry.version));
    Ok(item)
}

/// An item with a document.
pub(super) fn item<T: Serialize>(table: Table, key: &str, doc: &T) -> Result<Item, StoreFault> {
    let doc = serde_json::to_string(doc).map_err(|_| StoreFault::Damaged(table.spec().name))?;
    Ok(Item::from([
        (table.spec().partition.into(), text(key)),
        (DOC.into(), AttributeValue::S(doc)),
    ]))
}

/// An item with a document that the table's index lists.
pub(super) fn listed<T: Serialize>(
    table: Table,
    key: &str,
    filed_at: Moment,
    doc: &T,
) -> Result<Item, StoreFault> {
    let mut item = item(table, key, doc)?;
    item.insert("bucket".into(), text(&bucket(filed_at, shard(key))));
    item.insert("filed_at".into(), text(&format!("{filed_at}#{key}")));
    Ok(item)
}

/// The index partition of a month's part, such as `2026-11#07`.
pub(super) fn bucket(at: Moment, shard: u8) -> String {
    let day = at.day();
    format!("{:04}-{:02}#{shard:02}", day.year(), day.month())
}

/// The part of the month that a key falls into (FNV-1a; keys are random or hashed already).
fn shard(key: &str) -> u8 {
    let hash = key.bytes().fold(0x811c_9dc5_u32, |h, b| {
        (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
    });
    u8::try_from(hash % u32::from(SHARDS)).unwrap_or(0)
}

/// The document of an item that was found.
pub(super) fn document_of<T: DeserializeOwned>(
    table: Table,
    found: Option<Item>,
) -> Result<Option<T>, StoreFault> {
    found.map(|item| read(table, &item)).transpose()
}

/// The document of an item.
pub(super) fn read<T: DeserializeOwned>(table: Table, item: &Item) -> Result<T, StoreFault> {
    item.get(DOC)
        .and_then(|doc| doc.as_s().ok())
        .and_then(|doc| serde_json::from_str(doc).ok())
        .ok_or(StoreFault::Damaged(table.spec().name))
}

/// Whether an item is still valid: what has expired stays readable until the store sweeps it.
pub(super) fn alive(item: &Item, now: i64) -> bool {
    let end = item
        .get(EXPIRES)
        .and_then(|v| v.as_n().ok())
        .and_then(|n| n.parse::<i64>().ok());
    end.is_none_or(|end| end > now)
}

pub(super) fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(super) fn number(value: impl Into<i64>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

/// A failed condition is an answer, not a fault.
pub(super) fn unless_condition<A, E: ProvideErrorMetadata, R>(
    answer: Result<A, SdkError<E, R>>,
) -> Result<bool, StoreFault> {
    match answer {
        Ok(_) => Ok(true),
        Err(f) if f.code() == Some("ConditionalCheckFailedException") => Ok(false),
        Err(f) => Err(fault(&f)),
    }
}

/// The kind of fault and its code; never the message, which can repeat what was written.
pub(super) fn fault<E: ProvideErrorMetadata, R>(fault: &SdkError<E, R>) -> StoreFault {
    match fault {
        SdkError::TimeoutError(_) => StoreFault::Unavailable("timeout".into()),
        SdkError::DispatchFailure(_) => StoreFault::Unavailable("no connection".into()),
        SdkError::ResponseError(_) => StoreFault::Unavailable("no readable answer".into()),
        SdkError::ServiceError(e) => of_code(e.err().code().unwrap_or("no code")),
        SdkError::ConstructionFailure(_) => StoreFault::Refused("request not built".into()),
        _ => StoreFault::Refused("unknown".into()),
    }
}

fn of_code(code: &str) -> StoreFault {
    match code {
        "ValidationException"
        | "AccessDeniedException"
        | "ResourceNotFoundException"
        | "SerializationException" => StoreFault::Refused(code.into()),
        _ => StoreFault::Unavailable(code.into()),
    }
}
