//! The store as the desk sees it: lists, changes to several items at once, contacts, and deleting.
//!
//! Entry points: the traits [`ListAll`], [`StaffCases`], [`KeepDesk`], [`ReadContacts`], [`Forget`] as [`DynamoStore`] keeps them. The functions'
//! roles allow none of this.

use super::cases::{Ended, built};
use super::desk_entries::DeskEntry;
use super::dynamo::{DOC, DynamoStore, Item, VERSION, alive, fault, item, number, read, text};
use super::entries::{FeedbackEntry, RatingEntry, StoredCase};
use super::tables::Table;
use super::{Change, Forget, KeepDesk, ListAll, ReadContacts, StaffCases, Staffed, StoreFault};
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
use governance::cases::CaseReference;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A document that must still be as it was read.
const AS_READ: &str = "#doc = :doc";

impl DynamoStore {
    /// Hands every item of a table to `seen`, page by page of at most 1 MB, consistently read.
    pub(super) async fn each_item(
        &self,
        table: Table,
        mut seen: impl FnMut(Item) -> Result<(), StoreFault> + Send,
    ) -> Result<(), StoreFault> {
        let mut from = None;
        loop {
            let page = self
                .client()
                .scan()
                .table_name(self.name(table))
                .consistent_read(true)
                .set_exclusive_start_key(from);
            let page = page.send().await.map_err(|f| fault(&f))?;
            for item in page.items.unwrap_or_default() {
                seen(item)?;
            }
            from = page.last_evaluated_key.filter(|key| !key.is_empty());
            if from.is_none() {
                return Ok(());
            }
        }
    }

    async fn every<T: DeserializeOwned + Send>(
        &self,
        table: Table,
        wanted: impl Fn(&T) -> bool + Send + Sync,
    ) -> Result<Vec<T>, StoreFault> {
        let mut found = Vec::new();
        let mut keep = |item: Item| -> Result<(), StoreFault> {
            let document: T = read(table, &item)?;
            if wanted(&document) {
                found.push(document);
            }
            Ok(())
        };
        self.each_item(table, &mut keep).await?;
        Ok(found)
    }

    fn desk_put(&self, entry: &DeskEntry) -> Result<Put, StoreFault> {
        let item = item(Table::Desk, &entry.key(), entry)?;
        built(
            Put::builder()
                .table_name(self.name(Table::Desk))
                .set_item(Some(item)),
        )
    }

    /// The document put over the one that was read.
    fn put_as_read<T: Serialize>(
        &self,
        table: Table,
        item: Item,
        before: &T,
    ) -> Result<Put, StoreFault> {
        let before = serde_json::to_string(before);
        let before = before.map_err(|_| StoreFault::Damaged(table.spec().name))?;
        built(
            Put::builder()
                .table_name(self.name(table))
                .set_item(Some(item))
                .condition_expression(AS_READ)
                .expression_attribute_names("#doc", DOC)
                .expression_attribute_values(":doc", AttributeValue::S(before)),
        )
    }

    /// Whether both puts were written; false if a condition failed.
    async fn both(&self, first: Put, trace: &DeskEntry) -> Result<bool, StoreFault> {
        let puts = vec![first, self.desk_put(trace)?];
        Ok(matches!(self.transact(puts).await?, Ended::Written))
    }
}

impl ListAll for DynamoStore {
    async fn cases(
        &self,
        wanted: impl Fn(&StoredCase) -> bool + Send + Sync,
    ) -> Result<Vec<StoredCase>, StoreFault> {
        self.every(Table::Cases, wanted).await
    }

    async fn ratings(&self) -> Result<Vec<RatingEntry>, StoreFault> {
        self.every(Table::Ratings, |_| true).await
    }

    async fn all_feedback(&self) -> Result<Vec<FeedbackEntry>, StoreFault> {
        self.every(Table::Feedback, |_| true).await
    }

    async fn desk_entries(&self) -> Result<Vec<DeskEntry>, StoreFault> {
        self.every(Table::Desk, |_| true).await
    }
}

