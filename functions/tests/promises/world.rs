//! An engine with tables of its own for one promise, and what is asked of it.

use crate::mishaps::{Faulty, Mishap};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_sdk_dynamodb::types::AttributeValue;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use functions::cloud::{self, Settings};
use functions::domain::limits::Limits;
use functions::embedded::Embedded;
use functions::store::dynamo::DynamoStore;
use functions::store::tables::ensure;
use functions::transport::log::Silent;
use functions::{AppState, client, router};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tower::ServiceExt;

/// Names an address where another engine answers.
const ELSEWHERE: &str = "MINGTANG_TEST_DYNAMODB";

/// Requests that promises make from one sender.
const PLENTY: u32 = 10_000;

/// What stores and answers.
#[derive(Clone)]
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    endpoint: String,
    http: SharedHttpClient,
}

impl Engine {
    /// Those that can be tried here.
    pub(crate) fn all() -> Vec<Self> {
        let embedded = Self {
            name: "embedded",
            endpoint: "http://embedded.invalid".into(),
            http: SharedHttpClient::new(Embedded::memory().unwrap()),
        };
        #[expect(clippy::disallowed_methods, reason = "how the other engine is named")]
        let elsewhere = std::env::var(ELSEWHERE).ok().map(|endpoint| Self {
            name: "elsewhere",
            endpoint,
            http: aws_smithy_http_client::Builder::new().build_http(),
        });
        std::iter::once(embedded).chain(elsewhere).collect()
    }

    /// The same engine over connections of its own: pooled ones end with the runtime that opened them, and each promise has its runtime.
    fn with_own_connections(&self) -> Self {
        let mut own = self.clone();
        if own.name == "elsewhere" {
            own.http = aws_smithy_http_client::Builder::new().build_http();
        }
        own
    }
}

/// One promise's world.
pub(crate) struct World {
    pub(crate) state: AppState,
    pub(crate) client: Client,
    pub(crate) prefix: String,
    pub(crate) mishaps: Faulty,
    settings: Settings,
    engine: Engine,
}

impl World {
    /// Fresh tables in this engine.
    pub(crate) async fn new(engine: &Engine) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let engine = &engine.with_own_connections();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let prefix = format!("p{}-{count}-", std::process::id());
        let settings = settings(engine, &prefix);
        let mishaps = Faulty::new(engine.http.clone());
        let client = client::remote(settings.remote.clone(), engine.http.clone());
        ensure(&client, &prefix).await.unwrap();
        let http = SharedHttpClient::new(mishaps.clone());
        Self {
            state: state(&settings, http),
            client,
            prefix,
            mishaps,
            settings,
            engine: engine.clone(),
        }
    }

    /// The store that the functions use; mishaps happen to it.
    pub(crate) fn store(&self) -> &DynamoStore {
        self.state.store()
    }

    /// The same tables, seen by another process.
    pub(crate) fn another(&self) -> AppState {
        state(&self.settings, self.engine.http.clone())
    }

    /// What happens to the next requests.
    pub(crate) fn plan(&self, mishaps: impl IntoIterator<Item = Mishap>) {
        self.mishaps.plan(mishaps);
    }

    /// Posts to the functions; status and answer.
    pub(crate) async fn post(&self, path: &str, json: &Value) -> (u16, Value) {
        post(router(self.state.clone()), path, json).await
    }

    /// Every item of a table.
    pub(crate) async fn items(&self, table: &str) -> Vec<HashMap<String, AttributeValue>> {
        let scan = self.client.scan().table_name(self.table(table));
        let scan = scan.consistent_read(true).into_paginator().items().send();
        scan.collect::<Result<_, _>>().await.unwrap()
    }

    pub(crate) fn table(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

fn settings(engine: &Engine, prefix: &str) -> Settings {
    Settings::read(|name| match name {
        "AWS_ENDPOINT_URL_DYNAMODB" => Some(engine.endpoint.clone()),
        "AWS_REGION" => Some("us-east-1".into()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("test".into()),
        "MINGTANG_SECRET" | "MINGTANG_CONTACT_KEY" => Some("07".repeat(32)),
        "MINGTANG_TABLE_PREFIX" => Some(prefix.into()),
        _ => None,
    })
    .unwrap()
}

fn state(settings: &Settings, http: SharedHttpClient) -> AppState {
    let state = cloud::open(settings.clone(), http, Arc::new(Silent)).unwrap();
    state.with_limits(Limits {
        complaints: PLENTY,
        looks: PLENTY,
        ratings: PLENTY,
        feedback: PLENTY,
    })
}

/// Posts to a router; status and answer.
pub(crate) async fn post(router: Router, path: &str, json: &Value) -> (u16, Value) {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json.to_string()))
        .unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await;
    (status, serde_json::from_slice(&body.unwrap()).unwrap())
}
