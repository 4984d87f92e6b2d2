//! The tables, as one declared list: what the embedded store makes and the deployment template declares.
//!
//! Entry points: [`TABLES`], [`ensure`]. A key is always a random or hashed value, so writes spread over partitions; lists go through an
//! index whose partition is a month and one of [`SHARDS`] parts of it. There is no counter anywhere: figures are counted when a snapshot is taken.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, TimeToLiveSpecification,
};

/// What the tables' names begin with, unless a deployment says otherwise.
pub const PREFIX: &str = "mingtang-";

/// Parts of a month in an index. A partition takes 1,000 writes a second; a province files below 100 at its busiest, so
/// 16 parts are far from warm, and a desk reads a month with 16 queries.
pub const SHARDS: u8 = 16;

/// The attribute that ends an item's life, in seconds since 1970, where a table has one.
pub const EXPIRES: &str = "expires_at";

/// The one index of a table that is listed.
pub const BY_BUCKET: &str = "by_bucket";

/// One of the store's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Cases with their timelines, by reference.
    Cases,
    /// Sealed contact data, apart from the cases.
    Contacts,
    /// Ratings, by voucher or by client key.
    Ratings,
    /// Feedback about pages, and suggestions.
    Feedback,
    /// Answers already given, by client key.
    Idempotency,
    /// Limits and used challenges, by keyed hash.
    Limits,
    /// Batches that vouchers were printed in, by number.
    Batches,
    /// What the desk keeps: cleared answers, themes, acts of moderators, holds, traces of what was deleted. No function reaches it.
    Desk,
}

/// How a table is keyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSpec {
    /// Which table.
    pub table: Table,
    /// Its name behind the site's prefix.
    pub name: &'static str,
    /// Partition key, a string.
    pub partition: &'static str,
    /// Whether it has the index [`BY_BUCKET`] (`bucket`, `filed_at`).
    pub listed: bool,
    /// Whether items end by [`EXPIRES`].
    pub expires: bool,
}

/// Every table.
pub const TABLES: [TableSpec; 8] = [
    spec(Table::Cases, "cases", "case_ref").listed(),
    spec(Table::Contacts, "contacts", "case_ref").expiring(),
    spec(Table::Ratings, "ratings", "rating_key").listed(),
    spec(Table::Feedback, "feedback", "feedback_key").listed(),
    spec(Table::Idempotency, "idempotency", "client_key").expiring(),
    spec(Table::Limits, "limits", "limit_key").expiring(),
    spec(Table::Batches, "batches", "batch_number"),
    spec(Table::Desk, "desk", "desk_key"),
];

const fn spec(table: Table, name: &'static str, partition: &'static str) -> TableSpec {
    TableSpec {
        table,
        name,
        partition,
        listed: false,
        expires: false,
    }
}

impl TableSpec {
    const fn listed(mut self) -> Self {
        self.listed = true;
        self
    }

    const fn expiring(mut self) -> Self {
        self.expires = true;
        self
    }
}

impl Table {
    /// How it is keyed.
    pub fn spec(self) -> &'static TableSpec {
        &TABLES[self as usize]
    }
}

/// A table could not be made.
#[derive(Debug, thiserror::Error)]
#[error("table {table} could not be made: {reason}")]
pub struct TableFault {
    table: &'static str,
    reason: String,
}

/// Makes the tables that are missing, with their names behind `prefix`. For the embedded store and for tests; a deployment declares them
/// in its template, and its functions may not create tables.
///
/// # Errors
/// [`TableFault`] names the table and what the store said.
pub async fn ensure(client: &Client, prefix: &str) -> Result<(), TableFault> {
    for spec in &TABLES {
        create(client, prefix, spec).await?;
    }
    Ok(())
}

async fn create(client: &Client, prefix: &str, spec: &TableSpec) -> Result<(), TableFault> {
    let fault = |reason: String| TableFault {
        table: spec.name,
        reason,
    };
    let name = format!("{prefix}{}", spec.name);
    let request = client
        .create_table()
        .table_name(&name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes(spec).map_err(fault)?))
        .set_key_schema(Some(keys(spec.partition, None).map_err(fault)?))
        .set_global_secondary_indexes(index(spec).map_err(fault)?);
    match request.send().await {
        Ok(_) => {}
        Err(SdkError::ServiceError(e)) if e.err().is_resource_in_use_exception() => return Ok(()),
        Err(other) => return Err(fault(format!("{other:?}"))),
    }
    if spec.expires {
        expire(client, &name).await.map_err(fault)?;
    }
    Ok(())
}

async fn expire(client: &Client, name: &str) -> Result<(), String> {
    let ttl = TimeToLiveSpecification::builder()
        .enabled(true)
        .attribute_name(EXPIRES)
        .build()
        .map_err(|f| f.to_string())?;
    client
        .update_time_to_live()
        .table_name(name)
        .time_to_live_specification(ttl)
        .send()
        .await
        .map(|_| ())
        .map_err(|f| format!("{f:?}"))
}

fn attributes(spec: &TableSpec) -> Result<Vec<AttributeDefinition>, String> {
    let listed: &[&str] = if spec.listed {
        &["bucket", "filed_at"]
    } else {
        &[]
    };
    std::iter::once(spec.partition)
        .chain(listed.iter().copied())
        .map(|name| {
            AttributeDefinition::builder()
                .attribute_name(name)
                .attribute_type(ScalarAttributeType::S)
                .build()
                .map_err(|f| f.to_string())
        })
        .collect()
}

fn keys(partition: &str, sort: Option<&str>) -> Result<Vec<KeySchemaElement>, String> {
    std::iter::once((partition, KeyType::Hash))
        .chain(sort.map(|name| (name, KeyType::Range)))
        .map(|(name, kind)| {
            KeySchemaElement::builder()
                .attribute_name(name)
                .key_type(kind)
                .build()
                .map_err(|f| f.to_string())
        })
        .collect()
}

fn index(spec: &TableSpec) -> Result<Option<Vec<GlobalSecondaryIndex>>, String> {
    if !spec.listed {
        return Ok(None);
    }
    let all = Projection::builder()
        .projection_type(ProjectionType::All)
        .build();
    GlobalSecondaryIndex::builder()
        .index_name(BY_BUCKET)
        .set_key_schema(Some(keys("bucket", Some("filed_at"))?))
        .projection(all)
        .build()
        .map(|index| Some(vec![index]))
        .map_err(|f| f.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_finds_its_own_spec() {
        for spec in &TABLES {
            assert_eq!(spec.table.spec(), spec);
        }
    }
}
