//! The YAML parser's complaints, in words that say what to do.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser has eighty kinds, and more to come; what is not named here is told in general"
)]

use super::MAX_DEPTH;
use crate::diagnostic::Words;
use crate::words;
use granit_parser::ErrorKind as E;

/// What is wrong and what to do.
type Complaint = (Words, Words);

/// The complaint in words.
pub(super) fn explained(kind: &E) -> Complaint {
    lines(kind).or_else(|| marks(kind)).unwrap_or_else(|| {
        (
            words!("文件头的写法不对", "the front matter is not well-formed"),
            words!(
                "看看缩进、冒号和引号；mingtang new 写出的样子可以对照。",
                "Look at indentation, colons and quotes; compare what mingtang new writes."
            ),
        )
    })
}

/// Indentation, names and colons.
fn lines(kind: &E) -> Option<Complaint> {
    Some(match kind {
        E::TabInBlockIndentation | E::TabInIndentation | E::TabNotAllowed | E::TabInPlainScalar => {
            (
                words!("缩进用了制表符(Tab)", "the indentation uses a tab"),
                words!(
                    "改用空格缩进，每层两个。",
                    "Indent with blanks, two a level."
                ),
            )
        }
        E::MappingValueNotAllowed | E::InvalidColonPlacement | E::InvalidMappingValueWhitespace => {
            (
                words!("这里不该有冒号", "no colon is expected here"),
                words!(
                    "内容里有“: ”时，整个用引号括起来；字段名前后的缩进要对齐。",
                    "Put a value that holds `: ` in quotes; align the names of fields."
                ),
            )
        }
        E::SimpleKeyExpected
        | E::ExpectedBlockMappingKey
        | E::InvalidSimpleKey
        | E::InvalidIndentation
        | E::ExpectedBlockSequenceEntry
        | E::BlockSequenceEntryNotAllowed => (
            words!(
                "这一行读不懂：缺少“字段: ”，或者缩进没有对齐",
                "this line has no `field: `, or its indentation does not fit"
            ),
            words!(
                "冒号用半角，后面空一格；同一层的字段左边对齐。",
                "A colon and a blank after the name; align the fields of a level."
            ),
        ),
        E::RecursionLimitExceeded => (
            words!(
                "嵌套超过 {MAX_DEPTH} 层",
                "nested more than {MAX_DEPTH} levels deep"
            ),
            words!("没有哪个字段需要这么深。", "No field needs this."),
        ),
        _ => return None,
    })
}

/// Quotes, brackets and characters.
fn marks(kind: &E) -> Option<Complaint> {
    Some(match kind {
        E::UnclosedQuotedScalar
        | E::DocumentIndicatorInQuotedScalar
        | E::InvalidQuotedScalarIndent => (
            words!("引号没有成对", "a quote is not closed"),
            words!(
                "在内容末尾补上同样的引号。",
                "Close it with the same quote."
            ),
        ),
        E::UnclosedFlowCollection { .. }
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::ExpectedFlowSequenceSeparator
        | E::ExpectedFlowMappingSeparator
        | E::MismatchedFlowCollectionEnd { .. }
        | E::MisplacedFlowCollectionEnd => (
            words!(
                "方括号或花括号没有成对，或少了半角逗号",
                "a bracket is not closed, or a comma is missing"
            ),
            words!(
                "列表写成 [甲, 乙],或者每项一行、以“- ”开头。",
                "Write [one, two], or one item a line after `- `."
            ),
        ),
        E::UnexpectedCharacter { .. } => (
            words!(
                "内容不能以这个字符开头",
                "a value cannot begin with this character"
            ),
            words!("整个内容用引号括起来。", "Put the value in quotes."),
        ),
        _ => return None,
    })
}
