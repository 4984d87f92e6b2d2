//! Checks what was typed against a form and reports every fault at once.
//!
//! Entry point: [`check`]. Gives back cleaned values (line ends, control characters, surrounding space), never changed words. The day is an argument.

use super::values::{FaultKind, FieldFault, Values};
use super::{CLIENT_KEY, Field, Form, Kind, RESERVED};
use crate::dates::Day;
use crate::divisions::{DivisionCode, Level};
use crate::ids::RecordId;
use crate::vouchers::{CODE_LENGTH, TOKEN_MAX};

/// Longest client key: a UUID has 36 characters.
pub const CLIENT_KEY_MAX: usize = 64;

/// Longest answer to a challenge, in code points.
pub const PROOF_MAX: usize = 2_000;

/// The cleaned values, or every fault in the order of the form.
///
/// # Errors
/// The faults; there is at least one.
pub fn check(form: &Form, typed: &Values, today: Day) -> Result<Values, Vec<FieldFault>> {
    let mut clean = Values::default();
    let mut faults = Vec::new();
    for field in form.fields {
        if let Some(kind) = check_field(field, typed, today, &mut clean) {
            faults.push(FieldFault {
                field: field.name.into(),
                label: Some(field.label),
                kind,
            });
        }
    }
    faults.extend(typed.names().filter_map(|name| unknown(form, name)));
    faults.extend(key_fault(typed));
    if faults.is_empty() {
        Ok(clean)
    } else {
        Err(faults)
    }
}

fn unknown(form: &Form, name: &str) -> Option<FieldFault> {
    let known = form.field(name).is_some() || RESERVED.contains(&name);
    (!known).then(|| FieldFault {
        field: name.chars().take(40).collect::<String>().into(),
        label: None,
        kind: FaultKind::Unknown,
    })
}

fn key_fault(typed: &Values) -> Option<FieldFault> {
    let key = typed.first(CLIENT_KEY);
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (!plain || key.len() > CLIENT_KEY_MAX).then(|| FieldFault {
        field: CLIENT_KEY.into(),
        label: None,
        kind: FaultKind::NotACode,
    })
}

fn check_field(field: &Field, typed: &Values, today: Day, clean: &mut Values) -> Option<FaultKind> {
    let values: Vec<String> = typed
        .all(field.name)
        .iter()
        .map(|v| tidy(v))
        .filter(|v| !v.is_empty())
        .collect();
    if values.is_empty() {
        return field.required.then_some(FaultKind::Missing(field.ask));
    }
    if let Some(fault) = many(field.kind, values.len()) {
        return Some(fault);
    }
    for value in &values {
        match read(field.kind, value, today) {
            Ok(value) => clean.add(field.name, &value),
            Err(fault) => return Some(fault),
        }
    }
    None
}

fn many(kind: Kind, count: usize) -> Option<FaultKind> {
    let max = match kind {
        Kind::Some(_, max) => max,
        Kind::Line(_)
        | Kind::Lines(_)
        | Kind::One(_)
        | Kind::Consent
        | Kind::Day
        | Kind::Place
        | Kind::Record
        | Kind::Code(_)
        | Kind::Voucher
        | Kind::Hidden(_) => 1,
    };
    (count > max).then_some(FaultKind::TooMany(max))
}

fn read(kind: Kind, value: &str, today: Day) -> Result<String, FaultKind> {
    match kind {
        Kind::Lines(limit) | Kind::Hidden(limit) => within(value.into(), limit),
        Kind::Line(limit) => within(value.replace(['\n', '\t'], " "), limit),
        Kind::One(list) | Kind::Some(list, _) => list()
            .iter()
            .find(|c| c.id == value)
            .map(|c| c.id.into())
            .ok_or(FaultKind::NotAChoice),
        Kind::Consent => match value {
            "yes" | "true" | "on" => Ok("yes".into()),
            "no" | "false" => Ok(String::new()),
            _ => Err(FaultKind::NotAChoice),
        },
        Kind::Day => match Day::parse(value) {
            Ok(day) if day > today => Err(FaultKind::FutureDay),
            Ok(day) => Ok(day.to_string()),
            Err(_) => Err(FaultKind::NotADay),
        },
        Kind::Place => match DivisionCode::parse(value) {
            Ok(code) if code.level() == Level::Community => Ok(code.to_string()),
            Ok(_) | Err(_) => Err(FaultKind::NotAPlace),
        },
        Kind::Record => match RecordId::new(value) {
            Ok(id) => Ok(id.to_string()),
            Err(_) => Err(FaultKind::NotARecord),
        },
        Kind::Code(limit) => code(value, limit),
        Kind::Voucher if value.contains('.') => token(value),
        Kind::Voucher => code(value, CODE_LENGTH),
    }
}

fn within(value: String, limit: usize) -> Result<String, FaultKind> {
    let length = value.chars().count();
    if length > limit {
        return Err(FaultKind::TooLong { limit, length });
    }
    Ok(value)
}

/// The text of a voucher's QR code: nobody types it, so nothing is forgiven.
fn token(value: &str) -> Result<String, FaultKind> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if !value.bytes().all(plain) {
        return Err(FaultKind::NotACode);
    }
    within(value.into(), TOKEN_MAX)
}

/// A code from paper: full-width signs, small letters, spaces and hyphens are how people copy it.
fn code(value: &str, limit: usize) -> Result<String, FaultKind> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = value
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '‐'))
        .collect::<String>()
        .to_ascii_uppercase();
    if plain.is_empty() || !plain.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(FaultKind::NotACode);
    }
    within(plain, limit)
}

/// Line ends as `\n`, no other control characters, nothing invisible at the ends.
fn tidy(value: &str) -> String {
    let lines = value.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_steering(*c)))
        .collect();
    kept.trim().into()
}

/// Characters that turn the direction of what is read after them: they make a text look like another.
fn is_steering(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
