//! Holds a raw tree against a shape: names, structure, words. Gives a tree of values in which every field fits its type.
//!
//! Entry point: [`Normal::object`]. All faults are told; a field with a fault gets a made-up value and is noted as doubtful, so that the rules on the other fields still
//! run.

use super::scalars::{self, Wrong};
use super::value::Val;
use crate::diagnostic::{Edit, Fix, Repair, Span, Words};
use crate::parse::Fault;
use crate::parse::rows::meant;
use crate::parse::tree::{Node, Pair, Spot, Style, Value};
use crate::rules;
use crate::schema::{Field, Form, Shape, Type, nearest};
use crate::words;
use std::borrow::Cow;
use std::fmt::Write;

/// The work on one record.
#[derive(Debug, Default)]
pub(super) struct Normal {
    pub(super) faults: Vec<Fault>,
    /// Fields that could not be read.
    pub(super) doubts: Vec<Box<str>>,
    /// English path of where we are.
    path: String,
}

/// What a missing top-level field is taken to be.
pub(super) type Defaults<'d> = dyn Fn(&str, &[(&'static str, Val<'_>)]) -> Option<String> + 'd;

impl Normal {
    /// The fields of a record.
    pub(super) fn record<'t>(
        &mut self,
        node: &Node<'t>,
        shape: &'static Shape,
        defaults: &Defaults<'_>,
    ) -> Val<'t> {
        let (mut fields, missing) = self.fields(node, shape);
        for field in missing {
            let value = if let Some(word) = defaults(&field.id, &fields) {
                let word = Cow::Owned(word);
                self.step(&field.id, |here| {
                    here.word(&field.ty, (&word, Style::Cell), head(node))
                })
            } else {
                self.missing(node, field);
                made_up(&field.ty)
            };
            fields.push((&field.id, value));
        }
        Val::Map(fields)
    }

    /// The fields of an object within a record.
    fn object<'t>(&mut self, node: &Node<'t>, shape: &'static Shape) -> Val<'t> {
        let (mut fields, missing) = self.fields(node, shape);
        for field in missing {
            self.missing(node, field);
            fields.push((&field.id, made_up(&field.ty)));
        }
        Val::Map(fields)
    }

    /// The fields that are there, and the required ones that are not.
    fn fields<'t>(
        &mut self,
        node: &Node<'t>,
        shape: &'static Shape,
    ) -> (Vec<(&'static str, Val<'t>)>, Vec<&'static Field>) {
        let found = self.sorted(node, shape);
        let mut fields = Vec::with_capacity(found.len());
        let mut missing = Vec::new();
        for (field, pair) in shape.fields().iter().zip(found) {
            match pair {
                Some(pair) if matches!(pair.node.value, Value::Refused) => {
                    self.doubt(&field.id);
                    fields.push((&*field.id, made_up(&field.ty)));
                }
                Some(pair) if !empty(&pair.node) => {
                    let value = self.step(&field.id, |here| here.value(&pair.node, &field.ty));
                    fields.push((&*field.id, value));
                }
                Some(_) | None if field.required => missing.push(field),
                Some(_) | None => {}
            }
        }
        (fields, missing)
    }

    /// The pair of each field of the shape; faults for names that are unknown or stand twice.
    fn sorted<'n, 't>(&mut self, node: &'n Node<'t>, shape: &Shape) -> Vec<Option<&'n Pair<'t>>> {
        let mut found: Vec<Option<&Pair<'t>>> = vec![None; shape.fields().len()];
        for pair in node.pairs() {
            match shape.find(&pair.name) {
                None => self.unknown(pair, shape),
                Some((at, field)) => match found[at] {
                    Some(first) if first.name != pair.name => self.in_both_languages(pair, field),
                    Some(_) => {}
                    None => found[at] = Some(pair),
                },
            }
        }
        found
    }

    fn unknown(&mut self, pair: &Pair<'_>, shape: &Shape) {
        let name = &pair.name;
        let message = words!("没有“{name}”这个字段", "there is no field {name:?}");
        let mut fault = Fault::new(&rules::unknown_field::RULE, pair.name_spot, message)
            .hint(meant(shape, name));
        let fields = shape.fields().iter();
        let names = fields.flat_map(|f| [&*f.zh, &*f.id]);
        fault.fix = nearest(name, names).and_then(|near| replace(pair.name_spot, near, false));
        fault.field = Some(self.path.clone());
        self.faults.push(fault);
    }

    fn in_both_languages(&mut self, pair: &Pair<'_>, field: &Field) {
        let (zh, id) = (&field.zh, &field.id);
        let message = words!(
            "“{zh}”写了两次：中文名和英文名 {id} 是同一个字段",
            "`{id}` stands twice: {zh} is the same field"
        );
        let fault = Fault::new(&rules::field_twice::RULE, pair.name_spot, message);
        self.faults
            .push(fault.hint(words!("留下其中一个。", "Keep one of them.")));
    }

    fn missing(&mut self, node: &Node<'_>, field: &Field) {
        let (zh, id) = (&field.zh, &field.id);
        let message = words!(
            "缺少必填字段“{zh}”({id})",
            "the required field `{id}` ({zh}) is missing"
        );
        let spot = place_of_missing(node, field);
        let mut fault =
            Fault::new(&rules::missing_field::RULE, spot, message).hint(expected(&field.ty));
        fault.field = Some(self.below(id));
        self.faults.push(fault);
        self.doubt(id);
    }

    fn value<'t>(&mut self, node: &Node<'t>, ty: &'static Type) -> Val<'t> {
        match (&node.value, ty) {
            (Value::Map(_), Type::Object(shape)) => self.object(node, shape),
            (Value::List(items), Type::List(item)) => self.list(items, item),
            (Value::Word(word, _), _) if word.trim().is_empty() => {
                let empty = Node {
                    spot: node.spot,
                    value: Value::Empty,
                };
                self.structure(&empty, ty)
            }
            (Value::Word(word, style), ty) if !matches!(ty, Type::List(_) | Type::Object(_)) => {
                self.word(ty, (word, *style), node.spot)
            }
            (Value::Refused, ty) => {
                self.doubt("");
                made_up(ty)
            }
            (Value::Empty | Value::Word(..) | Value::List(_) | Value::Map(_), ty) => {
                self.structure(node, ty)
            }
        }
    }

    fn list<'t>(&mut self, items: &[Node<'t>], ty: &'static Type) -> Val<'t> {
        let mut values = Vec::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            let length = self.path.len();
            let _ = write!(self.path, "[{n}]");
            values.push(self.value(item, ty));
            self.path.truncate(length);
        }
        Val::List(values)
    }

    fn word<'t>(
        &mut self,
        ty: &'static Type,
        (word, style): (&Cow<'t, str>, Style),
        spot: Spot,
    ) -> Val<'t> {
        match scalars::read(ty, word, style) {
            Ok((value, None)) => value,
            Ok((value, Some(wrong))) => {
                self.told(wrong, spot);
                value
            }
            Err(wrong) => {
                self.told(*wrong, spot);
                self.doubt("");
                made_up(ty)
            }
        }
    }

    fn told(&mut self, wrong: Wrong, spot: Spot) {
        let mut fault = Fault::new(wrong.rule, spot, wrong.message);
        fault.field = Some(self.path.clone());
        fault.hint = wrong.hint;
        fault.fix = wrong
            .instead
            .and_then(|(text, safe)| replace(spot, &text, safe));
        self.faults.push(fault);
    }

    fn structure<'t>(&mut self, node: &Node<'_>, ty: &'static Type) -> Val<'t> {
        let message = match (ty, ty.item()) {
            _ if matches!(node.value, Value::Empty) => words!("这一项是空的", "this item is empty"),
            (Type::List(_), Type::Object(_)) => words!(
                "这里应是列表，每项有自己的字段",
                "a list of items with fields is expected here"
            ),
            (Type::List(_), _) => words!("这里应是列表", "a list is expected here"),
            (Type::Object(_), _) => words!("这里应有下级字段", "fields are expected here"),
            (Type::Text | Type::Formed(_) | Type::Number(_) | Type::Flag | Type::Choice(_), _) => {
                words!("这里应只写一个词", "a single word is expected here")
            }
        };
        let mut fault =
            Fault::new(&rules::wrong_structure::RULE, first_line(node), message).hint(expected(ty));
        fault.field = Some(self.path.clone());
        self.faults.push(fault);
        self.doubt("");
        made_up(ty)
    }

    fn step<T>(&mut self, id: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(id);
        let done = work(self);
        self.path.truncate(length);
        done
    }

    fn below(&self, id: &str) -> String {
        if self.path.is_empty() || id.is_empty() {
            return format!("{}{id}", self.path);
        }
        format!("{}.{id}", self.path)
    }

    fn doubt(&mut self, id: &str) {
        let path = self.below(id);
        self.doubts.push(path.into());
    }
}

