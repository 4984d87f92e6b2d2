//! Every route, as one declared list: the router is made from it, and so is the OpenAPI document.
//!
//! Entry points: [`ROUTES`], [`Route::handler`]. A new route is a row here and an arm of two matches; the compiler asks for both.

use super::problem::Code;
use super::{AppState, Group, handlers, open311};
use axum::routing::{MethodRouter, get, post};
use governance::forms::{Form, complaint, feedback, rating, track};

/// What a route does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Says whether service and store answer.
    Health,
    /// Hands out a challenge.
    Challenge,
    /// Gives the OpenAPI document.
    Contract,
    /// Takes feedback.
    Feedback,
    /// Takes a rating.
    Rate,
    /// Files a complaint.
    File,
    /// Shows a case to its owner.
    Track,
    /// Does something to one's own case.
    Act,
    /// Files a request by Open311 `GeoReport` v2, answered in JSON.
    Open311Json,
    /// The same, answered in XML.
    Open311Xml,
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// What it does.
    pub op: Op,
    /// Its path.
    pub path: &'static str,
    /// Whose it is; none for those that every group has.
    pub group: Option<Group>,
    /// The forms it takes; none for a route that is only read.
    pub forms: &'static [&'static Form],
    /// Status of its success.
    pub success: u16,
    /// Its own problems, beside those that every route of its kind has.
    pub codes: &'static [Code],
}

/// Every route.
pub const ROUTES: &[Route] = &[
    read(Op::Health, "/api/health", &[Code::StoreUnavailable]),
    read(Op::Challenge, "/api/challenge", &[]),
    read(Op::Contract, "/api/openapi.json", &[]),
    Route {
        op: Op::Feedback,
        path: "/api/feedback",
        group: Some(Group::Feedback),
        forms: &[
            &feedback::FORM,
            &feedback::PAGE_FORM,
            &feedback::AFFECTED_FORM,
        ],
        success: 201,
        codes: &[Code::KeyReused],
    },
    Route {
        op: Op::Rate,
        path: "/api/ratings",
        group: Some(Group::Ratings),
        forms: &[&rating::FORM],
        success: 201,
        codes: &[Code::KeyReused, Code::VoucherUsed],
    },
    Route {
        op: Op::File,
        path: "/api/complaints",
        group: Some(Group::Complaints),
        forms: &[&complaint::FORM],
        success: 201,
        codes: &[Code::KeyReused],
    },
    Route {
        op: Op::Track,
        path: "/api/complaints/track",
        group: Some(Group::Complaints),
        forms: &[&track::FORM],
        success: 200,
        codes: &[Code::CaseNotFound],
    },
    Route {
        op: Op::Act,
        path: "/api/complaints/act",
        group: Some(Group::Complaints),
        forms: &[&track::ACT_FORM],
        success: 200,
        codes: &[Code::CaseNotFound, Code::NotNow, Code::KeyReused],
    },
    open311(Op::Open311Json, "/open311/v2/requests.json"),
    open311(Op::Open311Xml, "/open311/v2/requests.xml"),
];

/// Problems of every route that takes a form.
pub const POSTED: &[Code] = &[
    Code::ValidationFailed,
    Code::MalformedBody,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
    Code::NotAPerson,
    Code::ProofFailed,
    Code::TooMany,
    Code::StoreUnavailable,
];

/// Problems of every route.
pub const EVERYWHERE: &[Code] = &[Code::MethodNotAllowed, Code::Internal];

const fn read(op: Op, path: &'static str, codes: &'static [Code]) -> Route {
    Route {
        op,
        path,
        group: None,
        forms: &[],
        success: 200,
        codes,
    }
}

const fn open311(op: Op, path: &'static str) -> Route {
    Route {
        op,
        path,
        group: Some(Group::Complaints),
        forms: &[],
        success: 201,
        codes: &[Code::KeyReused],
    }
}

impl Route {
    /// What answers it.
    pub fn handler(&self) -> MethodRouter<AppState> {
        match self.op {
            Op::Health => get(handlers::health),
            Op::Challenge => get(handlers::challenge),
            Op::Contract => get(handlers::contract),
            Op::Feedback => post(handlers::feedback),
            Op::Rate => post(handlers::rating),
            Op::File => post(handlers::complaint),
            Op::Track => post(handlers::track),
            Op::Act => post(handlers::act),
            Op::Open311Json => post(open311::json),
            Op::Open311Xml => post(open311::xml),
        }
    }

    /// Whether it is posted to.
    pub fn is_posted(&self) -> bool {
        !matches!(self.op, Op::Health | Op::Challenge | Op::Contract)
    }

    /// Whether it speaks Open311, whose errors have a form of their own.
    pub fn is_open311(&self) -> bool {
        matches!(self.op, Op::Open311Json | Op::Open311Xml)
    }

    /// Every problem it can answer with.
    pub fn all_codes(&self) -> Vec<Code> {
        let posted = if self.is_posted() { POSTED } else { &[] };
        let mut codes: Vec<Code> = [self.codes, posted, EVERYWHERE].concat();
        codes.sort();
        codes.dedup();
        codes
    }
}
