//! The embedded engine: DynamoDB's operations on one `SQLite` file, behind the unmodified SDK client.
//!
//! Entry points: [`Embedded::open`] and [`Embedded::memory`], handed to [`crate::client::embedded`]. A request is taken where the SDK would have
//! sent it over the network: the operation is in its `x-amz-target` header, the answer is what AWS would have written. No socket, no port,
//! no account.
//!
//! Must not: answer anything that AWS would not; decide anything about cases or ratings.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Marks a validation message inside the engine's parse errors; AWS never shows it.
const VALIDATION_PREFIX: &str = "VALIDATION:";

/// The engine, shared by every clone.
#[derive(Clone)]
pub struct Embedded {
    engine: Database,
}

/// The store's file cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("the store's file cannot be opened: {0}")]
pub struct OpenFault(String);

impl Embedded {
    /// Opens the store in `file`, and makes it if there is none. A write is on the disk before it is acknowledged.
    ///
    /// # Errors
    /// [`OpenFault`] if the file is no store, or cannot be read or written.
    pub fn open(file: &Path) -> Result<Self, OpenFault> {
        let path = file
            .to_str()
            .ok_or_else(|| OpenFault("the path is not UTF-8".into()))?;
        Self::with(Database::new(path))
    }

    /// A store that ends with the process, for tests.
    ///
    /// # Errors
    /// [`OpenFault`] if memory cannot be had.
    pub fn memory() -> Result<Self, OpenFault> {
        Self::with(Database::memory())
    }

    fn with(engine: Result<Database, DynoxideError>) -> Result<Self, OpenFault> {
        match engine {
            Ok(engine) => Ok(Self { engine }),
            Err(fault) => Err(OpenFault(fault.to_string())),
        }
    }

    /// What AWS would answer to this operation's body: status and body. Blocks on the disk.
    pub fn answer(&self, operation: &str, body: &[u8]) -> (u16, String) {
        match run(&self.engine, operation, body) {
            Ok(text) => (200, text),
            Err(fault) => (fault.status_code(), fault.to_json()),
        }
    }

    /// Removes what has passed its expiry, at most as AWS would; returns the number of items. Blocks.
    ///
    /// # Errors
    /// [`OpenFault`] if the file can no longer be written.
    pub fn sweep(&self) -> Result<usize, OpenFault> {
        self.engine
            .sweep_ttl()
            .map_err(|fault| OpenFault(fault.to_string()))
    }
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Embedded")
    }
}

impl HttpClient for Embedded {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Embedded {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let engine = self.clone();
        HttpConnectorFuture::new(async move {
            // The engine blocks on one lock and on the disk.
            tokio::task::spawn_blocking(move || respond(&engine, &request))
                .await
                .map_err(|fault| ConnectorError::other(fault.into(), None))?
        })
    }
}

fn respond(engine: &Embedded, request: &HttpRequest) -> Result<HttpResponse, ConnectorError> {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default();
    let body = request.body().bytes().unwrap_or_default();
    let (status, text) = engine.answer(operation, body);
    let status = StatusCode::try_from(status).map_err(|f| ConnectorError::other(f.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(text));
    response
        .headers_mut()
        .insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

fn run(engine: &Database, operation: &str, body: &[u8]) -> Result<String, DynoxideError> {
    match operation {
        "CreateTable" => one(body, |r| engine.create_table(r)),
        "DescribeTable" => one(body, |r| engine.describe_table(r)),
        "DeleteTable" => one(body, |r| engine.delete_table(r)),
        "ListTables" => one(body, |r| engine.list_tables(r)),
        "UpdateTimeToLive" => one(body, |r| engine.update_time_to_live(r)),
        "PutItem" => one(body, |r| engine.put_item(r)),
        "GetItem" => one(body, |r| engine.get_item(r)),
        "UpdateItem" => one(body, |r| engine.update_item(r)),
        "DeleteItem" => one(body, |r| engine.delete_item(r)),
        "Query" => one(body, |r| engine.query(r)),
        "Scan" => one(body, |r| engine.scan(r)),
        "BatchGetItem" => one(body, |r| engine.batch_get_item(r)),
        "BatchWriteItem" => one(body, |r| engine.batch_write_item(r)),
        "TransactWriteItems" => one(body, |r| engine.transact_write_items(r)),
        "TransactGetItems" => one(body, |r| engine.transact_get_items(r)),
        other => Err(DynoxideError::UnsupportedCapability(other.into())),
    }
}

/// Reads the request, calls the engine, writes the answer.
fn one<Q: DeserializeOwned, A: Serialize>(
    body: &[u8],
    call: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> Result<String, DynoxideError> {
    let request = serde_json::from_slice(body).map_err(|fault| unread(&fault))?;
    let answer = call(request)?;
    serde_json::to_string(&answer).map_err(|f| DynoxideError::InternalServerError(f.to_string()))
}

/// The engine hides validation faults in parse errors; AWS tells them apart.
fn unread(fault: &serde_json::Error) -> DynoxideError {
    let text = fault.to_string();
    match text.split_once(VALIDATION_PREFIX) {
        None => DynoxideError::SerializationException(text),
        Some((_, message)) => {
            // serde_json adds " at line 1 column 88" behind the message.
            let end = message.rfind(" at line ").unwrap_or(message.len());
            DynoxideError::ValidationException(message[..end].into())
        }
    }
}
