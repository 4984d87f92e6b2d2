//! A person's name beside 低保, 残疾, 患病 or 矫正: one of them alone is a subject, both together are somebody's secret.
//!
//! Entry point: [`name_beside`]. Names are guessed from the commonest surnames and from what may stand around a name, so
//! this only ever warns. 张某 is no name.

use super::context::{before, behind};
use std::ops::Range;

/// Bytes looked at on either side: twelve characters.
const REACH: usize = 36;

/// The words, by their first character.
pub(super) const WORDS: [&str; 6] = ["低保", "残疾", "患病", "患有", "患癌", "矫正"];

/// The commonest surnames (together five in six people), without those that mostly are other words: 于 和 成 常 安 时.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文向覃";

/// Surnames of two characters.
const DOUBLE: [&str; 6] = ["欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟"];

/// Words that begin like a name. Each was met in the text of a community's site.
const NO_NAMES: [&str; 112] = [
    "高龄",
    "高度",
    "高等",
    "高于",
    "高危",
    "高血压",
    "高温",
    "高校",
    "高中",
    "方便",
    "方面",
    "方案",
    "方式",
    "方法",
    "康复",
    "康养",
    "金额",
    "金融",
    "金钱",
    "金秋",
    "万元",
    "万人",
    "万户",
    "万一",
    "马上",
    "马路",
    "张贴",
    "陈列",
    "孙子",
    "孙女",
    "许多",
    "许可",
    "任何",
    "任务",
    "任职",
    "程度",
    "程序",
    "严重",
    "严格",
    "曾经",
    "曾患",
    "曾因",
    "顾及",
    "顾虑",
    "范围",
    "范畴",
    "章程",
    "周边",
    "周一",
    "周二",
    "周三",
    "周四",
    "周五",
    "周六",
    "周日",
    "周末",
    "周围",
    "周期",
    "周年",
    "周岁",
    "周到",
    "夏季",
    "夏天",
    "秋季",
    "白天",
    "白内障",
    "白血病",
    "陆续",
    "何种",
    "何时",
    "何处",
    "何地",
    "何以",
    "余额",
    "余名",
    "余人",
    "林业",
    "林区",
    "江苏",
    "江西",
    "江陵",
    "江北",
    "江南",
    "武汉",
    "武装",
    "黄石",
    "黄冈",
    "石首",
    "钟祥",
    "田间",
    "田地",
    "文化",
    "文件",
    "文体",
    "文明",
    "文字",
    "向上",
    "向前",
    "向下",
    "龙头",
    "雷同",
    "史料",
    "毛巾",
    "叶片",
    "苏州",
    "罗列",
    "钱款",
    "钱物",
    "汤药",
    "段时",
    "易地",
    "易返贫",
];

/// No name ends so.
const NO_ENDINGS: &str = "村社区镇乡街道路里市县省组院校局会所站室人户者们等于的某家年月日号岁元名和及与后时中内外上下并且或不需应可经为是有在对向把被将";

/// What may follow the word before a name.
const BEHIND_WORD: [&str; 17] = [
    "家庭", "对象", "人员", "居民", "村民", "儿童", "老人", "学生", "人士", "群众", "职工", "妇女",
    "户主", "户", "者", "人", "名单",
];

/// What may stand between a name and the word.
const BEFORE_WORD: [&str; 31] = [
    "属于", "申请", "享受", "领取", "纳入", "列入", "符合", "同志", "先生", "女士", "重度", "轻度",
    "肢体", "智力", "视力", "听力", "精神", "社区", "长期", "身", "系", "是", "为", "属", "因",
    "家", "一级", "二级", "三级", "四级", "的",
];

/// What may stand before a name.
const ROLES: [&str; 22] = [
    "居民",
    "村民",
    "户主",
    "业主",
    "老人",
    "同志",
    "学生",
    "职工",
    "对象",
    "人员",
    "组长",
    "患者",
    "残疾人",
    "户",
    "为",
    "是",
    "给",
    "对",
    "由",
    "和",
    "与",
    "慰问",
];

/// What may follow a name.
const AFTER_NAME: &str = "的家等同因系是为住已在男女";

/// What may part a name and the word: one field of a table from the next, brackets, a colon.
fn is_parting(c: char) -> bool {
    matches!(
        c,
        ',' | '，'
            | '|'
            | '\t'
            | ' '
            | '\u{3000}'
            | '、'
            | '：'
            | ':'
            | '（'
            | '('
            | '“'
            | '"'
            | '/'
    )
}

/// Characters of parting between a name and the word, e.g. ` | `.
const PARTINGS: usize = 3;

/// The name beside the word in these bytes.
pub(super) fn name_beside(text: &str, word: &Range<usize>) -> Option<Range<usize>> {
    name_behind(text, word.end).or_else(|| name_before(text, word.start))
}

fn name_behind(text: &str, at: usize) -> Option<Range<usize>> {
    let near = behind(text, at, REACH);
    let mut rest = near;
    for _ in 0..2 {
        let word = BEHIND_WORD.iter().find(|w| rest.starts_with(**w));
        rest = word.map_or(rest, |w| &rest[w.len()..]);
    }
    let parting: usize = rest
        .chars()
        .take(PARTINGS)
        .take_while(|c| is_parting(*c))
        .map(char::len_utf8)
        .sum();
    rest = &rest[parting..];
    let start = near.len() - rest.len();
    if start == 0 {
        return None;
    }
    let length = name_lengths(rest).into_iter().find(|length| {
        let next = rest[*length..].chars().next();
        is_name(&rest[..*length]) && next.is_none_or(|c| !is_han(c) || AFTER_NAME.contains(c))
    })?;
    Some(at + start..at + start + length)
}

fn name_before(text: &str, at: usize) -> Option<Range<usize>> {
    let mut rest = before(text, at, REACH);
    for _ in 0..3 {
        let word = BEFORE_WORD.iter().find(|w| rest.ends_with(**w));
        rest = word.map_or(rest, |w| &rest[..rest.len() - w.len()]);
    }
    for _ in 0..PARTINGS {
        rest = rest.strip_suffix(is_parting).unwrap_or(rest);
    }
    let end = at - (before(text, at, REACH).len() - rest.len());
    let starts = rest.char_indices().rev().skip(1).take(3).map(|(i, _)| i);
    let start = starts.collect::<Vec<_>>().into_iter().rev().find(|start| {
        let head = &rest[..*start];
        let edge = head.chars().next_back().is_none_or(|c| !is_han(c));
        let called = ROLES.iter().any(|r| head.ends_with(r));
        is_name(&rest[*start..]) && (edge || called)
    })?;
    Some(end - (rest.len() - start)..end)
}

/// Bytes of the names that a text may begin with, longest first.
fn name_lengths(text: &str) -> Vec<usize> {
    let ends: Vec<usize> = text
        .char_indices()
        .take(4)
        .map(|(i, c)| i + c.len_utf8())
        .collect();
    ends.into_iter().skip(1).rev().collect()
}

/// A surname and one or two characters.
fn is_name(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    let double = DOUBLE.iter().any(|d| word.starts_with(d));
    let surname = match (chars.len(), double) {
        (2 | 3, false) => chars.first().is_some_and(|c| SURNAMES.contains(*c)),
        (3 | 4, true) => true,
        _ => false,
    };
    surname
        && chars.iter().all(|c| is_han(*c))
        && !chars.contains(&'某')
        && !chars.last().is_some_and(|c| NO_ENDINGS.contains(*c))
        && !NO_NAMES.iter().any(|w| word.starts_with(w))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}
