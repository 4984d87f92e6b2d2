//! The functions on Lambda: API Gateway's events become requests to the same router that serves on one machine.
//!
//! Entry point: [`serve`], called by the three binaries in `src/bin`. TLS is chosen here and nowhere else: `rustls` with `ring`, which is ready in
//! two milliseconds. Must not: read the environment (the binaries do) or decide anything about a request.

use crate::cloud::{self, Settings};
use crate::places::{self, Places};
use crate::shell::{self, Shell};
use crate::transport::log::{Line, Log};
use crate::transport::{AppState, Group, Sender, router_for};
use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use axum::extract::Request;
use axum::http::header;
use axum::middleware::map_request;
use lambda_http::request::{LambdaRequest, RequestContext};
use lambda_http::{Adapter, LambdaEvent, Service, lambda_runtime, service_fn};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

pub use lambda_http::Error;

/// Answers events with one group's routes until Lambda ends the process.
///
/// # Errors
/// If a setting is unusable or the runtime cannot be reached.
pub async fn serve(group: Group, settings: Settings) -> Result<(), Error> {
    let hops = settings.proxy_hops;
    let package = settings.package.clone();
    let state = cloud::open(settings, https(), Arc::new(Output))?;
    let router = router_for(dressed(&state, package.as_deref()), &[group]);
    let named = map_request(move |request| async move { with_sender(request, hops) });
    let adapter = Adapter::from(router.layer(named));
    let nameless = move |event| adapter.clone().call(without_host(event));
    lambda_runtime::run(service_fn(nameless)).await
}

fn https() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https()
}

/// The site's page, its vendors and its places are put beside the binary when it is packed; answers are plain without them.
fn dressed(state: &AppState, package: Option<&Path>) -> AppState {
    let read = |name| package.and_then(|folder| read(&folder.join(name)));
    let shell = read(shell::FILE).and_then(|html| Shell::from_html(&html).ok());
    let vendors = read(shell::VENDORS_FILE).map(|json| ("vendor", shell::vendors(&json)));
    let places = read(places::FILE).map(|json| Places::of_json(&json));
    state
        .with_places(places.unwrap_or_default())
        .with_shell(shell.unwrap_or_else(Shell::built_in))
        .with_lists(vendors.into_iter().collect())
}

fn read(file: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(file).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// Takes the name of the host out of an event: no route asks for it, and `lambda_http` 1.3 ends the process at one that is no name, such as `1.2.3.256`.
fn without_host(mut event: LambdaEvent<LambdaRequest>) -> LambdaEvent<LambdaRequest> {
    if let LambdaRequest::ApiGatewayV2(request) = &mut event.payload {
        request.headers.remove(header::HOST);
        request.request_context.domain_name = None;
    }
    event
}

fn with_sender(mut request: Request, hops: usize) -> Request {
    let peer = match request.extensions().get() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.clone(),
        _ => None,
    };
    let sender = Sender::behind(hops, &peer.unwrap_or_default(), request.headers());
    request.extensions_mut().insert(sender);
    request
}

/// Lambda keeps what is written to the standard output as the function's log.
struct Output;

impl Log for Output {
    fn write(&self, line: &Line) {
        if let Ok(text) = serde_json::to_string(line) {
            // A log that cannot be written must not cost a resident their answer.
            let _ = writeln!(std::io::stdout(), "{text}");
        }
    }
}
