//! Requests and their answers, as data: each file in `tests/cases` is one story of several requests to a fresh store.
//!
//! To add a case, add a file. A step posts `json` or `form` to `post` (or gets `get`), and `expect` says what must come back; `keep` names values of an
//! answer (`/json/pointer` or `#html-id`) that later steps use as `{name}`. A step with `desk` or `sweep` is what staff or the days do in between.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends at the first surprise"
)]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use functions::domain::desk::{self, Desk, Verdict, Wish};
use functions::doors::{Clock, SystemEntropy};
use functions::secrets::contact::DeskKey;
use functions::transport::log::{Line, Log};
use functions::{AppState, Sender, local, router};
use governance::cases::{Action, CaseReference, Clocks};
use governance::dates::Moment;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    about: String,
    /// Requests an hour, where the story is about limits.
    limit: Option<u32>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    get: Option<String>,
    post: Option<String>,
    json: Option<Value>,
    form: Option<String>,
    content_type: Option<String>,
    /// Repeats the step so often, with the same expectation.
    times: Option<u32>,
    /// Seconds that pass before it.
    after: Option<i64>,
    /// What staff do to the case `of`, instead of a request.
    desk: Option<Action>,
    #[serde(default)]
    of: String,
    /// Lets the passing of days do its work, instead of a request; so many events must be written.
    sweep: Option<usize>,
    #[serde(default)]
    expect: Expect,
    #[serde(default)]
    keep: BTreeMap<String, String>,
    /// Does the work of the challenge in the answer, and keeps it under this name.
    solve: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Expect {
    status: u16,
    /// Members that the JSON answer has, with these values; `null` for one that it lacks.
    json: Option<Map<String, Value>>,
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
}

/// Starts on Monday, 23 November 2026, 10:00 in China.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Moment {
        let seconds = self.0.load(Ordering::SeqCst);
        let utc = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        utc.fixed_offset().into()
    }
}

