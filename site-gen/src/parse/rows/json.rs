//! Lists that a cell holds as JSON: how open data writes what has fields of its own.
//!
//! Entry point: [`list`].

use crate::parse::tree::{Node, Pair, Spot, Style, Value};
use serde_json::Value as Json;
use std::borrow::Cow;

/// The list that a cell holds; none if it holds no JSON list. Every part of it stands where the cell stands.
pub(super) fn list(word: &str, spot: Spot) -> Option<Value<'static>> {
    if !word.starts_with('[') {
        return None;
    }
    let Ok(Json::Array(items)) = serde_json::from_str(word) else {
        return None;
    };
    Some(value(Json::Array(items), spot))
}

fn value(json: Json, spot: Spot) -> Value<'static> {
    let word = |text: String| Value::Word(Cow::Owned(text), Style::Cell);
    match json {
        Json::Null => Value::Empty,
        Json::Bool(flag) => word(flag.to_string()),
        Json::Number(number) => word(number.to_string()),
        Json::String(text) => word(text),
        Json::Array(items) => Value::List(items.into_iter().map(|item| node(item, spot)).collect()),
        Json::Object(fields) => {
            let pair = |(name, json): (String, Json)| Pair {
                name: Cow::Owned(name),
                name_spot: spot,
                node: node(json, spot),
            };
            Value::Map(fields.into_iter().map(pair).collect())
        }
    }
}

fn node(json: Json, spot: Spot) -> Node<'static> {
    Node {
        spot,
        value: value(json, spot),
    }
}
