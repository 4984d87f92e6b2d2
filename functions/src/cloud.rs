//! The functions in the cloud: settings by name, and the state they make.
//!
//! Entry points: [`Settings::read`], [`open`]. A deployment sets these names; `template.yaml` declares them, `docs/operate.md` explains them:
//!
//! | name | what |
//! |---|---|
//! | `MINGTANG_SECRET` | 64 hexadecimal digits: keys every hash. Secret |
//! | `MINGTANG_CONTACT_KEY` | 64 hexadecimal digits: seals contacts. Public; its other half stays with the staff desk |
//! | `MINGTANG_TABLE_PREFIX` | what the tables' names begin with; `mingtang-` without it |
//! | `MINGTANG_PROXY_HOPS` | servers of our own between residents and the gateway, such as a CDN; 0 without it |
//! | `LAMBDA_TASK_ROOT` | the package's folder, set by Lambda itself; dresses the answers where it holds the site's page and vendors |
//! | `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | set by Lambda itself |
//! | `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL` | another server that speaks DynamoDB |
//!
//! Must not: read the environment (the binaries hand in how to), choose a TLS library, or put a value into an error.

use crate::client::{self, Remote};
use crate::domain::limits::Limits;
use crate::doors::{SystemClock, SystemEntropy};
use crate::secrets::Secret;
use crate::secrets::contact::ContactKey;
use crate::shell::Shell;
use crate::store::dynamo::DynamoStore;
use crate::store::tables::PREFIX;
use crate::transport::log::Log;
use crate::transport::{AppState, Parts};
use aws_sdk_dynamodb::config::{Credentials, SharedHttpClient};
use governance::cases::Clocks;
use std::path::PathBuf;
use std::sync::Arc;

/// What a deployment sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the store is and who asks.
    pub remote: Remote,
    /// What the tables' names begin with.
    pub prefix: String,
    /// Keys every hash.
    pub secret: Secret,
    /// Seals contacts.
    pub contact_key: ContactKey,
    /// Servers of our own between residents and the gateway.
    pub proxy_hops: usize,
    /// The package's folder.
    pub package: Option<PathBuf>,
}

/// A setting is missing or is not what it must be; names it and never shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{name} {reason}")]
pub struct SettingsFault {
    name: &'static str,
    reason: &'static str,
}

impl SettingsFault {
    /// The setting that is missing or unusable.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl Settings {
    /// Reads every setting through `get`, which gives a value by name.
    ///
    /// # Errors
    /// [`SettingsFault`] for the first that is missing or unusable.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsFault> {
        let get = |name: &'static str| get(name).filter(|value| !value.is_empty());
        let need = |name| get(name).ok_or(fault(name, "is not set"));
        Ok(Self {
            remote: Remote {
                region: need("AWS_REGION")?,
                endpoint: get("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| get("AWS_ENDPOINT_URL")),
                credentials: Credentials::new(
                    need("AWS_ACCESS_KEY_ID")?,
                    need("AWS_SECRET_ACCESS_KEY")?,
                    get("AWS_SESSION_TOKEN"),
                    None,
                    "environment",
                ),
            },
            prefix: get("MINGTANG_TABLE_PREFIX").unwrap_or_else(|| PREFIX.into()),
            secret: Secret::from_hex(&need("MINGTANG_SECRET")?)
                .ok_or(fault("MINGTANG_SECRET", NOT_A_KEY))?,
            contact_key: ContactKey::from_hex(&need("MINGTANG_CONTACT_KEY")?)
                .ok_or(fault("MINGTANG_CONTACT_KEY", NOT_A_KEY))?,
            proxy_hops: match get("MINGTANG_PROXY_HOPS") {
                None => 0,
                Some(text) => text
                    .parse()
                    .map_err(|_| fault("MINGTANG_PROXY_HOPS", "is not a number"))?,
            },
            package: get("LAMBDA_TASK_ROOT").map(PathBuf::from),
        })
    }
}

const NOT_A_KEY: &str = "is not 64 hexadecimal digits";

const fn fault(name: &'static str, reason: &'static str) -> SettingsFault {
    SettingsFault { name, reason }
}

/// The state for these settings, over this HTTP client. Nothing is sent yet: the first request of a resident opens the connection.
///
/// # Errors
/// [`SettingsFault`] if the built-in calendar cannot be read.
pub fn open(
    settings: Settings,
    http: SharedHttpClient,
    log: Arc<dyn Log>,
) -> Result<AppState, SettingsFault> {
    let clocks = Clocks::built_in().map_err(|_| fault("calendar", "cannot be read"))?;
    let client = client::remote(settings.remote, http);
    Ok(AppState::new(Parts {
        store: DynamoStore::new(client, &settings.prefix),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        secret: settings.secret,
        contact_key: settings.contact_key,
        clocks,
        shell: Shell::built_in(),
        lists: Vec::new(),
        places: Arc::default(),
        limits: Limits::default(),
        log,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(name: &str) -> Option<String> {
        let key = "07".repeat(32);
        Some(match name {
            "AWS_REGION" => "cn-north-1".into(),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => "x".into(),
            "MINGTANG_SECRET" | "MINGTANG_CONTACT_KEY" => key,
            _ => return None,
        })
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_and_never_shown() {
        assert_eq!(Settings::read(setting).unwrap().prefix, PREFIX);
        let without =
            |left_out: &'static str| move |name: &str| setting(name).filter(|_| name != left_out);
        let fault = Settings::read(without("MINGTANG_SECRET")).unwrap_err();
        assert_eq!(fault.to_string(), "MINGTANG_SECRET is not set");
        let wrong = |name: &str| match name {
            "MINGTANG_CONTACT_KEY" => Some("hunter2".into()),
            other => setting(other),
        };
        let fault = Settings::read(wrong).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "MINGTANG_CONTACT_KEY is not 64 hexadecimal digits"
        );
    }
}
