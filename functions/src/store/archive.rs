//! Everything the store holds, item by item, for export and import.
//!
//! Entry points: [`DynamoStore::archive`], [`DynamoStore::restore`]. An item goes out as it is stored, sealed contacts sealed; it is put back only where
//! nothing stands, so that an import can be repeated and never overwrites.

use super::StoreFault;
use super::dynamo::{DynamoStore, Item};
use super::tables::{TABLES, Table};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One item of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedItem {
    /// Name of the table, without prefix.
    pub table: Box<str>,
    /// Its attributes.
    pub item: BTreeMap<Box<str>, Attribute>,
}

/// An attribute, in `DynamoDB`'s own notation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute {
    /// A text.
    S(Box<str>),
    /// A number, as it is written.
    N(Box<str>),
    /// Bytes, as hexadecimal digits.
    B(Box<str>),
}

impl std::fmt::Debug for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Attribute")
    }
}

/// What became of an item that was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// It was not there.
    New,
    /// It was there already, the same.
    Same,
    /// Another stands under its key, and was left alone.
    Different,
}

/// Tables that go into an archive. Limits and answers already given end by themselves within days.
pub fn archived() -> impl Iterator<Item = Table> {
    let passing = |table: &Table| matches!(table, Table::Limits | Table::Idempotency);
    TABLES
        .iter()
        .map(|spec| spec.table)
        .filter(move |table| !passing(table))
}

impl DynamoStore {
    /// Hands every item of the archived tables to `seen`.
    ///
    /// # Errors
    /// [`StoreFault`]; what was handed over until then is not the whole.
    pub async fn archive(
        &self,
        mut seen: impl FnMut(ArchivedItem) -> Result<(), StoreFault> + Send,
    ) -> Result<(), StoreFault> {
        for table in archived() {
            self.each_item(table, |item| seen(out(table, &item)?))
                .await?;
        }
        Ok(())
    }

    /// Puts an item back where nothing stands.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] if it belongs to no archived table.
    pub async fn restore(&self, archived_item: &ArchivedItem) -> Result<Restored, StoreFault> {
        let table = archived()
            .find(|table| table.spec().name == &*archived_item.table)
            .ok_or(StoreFault::Damaged("archive"))?;
        let item = back(archived_item)?;
        let key = item.get(table.spec().partition).and_then(|v| v.as_s().ok());
        let key = key.ok_or(StoreFault::Damaged("archive"))?.clone();
        if self.put_new(table, item.clone()).await? {
            return Ok(Restored::New);
        }
        let there = self.get(table, &key).await?;
        Ok(match there {
            Some(there) if there == item => Restored::Same,
            Some(_) | None => Restored::Different,
        })
    }
}

fn out(table: Table, item: &Item) -> Result<ArchivedItem, StoreFault> {
    let attribute = |(name, value): (&String, &AttributeValue)| {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the SDK's list may grow; the store writes these three"
        )]
        let value = match value {
            AttributeValue::S(text) => Attribute::S(text.as_str().into()),
            AttributeValue::N(number) => Attribute::N(number.as_str().into()),
            AttributeValue::B(bytes) => Attribute::B(crate::secrets::hex(bytes.as_ref()).into()),
            _ => return Err(StoreFault::Damaged(table.spec().name)),
        };
        Ok((name.as_str().into(), value))
    };
    // A map sorted by name: the order of the hash map is not kept.
    let item = item.iter().map(attribute).collect::<Result<_, _>>()?;
    Ok(ArchivedItem {
        table: table.spec().name.into(),
        item,
    })
}

fn back(archived: &ArchivedItem) -> Result<Item, StoreFault> {
    let attribute = |(name, value): (&str, &Attribute)| {
        let value = match value {
            Attribute::S(text) => AttributeValue::S(text.to_string()),
            Attribute::N(number) => AttributeValue::N(number.to_string()),
            Attribute::B(digits) => {
                let bytes = crate::secrets::from_hex(digits);
                let bytes = bytes.ok_or(StoreFault::Damaged("archive"))?;
                AttributeValue::B(Blob::new(bytes))
            }
        };
        Ok((name.to_owned(), value))
    };
    let item = archived.item.iter();
    item.map(|(name, value)| attribute((name, value))).collect()
}
