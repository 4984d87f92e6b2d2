//! What can happen between a function and its store, and what must come of it.

use crate::world::World;
use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use functions::store::{Answering, StoreFault};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The functions give up after 9 s; a second is the test's own.
const PATIENCE: Duration = Duration::from_secs(10);

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// Nothing.
    None,
    /// The store is too busy.
    Throttle,
    /// The store does it, and its answer is lost.
    LoseAnswer,
    /// The connection breaks before the store has it.
    Break,
    /// The store never answers.
    Silence,
}

/// An HTTP client with mishaps, over another.
#[derive(Debug, Clone)]
pub(crate) struct Faulty {
    inner: SharedHttpClient,
    plan: Arc<Mutex<VecDeque<Mishap>>>,
}

#[derive(Debug)]
struct FaultyConnector {
    inner: SharedHttpConnector,
    plan: Arc<Mutex<VecDeque<Mishap>>>,
}

impl Faulty {
    pub(crate) fn new(inner: SharedHttpClient) -> Self {
        let plan = Arc::default();
        Self { inner, plan }
    }

    pub(crate) fn plan(&self, mishaps: impl IntoIterator<Item = Mishap>) {
        *self.plan.lock().unwrap() = mishaps.into_iter().collect();
    }

    /// How many of the planned mishaps have not happened.
    pub(crate) fn left(&self) -> usize {
        self.plan.lock().unwrap().len()
    }
}

impl HttpClient for Faulty {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(FaultyConnector {
            inner: self.inner.http_connector(settings, components),
            plan: Arc::clone(&self.plan),
        })
    }
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let next = self.plan.lock().unwrap().pop_front();
        match next.unwrap_or(Mishap::None) {
            Mishap::None => self.inner.call(request),
            Mishap::Throttle => HttpConnectorFuture::ready(Ok(busy())),
            Mishap::Break => HttpConnectorFuture::ready(Err(gone())),
            Mishap::Silence => HttpConnectorFuture::new(std::future::pending()),
            Mishap::LoseAnswer => {
                let done = self.inner.call(request);
                HttpConnectorFuture::new(async move {
                    done.await?;
                    Err(gone())
                })
            }
        }
    }
}

fn gone() -> ConnectorError {
    ConnectorError::io(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into())
}

fn busy() -> HttpResponse {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"too busy"}"#;
    HttpResponse::new(StatusCode::try_from(400).unwrap(), SdkBody::from(body))
}

fn topic(key: &str) -> Value {
    json!({"client_key": key, "kind": "topic", "subject": "加装电梯", "text": "怎么分摊", "where": "420502001003"})
}

pub(crate) async fn throttled(world: World) {
    // The first request counts against the limit, the second stores.
    world.plan([
        Mishap::Throttle,
        Mishap::Throttle,
        Mishap::None,
        Mishap::Throttle,
    ]);
    let (status, _) = world.post("/api/feedback", &topic("t1")).await;
    assert_eq!(status, 201);
    assert_eq!(world.mishaps.left(), 0);
    assert_eq!(world.items("feedback").await.len(), 1);
}

pub(crate) async fn throttled_for_ever(world: World) {
    world.plan(std::iter::repeat_n(Mishap::Throttle, 100));
    let (status, answer) = world.post("/api/feedback", &topic("t2")).await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (503, Some("store_unavailable"))
    );
    assert_eq!(world.items("feedback").await.len(), 0);
}

pub(crate) async fn lost_answer(world: World) {
    let filing = crate::kept::complaint("lost-1");
    world.plan([Mishap::None, Mishap::LoseAnswer]);
    let (status, first) = world.post("/api/complaints", &filing).await;
    assert_eq!(status, 201);
    assert_eq!(world.mishaps.left(), 0);
    let (_, again) = world.post("/api/complaints", &filing).await;
    assert_eq!(first["reference"], again["reference"]);
    assert_eq!(first["receipt"], again["receipt"]);
    for table in ["cases", "contacts", "idempotency"] {
        assert_eq!(world.items(table).await.len(), 1, "{table}");
    }
}

pub(crate) async fn broken(world: World) {
    world.plan([Mishap::Break, Mishap::None, Mishap::Break]);
    let (status, _) = world.post("/api/feedback", &topic("b1")).await;
    assert_eq!(status, 201);
    assert_eq!(world.items("feedback").await.len(), 1);
    world.plan(std::iter::repeat_n(Mishap::Break, 100));
    let (status, _) = world.post("/api/feedback", &topic("b2")).await;
    assert_eq!(status, 503);
    assert_eq!(world.items("feedback").await.len(), 1);
}

pub(crate) async fn silent(world: World) {
    world.plan(std::iter::repeat_n(Mishap::Silence, 100));
    let start = Instant::now();
    let (status, answer) = world
        .post("/api/complaints", &crate::kept::complaint("s1"))
        .await;
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    assert_eq!(
        (status, answer["code"].as_str()),
        (503, Some("store_unavailable"))
    );
    world.plan([]);
    assert_eq!(world.items("cases").await.len(), 0);
}

pub(crate) async fn discreet(world: World) {
    world.plan(std::iter::repeat_n(Mishap::Throttle, 100));
    let busy = world.store().answering().await.unwrap_err();
    assert_eq!(
        busy.to_string(),
        "the store did not answer: ProvisionedThroughputExceededException"
    );
    world.plan(std::iter::repeat_n(Mishap::Break, 100));
    let gone = world.store().answering().await.unwrap_err();
    assert_eq!(gone, StoreFault::Unavailable("no connection".into()));
}