/// The first name of a record, where what concerns it as a whole is told.
fn head(node: &Node<'_>) -> Spot {
    let first = node.pairs().first();
    first.map_or(node.spot, |pair| pair.name_spot)
}

/// Where a missing field should stand: its empty cell, else the first cell that the row has for the object; outside tables its own name, else the first name.
fn place_of_missing(node: &Node<'_>, field: &Field) -> Spot {
    let pairs = node.pairs();
    let own = pairs
        .iter()
        .find(|p| *p.name == *field.zh || *p.name == *field.id);
    match (own, pairs.first()) {
        (Some(own), _) if own.node.spot.cell.is_some() => own.node.spot,
        (Some(own), _) => own.name_spot,
        (None, _) if node.spot.cell.is_some() => node.spot,
        (None, Some(first)) => first.name_spot,
        (None, None) => node.spot,
    }
}

fn empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Empty => true,
        Value::Word(word, _) => word.trim().is_empty(),
        Value::List(_) | Value::Map(_) | Value::Refused => false,
    }
}

/// The start of something that may go over many lines.
fn first_line(node: &Node<'_>) -> Spot {
    Spot {
        end: node.spot.end.min(node.spot.start + 60).max(node.spot.start),
        ..node.spot
    }
}

/// A repair that replaces these bytes; none for cells of a spreadsheet.
fn replace(spot: Spot, text: &str, safe: bool) -> Option<Fix> {
    let edit = Edit {
        span: Span {
            start: spot.start,
            end: spot.end,
        },
        text: text.into(),
    };
    (spot.end > spot.start).then(|| Fix {
        safe,
        repair: Repair::Edits(vec![edit]),
    })
}

