//! Settings to a tree, through the TOML parser.
//!
//! Entry point: [`read`]. All syntax faults at once.

use super::Fault;
use super::text::refuse_escaped;
use super::tree::{Node, Pair, Spot, Style, Value};
use crate::rules;
use crate::words;
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads settings that begin at byte `start` of the text.
pub(crate) fn read<'t>(text: &'t str, start: usize, faults: &mut Vec<Fault>) -> Node<'t> {
    let (table, errors) = DeTable::parse_recoverable(&text[start..]);
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let spot = Spot::bytes(start + range.start, start + range.end);
        let said = error.message().to_string();
        let message = words!(
            "设置文件的写法不对",
            "the settings are not well-formed: {said}"
        );
        faults.push(
            Fault::new(&rules::toml_syntax::RULE, spot, message).hint(words!(
                "每行写成：字段 = \"内容\",引号用半角；小节写成 [名称]。",
                "Each line is field = \"value\" with straight quotes; sections are [name]."
            )),
        );
    }
    let mut tree = Node {
        spot: Spot::bytes(start, text.len()),
        value: map(table.into_inner(), start),
    };
    if text.contains('\\') {
        refuse_escaped(&mut tree, faults);
    }
    tree
}

fn map(table: DeTable<'_>, start: usize) -> Value<'_> {
    let pair = |(name, value): (Spanned<Cow<'_, str>>, Spanned<DeValue<'_>>)| Pair {
        name_spot: spot(name.span(), start),
        name: Cow::Owned(name.into_inner().into_owned()),
        node: node(value, start),
    };
    let mut pairs: Vec<_> = table.into_iter().map(pair).collect();
    pairs.sort_by_key(|pair| pair.name_spot.start);
    Value::Map(pairs)
}

fn spot(range: std::ops::Range<usize>, start: usize) -> Spot {
    Spot::bytes(start + range.start, start + range.end)
}

fn node<'t>(value: Spanned<DeValue<'_>>, start: usize) -> Node<'t> {
    let spot = spot(value.span(), start);
    let word = |text: String| Value::Word(Cow::Owned(text), Style::Quoted);
    let value = match value.into_inner() {
        DeValue::String(text) => word(text.into_owned()),
        DeValue::Integer(number) => word(number.as_str().to_string()),
        DeValue::Float(number) => word(number.as_str().to_string()),
        DeValue::Boolean(flag) => word(flag.to_string()),
        DeValue::Datetime(moment) => word(moment.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, start)).collect())
        }
        DeValue::Table(table) => owned(map(table, start)),
    };
    Node { spot, value }
}

fn owned(value: Value<'_>) -> Value<'static> {
    let node = Node {
        spot: Spot::default(),
        value,
    };
    node.owned(&|spot| spot).value
}
