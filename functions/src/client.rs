//! The SDK client: the same for AWS, for another endpoint and for the embedded engine.
//!
//! Entry points: [`embedded`], [`remote`]. Must not: read the environment (settings are arguments) or choose a TLS library
//! (the Lambda binaries hand in their HTTP client).

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Builder, Credentials, Region, SharedHttpClient, StalledStreamProtectionConfig,
};
use std::time::Duration;

/// One attempt may take this long. A resident waits for at most two of them before reading that nothing was stored.
const ATTEMPT_SECONDS: u64 = 4;

/// All attempts together; below API Gateway's limit of 29 s and the functions' own of 10 s.
const OPERATION_SECONDS: u64 = 9;

/// Attempts at one operation: throttling passes, an outage does not.
const ATTEMPTS: u32 = 3;

/// Where a remote store is and who asks.
#[derive(Debug, Clone)]
pub struct Remote {
    /// Region, e.g. `cn-north-1`.
    pub region: String,
    /// Another endpoint than AWS's own, from `AWS_ENDPOINT_URL_DYNAMODB`.
    pub endpoint: Option<String>,
    /// The role's key, secret and session token.
    pub credentials: Credentials,
}

/// An access key, its secret, and the session token of a role.
pub fn credentials(key: String, secret: String, token: Option<String>) -> Credentials {
    Credentials::new(key, secret, token, None, "environment")
}

/// A client for AWS or for another server that speaks DynamoDB.
pub fn remote(remote: Remote, http: SharedHttpClient) -> Client {
    let mut config = base()
        .region(Region::new(remote.region))
        .credentials_provider(remote.credentials)
        .http_client(http);
    config.set_endpoint_url(remote.endpoint);
    Client::from_conf(config.build())
}

/// A client whose requests the embedded engine answers.
#[cfg(feature = "embedded")]
pub fn embedded(engine: crate::embedded::Embedded) -> Client {
    let nobody = Credentials::new("local", "local", None, None, "embedded");
    let config = base()
        .region(Region::new("local"))
        .credentials_provider(nobody)
        .endpoint_url("http://embedded.invalid")
        .http_client(engine);
    Client::from_conf(config.build())
}

fn base() -> Builder {
    let timeouts = TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_secs(ATTEMPT_SECONDS))
        .operation_timeout(Duration::from_secs(OPERATION_SECONDS))
        .build();
    aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(timeouts)
        // An answer is a few kilobytes and an attempt has its time; watching the flow of bytes would cost each request and tell nothing more.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
}
