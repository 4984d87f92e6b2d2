//! Reads what stands in prints and conditions, with the binding of signs that the template engine has.
//!
//! Entry points: [`Reader::whole`], [`Reader::first`]. Names are looked up as they are met; what is not known here gives none.

use super::run::{Const, Expr, Field, Turn};
use super::words::Word;
use super::{Bound, Names};

/// How strongly signs bind on their left and right.
fn binding(word: Word<'_>) -> Option<(u8, u8)> {
    match word {
        Word::Name("or") => Some((1, 2)),
        Word::Name("and") => Some((3, 4)),
        Word::Name("is") => Some((5, 6)),
        Word::Sign("==" | "!=" | ">") => Some((7, 8)),
        Word::Sign("+") => Some((11, 12)),
        Word::Sign("*") => Some((13, 14)),
        Word::Sign("|") => Some((17, 18)),
        _ => None,
    }
}

/// How strongly `not` binds.
const NOT: u8 = 5;

/// Reads words with the names that are known where they stand.
pub(super) struct Reader<'w, 'n> {
    pub(super) words: &'w [Word<'w>],
    pub(super) names: &'n Names<'n>,
}

impl<'w> Reader<'w, '_> {
    /// An expression that all words belong to.
    pub(super) fn whole(mut self) -> Option<Expr> {
        let expr = self.expr(0)?;
        self.words.is_empty().then_some(expr)
    }

    /// An expression and the words after it.
    pub(super) fn first(mut self) -> Option<(Expr, &'w [Word<'w>])> {
        let expr = self.expr(0)?;
        Some((expr, self.words))
    }

    fn next(&mut self) -> Option<Word<'w>> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(*first)
    }

    fn takes(&mut self, word: Word<'_>) -> bool {
        let is = self.words.first() == Some(&word);
        if is {
            self.words = &self.words[1..];
        }
        is
    }

    fn expr(&mut self, least: u8) -> Option<Expr> {
        let mut left = self.operand()?;
        while let Some(word) = self.words.first().copied() {
            if word == Word::Sign("[") {
                left = self.subscript(left)?;
                continue;
            }
            let Some((before, after)) = binding(word) else {
                break;
            };
            if before < least {
                break;
            }
            self.next()?;
            left = match word {
                Word::Sign("|") => self.filter(left)?,
                Word::Name("is") => self.test(left)?,
                _ => joined(word, left, self.expr(after)?)?,
            };
        }
        Some(left)
    }

    fn operand(&mut self) -> Option<Expr> {
        match self.next()? {
            Word::Text(text) => Some(Expr::Const(Const::Text(text.into()))),
            Word::Int(number) => Some(Expr::Const(Const::Int(number))),
            Word::Float(number) => Some(Expr::Const(Const::Float(number))),
            Word::Name("true" | "True") => Some(Expr::Const(Const::Bool(true))),
            Word::Name("false" | "False") => Some(Expr::Const(Const::Bool(false))),
            Word::Name("not") => Some(Expr::Not(Box::new(self.expr(NOT)?))),
            Word::Name(name) => self.path(name),
            Word::Sign(_) => None,
        }
    }

    /// A name with its fields.
    fn path(&mut self, root: &str) -> Option<Expr> {
        let mut fields: Vec<Field> = Vec::new();
        while self.takes(Word::Sign(".")) {
            let Some(Word::Name(field)) = self.next() else {
                return None;
            };
            fields.push(field.into());
        }
        if root == "loop" {
            let [field] = fields.as_slice() else {
                return None;
            };
            return Some(Expr::Turn(self.names.inner?, turn(&field.name)?));
        }
        match self.names.find(root)? {
            Bound::Slot(slot) => Some(Expr::Path(slot, fields.into())),
            Bound::Everywhere => {
                fields.insert(0, root.into());
                self.names.everywhere(fields)
            }
        }
    }

    fn subscript(&mut self, of: Expr) -> Option<Expr> {
        self.next()?;
        let which = self.expr(0)?;
        if !self.takes(Word::Sign("]")) || self.words.first() == Some(&Word::Sign(".")) {
            return None;
        }
        if let (Expr::Everywhere(names), Expr::Const(Const::Text(name))) = (&of, &which) {
            let mut names = names.to_vec();
            names.push(Field::from(&**name));
            return self.names.everywhere(names);
        }
        Some(Expr::Item(Box::new(of), Box::new(which)))
    }

    fn test(&mut self, of: Expr) -> Option<Expr> {
        let path = matches!(of, Expr::Path(..));
        (path && self.takes(Word::Name("defined"))).then(|| Expr::Defined(Box::new(of)))
    }

    fn filter(&mut self, of: Expr) -> Option<Expr> {
        match self.next()? {
            Word::Name("safe") => Some(Expr::Safe(Box::new(of))),
            Word::Name("length") => Some(Expr::Length(Box::new(of))),
            _ => None,
        }
    }
}

fn joined(sign: Word<'_>, a: Expr, b: Expr) -> Option<Expr> {
    let (a, b) = (Box::new(a), Box::new(b));
    match sign {
        Word::Name("or") => Some(Expr::Or(a, b)),
        Word::Name("and") => Some(Expr::And(a, b)),
        Word::Sign("==") => Some(Expr::Equal(a, b)),
        Word::Sign("!=") => Some(Expr::Not(Box::new(Expr::Equal(a, b)))),
        Word::Sign(">") => Some(Expr::More(a, b)),
        Word::Sign("+") => Some(Expr::Sum(a, b)),
        Word::Sign("*") => Some(Expr::Product(a, b)),
        _ => None,
    }
}

fn turn(field: &str) -> Option<Turn> {
    match field {
        "index" => Some(Turn::Index),
        "index0" => Some(Turn::Index0),
        "first" => Some(Turn::First),
        "last" => Some(Turn::Last),
        "length" => Some(Turn::Length),
        _ => None,
    }
}
