//! `dynamodb [FILE | --describe]`: the embedded engine over HTTP on 127.0.0.1, with the functions' tables, for tests of programs that need a store at an address.
//!
//! Prints the address once it listens. Without a file it forgets everything at its end. It checks no signature and no permission. With `--describe`
//! it only prints, as JSON, how the tables are keyed and which routes there are.

#![expect(
    clippy::print_stdout,
    reason = "a tool for tests; they read the address"
)]

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use functions::client;
use functions::embedded::Embedded;
use functions::store::tables::{PREFIX, TABLES, TableSpec, ensure};
use functions::transport::routes::{ROUTES, Route};
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let engine = match std::env::args().nth(1) {
        Some(word) if word == "--describe" => {
            println!("{}", described());
            return Ok(());
        }
        Some(file) => Embedded::open(Path::new(&file))?,
        None => Embedded::memory()?,
    };
    ensure(&client::embedded(engine.clone()), PREFIX).await?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}", listener.local_addr()?);
    let app = Router::new().fallback(answer).with_state(engine);
    axum::serve(listener, app).await?;
    Ok(())
}

fn described() -> Value {
    let table = |spec: &TableSpec| json!({"name": spec.name, "partition": spec.partition, "listed": spec.listed, "expires": spec.expires});
    let route = |route: &Route| {
        let method = if route.is_posted() { "POST" } else { "GET" };
        let group = route.group.map(|group| format!("{group:?}").to_lowercase());
        json!({"route": format!("{method} {}", route.path), "group": group})
    };
    json!({
        "tables": TABLES.iter().map(table).collect::<Vec<_>>(),
        "routes": ROUTES.iter().map(route).collect::<Vec<_>>(),
    })
}

async fn answer(
    State(engine): State<Embedded>,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let target = headers.get("x-amz-target").and_then(|v| v.to_str().ok());
    let operation = target
        .and_then(|t| t.rsplit('.').next())
        .unwrap_or_default();
    let operation = operation.to_owned();
    let answered = tokio::task::spawn_blocking(move || engine.answer(&operation, &body)).await;
    let (status, text) = answered.unwrap_or((500, String::new()));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [(header::CONTENT_TYPE, "application/x-amz-json-1.0")],
        text,
    )
}
