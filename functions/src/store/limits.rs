//! Limits: one small counter for each sender, class and hour, under a keyed hash whose salt changes every day. No counter is shared by all.

use super::dynamo::{DynamoStore, fault, number, text};
use super::tables::{EXPIRES, Table};
use super::{CountRequests, StoreFault, Within};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;

impl CountRequests for DynamoStore {
    async fn count(&self, key: &str, max: u32, until: i64) -> Result<Within, StoreFault> {
        let update = self
            .client()
            .update_item()
            .table_name(self.name(Table::Limits))
            .key(Table::Limits.spec().partition, text(key))
            .update_expression("SET #expires = :until ADD hits :one")
            .condition_expression("attribute_not_exists(hits) OR hits < :max")
            .expression_attribute_names("#expires", EXPIRES)
            .expression_attribute_values(":until", number(until))
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":max", number(max));
        match update.send().await {
            Ok(_) => Ok(Within::Yes),
            Err(f) if f.code() == Some("ConditionalCheckFailedException") => Ok(Within::No),
            Err(f) => Err(fault(&f)),
        }
    }
}
