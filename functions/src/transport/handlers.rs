//! The handlers: each reads, asks the domain, and hands over an outcome.

use super::answer::{Manner, Outcome, Trouble, respond};
use super::problem::Code;
use super::shown::Shown;
use super::{AppState, Sender};
use crate::contract::filings::{Act, Complaint, Feedback, Look, Rating};
use crate::contract::{BODY_MAX, BodyFault, ClientKey, Format, Request, read_body};
pub(super) use crate::domain::limits::Class;
use crate::domain::limits::{Ask, admit, proven, source};
use crate::domain::{Fault, Means, complaints, feedback as hearing, ratings};
use crate::places::{Meant, Places};
use crate::secrets::challenge::Challenge;
use crate::store::{Answering, StoreFault};
use axum::extract::{Request as HttpRequest, State};
use axum::http::header;
use axum::response::Response;
use governance::cases::Case;
use governance::dates::Moment;
use governance::divisions::DivisionCode;
use governance::forms::feedback::FeedbackKind;
use governance::forms::render::OptionList;
use governance::forms::values::{FaultKind, FieldFault, Values};
use governance::forms::words::{Lang, Words};
use governance::forms::{
    CLIENT_KEY, Field, Form, Kind, LANG, PROOF, complaint as complaint_form,
    feedback as feedback_form, rating as rating_form, track as track_form,
};

/// A request that may go on to the domain.
pub(super) struct Admitted<'a> {
    state: &'a AppState,
    request: Request,
    form: &'static Form,
    values: Values,
    now: Moment,
}

/// How a form is received.
#[derive(Clone, Copy)]
pub(super) struct Reception {
    pub(super) form: &'static Form,
    pub(super) class: Class,
}

/// `GET /api/health`: whether the service and its store answer.
pub async fn health(State(state): State<AppState>) -> Response {
    let outcome = match state.store().answering().await {
        Ok(()) => Outcome::Healthy,
        Err(fault) => of_fault(&fault.into()).out(),
    };
    respond(&state, json_manner(), outcome)
}

/// `GET /api/challenge`: a sum for a browser to do while somebody types.
pub async fn challenge(State(state): State<AppState>) -> Response {
    let parts = state.parts();
    let now = parts.clock.now().instant().timestamp();
    let outcome = match Challenge::draw(&parts.secret, &*parts.entropy, now) {
        Ok(challenge) => Outcome::Challenge(challenge),
        Err(fault) => of_fault(&fault.into()).out(),
    };
    respond(&state, json_manner(), outcome)
}

/// `GET /api/openapi.json`: the contract, for programs.
pub async fn contract(State(state): State<AppState>) -> Response {
    respond(&state, json_manner(), Outcome::Contract)
}

/// `POST /api/complaints`: files a complaint.
pub async fn complaint(State(state): State<AppState>, http: HttpRequest) -> Response {
    let reception = Reception {
        form: &complaint_form::FORM,
        class: Class::Complaints,
    };
    match receive(&state, http, |_| reception).await {
        Ok(admitted) => admitted.respond(file(&admitted).await),
        Err(response) => *response,
    }
}

pub(super) async fn file(admitted: &Admitted<'_>) -> Outcome {
    let means = admitted.means();
    let Some(filing) = Complaint::read(&admitted.values) else {
        return gap();
    };
    let filed = complaints::file(admitted.state.store(), &means, &filing, admitted.key());
    match filed.await {
        Ok(complaints::Outcome::Filed(receipted)) => Outcome::Filed(receipted),
        Ok(complaints::Outcome::KeyReused) => admitted.trouble(Code::KeyReused).out(),
        Err(fault) => admitted.fault(&fault),
    }
}

/// `POST /api/complaints/track`: shows a case to whoever has reference and receipt.
pub async fn track(State(state): State<AppState>, http: HttpRequest) -> Response {
    let reception = Reception {
        form: &track_form::FORM,
        class: Class::Looks,
    };
    match receive(&state, http, |_| reception).await {
        Ok(admitted) => admitted.respond(look(&admitted).await),
        Err(response) => *response,
    }
}

async fn look(admitted: &Admitted<'_>) -> Outcome {
    match complaints::look(admitted.state.store(), &Look::read(&admitted.values)).await {
        Ok(Some(stored)) => admitted.shown(stored.case),
        Ok(None) => admitted.trouble(Code::CaseNotFound).out(),
        Err(fault) => admitted.fault(&fault),
    }
}

