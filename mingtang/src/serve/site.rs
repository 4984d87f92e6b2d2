//! The built files over HTTP, with the headers that a web server in front of the site should send too.

use super::live::{EVENTS, Live, SCRIPT, SCRIPT_PATH};
use crate::files;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body_util::BodyExt;
use std::path::Path;
use tower_http::services::{ServeDir, ServeFile};

/// The policy of every page: own origin only, nothing inline.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Headers of every answer.
const HEADERS: [(&str, &str); 4] = [
    ("content-security-policy", POLICY),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-cache"),
];

/// Folders and ends of names of what scripts of other sites may read: open data, Open311, feeds, calendars, what is left of a record taken back. Never a page, never
/// the functions.
const OPEN_FOLDERS: [&str; 2] = ["/data/", "/open311/"];
const OPEN_NAMES: [&str; 5] = ["/feed.xml", "/feed.json", "/index.json", ".csv", ".ics"];

fn is_open(path: &str) -> bool {
    OPEN_FOLDERS.iter().any(|folder| path.starts_with(folder))
        || OPEN_NAMES.iter().any(|name| path.ends_with(name))
}

/// The page that answers of the functions are put into, if the build wrote one.
pub(crate) fn shell(out: &Path) -> Option<String> {
    files::read_text(&out.join("functions-shell.html")).ok()
}

/// Serves the folder; with `live`, pages also reload when the site was built again.
pub(crate) fn router(out: &Path, live: Option<Live>) -> Router {
    let missing = ServeFile::new(out.join("404.html"));
    let files = ServeDir::new(out).not_found_service(missing);
    let mut router = Router::new().fallback_service(files);
    if let Some(live) = live {
        router = router
            .route(EVENTS, get(move || async move { live.listen() }))
            .route(
                SCRIPT_PATH,
                get(|| async {
                    (
                        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
                        SCRIPT,
                    )
                }),
            )
            .layer(from_fn(add_script));
    }
    router.layer(from_fn(add_headers))
}

async fn add_headers(request: Request, next: Next) -> Response {
    let open = is_open(request.uri().path());
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if open {
        response.headers_mut().insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
    }
    response
}

/// Adds the preview script to whole HTML pages.
async fn add_script(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    let whole = matches!(response.status(), StatusCode::OK | StatusCode::NOT_FOUND);
    if !(html && whole) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = body.collect().await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut page = body.to_bytes().to_vec();
    page.extend_from_slice(format!("<script src=\"{SCRIPT_PATH}\" defer></script>").as_bytes());
    parts.headers.remove(header::CONTENT_LENGTH);
    // Both say what the file is; the page that is sent is another.
    parts.headers.remove(header::LAST_MODIFIED);
    parts.headers.remove(header::ETAG);
    Response::from_parts(parts, Body::from(page))
}