/// What may stand in a field, in words.
fn expected(ty: &Type) -> Words {
    match ty {
        Type::Text => words!("填上内容。", "Fill it in."),
        Type::Formed(_) => {
            let example = example(ty);
            words!("例如：{example}", "E.g. {example}")
        }
        Type::Number(_) => words!("写整数，例如 12。", "Write a whole number, e.g. 12."),
        Type::Flag => words!("写 是 或 否。", "Write true or false."),
        Type::Choice(choices) => {
            let zh: Vec<&str> = choices.iter().map(|c| &*c.zh).collect();
            let ids: Vec<&str> = choices.iter().map(|c| &*c.id).collect();
            let (zh, ids) = (zh.join("、"), ids.join(", "));
            words!("可选：{zh}。", "One of: {ids}.")
        }
        Type::List(item) => {
            if let Type::Object(shape) = &**item {
                let (zh, en) = names(shape);
                return words!(
                    "每项以“- ”开头，写字段：{zh}。",
                    "Each item begins with `- ` and has the fields: {en}."
                );
            }
            words!(
                "写成 [甲, 乙],或者每项一行、以“- ”开头。",
                "Write [one, two], or an item a line after `- `."
            )
        }
        Type::Object(shape) => {
            let (zh, en) = names(shape);
            words!(
                "下一行缩进两格，写字段：{zh}。",
                "On indented lines below, the fields: {en}."
            )
        }
    }
}

fn names(shape: &Shape) -> (String, String) {
    let zh: Vec<&str> = shape.fields().iter().map(|f| &*f.zh).collect();
    let en: Vec<&str> = shape.fields().iter().map(|f| &*f.id).collect();
    (zh.join("、"), en.join(", "))
}

fn example(ty: &Type) -> &'static str {
    let Type::Formed(form) = ty else {
        return "…";
    };
    match form {
        Form::Day => "2026-11-05",
        Form::Moment => "2026-11-05 14:30",
        Form::Share => "45%",
        Form::RecordId => "2026-tongzhi-01",
        Form::DivisionCode => "420502001003",
        Form::Link => "https://example.org/",
        Form::DocumentNumber => "宜民政发〔2021〕12号",
        Form::CreditCode => "91350100M000100Y43",
    }
}

/// A value that fits the type and means nothing: never published, it only keeps the rules on the other fields going.
fn made_up(ty: &'static Type) -> Val<'static> {
    let text = |word: &str| Val::Text(Cow::Owned(word.to_string()));
    match ty {
        Type::Text | Type::Formed(Form::Link | Form::DocumentNumber | Form::CreditCode) => {
            text("?")
        }
        Type::Formed(Form::Day | Form::Moment) => text("2000-01-01"),
        Type::Formed(Form::Share) => text("0%"),
        Type::Formed(Form::RecordId) => text("x"),
        Type::Formed(Form::DivisionCode) => text("4205"),
        Type::Number(_) => Val::Number(0),
        Type::Flag => Val::Flag(false),
        Type::Choice(choices) => text(choices.first().map_or("", |c| &*c.id)),
        Type::List(_) => Val::List(Vec::new()),
        Type::Object(shape) => {
            let required = shape.fields().iter().filter(|field| field.required);
            Val::Map(required.map(|f| (&*f.id, made_up(&f.ty))).collect())
        }
    }
}
