//! Personal data in what a resident is about to send: it warns, and the resident decides whether it goes out of the text or stays for staff alone.
//!
//! Entry point: [`settle`]. Nothing is stored before that decision, and what was taken out is stored nowhere. Only what is nearly certain is named (identity
//! cards, mobiles, bank cards); the field for contact data is left alone.

use super::values::{FaultKind, FieldFault, Values};
use super::{Form, Kind};
use crate::leak_guard::{Finding, LeakGuard, Severity};

labelled! {
    /// What a resident wants done with personal data in a text.
    pub enum LeakWish {
        Remove = "remove", "替我删去再提交", "Take it out and send the rest";
        Keep = "keep", "保留，只给承办人员看", "Keep it, for the staff on the case alone";
    }
}

/// What stands in the place of what was taken out.
const GONE: &str = "〔已删去〕";

/// The field with contact data, which is sealed and seen by staff alone.
const CONTACT: &str = "contact";

/// The values as they may be stored.
///
/// # Errors
/// Without a wish: one fault for each field in which something personal was found.
pub fn settle(
    form: &Form,
    values: Values,
    wish: Option<LeakWish>,
) -> Result<Values, Vec<FieldFault>> {
    if wish == Some(LeakWish::Keep) {
        return Ok(values);
    }
    let mut settled = values.clone();
    let mut faults = Vec::new();
    for field in form.fields {
        if !matches!(field.kind, Kind::Line(_) | Kind::Lines(_)) || field.name == CONTACT {
            continue;
        }
        let text = values.first(field.name);
        let found = certain(text);
        let Some(first) = found.first() else { continue };
        if wish == Some(LeakWish::Remove) {
            settled.set(field.name, &without(text, &found));
        } else {
            faults.push(FieldFault {
                field: field.name.into(),
                label: Some(field.label),
                kind: FaultKind::Personal(first.kind),
            });
        }
    }
    if faults.is_empty() {
        Ok(settled)
    } else {
        Err(faults)
    }
}

fn certain(text: &str) -> Vec<Finding> {
    let mut found = LeakGuard::new().scan(text);
    found.retain(|f| f.severity == Severity::Block);
    found
}

fn without(text: &str, found: &[Finding]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for finding in found {
        out.push_str(text.get(from..finding.range.start).unwrap_or_default());
        out.push_str(GONE);
        from = finding.range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::complaint::FORM;
    use crate::leak_guard;

    #[test]
    fn the_resident_decides_and_what_is_taken_out_is_gone() {
        let mut typed = Values::default();
        typed.add("what", "找过13900001234和１３９００００１２３４两次");
        typed.add("contact", "13900001234");
        let faults = settle(&FORM, typed.clone(), None).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(
            faults[0].kind,
            FaultKind::Personal(leak_guard::Kind::Mobile)
        );
        let kept = settle(&FORM, typed.clone(), Some(LeakWish::Keep)).unwrap();
        assert!(kept == typed);
        let settled = settle(&FORM, typed, Some(LeakWish::Remove)).unwrap();
        assert_eq!(settled.first("what"), "找过〔已删去〕和〔已删去〕两次");
        assert_eq!(settled.first("contact"), "13900001234");
    }
}
