//! Every division by county and street, for the place list of the forms: `[[code, name, [[code, name, [[code, name], …]], …]], …]`.
//!
//! Entry point: [`write()`].

use crate::library::{ListKey, Reader};
use crate::outputs::RenderFault;
use governance::divisions::{DivisionCode, Level};
use governance::records::Kind;
use serde_json::Value;

/// Appends the list.
///
/// # Errors
/// [`RenderFault::Json`] never in practice: strings and arrays have a JSON form.
pub(crate) fn write(reader: &Reader<'_>, out: &mut Vec<u8>) -> Result<(), RenderFault> {
    let all = reader.list(ListKey::Kind(Kind::Division));
    let mut counties: Vec<Value> = Vec::new();
    for (_, item) in all.items() {
        if let Some(code) = item.division {
            let place = Value::from(vec![
                Value::from(code.to_string()),
                Value::from(&*item.title),
            ]);
            put(&mut counties, code, place);
        }
    }
    serde_json::to_writer(&mut *out, &counties)?;
    out.push(b'\n');
    Ok(())
}

/// Puts a place below the last county or street; the list is in the order of codes, so that it is the right one.
fn put(counties: &mut Vec<Value>, code: DivisionCode, place: Value) {
    match code.level() {
        Level::City => {}
        Level::County => counties.push(place),
        Level::Township => push_below(counties.last_mut(), place),
        Level::Community => {
            let county = counties.last_mut().and_then(Value::as_array_mut);
            let streets = county
                .and_then(|c| c.get_mut(2))
                .and_then(Value::as_array_mut);
            push_below(streets.and_then(|s| s.last_mut()), place);
        }
    }
}

fn push_below(holder: Option<&mut Value>, place: Value) {
    let Some(holder) = holder.and_then(Value::as_array_mut) else {
        return;
    };
    if holder.len() < 3 {
        holder.push(Value::Array(Vec::new()));
    }
    if let Some(below) = holder.get_mut(2).and_then(Value::as_array_mut) {
        below.push(place);
    }
}