/// `POST /api/complaints/act`: a resident answers, adds, withdraws, asks for reopening or says how it went.
pub async fn act(State(state): State<AppState>, http: HttpRequest) -> Response {
    let reception = Reception {
        form: &track_form::ACT_FORM,
        class: Class::Looks,
    };
    match receive(&state, http, |_| reception).await {
        Ok(admitted) => admitted.respond(do_deed(&admitted).await),
        Err(response) => *response,
    }
}

async fn do_deed(admitted: &Admitted<'_>) -> Outcome {
    let means = admitted.means();
    let Some(wish) = Act::read(&admitted.values) else {
        return gap();
    };
    let done = complaints::act(admitted.state.store(), &means, &wish, admitted.key());
    match done.await {
        Ok(complaints::Done::Done(stored)) => admitted.shown(stored.case),
        Ok(complaints::Done::NotFound) => admitted.trouble(Code::CaseNotFound).out(),
        Ok(complaints::Done::Wordless) => admitted.wrong("text", FaultKind::Missing(WORDS_MISSING)),
        Ok(complaints::Done::Unrated) => {
            admitted.wrong("satisfaction", FaultKind::Missing(CHOICE_MISSING))
        }
        Ok(complaints::Done::NotNow) => admitted.trouble(Code::NotNow).out(),
        Ok(complaints::Done::KeyReused) => admitted.trouble(Code::KeyReused).out(),
        Err(fault) => admitted.fault(&fault),
    }
}

const WORDS_MISSING: Words = Words::new("请填写内容", "Write what you want to say");
const CHOICE_MISSING: Words =
    Words::new("请选择对办理结果是否满意", "Choose how satisfied you are");

/// `POST /api/ratings`: rates a service.
pub async fn rating(State(state): State<AppState>, http: HttpRequest) -> Response {
    let reception = Reception {
        form: &rating_form::FORM,
        class: Class::Ratings,
    };
    match receive(&state, http, |_| reception).await {
        Ok(admitted) => admitted.respond(rate(&admitted).await),
        Err(response) => *response,
    }
}

async fn rate(admitted: &Admitted<'_>) -> Outcome {
    let means = admitted.means();
    let Some(rating) = Rating::read(&admitted.values) else {
        return gap();
    };
    match ratings::rate(admitted.state.store(), &means, rating, admitted.key()).await {
        Ok(outcome) => rated(admitted, outcome),
        Err(fault) => admitted.fault(&fault),
    }
}

fn rated(admitted: &Admitted<'_>, outcome: ratings::Outcome) -> Outcome {
    match outcome {
        ratings::Outcome::Kept(kept) => Outcome::Rated(kept),
        ratings::Outcome::VoucherUsed => admitted.trouble(Code::VoucherUsed).out(),
        ratings::Outcome::KeyReused => admitted.trouble(Code::KeyReused).out(),
        ratings::Outcome::WrongVoucher => {
            admitted.wrong("voucher", FaultKind::Other(WRONG_VOUCHER))
        }
        ratings::Outcome::ExpiredVoucher(day) => admitted.wrong("voucher", FaultKind::Expired(day)),
        ratings::Outcome::OtherVendor => admitted.wrong("vendor", FaultKind::Other(OTHER_VENDOR)),
    }
}

const WRONG_VOUCHER: Words = Words::new(
    "“评价凭证”不对，请照纸条上的14位代码核对；没有凭证可以不填",
    "The voucher is not right: compare it with the code of 14 characters on the slip, or leave it empty",
);
const OTHER_VENDOR: Words = Words::new(
    "这张凭证是另一家服务主体的，请选择纸条上写的那一家",
    "This voucher is for another vendor: choose the one that is named on the slip",
);

/// `POST /api/feedback`: whether a page was useful, a suggestion, a topic, or that a case concerns somebody else too.
pub async fn feedback(State(state): State<AppState>, http: HttpRequest) -> Response {
    let reception = |typed: &Values| Reception {
        form: feedback_form::form_of(typed.first("kind")),
        class: Class::Feedback,
    };
    match receive(&state, http, reception).await {
        Ok(admitted) => admitted.respond(hear(&admitted).await),
        Err(response) => *response,
    }
}

async fn hear(admitted: &Admitted<'_>) -> Outcome {
    let means = admitted.means();
    let Some(feedback) = Feedback::read(&admitted.values) else {
        return gap();
    };
    let kind = feedback.kind;
    // Without a key of its own a tap is known by its address alone, which a whole house may share.
    let nameless =
        kind == FeedbackKind::Affected && admitted.request.typed.first(CLIENT_KEY).is_empty();
    let case_page = feedback.page.clone().filter(|_| nameless);
    let heard = hearing::give(admitted.state.store(), &means, feedback, admitted.key());
    match heard.await {
        Ok(hearing::Outcome::Kept) => Outcome::Heard(kind),
        Ok(hearing::Outcome::Repeat) => {
            case_page.map_or(Outcome::Heard(kind), Outcome::CountedBefore)
        }
        Ok(hearing::Outcome::KeyReused) => admitted.trouble(Code::KeyReused).out(),
        Err(fault) => admitted.fault(&fault),
    }
}

