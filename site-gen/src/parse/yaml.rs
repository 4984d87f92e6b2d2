//! Front matter to a tree, through the events of the YAML parser. Words stay as they were written: `no`, `012` and `2026-11-05` are text until a
//! field's type reads them. Anchors, aliases and tags are refused.
//!
//! Entry point: [`read`]. After an error the fields are read one by one, so that one fault does not hide the others.

mod complaint;

use super::Fault;
use super::tree::{Node, Pair, Spot, Style, Value};
use crate::rules;
use crate::words;
use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, options};
use std::borrow::Cow;

/// Deepest nesting of a front matter: agenda → actions → milestones is seven.
const MAX_DEPTH: usize = 16;

/// Most words and names of a front matter; 256 KB of one-letter list items are more.
const MAX_NODES: usize = 20_000;

/// Reads a front matter that begins at `offset` of the file.
pub(crate) fn read<'t>(text: &'t str, offset: usize, faults: &mut Vec<Fault>) -> Node<'t> {
    let before = faults.len();
    if let Ok(node) = Builder::new(text, offset, faults).document() {
        return node;
    }
    faults.truncate(before);
    one_by_one(text, offset, faults)
}

/// Reads every top-level field by itself: a fault in one hides no other.
fn one_by_one<'t>(text: &'t str, offset: usize, faults: &mut Vec<Fault>) -> Node<'t> {
    let mut pairs: Vec<Pair<'t>> = Vec::new();
    for (start, end) in fields(text) {
        let (part, at) = (&text[start..end], offset + start);
        match Builder::new(part, at, faults).document() {
            Ok(node) => {
                if let Value::Map(found) = node.value {
                    pairs.extend(found);
                }
            }
            Err(error) => {
                faults.push(told(&error, part, at));
                pairs.extend(refused_field(part, at));
            }
        }
    }
    doubled(&pairs, faults);
    Node {
        spot: Spot::bytes(offset, offset + text.len()),
        value: Value::Map(pairs),
    }
}

/// The ranges of top-level fields: each begins with a line that is not indented.
fn fields(text: &str) -> Vec<(usize, usize)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.starts_with([' ', '\t', '#', '-', '\u{3000}', ']', '}'])
        {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// The name of a field that could not be read: known, but without a value.
fn refused_field(part: &str, at: usize) -> Option<Pair<'_>> {
    let name = part.split([':', '\n']).next()?.trim();
    let spot = Spot::bytes(at, at + name.len());
    Some(Pair {
        name: Cow::Borrowed(name),
        name_spot: spot,
        node: Node {
            spot,
            value: Value::Refused,
        },
    })
}

