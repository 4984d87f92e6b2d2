//! Reads a request: its size, its kind, its fields, and the key that makes a repeat harmless.
//!
//! Entry points: [`read_body`] turns bytes into typed values, JSON and form posts alike; [`Request::check`] checks them against a form and
//! reports every fault at once. Must not: touch the store or decide anything a resident would call a decision.

pub mod filings;

use crate::secrets::{Purpose, Secret};
use governance::dates::Day;
use governance::forms::check::check;
use governance::forms::leaks::{LeakWish, settle};
use governance::forms::values::{FieldFault, Values};
use governance::forms::words::Lang;
use governance::forms::{CLIENT_KEY, Form, HONEYPOT, LEAKS, RESERVED};
use governance::labelled::Labelled;
use serde_json::Value;

/// Largest body in bytes: the longest form has 2,000 code points of text, nine bytes each when percent-encoded, with room for the other fields.
pub const BODY_MAX: usize = 64 * 1024;

/// Most values in one request; the longest form has 10 fields.
const VALUES_MAX: usize = 64;

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A page, for a form post.
    Html,
    /// JSON, for a program.
    Json,
}

/// Why a body could not be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFault {
    /// Neither JSON nor a form post.
    MediaType,
    /// Not what its content type says.
    Malformed,
}

/// A request that could be read.
#[derive(Debug)]
pub struct Request {
    /// How to answer.
    pub format: Format,
    /// In which language.
    pub lang: Lang,
    /// What was typed.
    pub typed: Values,
    /// Who sent it, as a keyed hash of the day.
    pub source: String,
}

/// The keys of one filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// What the store knows it by.
    pub key: Box<str>,
    /// What tells a repeat from another filing under the same key.
    pub fingerprint: Box<str>,
}

/// Reads a body by its content type.
///
/// # Errors
/// [`BodyFault`]; a fault in a field is none of these.
pub fn read_body(content_type: &str, body: &[u8]) -> Result<(Format, Values), BodyFault> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let charset = content_type.to_ascii_lowercase();
    let utf8 = !charset.contains("charset=")
        || charset.contains("charset=utf-8")
        || charset.contains("charset=\"utf-8\"");
    if kind.eq_ignore_ascii_case("application/json") && utf8 {
        return Ok((Format::Json, json(body).ok_or(BodyFault::Malformed)?));
    }
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") && utf8 {
        return Ok((Format::Html, form(body).ok_or(BodyFault::Malformed)?));
    }
    Err(BodyFault::MediaType)
}

fn form(body: &[u8]) -> Option<Values> {
    let mut values = Values::default();
    for (count, (name, value)) in form_urlencoded::parse(body).enumerate() {
        if count >= VALUES_MAX {
            return None;
        }
        values.add(&name, &value);
    }
    Some(values)
}

fn json(body: &[u8]) -> Option<Values> {
    let Value::Object(members) = serde_json::from_slice(body).ok()? else {
        return None;
    };
    let mut values = Values::default();
    for (name, value) in &members {
        let items = match value.as_array() {
            Some(items) => items.as_slice(),
            None => std::slice::from_ref(value),
        };
        for item in items {
            values.add(name, &scalar(item)?);
        }
    }
    (values.pairs().count() <= VALUES_MAX).then_some(values)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(true) => Some("yes".into()),
        Value::Bool(false) => Some("no".into()),
        Value::Number(n) => Some(n.to_string()),
        Value::String(s) => Some(s.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

impl Request {
    /// Whether a machine filled in what no person sees.
    pub fn fell_into_trap(&self) -> bool {
        !self.typed.first(HONEYPOT).trim().is_empty()
    }

    /// The cleaned values as they may be stored, or every fault.
    ///
    /// # Errors
    /// The faults in the order of the form; personal data that nobody has decided about is one.
    pub fn check(&self, form: &Form, today: Day) -> Result<Values, Vec<FieldFault>> {
        let wish = LeakWish::find(self.typed.first(LEAKS));
        let mut faults = match check(form, &self.typed, today) {
            Ok(values) => return settle(form, values, wish),
            Err(faults) => faults,
        };
        if let Err(personal) = settle(form, self.typed.clone(), wish) {
            faults.extend(personal);
        }
        let place = |fault: &FieldFault| form.fields.iter().position(|f| *f.name == *fault.field);
        faults.sort_by_key(|fault| place(fault).unwrap_or(usize::MAX));
        faults.dedup_by(|next, first| next.field == first.field);
        Err(faults)
    }

    /// The key of this filing. A page without JavaScript sends none: then the same words from the same sender on the same day are the same filing,
    /// which makes the back button and a second tap harmless there too.
    pub fn client_key(&self, form: &Form, secret: &Secret) -> ClientKey {
        let fingerprint = self.fingerprint(form, secret);
        let typed = self.typed.first(CLIENT_KEY);
        let parts: [&[u8]; 3] = match typed {
            "" => [
                form.id.as_bytes(),
                fingerprint.as_bytes(),
                self.source.as_bytes(),
            ],
            typed => [form.id.as_bytes(), b"typed", typed.as_bytes()],
        };
        ClientKey {
            key: secret.key(Purpose::ClientKey, &parts).into(),
            fingerprint: fingerprint.into(),
        }
    }

    fn fingerprint(&self, form: &Form, secret: &Secret) -> String {
        let mut parts: Vec<&[u8]> = vec![form.id.as_bytes()];
        for (name, value) in self.typed.pairs() {
            if !RESERVED.contains(&name) {
                parts.extend([name.as_bytes(), value.as_bytes()]);
            }
        }
        secret.key(Purpose::Fingerprint, &parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_form_posts_give_the_same_values() {
        let (_, from_json) = read_body(
            "application/json",
            br#"{"level": 5, "reasons": ["polite", "on_time"], "interest": true}"#,
        )
        .unwrap();
        let (_, from_form) = read_body(
            "application/x-www-form-urlencoded; charset=UTF-8",
            b"level=5&reasons=polite&reasons=on_time&interest=yes",
        )
        .unwrap();
        assert!(from_json == from_form);
        let fault = read_body("text/plain", b"").unwrap_err();
        assert_eq!(fault, BodyFault::MediaType);
        assert!(read_body("application/json", br#"{"a": {"b": 1}}"#).is_err());
        assert!(read_body("application/json; charset=gbk", b"{}").is_err());
    }
}