/// Any other address.
pub async fn unknown(State(state): State<AppState>, http: HttpRequest) -> Response {
    respond(
        &state,
        asked_manner(&http),
        Trouble::new(Code::NotFound).out(),
    )
}

/// Another method than the route's.
pub async fn wrong_method(State(state): State<AppState>, http: HttpRequest) -> Response {
    let trouble = Trouble::new(Code::MethodNotAllowed);
    respond(&state, asked_manner(&http), trouble.out())
}

/// Reads, checks and counts a request; the answer where it may not go on.
async fn receive(
    state: &AppState,
    http: HttpRequest,
    reception: impl FnOnce(&Values) -> Reception,
) -> Result<Admitted<'_>, Box<Response>> {
    let now = state.parts().clock.now();
    let asked = asked_manner(&http);
    let request = read(state, http, now)
        .await
        .map_err(|code| Box::new(respond(state, asked, Trouble::new(code).out())))?;
    let manner = request.manner();
    let reception = reception(&request.typed);
    admitted(state, request, reception, now)
        .await
        .map_err(|trouble| Box::new(respond(state, manner, trouble.out())))
}

pub(super) async fn read(
    state: &AppState,
    http: HttpRequest,
    now: Moment,
) -> Result<Request, Code> {
    let (parts, body) = http.into_parts();
    let content_type = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let accept = text_of(&parts.headers, header::ACCEPT_LANGUAGE);
    let address = parts.extensions.get::<Sender>().map_or("", |s| &s.0);
    let source = source(&state.parts().secret, address, now.day());
    let bytes = axum::body::to_bytes(body, BODY_MAX)
        .await
        .map_err(|_| Code::BodyTooLarge)?;
    let (format, typed) = read_body(&content_type, &bytes).map_err(|fault| match fault {
        BodyFault::MediaType => Code::UnsupportedMediaType,
        BodyFault::Malformed => Code::MalformedBody,
    })?;
    let lang = match typed.first(LANG) {
        "" if format == Format::Json => Lang::of_tag(&accept),
        tag => Lang::of_tag(tag),
    };
    Ok(Request {
        format,
        lang,
        typed,
        source,
    })
}

pub(super) async fn admitted(
    state: &AppState,
    mut request: Request,
    reception: Reception,
    now: Moment,
) -> Result<Admitted<'_>, Trouble> {
    let form = reception.form;
    let named = Named::read(&state.parts().places, form, &mut request);
    let trouble = |code| Trouble::new(code).again(form, &request.typed);
    if request.fell_into_trap() {
        return Err(trouble(Code::NotAPerson));
    }
    let values = request.check(form, now.day()).map_err(|faults| Trouble {
        faults: faults.into_iter().map(|fault| named.said(fault)).collect(),
        offered: named.offered.clone(),
        ..trouble(Code::ValidationFailed)
    })?;
    let counted = counted(state, &request, reception, now).await;
    match counted.map_err(|fault| with_form(of_fault(&fault), form, &request.typed))? {
        Admission::Granted => Ok(Admitted {
            state,
            request,
            form,
            values,
            now,
        }),
        Admission::Unproven => Err(trouble(Code::ProofFailed)),
        Admission::Wait(seconds) => Err(Trouble {
            wait: Some(seconds),
            ..trouble(Code::TooMany)
        }),
    }
}

/// What became of places that were sent by name. Programs send codes: only a page's form is read this way.
#[derive(Default)]
struct Named {
    offered: Vec<(&'static str, OptionList)>,
    unknown: Vec<&'static str>,
}

impl Named {
    /// Puts the code in place of a name that means one community.
    fn read(places: &Places, form: &'static Form, request: &mut Request) -> Self {
        let mut named = Self::default();
        let asked = |field: &&Field| matches!(field.kind, Kind::Place);
        if request.format != Format::Html || places.is_empty() {
            return named;
        }
        for field in form.fields.iter().filter(asked) {
            let typed = request.typed.first(field.name).trim();
            if typed.is_empty() || DivisionCode::parse(typed).is_ok() {
                continue;
            }
            match places.find(typed) {
                Meant::One(code) => request.typed.set(field.name, &code.to_string()),
                Meant::OneOf(list) => named.offered.push((field.name, list)),
                Meant::Nothing => named.unknown.push(field.name),
            }
        }
        named
    }