fn doubled(pairs: &[Pair<'_>], faults: &mut Vec<Fault>) {
    let mut seen: std::collections::HashSet<&str> = std::collections::HashSet::new();
    for pair in pairs {
        if !seen.insert(pair.name.as_ref()) {
            faults.push(twice(pair));
        }
    }
}

fn twice(pair: &Pair<'_>) -> Fault {
    let name = &pair.name;
    let message = words!("字段“{name}”写了两次", "the field {name:?} stands twice");
    Fault::new(&rules::field_twice::RULE, pair.name_spot, message)
        .hint(words!("留下其中一个。", "Keep one of them."))
}

/// Builds a tree from events.
struct Builder<'t, 'f> {
    parser: Parser<'t, StrInput<'t>>,
    offset: usize,
    len: usize,
    nodes: usize,
    faults: &'f mut Vec<Fault>,
}

type Read<T> = Result<T, ScanError>;

impl<'t, 'f> Builder<'t, 'f> {
    fn new(text: &'t str, offset: usize, faults: &'f mut Vec<Fault>) -> Self {
        let options = options! {
            emit_comments: false,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        Self {
            parser: Parser::new_from_str_with_options(text, options),
            offset,
            len: text.len(),
            nodes: 0,
            faults,
        }
    }

    fn document(&mut self) -> Read<Node<'t>> {
        let mut root = self.empty_map();
        while let Some(next) = self.parser.next_event() {
            let (event, span) = next?;
            if event.is_node() {
                root = self.node(event, span)?;
            }
        }
        if matches!(root.value, Value::Map(_)) {
            return Ok(root);
        }
        if matches!(root.value, Value::Empty) {
            return Ok(self.empty_map());
        }
        self.faults.push(
            Fault::new(
                &rules::yaml_syntax::RULE,
                Spot {
                    end: root.spot.start + 1,
                    ..root.spot
                },
                words!(
                    "文件头应是“字段: 内容”一行一个",
                    "the front matter should be lines of `field: value`"
                ),
            )
            .hint(words!(
                "冒号用半角，后面空一格，例如 标题: 关于……的通知。",
                "A colon and a blank after the name, e.g. title: Notice of …"
            )),
        );
        Ok(Node {
            value: Value::Refused,
            ..root
        })
    }

    fn empty_map(&self) -> Node<'t> {
        Node {
            spot: Spot::bytes(self.offset, self.offset + self.len),
            value: Value::Map(Vec::new()),
        }
    }

    fn spot(&self, span: Span) -> Spot {
        let range = span.byte_range().unwrap_or(0..0);
        Spot::bytes(
            self.offset + range.start.min(self.len),
            self.offset + range.end.min(self.len),
        )
    }

    fn next(&mut self) -> Read<(Event<'t>, Span)> {
        match self.parser.next_event() {
            Some(next) => next,
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The node that begins with this event.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser may learn new events; none of them is a value here"
    )]
    fn node(&mut self, event: Event<'t>, span: Span) -> Read<Node<'t>> {
        self.nodes += 1;
        let spot = self.spot(span);
        if self.nodes > MAX_NODES {
            return Err(ScanError::new(span.start, "too many"));
        }
        let refused = self.refuse_extras(&event, spot);
        let mut node = match event {
            Event::Scalar(word, style, _, _) => Node {
                spot,
                value: scalar(word, style),
            },
            Event::SequenceStart(..) => self.list(spot)?,
            Event::MappingStart(..) => self.map(spot)?,
            _ => refused_node(spot),
        };
        if refused {
            node.value = Value::Refused;
        }
        Ok(node)
    }

    /// Anchors, aliases and tags have no meaning here, and are a trap.
    fn refuse_extras(&mut self, event: &Event<'_>, spot: Spot) -> bool {
        let anchor = event.anchor_id().is_some_and(|id| id != 0);
        let extra = event.is_alias() || anchor || event.tag().is_some();
        if extra {
            let message = words!(
                "不用 YAML 的 &、*、! 记号",
                "YAML's marks & * ! are not used here"
            );
            let hint = words!(
                "内容以 &、*、! 开头时，整个用引号括起来；要重复的内容请再写一遍。",
                "Put a value that begins with one of them in quotes; write repeated content again."
            );
            self.faults
                .push(Fault::new(&rules::yaml_extras::RULE, spot, message).hint(hint));
        }
        extra
    }

    fn list(&mut self, mut spot: Spot) -> Read<Node<'t>> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                break;
            }
            if event.is_node() {
                items.push(self.node(event, span)?);
            }
        }
        spot.end = items
            .last()
            .map_or(spot.end, |last: &Node<'_>| last.spot.end);
        Ok(Node {
            spot,
            value: Value::List(items),
        })
    }

    fn map(&mut self, mut spot: Spot) -> Read<Node<'t>> {
        let mut pairs: Vec<Pair<'t>> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                break;
            }
            if event.is_node() {
                let name = self.node(event, span)?;
                let (event, span) = self.next()?;
                let node = self.node(event, span)?;
                pairs.extend(self.pair(name, node));
            }
        }
        doubled(&pairs, self.faults);
        spot.end = pairs.last().map_or(spot.end, |last| last.node.spot.end);
        Ok(Node {
            spot,
            value: Value::Map(pairs),
        })
    }

    fn pair(&mut self, name: Node<'t>, node: Node<'t>) -> Option<Pair<'t>> {
        if let Value::Word(word, _) = name.value {
            return Some(Pair {
                name: word,
                name_spot: name.spot,
                node,
            });
        }
        let message = words!("字段名应是一个词", "a field's name should be a word");
        self.faults
            .push(Fault::new(&rules::yaml_syntax::RULE, name.spot, message));
        None
    }
}

fn refused_node(spot: Spot) -> Node<'static> {
    Node {
        spot,
        value: Value::Refused,
    }
}

fn scalar(word: Cow<'_, str>, style: ScalarStyle) -> Value<'_> {
    let style = match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    };
    let nothing = style == Style::Plain && (word.is_empty() || word == "~");
    if nothing {
        Value::Empty
    } else {
        Value::Word(word, style)
    }
}

/// The parser's complaint in words that say what to do.
fn told(error: &ScanError, part: &str, at: usize) -> Fault {
    let byte = error.marker().byte_offset().unwrap_or(0).min(part.len());
    let mut start = byte;
    while !part.is_char_boundary(start) {
        start -= 1;
    }
    let len = part[start..].chars().next().map_or(0, char::len_utf8);
    let (message, hint) = complaint::explained(error.kind());
    Fault::new(
        &rules::yaml_syntax::RULE,
        Spot::bytes(at + start, at + start + len),
        message,
    )
    .hint(hint)
}