#[expect(clippy::disallowed_methods, reason = "the cases are files")]
fn stories(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.display().to_string(),
                std::fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn filled(text: &str, kept: &BTreeMap<String, String>) -> String {
    kept.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

fn request(step: &Step, kept: &BTreeMap<String, String>) -> Request<Body> {
    let (method, path) = match (&step.get, &step.post) {
        (Some(path), None) => ("GET", path),
        (None, Some(path)) => ("POST", path),
        _ => panic!("a step has either `get` or `post`"),
    };
    let (kind, body) = match (&step.json, &step.form) {
        (Some(json), None) => ("application/json", filled(&json.to_string(), kept)),
        (None, Some(form)) => ("application/x-www-form-urlencoded", filled(form, kept)),
        _ => ("", String::new()),
    };
    let kind = step.content_type.as_deref().unwrap_or(kind);
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
        .unwrap();
    request.extensions_mut().insert(Sender("192.0.2.1".into()));
    request
}

async fn ask(router: &Router, request: Request<Body>) -> (u16, String) {
    let asked = (request.method().clone(), request.uri().path().to_owned());
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let status = response.status().as_u16();
    let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
    is_declared((asked.0.as_str(), &asked.1), status, kind);
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await;
    (status, String::from_utf8(body.unwrap().to_vec()).unwrap())
}

/// Every answer of every story is one that the served contract tells of.
fn is_declared((method, path): (&str, &str), status: u16, kind: &str) {
    let document = functions::transport::openapi::document();
    let Some(route) = document["paths"].get(path) else {
        assert_eq!(status, 404, "{path} is not in the contract");
        return;
    };
    let Some(operation) = route.get(method.to_lowercase()) else {
        assert_eq!(status, 405, "{method} {path} is not in the contract");
        return;
    };
    let kind = kind.split(';').next().unwrap();
    let content = &operation["responses"][status.to_string()]["content"];
    assert!(content.get(kind).is_some(), "{path} {status} {kind}");
}

fn solve(body: &str) -> String {
    use sha2::{Digest, Sha256};
    let challenge: Value = serde_json::from_str(body).unwrap();
    let text = |name: &str| challenge[name].as_str().unwrap();
    let salt = text("salt");
    let fits = |n: &u64| {
        let hash = Sha256::digest(format!("{salt}:{n}"));
        functions::secrets::hex(&hash) == text("hash")
    };
    let number = (0..challenge["numbers"].as_u64().unwrap()).find(fits);
    format!("{salt}:{}:{}", number.unwrap(), text("signature"))
}

fn check(expect: &Expect, kept: &BTreeMap<String, String>, (status, body): (u16, &str)) {
    assert_eq!(status, expect.status, "{body}");
    let json: Value = serde_json::from_str(body).unwrap_or_default();
    for (name, value) in expect.json.iter().flatten() {
        let wanted: Value = serde_json::from_str(&filled(&value.to_string(), kept)).unwrap();
        assert_eq!(
            json.get(name).unwrap_or(&Value::Null),
            &wanted,
            "{name} in {body}"
        );
    }
    for text in &expect.has {
        let text = filled(text, kept);
        assert!(body.contains(&text), "{text} is not in {body}");
    }
    for text in &expect.lacks {
        let text = filled(text, kept);
        assert!(!body.contains(&text), "{text} is in {body}");
    }
}

fn keep(place: &str, body: &str) -> String {
    if let Some(id) = place.strip_prefix('#') {
        let from = body.split(&format!("id=\"{id}\"><strong>")).nth(1).unwrap();
        return from.split('<').next().unwrap().replace(' ', "");
    }
    let json: Value = serde_json::from_str(body).unwrap();
    json.pointer(place).unwrap().as_str().unwrap().into()
}

/// What staff, or the passing of days, do between two requests.
async fn staff(state: &AppState, now: Moment, (step, kept): (&Step, &BTreeMap<String, String>)) {
    let clocks = Clocks::built_in().unwrap();
    let key = DeskKey::draw(&SystemEntropy).unwrap().contact_key();
    let at = Desk {
        now,
        clocks: &clocks,
        contact_key: &key,
        entropy: &SystemEntropy,
    };
    if let Some(action) = &step.desk {
        let wish = Wish {
            reference: CaseReference::parse(&filled(&step.of, kept)).unwrap(),
            version: None,
            action: action.clone(),
        };
        let verdict = desk::change(state.store(), &at, &wish).await.unwrap();
        assert!(matches!(verdict, Verdict::Done(_)), "{verdict:?}");
    }
    if let Some(written) = step.sweep {
        let swept = desk::sweep(state.store(), &at).await.unwrap();
        assert_eq!(swept.events.len(), written, "{swept:?}");
    }
}

/// What a resident would not want to read in a log: the fields with their own words, their contact, and what opens their case.
const PRIVATE: [&str; 10] = [
    "what",
    "wanted",
    "spot",
    "contact",
    "comment",
    "text",
    "subject",
    "description",
    "phone",
    "receipt",
];

/// The private words of a request, as they were sent; shorter ones than four signs stand anywhere.
fn private(step: &Step, kept: &BTreeMap<String, String>) -> Vec<String> {
    let members = step.json.iter().filter_map(Value::as_object).flatten();
    let mut words: Vec<String> = members
        .filter(|(name, _)| PRIVATE.contains(&name.as_str()))
        .filter_map(|(_, value)| value.as_str().map(|v| filled(v, kept)))
        .collect();
    let form = filled(step.form.as_deref().unwrap_or_default(), kept);
    let pairs = form_urlencoded::parse(form.as_bytes());
    let pairs = pairs.filter(|(name, _)| PRIVATE.contains(&&**name));
    words.extend(pairs.map(|(_, value)| value.into_owned()));
    words.retain(|w| w.chars().count() >= 4);
    words
}

/// Keeps the lines of the log as they would be written.
#[derive(Default)]
struct Kept(Mutex<Vec<String>>);

impl Log for Kept {
    fn write(&self, line: &Line) {
        let line = serde_json::to_string(line).unwrap();
        self.0.lock().unwrap().push(line);
    }
}

async fn play(story: Story) {
    let start = Moment::parse("2026-11-23 10:00")
        .unwrap()
        .instant()
        .timestamp();
    let hands = Arc::new(Hands(AtomicI64::new(start)));
    let mut state = local::memory().await.unwrap();
    let log = Arc::new(Kept::default());
    state = state
        .with_doors(hands.clone(), Arc::new(SystemEntropy))
        .with_log(log.clone());
    if let Some(limit) = story.limit {
        state = state.with_limits(functions::domain::limits::Limits {
            complaints: limit,
            looks: limit,
            ratings: limit,
            feedback: limit,
        });
    }
    let router = router(state.clone());
    let mut kept = BTreeMap::new();
    for step in story.steps {
        hands.0.fetch_add(step.after.unwrap_or(0), Ordering::SeqCst);
        if step.desk.is_some() || step.sweep.is_some() {
            staff(&state, hands.now(), (&step, &kept)).await;
            continue;
        }
        for _ in 0..step.times.unwrap_or(1) {
            let (status, body) = ask(&router, request(&step, &kept)).await;
            check(&step.expect, &kept, (status, &body));
            let sent = private(&step, &kept);
            let lines = log.0.lock().unwrap().join("\n");
            assert!(!lines.is_empty(), "nothing was logged");
            for words in &sent {
                assert!(!lines.contains(words), "{words} is in the log");
                let told = status >= 400 && body.starts_with('{') && body.contains(words);
                assert!(!told, "{words} is in a problem");
            }
            if let Some(name) = &step.solve {
                kept.insert(name.clone(), solve(&body));
            }
            for (name, place) in &step.keep {
                kept.insert(name.clone(), keep(place, &body));
            }
        }
    }
}

#[tokio::test]
async fn every_story_ends_as_written() {
    for (path, text) in stories("tests/cases") {
        let story: Story = serde_json::from_str(&text).unwrap_or_else(|f| panic!("{path}: {f}"));
        println_story(&path, &story.about);
        play(story).await;
    }
}

/// Shown by the test harness only when a story fails.
fn println_story(path: &str, about: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{path}: {about}");
}
