//! What a handler found out, and its one mapping to HTTP.
//!
//! Entry points: [`Outcome`], [`respond`].

use super::AppState;
use super::log::Told;
use super::openapi;
use super::pages;
use super::problem::{self, Code};
use super::shown::Shown;
use crate::contract::Format;
use crate::domain::complaints::Receipted;
use crate::domain::ratings::Kept;
use crate::secrets::challenge::Challenge;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use governance::forms::Form;
use governance::forms::feedback::FeedbackKind;
use governance::forms::render::OptionList;
use governance::forms::values::{FieldFault, Values};
use governance::forms::words::Lang;
use serde_json::{Value, json};

/// How an answer is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Page or JSON.
    pub format: Format,
    /// Language.
    pub lang: Lang,
}

/// A problem with what is needed to try again.
#[derive(Debug)]
pub struct Trouble {
    /// Which.
    pub code: Code,
    /// The form with what was typed, to be shown again.
    pub again: Option<(&'static Form, Values)>,
    /// The fields' faults.
    pub faults: Vec<FieldFault>,
    /// Places to choose from, for the fields that were sent with a name.
    pub offered: Vec<(&'static str, OptionList)>,
    /// Seconds to wait.
    pub wait: Option<u64>,
    /// For the log.
    pub fault: Option<String>,
}

/// What came out of a request.
#[derive(Debug)]
pub enum Outcome {
    /// A complaint is stored.
    Filed(Box<Receipted>),
    /// A case, for its owner.
    Case(Box<Shown>),
    /// A rating is stored.
    Rated(Box<Kept>),
    /// Feedback of this kind is stored.
    Heard(FeedbackKind),
    /// Whoever is affected by the case with this page is counted, or somebody behind the same address was.
    CountedBefore(Box<str>),
    /// The service answers.
    Healthy,
    /// A challenge.
    Challenge(Challenge),
    /// What the functions take and answer.
    Contract,
    /// Something is wrong.
    Trouble(Box<Trouble>),
}

impl Trouble {
    /// A problem without a form.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            again: None,
            faults: Vec::new(),
            offered: Vec::new(),
            wait: None,
            fault: None,
        }
    }

    /// With the form to be shown again.
    #[must_use]
    pub fn again(mut self, form: &'static Form, typed: &Values) -> Self {
        self.again = Some((form, typed.clone()));
        self
    }

    /// As an outcome.
    pub fn out(self) -> Outcome {
        Outcome::Trouble(Box::new(self))
    }
}

/// Writes the outcome.
pub fn respond(state: &AppState, manner: Manner, outcome: Outcome) -> Response {
    match outcome {
        Outcome::Trouble(trouble) => trouble_response(state, manner, *trouble),
        Outcome::Filed(receipted) => match manner.format {
            Format::Json => json_response(201, &pages::filed_json(&receipted)),
            Format::Html => page(state, 201, &pages::filed(&receipted, manner.lang)),
        },
        Outcome::Case(shown) => match manner.format {
            Format::Json => json_response(200, &shown.json(manner.lang)),
            Format::Html => page(state, 200, &pages::case(state, &shown, manner.lang)),
        },
        Outcome::Rated(kept) => match manner.format {
            Format::Json => json_response(201, &pages::rated_json(&kept)),
            Format::Html => page(state, 201, &pages::rated(&kept, manner.lang)),
        },
        Outcome::Heard(kind) => match manner.format {
            Format::Json => json_response(201, &json!({"stored": true})),
            Format::Html => page(state, 201, &pages::heard(kind, manner.lang)),
        },
        Outcome::CountedBefore(of) => match manner.format {
            Format::Json => json_response(201, &json!({"stored": true})),
            Format::Html => page(state, 201, &pages::counted_before(state, &of, manner.lang)),
        },
        Outcome::Healthy => json_response(200, &json!({"status": "ok"})),
        Outcome::Challenge(challenge) => json_response(200, &json!(challenge)),
        Outcome::Contract => json_response(200, &openapi::document()),
    }
}

fn trouble_response(state: &AppState, manner: Manner, trouble: Trouble) -> Response {
    let status = trouble.code.row().status;
    let response = match manner.format {
        Format::Json => {
            let problem = problem::json(trouble.code, manner.lang, &trouble.faults, trouble.wait);
            bytes(status, "application/problem+json", problem.to_string())
        }
        Format::Html => page(state, status, &pages::trouble(state, &trouble, manner.lang)),
    };
    with_told(response, trouble)
}

/// Adds what every refusal says beside its body: how long to wait, and what the log is told.
pub(super) fn with_told(mut response: Response, trouble: Trouble) -> Response {
    if let Some(seconds) = trouble.wait {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response.extensions_mut().insert(Told {
        code: trouble.code,
        fault: trouble.fault,
    });
    response
}

fn json_response(status: u16, value: &Value) -> Response {
    bytes(status, "application/json", value.to_string())
}

fn page(state: &AppState, status: u16, page: &pages::Page) -> Response {
    let html = state.parts().shell.page(&page.title, &page.main);
    bytes(status, "text/html; charset=utf-8", html)
}

fn bytes(status: u16, kind: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
