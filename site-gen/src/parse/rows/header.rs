//! The header of a table, compiled once into a plan by which each row is read.
//!
//! Entry point: [`plan`]. Every fault of a header is told at the header, not at each row.

use super::super::Fault;
use super::super::csv::Row;
use super::super::tree::Spot;
use crate::diagnostic::Words;
use crate::rules;
use crate::schema::{Field, Shape, Type, nearest};
use crate::words;

/// How a row becomes a tree.
#[derive(Debug)]
pub(super) enum Plan {
    /// The word of this column.
    Cell(usize),
    /// The several words of this column.
    Words(usize),
    /// The elements of a list, written as JSON in this column, as open data has them.
    Json(usize),
    /// The elements of a list, by their numbers.
    Items(Vec<(u32, Plan)>),
    /// The fields of an object.
    Fields(Vec<Planned>),
}

/// A field that a table has columns for.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) id: Box<str>,
    /// Its first column's cell of the header.
    pub(super) spot: Spot,
    /// The column to fill in where it is required and empty.
    pub(super) required: Option<usize>,
    pub(super) plan: Plan,
}

/// A step of a column's path.
#[derive(Debug, Clone, Copy)]
enum Step<'h> {
    Name(&'h str),
    Number(u32),
}

/// Compiles a header; none if it is unusable.
pub(super) fn plan(header: &Row<'_>, shape: &Shape, faults: &mut Vec<Fault>) -> Option<Plan> {
    let before = faults.len();
    let mut fields = Vec::new();
    for (column, cell) in header.cells.iter().enumerate() {
        let name = cell.text.trim();
        if name.is_empty() {
            faults.push(empty(cell.spot, column, header.number));
            continue;
        }
        let steps = steps(name);
        if let Err(fault) = place(&mut fields, shape, &steps, (column, cell.spot)) {
            faults.push(*fault);
        }
    }
    (faults.len() == before).then_some(Plan::Fields(fields))
}

fn empty(spot: Spot, column: usize, row: u32) -> Fault {
    let (row, column) = (row + 1, column + 1);
    let message = words!(
        "表头第 {row} 行第 {column} 列是空的",
        "column {column} of the header in row {row} is empty"
    );
    Fault::new(&rules::header_merged::RULE, spot, message).hint(words!(
        "表头只用一行，每列写一个字段名；合并的单元格请先取消合并。不用的列请删掉。",
        "One header row with a field's name in each column; unmerge merged cells and delete unused columns."
    ))
}

/// `议程[0].表决.赞成` → 议程, 0, 表决, 赞成.
fn steps(name: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in name.split(['.', '．']) {
        let (word, number) = match part.split_once(['[', '［']) {
            Some((word, rest)) => (word, rest.trim_end_matches([']', '］']).parse().ok()),
            None => (part, None),
        };
        match word.trim().parse() {
            Ok(n) => steps.push(Step::Number(n)),
            Err(_) => steps.push(Step::Name(word.trim())),
        }
        steps.extend(number.map(Step::Number));
    }
    steps
}

type Column = (usize, Spot);

/// Puts a column into the fields of an object.
fn place(
    fields: &mut Vec<Planned>,
    shape: &Shape,
    steps: &[Step<'_>],
    column: Column,
) -> Result<(), Box<Fault>> {
    let Some((Step::Name(name), rest)) = steps.split_first() else {
        return Err(Box::new(misplaced(column.1)));
    };
    let Some((_, field)) = shape.find(name) else {
        return Err(Box::new(unknown(shape, name, column.1)));
    };
    let at = match fields.iter().position(|planned| planned.id == field.id) {
        Some(_) if rest.is_empty() => return Err(Box::new(twice(field, column.1))),
        Some(at) => at,
        None => {
            fields.push(Planned {
                id: field.id.clone(),
                spot: column.1,
                required: field.required.then_some(column.0),
                plan: unfilled(&field.ty, column.0),
            });
            fields.len() - 1
        }
    };
    fill(&mut fields[at].plan, &field.ty, rest, column)
}

fn unfilled(ty: &Type, column: usize) -> Plan {
    match ty {
        Type::Object(_) => Plan::Fields(Vec::new()),
        Type::List(item) if matches!(**item, Type::Object(_)) => Plan::Items(Vec::new()),
        Type::List(_) => Plan::Words(column),
        Type::Text | Type::Formed(_) | Type::Number(_) | Type::Flag | Type::Choice(_) => {
            Plan::Cell(column)
        }
    }
}

fn fill(plan: &mut Plan, ty: &Type, steps: &[Step<'_>], column: Column) -> Result<(), Box<Fault>> {
    match (plan, ty, steps) {
        (Plan::Cell(_) | Plan::Words(_), _, []) => Ok(()),
        (plan @ Plan::Items(_), _, []) => {
            *plan = Plan::Json(column.0);
            Ok(())
        }
        (Plan::Fields(fields), Type::Object(shape), [_, ..]) => place(fields, shape, steps, column),
        (Plan::Items(items), Type::List(item), [Step::Number(n), rest @ ..]) => {
            let at = match items.binary_search_by_key(n, |(number, _)| *number) {
                Ok(at) => at,
                Err(at) => {
                    items.insert(at, (*n, unfilled(item, column.0)));
                    at
                }
            };
            fill(&mut items[at].1, item, rest, column)
        }
        _ => Err(Box::new(misplaced(column.1))),
    }
}

fn misplaced(spot: Spot) -> Fault {
    let message = words!(
        "这个列名的写法不对",
        "this name of a column is not well-formed"
    );
    Fault::new(&rules::header_name::RULE, spot, message).hint(words!(
        "下级字段写成“经费.方式”，列表的第几项写成“法律依据[0].名称”；一格里的几个词用分号隔开，不编号。",
        "Nested fields are written funding.mode, elements of a list legal_bases[0].title; words of one cell are separated by `;`."
    ))
}

fn unknown(shape: &Shape, name: &str, spot: Spot) -> Fault {
    let message = words!("没有“{name}”这个字段", "there is no field {name:?}");
    Fault::new(&rules::unknown_field::RULE, spot, message).hint(meant(shape, name))
}

/// The field that was meant, or all there are.
pub(crate) fn meant(shape: &Shape, name: &str) -> Words {
    let fields = shape.fields();
    let names = fields.iter().flat_map(|f| [&*f.zh, &*f.id]);
    let known = nearest(name, names).and_then(|near| shape.find(near));
    if let Some((_, field)) = known {
        let (zh, id) = (&field.zh, &field.id);
        return words!("是不是“{zh}”({id})?", "Did you mean `{id}` ({zh})?");
    }
    let list = |pick: fn(&Field) -> &str| {
        let names: Vec<&str> = fields.iter().map(pick).collect();
        names.join("、")
    };
    let (zh, en) = (list(|f| &f.zh), list(|f| &f.id));
    words!("可以用的字段：{zh}。", "The fields are: {en}.")
}

fn twice(field: &Field, spot: Spot) -> Fault {
    let (zh, id) = (&field.zh, &field.id);
    let message = words!("“{zh}”有两列", "there are two columns `{id}`");
    Fault::new(&rules::field_twice::RULE, spot, message)
}
