//! One line for each request: time, route, status, code and the internal reason of a fault. Never an address, a reference, a receipt or a word that
//! somebody typed.

use super::AppState;
use super::problem::Code;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governance::dates::Moment;
use serde::Serialize;

/// What is logged of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// When it came.
    pub at: Moment,
    /// The route's pattern, not what was asked for; `unknown` without one.
    pub route: String,
    /// The method, if it is one of HTTP's own.
    pub method: &'static str,
    /// Status of the answer.
    pub status: u16,
    /// Code of the problem, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// What went wrong inside; names no content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// Takes the lines.
pub trait Log: Send + Sync {
    /// Writes one line.
    fn write(&self, line: &Line);
}

/// Writes nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Log for Silent {
    fn write(&self, _: &Line) {}
}

/// What a handler tells the log, in the response's extensions.
#[derive(Debug, Clone)]
pub struct Told {
    /// The problem's code.
    pub code: Code,
    /// What went wrong inside.
    pub fault: Option<String>,
}

/// Logs each request.
pub async fn each(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let parts = state.parts();
    let at = parts.clock.now();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unknown", MatchedPath::as_str)
        .to_owned();
    let method = plain(request.method().as_str());
    let response = next.run(request).await;
    let told = response.extensions().get::<Told>();
    parts.log.write(&Line {
        at,
        route,
        method,
        status: response.status().as_u16(),
        code: told.map(|t| t.code.row().id),
        fault: told.and_then(|t| t.fault.clone()),
    });
    response
}

fn plain(method: &str) -> &'static str {
    ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"]
        .into_iter()
        .find(|m| *m == method)
        .unwrap_or("other")
}