impl StaffCases for DynamoStore {
    async fn staff(
        &self,
        changes: &[Change],
        entries: &[DeskEntry],
    ) -> Result<Staffed, StoreFault> {
        let cases = changes
            .iter()
            .map(|change| self.case_put(&change.after, Some(change.before)));
        let entries = entries.iter().map(|entry| self.desk_put(entry));
        let puts: Vec<Put> = cases.chain(entries).collect::<Result<_, _>>()?;
        let ended = self.transact(puts).await?;
        let stale = changes.iter().enumerate().find(|(at, _)| ended.failed(*at));
        Ok(stale.map_or(Staffed::Written, |(_, change)| {
            Staffed::Stale(change.after.case.reference)
        }))
    }
}

impl KeepDesk for DynamoStore {
    async fn desk_entry(&self, key: &str) -> Result<Option<DeskEntry>, StoreFault> {
        self.document(Table::Desk, key).await
    }

    async fn put_desk_entry(
        &self,
        entry: &DeskEntry,
        over: Option<&DeskEntry>,
    ) -> Result<bool, StoreFault> {
        let table = Table::Desk;
        let new = item(table, &entry.key(), entry)?;
        match over {
            None => self.put_new(table, new).await,
            Some(before) => {
                let put = self.put_as_read(table, new, before)?;
                Ok(matches!(self.transact(vec![put]).await?, Ended::Written))
            }
        }
    }
}

impl ReadContacts for DynamoStore {
    async fn contact(
        &self,
        reference: CaseReference,
        now: i64,
    ) -> Result<Option<Vec<u8>>, StoreFault> {
        let item = self.get(Table::Contacts, reference.as_str()).await?;
        let item = item.filter(|item| alive(item, now));
        item.map(|item| match item.get("sealed") {
            Some(AttributeValue::B(sealed)) => Ok(sealed.clone().into_inner()),
            Some(_) | None => Err(StoreFault::Damaged(Table::Contacts.spec().name)),
        })
        .transpose()
    }
}

impl Forget for DynamoStore {
    async fn forget_contact(
        &self,
        reference: CaseReference,
        trace: &DeskEntry,
    ) -> Result<bool, StoreFault> {
        let key = Table::Contacts.spec().partition;
        let delete = Delete::builder()
            .table_name(self.name(Table::Contacts))
            .key(key, text(reference.as_str()))
            .condition_expression("attribute_exists(#key)")
            .expression_attribute_names("#key", key)
            .build()
            .map_err(|_| StoreFault::Refused("request not built".into()))?;
        let trace = TransactWriteItem::builder().put(self.desk_put(trace)?);
        let items = vec![
            TransactWriteItem::builder().delete(delete).build(),
            trace.build(),
        ];
        let ended = self.transact_items(items).await?;
        Ok(matches!(ended, Ended::Written))
    }

    async fn contacts(&self) -> Result<Vec<CaseReference>, StoreFault> {
        let mut found = Vec::new();
        let table = Table::Contacts;
        self.each_item(table, |item| {
            let key = item.get(table.spec().partition);
            let key = key.and_then(|v| v.as_s().ok());
            let reference = key.and_then(|k| CaseReference::parse(k).ok());
            found.push(reference.ok_or(StoreFault::Damaged(table.spec().name))?);
            Ok(())
        })
        .await?;
        Ok(found)
    }

    async fn forget_feedback(
        &self,
        entry: &FeedbackEntry,
        trace: &DeskEntry,
    ) -> Result<bool, StoreFault> {
        let table = Table::Feedback;
        let Some(before) = self.document::<FeedbackEntry>(table, &entry.key).await? else {
            return Ok(false);
        };
        let item = super::dynamo::listed(table, &entry.key, entry.filed_at, entry)?;
        let put = self.put_as_read(table, item, &before)?;
        self.both(put, trace).await
    }

    async fn forget_comment(
        &self,
        entry: &RatingEntry,
        version: u32,
        trace: &DeskEntry,
    ) -> Result<bool, StoreFault> {
        let put = Put::builder()
            .table_name(self.name(Table::Ratings))
            .set_item(Some(super::dynamo::rating_item(entry)?))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_values(":version", number(version));
        self.both(built(put)?, trace).await
    }

    async fn forget_desk_entry(&self, key: &str) -> Result<(), StoreFault> {
        let table = Table::Desk;
        let delete = self
            .client()
            .delete_item()
            .table_name(self.name(table))
            .key(table.spec().partition, text(key));
        delete.send().await.map(|_| ()).map_err(|f| fault(&f))
    }
}
