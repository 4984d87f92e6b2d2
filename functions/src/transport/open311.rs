//! Filing by Open311 `GeoReport` v2: `POST /open311/v2/requests.json` and `.xml`.
//!
//! Entry points: [`json()`], [`xml`]. A request becomes a complaint by the same form, the same limits and the same store; only its words are another
//! standard's: `service_code` is the category, `address_id` the division code, `address_string` the exact spot. A position is not taken: the place is a
//! community. Errors are lists of `code` and `description`, as the standard has them, with the codes of [`super::problem`].

use super::answer::{Outcome, Trouble, with_told};
use super::handlers::{self, Class, Reception};
use super::problem::Code;
use super::{AppState, pages};
use crate::contract::{Format, Request};
use crate::domain::complaints::Receipted;
use axum::body::Body;
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use governance::dates::Moment;
use governance::forms::complaint;
use governance::forms::values::Values;
use governance::forms::words::{Lang, escape};
use governance::forms::{CLIENT_KEY, PROOF};
use std::fmt::Write;

/// Parameters of the standard that may be left out. Those that are not used here are read and dropped: a position, a name, an account.
pub const OPTIONAL: &[&str] = &[
    "jurisdiction_id",
    "api_key",
    "address_string",
    "lat",
    "long",
    "email",
    "phone",
    "first_name",
    "last_name",
    "device_id",
    "account_id",
    "media_url",
    CLIENT_KEY,
    PROOF,
];

/// The answer's notation.
#[derive(Clone, Copy)]
enum Notation {
    Json,
    Xml,
}

/// Answers in JSON.
pub async fn json(State(state): State<AppState>, http: HttpRequest) -> Response {
    answer(&state, http, Notation::Json).await
}

/// Answers in XML.
pub async fn xml(State(state): State<AppState>, http: HttpRequest) -> Response {
    answer(&state, http, Notation::Xml).await
}

async fn answer(state: &AppState, http: HttpRequest, notation: Notation) -> Response {
    match outcome(state, http).await {
        Outcome::Filed(receipted) => filed(&receipted, notation),
        Outcome::Trouble(trouble) => refused(*trouble, notation),
        Outcome::Case(_)
        | Outcome::Rated(_)
        | Outcome::Heard(_)
        | Outcome::CountedBefore(_)
        | Outcome::Healthy
        | Outcome::Challenge(_)
        | Outcome::Contract => refused(Trouble::new(Code::Internal), notation),
    }
}

async fn outcome(state: &AppState, http: HttpRequest) -> Outcome {
    let now = state.parts().clock.now();
    let request = match handlers::read(state, http, now).await {
        Ok(request) if request.format == Format::Html => request,
        Ok(_) => return Trouble::new(Code::UnsupportedMediaType).out(),
        Err(code) => return Trouble::new(code).out(),
    };
    let reception = Reception {
        form: &complaint::FORM,
        class: Class::Complaints,
    };
    match handlers::admitted(state, complaint_of(request, now), reception, now).await {
        Ok(admitted) => handlers::file(&admitted).await,
        Err(trouble) => trouble.out(),
    }
}

/// The request in the words of the complaint form.
fn complaint_of(request: Request, now: Moment) -> Request {
    let of = |name: &str| request.typed.first(name);
    let contact = [of("phone"), of("email")].join(" ");
    let mut typed = Values::default();
    for (name, value) in [
        ("category", of("service_code")),
        ("what", of("description")),
        ("where", of("address_id")),
        ("spot", of("address_string")),
        ("when", &now.day().to_string()),
        ("wanted", NOT_SAID),
        ("contact", contact.trim()),
        (CLIENT_KEY, of(CLIENT_KEY)),
        (PROOF, of(PROOF)),
    ] {
        typed.set(name, value);
    }
    Request { typed, ..request }
}

/// The standard has no field for what would put it right.
const NOT_SAID: &str = "（未填写，经 Open311 提交）";

/// What the standard calls the fields of the complaint form.
fn parameter(field: &str) -> &str {
    match field {
        "category" => "service_code",
        "what" => "description",
        "where" => "address_id",
        "spot" => "address_string",
        "contact" => "phone, email",
        other => other,
    }
}

fn filed(receipted: &Receipted, notation: Notation) -> Response {
    let (reference, notice) = (
        receipted.case.reference,
        pages::next_words(receipted, Lang::Zh),
    );
    let receipt = receipted
        .receipt
        .as_ref()
        .map(|r| r.shown_once().replace(' ', ""));
    match notation {
        Notation::Json => {
            let row = serde_json::json!([{"service_request_id": reference, "service_notice": notice, "receipt": receipt}]);
            written(201, notation, row.to_string())
        }
        Notation::Xml => {
            let (notice, receipt) = (escape(&notice), receipt.unwrap_or_default());
            let row = format!(
                "<service_requests><request><service_request_id>{reference}</service_request_id><service_notice>{notice}</service_notice><receipt>{receipt}</receipt></request></service_requests>"
            );
            written(201, notation, row)
        }
    }
}

fn refused(trouble: Trouble, notation: Notation) -> Response {
    let row = trouble.code.row();
    let mut errors: Vec<String> = trouble
        .faults
        .iter()
        .map(|f| format!("{}: {}", parameter(&f.field), f.message(Lang::Zh)))
        .collect();
    if errors.is_empty() {
        errors.push(format!("{}。{}", row.title.zh, row.detail.zh));
    }
    let body = match notation {
        Notation::Json => {
            let rows = errors
                .iter()
                .map(|e| serde_json::json!({"code": row.id, "description": e}));
            serde_json::Value::from(rows.collect::<Vec<_>>()).to_string()
        }
        Notation::Xml => {
            errors.iter().fold(String::from("<errors>"), |mut out, e| {
                let _ = write!(
                    out,
                    "<error><code>{}</code><description>{}</description></error>",
                    row.id,
                    escape(e)
                );
                out
            }) + "</errors>"
        }
    };
    with_told(written(row.status, notation, body), trouble)
}

fn written(status: u16, notation: Notation, body: String) -> Response {
    let (kind, body) = match notation {
        Notation::Json => ("application/json", body),
        Notation::Xml => (
            "application/xml; charset=utf-8",
            format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}\n"),
        ),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
