//! Ratings that open a case, challenges that were used, and the batches that vouchers were printed in.
//!
//! Entry points: the traits implemented here. A bad rating and its case are written together or not at all.

use super::cases::{Ended, built};
use super::dynamo::{DynamoStore, VERSION, document_of, item, number, rating_item, text};
use super::entries::{IssuedBatch, RatingEntry, StoredCase};
use super::tables::{EXPIRES, Table};
use super::{
    KeepBatches, OpenCaseOfRating, Opened, SpendChallenges, StoreFault, dynamo::unless_condition,
};
use aws_sdk_dynamodb::types::Put;

impl OpenCaseOfRating for DynamoStore {
    async fn keep_with_case(
        &self,
        entry: &RatingEntry,
        over: Option<u32>,
        case: &StoredCase,
    ) -> Result<Opened, StoreFault> {
        let puts = vec![self.rating_put(entry, over)?, self.case_put(case, None)?];
        let ended = self.transact(puts).await?;
        Ok(match ended {
            Ended::Written => Opened::Written,
            Ended::Failed(_) if ended.failed(0) => Opened::RatingTaken,
            Ended::Failed(_) => Opened::ReferenceTaken,
        })
    }
}

impl DynamoStore {
    fn rating_put(&self, entry: &RatingEntry, over: Option<u32>) -> Result<Put, StoreFault> {
        let put = self.transact_put(Table::Ratings, rating_item(entry)?);
        built(match over {
            None => put
                .condition_expression("attribute_not_exists(#key)")
                .expression_attribute_names("#key", Table::Ratings.spec().partition),
            Some(version) => put
                .condition_expression("#version = :version")
                .expression_attribute_names("#version", VERSION)
                .expression_attribute_values(":version", number(version)),
        })
    }
}

impl SpendChallenges for DynamoStore {
    async fn spend(
        &self,
        challenge: &str,
        holder: &str,
        (now, until): (i64, i64),
    ) -> Result<bool, StoreFault> {
        let update = self
            .client()
            .update_item()
            .table_name(self.name(Table::Limits))
            .key(Table::Limits.spec().partition, text(challenge))
            .update_expression("SET #expires = :until, #holder = :holder")
            .condition_expression(
                "attribute_not_exists(#holder) OR #holder = :holder OR #expires < :now",
            )
            .expression_attribute_names("#expires", EXPIRES)
            .expression_attribute_names("#holder", "holder")
            .expression_attribute_values(":until", number(until))
            .expression_attribute_values(":holder", text(holder))
            .expression_attribute_values(":now", number(now));
        unless_condition(update.send().await)
    }
}

impl KeepBatches for DynamoStore {
    async fn keep_batch(&self, batch: &IssuedBatch) -> Result<bool, StoreFault> {
        let table = Table::Batches;
        let item = item(table, &batch.batch.number.to_string(), batch)?;
        self.put_new(table, item).await
    }

    async fn batch(&self, number: u32) -> Result<Option<IssuedBatch>, StoreFault> {
        let found = self.get(Table::Batches, &number.to_string()).await?;
        document_of(Table::Batches, found)
    }
}