    /// The fault in words that fit what was done about it.
    fn said(&self, fault: FieldFault) -> FieldFault {
        let is = |name: &str| *fault.field == *name && fault.kind == FaultKind::NotAPlace;
        let kind = if self.offered.iter().any(|(name, _)| is(name)) {
            FaultKind::Other(CHOOSE_PLACE)
        } else if self.unknown.iter().any(|name| is(name)) {
            FaultKind::Other(UNKNOWN_PLACE)
        } else {
            fault.kind
        };
        FieldFault { kind, ..fault }
    }
}

const CHOOSE_PLACE: Words = Words::new(
    "请从列表里选一个社区（村）；都不是的话，什么都不选再提交一次，就可以重新填写",
    "Choose one from the list; if it is none of them, send the form without a choice and write it anew",
);
const UNKNOWN_PLACE: Words = Words::new(
    "没有找到这个社区（村），请写它的全名，例如“石板溪社区”，或写所在街道、乡镇的名称再从列表里选",
    "No such community or village: write its full name, or the name of its street or town to choose from a list",
);

/// Whether a request may go on, by its proof of work and by the limits.
enum Admission {
    Granted,
    Unproven,
    Wait(u64),
}

async fn counted(
    state: &AppState,
    request: &Request,
    Reception { form, class }: Reception,
    now: Moment,
) -> Result<Admission, Fault> {
    let means = state.means(now);
    let key = request.client_key(form, means.secret);
    let work = (request.typed.first(PROOF), &*key.key);
    let Some(proven) = proven(state.store(), &means, work).await? else {
        return Ok(Admission::Unproven);
    };
    let ask = Ask {
        class,
        source: &request.source,
        proven,
    };
    let wait = admit(state.store(), &means, &state.parts().limits, ask).await?;
    Ok(wait.map_or(Admission::Granted, Admission::Wait))
}

fn with_form(trouble: Trouble, form: &'static Form, typed: &Values) -> Trouble {
    trouble.again(form, typed)
}

impl Admitted<'_> {
    fn respond(&self, outcome: Outcome) -> Response {
        respond(self.state, self.request.manner(), outcome)
    }

    fn means(&self) -> Means<'_> {
        self.state.means(self.now)
    }

    fn key(&self) -> ClientKey {
        self.request
            .client_key(self.form, &self.state.parts().secret)
    }

    fn trouble(&self, code: Code) -> Trouble {
        Trouble::new(code).again(self.form, &self.request.typed)
    }

    fn fault(&self, fault: &Fault) -> Outcome {
        with_form(of_fault(fault), self.form, &self.request.typed).out()
    }

    fn wrong(&self, name: &str, kind: FaultKind) -> Outcome {
        let fault = FieldFault {
            field: name.into(),
            label: self.form.field(name).map(|f| f.label),
            kind,
        };
        Trouble {
            faults: vec![fault],
            ..self.trouble(Code::ValidationFailed)
        }
        .out()
    }

    fn shown(&self, case: Case) -> Outcome {
        let shown = Shown::of(case, self.now.day(), &self.state.parts().clocks);
        Outcome::Case(Box::new(shown))
    }
}

/// Form and type disagree: our fault, never the resident's.
fn gap() -> Outcome {
    let fault = Fault::Disagree("a checked form could not be read");
    of_fault(&fault).out()
}

fn of_fault(fault: &Fault) -> Trouble {
    let code = match fault {
        Fault::Store(StoreFault::Unavailable(_)) => Code::StoreUnavailable,
        Fault::Store(StoreFault::Refused(_) | StoreFault::Damaged(_))
        | Fault::Entropy(_)
        | Fault::Seal(_)
        | Fault::Disagree(_) => Code::Internal,
    };
    Trouble {
        fault: Some(fault.to_string()),
        ..Trouble::new(code)
    }
}

/// How to answer what could not be read: a page for a form post or a browser, JSON for anything else.
fn asked_manner(http: &HttpRequest) -> Manner {
    let of = |name| text_of(http.headers(), name);
    let page = of(header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded")
        || of(header::ACCEPT).contains("text/html");
    Manner {
        format: if page { Format::Html } else { Format::Json },
        lang: Lang::of_tag(&of(header::ACCEPT_LANGUAGE)),
    }
}

fn text_of(headers: &axum::http::HeaderMap, name: header::HeaderName) -> String {
    headers
        .get(name)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn json_manner() -> Manner {
    Manner {
        format: Format::Json,
        lang: Lang::Zh,
    }
}

impl Request {
    fn manner(&self) -> Manner {
        Manner {
            format: self.format,
            lang: self.lang,
        }
    }
}
