//! The plain reader against the full one: the same tree wherever it gives one, and a tree for what is usual.

use super::read;
use crate::parse::{mend, yaml};
use crate::schema;
use governance::labelled::Labelled;
use governance::records::Kind;
use proptest::prelude::*;

/// Compares; gives whether the plain reader took it.
fn compare(text: &str, offset: usize) -> bool {
    let Some(node) = read(text, offset) else {
        return false;
    };
    let mut faults = Vec::new();
    for kind in Kind::ALL {
        let mended = mend::mend(text, offset, schema::of(*kind), &mut faults);
        assert!(mended.is_none(), "slips in {text:?}");
    }
    let full = yaml::read(text, offset, &mut faults);
    assert!(faults.is_empty(), "{faults:?} in {text:?}");
    assert_eq!(format!("{node:?}"), format!("{full:?}"), "{text:?}");
    true
}

#[test]
fn what_is_usual_is_read_and_read_alike() {
    let usual = [
        "title: 关于快递柜的通知\ndivision: \"420527105206\"\nkeywords: [电动自行车, \"充电棚\", 'a']\nexample: true\npublish_at: 2024-01-12 09:00\n",
        "标题: 时间：下午#1\nlegal_bases:\n  - level: law\n    title: 消防法\n    article: 第三十二条\nfunding:\n  mode: core_budget\nsteps:\n  - 甲。\n  - '乙'\nserves:\n- a\n- b\nlast: http://x.org/#a",
        "agenda:\n  - no: 1\n    actions:\n      - what: 甲\n        due_on: 2027-12-31\n  - no: 2\n    actions:\n      - what: ~\nend: ''\n",
        "a: “好”…—·１\n",
    ];
    for text in usual {
        assert!(compare(text, 4), "{text}");
    }
}

/// Pieces of lines, right and wrong.
const PIECES: &[&str] = &[
    "a",
    "b",
    "标题",
    "名称",
    "title",
    ":",
    ": ",
    "：",
    " ",
    "  ",
    "    ",
    "\n",
    "\n  ",
    "\n- ",
    "\n  - ",
    "\n    ",
    "- ",
    "-",
    "[",
    "]",
    ", ",
    ",",
    "\"",
    "'",
    "#",
    " #",
    "|",
    ">",
    "&x",
    "*x",
    "!t",
    "{",
    "}",
    "?",
    "~",
    "\\",
    "\t",
    "\r",
    "\u{3000}",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "%",
    "@",
    "`",
    "---",
    "...",
    "1",
    "x: y",
    "\nb: ",
    "\n标题: ",
    "\nname:",
    "[a, b]",
    "\"c\"",
    "'d'",
    "<<",
    "=",
    "\u{a0}",
    "·",
    "—",
];

/// Forms of lines, with a name and a word.
const FORMS: &[&str] = &["N: W", "N:", "- W", "- N: W", "- N:", "N: [a, W]", "W"];

/// Words that are plain and words that only look so.
const WORDS: &[&str] = &[
    "a:b",
    "http://x/#y",
    "#x",
    "x #y",
    "x#y",
    "-1",
    "?x",
    ":x",
    "a, b",
    "[a]",
    "[a,b]",
    "[ a ]",
    "[a, ]",
    "[]",
    "[[a]]",
    "\"a\\b\"",
    "\"a\"b\"",
    "'a''b'",
    "a\"b",
    "'a' ",
    "\"\"",
    "全：角",
    "　x",
    "x　",
    "x ",
    " x",
    "x:",
    "~",
    "null",
    "|",
    ">-",
    "@a",
    "\"a: b\"",
    "[\"a\", 'b']",
    "[\"a\":b]",
    "[a: b]",
    "[a:b]",
    "{a: b}",
    "a | b",
    "a]",
    "[a] b",
    "{",
    "1,2",
    "—",
    "<<",
    "=",
    "!x",
    "&x",
    "*x",
    "%x",
    "x%",
    "x y",
    "名称：x",
    "标题: x",
    "x\\y",
    "\u{a0}x",
    "“x”",
    "x\u{200b}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn what_is_read_is_read_alike(pieces in proptest::collection::vec(0..PIECES.len(), 1..24)) {
        let text: String = pieces.into_iter().map(|n| PIECES[n]).collect();
        compare(&text, 4);
        compare(&format!("a: {text}"), 4);
        compare(&format!("a:\n  - {text}\nz: 1\n"), 4);
    }

    #[test]
    fn lines_of_any_indentation_are_read_alike(
        lines in proptest::collection::vec((0_usize..4, 0..FORMS.len(), 0..2 * WORDS.len()), 1..9),
    ) {
        let mut text = String::new();
        for (number, (indent, form, word)) in lines.into_iter().enumerate() {
            let word = WORDS.get(word).unwrap_or(&"w");
            let line = FORMS[form].replace('N', &format!("n{number}")).replace('W', word);
            text.push_str(&"  ".repeat(indent));
            text.push_str(&line);
            text.push('\n');
        }
        compare(&text, 4);
        compare(text.trim_end(), 4);
    }
}
