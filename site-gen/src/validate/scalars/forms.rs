//! Texts that follow a form: days, shares, identities, codes, links.

use super::{Reading, Wrong, narrow, unquoted};
use crate::rules;
use crate::schema::Form;
use crate::validate::value::Val;
use crate::words;
use governance::dates::{DateFault, Day, Moment, Share};
use governance::divisions::{CodeFault, DivisionCode};
use governance::ids::{IdFault, MAX_ID_LEN, RecordId};
use std::borrow::Cow;

/// Reads a text of this form.
pub(super) fn read(
    form: Form,
    text: Cow<'_, str>,
    lenient: bool,
) -> Result<Reading<'_>, Box<Wrong>> {
    let right = match form {
        Form::Day => Day::parse(&text).is_ok(),
        Form::Moment => Moment::parse(&text).is_ok(),
        Form::Share => Share::parse(&text).is_ok(),
        Form::RecordId => RecordId::new(&text).is_ok(),
        Form::DivisionCode => DivisionCode::parse(&text).is_ok(),
        Form::Link | Form::DocumentNumber | Form::CreditCode => false,
    };
    if right {
        return Ok((Val::Text(text), None));
    }
    let repair = match form {
        Form::Day => day,
        Form::Moment => moment,
        Form::Share => share,
        Form::RecordId => id,
        Form::DivisionCode => code,
        Form::Link => return link(text),
        Form::DocumentNumber => return Ok(document_number(text)),
        Form::CreditCode => return credit_code(text),
    };
    unquoted(&text)?;
    forgiven(repair(&text, &narrow(&text))?, lenient)
}

/// A repaired text: taken as it is in a table, told in front matter.
fn forgiven<'t>(repaired: Repaired, lenient: bool) -> Result<Reading<'t>, Box<Wrong>> {
    if lenient && repaired.habit {
        return Ok((Val::Text(Cow::Owned(repaired.text)), None));
    }
    Err(Box::new(
        repaired.wrong.instead(repaired.text, repaired.safe),
    ))
}

/// What was meant by a text in another form.
struct Repaired {
    text: String,
    /// Whether it is one of Excel's habits.
    habit: bool,
    /// Whether the meaning is sure.
    safe: bool,
    wrong: Wrong,
}

fn day(text: &str, plain: &str) -> Result<Repaired, Box<Wrong>> {
    let wrong = |message| Wrong::new(&rules::wrong_date::RULE, message);
    let form = || words!("日期写成 2026-11-05。", "Write a day as 2026-11-05.");
    if Day::parse(plain) == Err(DateFault::NoSuchDay) {
        return Err(Box::new(wrong(words!(
            "日历上没有 {plain} 这一天",
            "the calendar has no {plain}"
        ))));
    }
    let Some((loose, habit)) = loose_day(plain) else {
        return Err(Box::new(
            wrong(words!("“{text}”不是日期", "{text:?} is no date")).hint(form()),
        ));
    };
    let Some(day) = loose else {
        return Err(Box::new(wrong(words!(
            "日历上没有“{text}”这一天",
            "the calendar has no {text:?}"
        ))));
    };
    let message = words!(
        "日期“{text}”要写成 {day}",
        "the date {text:?} should be written {day}"
    );
    Ok(Repaired {
        text: day.to_string(),
        habit,
        safe: true,
        wrong: Wrong::new(&rules::date_form::RULE, message).hint(form()),
    })
}

/// A day as people write it, and whether Excel writes it so: `2026/11/5`, `2026.11.5`, `2026-11-5`, `2026年11月5日`, `20261105`. The inner
/// option is empty if no calendar has it.
fn loose_day(text: &str) -> Option<(Option<Day>, bool)> {
    let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        let text = text.strip_suffix('日').unwrap_or(text);
        text.split(['-', '/', '.', '年', '月', '—', '–', '。'])
            .map(str::trim)
            .collect()
    };
    let [year, month, day] = parts[..] else {
        return None;
    };
    let number = |t: &str, most: usize| {
        let fits = (1..=most).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| t.parse::<u32>().ok()).flatten()
    };
    if year.len() != 4 {
        return None;
    }
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let habit = text.contains(['/', '-']);
    Some((Day::from_parts(year.cast_signed(), month, day), habit))
}

fn moment(text: &str, plain: &str) -> Result<Repaired, Box<Wrong>> {
    let hint = || {
        words!(
            "时间写成 2026-11-05 14:30。",
            "Write a time as 2026-11-05 14:30."
        )
    };
    let wrong = || {
        Box::new(
            Wrong::new(
                &rules::wrong_date::RULE,
                words!("“{text}”不是时间", "{text:?} is no time"),
            )
            .hint(hint()),
        )
    };
    let split = plain.find([' ', 'T', '日']);
    let (date, time) = match split {
        Some(at) => plain.split_at(at + if plain[at..].starts_with('日') { 3 } else { 0 }),
        None => (plain, ""),
    };
    let (day, habit) = loose_day(date).ok_or_else(wrong)?;
    let day = day.ok_or_else(wrong)?;
    let time = time
        .trim_start_matches([' ', 'T'])
        .replace(['点', '时'], ":");
    let time = time.trim_end_matches('分');
    let time = match time.split(':').collect::<Vec<_>>()[..] {
        [""] => String::new(),
        [hour, minute] => format!(" {hour:0>2}:{minute:0>2}"),
        [hour, minute, second] => format!(" {hour:0>2}:{minute:0>2}:{second:0>2}"),
        _ => return Err(wrong()),
    };
    let repaired = format!("{day}{time}");
    Moment::parse(&repaired).map_err(|_| wrong())?;
    let message = words!(
        "时间“{text}”要写成 {repaired}",
        "the time {text:?} should be written {repaired}"
    );
    Ok(Repaired {
        text: repaired,
        habit,
        safe: true,
        wrong: Wrong::new(&rules::date_form::RULE, message).hint(hint()),
    })
}

fn share(text: &str, plain: &str) -> Result<Repaired, Box<Wrong>> {
    let close: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let rounded = close.parse::<f64>().ok().map(|f| format!("{f:.4}"));
    let message = words!("“{text}”不是百分比", "{text:?} is no share");
    let wrong = Wrong::new(&rules::wrong_share::RULE, message).hint(words!(
        "写成 45% 或 0.45，不超过 100%。",
        "Write 45% or 0.45, at most 100%."
    ));
    for (candidate, habit) in [
        (Some(close.clone()), true),
        (rounded, true),
        (Some(format!("{close}%")), false),
    ] {
        let Some(candidate) = candidate else { continue };
        if Share::parse(&candidate).is_ok() {
            return Ok(Repaired {
                text: candidate,
                habit,
                safe: habit,
                wrong,
            });
        }
    }
    Err(Box::new(wrong))
}

fn id(text: &str, plain: &str) -> Result<Repaired, Box<Wrong>> {
    let message = match RecordId::new(plain) {
        Err(IdFault::Empty) => words!("编号是空的", "the id is empty"),
        Err(IdFault::TooLong) => words!(
            "编号超过 {MAX_ID_LEN} 个字符",
            "the id has more than {MAX_ID_LEN} characters"
        ),
        Err(IdFault::Characters) | Ok(_) => words!("“{text}”不能作编号", "{text:?} is no id"),
    };
    let wrong = Wrong::new(&rules::wrong_id::RULE, message).hint(words!(
        "编号会写进网址：只用英文字母、数字、- 和 _,以字母或数字开头，例如 2026-tongzhi-01。",
        "It stands in a URL: letters a–z, digits, `-`, `_`, beginning with a letter or digit."
    ));
    match RecordId::new(plain) {
        Ok(_) => Ok(Repaired {
            text: plain.to_string(),
            habit: true,
            safe: true,
            wrong,
        }),
        Err(_) => Err(Box::new(wrong)),
    }
}

fn code(text: &str, plain: &str) -> Result<Repaired, Box<Wrong>> {
    let fault = DivisionCode::parse(plain);
    let message = match fault {
        Err(CodeFault::Band(band)) => words!(
            "区划代码“{text}”里的 {band:03} 不在编码规则里",
            "the digits {band:03} of the division code {text:?} stand in no band"
        ),
        Err(CodeFault::Length) | Ok(_) => {
            words!("“{text}”不是区划代码", "{text:?} is no division code")
        }
    };
    let wrong = Wrong::new(&rules::wrong_code::RULE, message).hint(words!(
        "区划代码是 6 位(县)、9 位(街道、乡镇)或 12 位(社区、村)数字。",
        "A division code has 6 (county), 9 (township) or 12 digits (community, village)."
    ));
    let mut short = plain;
    while short.len() > 6 && short.ends_with("000") && fault.is_err() {
        short = &short[..short.len() - 3];
    }
    match DivisionCode::parse(short) {
        Ok(_) => Ok(Repaired {
            text: short.to_string(),
            habit: fault.is_ok(),
            safe: fault.is_ok(),
            wrong,
        }),
        Err(_) => Err(Box::new(wrong)),
    }
}

fn link(text: Cow<'_, str>) -> Result<Reading<'_>, Box<Wrong>> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let clean =
        !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
    if clean && host.is_some_and(|host| !host.is_empty()) {
        return Ok((Val::Text(text), None));
    }
    Err(Box::new(
        Wrong::new(
            &rules::wrong_link::RULE,
            words!("“{text}”不是网址", "{text:?} is no web address"),
        )
        .hint(words!(
            "以 https:// 或 http:// 开头，中间没有空格。",
            "Begin with https:// or http://, without blanks."
        )),
    ))
}

/// The year of a document number stands in 〔〕 (GB/T 9704), not in brackets that are easier to type.
fn document_number(text: Cow<'_, str>) -> Reading<'_> {
    let wrong = other_brackets(&text).map(|right| {
        Wrong::new(
            &rules::document_number::RULE,
            words!(
                "文号的年份要用六角括号：{right}",
                "the year of a document number stands in 〔〕: {right}"
            ),
        )
        .instead(right, true)
    });
    (Val::Text(text), wrong)
}

fn other_brackets(text: &str) -> Option<String> {
    const PAIRS: [(char, char); 5] = [
        ('[', ']'),
        ('(', ')'),
        ('（', '）'),
        ('【', '】'),
        ('［', '］'),
    ];
    PAIRS.iter().find_map(|(open, close)| {
        let (before, rest) = text.split_once(*open)?;
        let (year, after) = rest.split_once(*close)?;
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        (is_year && after.contains('号')).then(|| format!("{before}〔{year}〕{after}"))
    })
}

/// Characters of a unified social credit code, in the order of their values (GB 32100-2015).
const CREDIT_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn credit_code(text: Cow<'_, str>) -> Result<Reading<'_>, Box<Wrong>> {
    let value = |b: &u8| CREDIT_ALPHABET.iter().position(|c| c == b);
    let values: Option<Vec<usize>> = text.as_bytes().iter().map(value).collect();
    let right = values.is_some_and(|values| {
        let weighted = values.iter().take(17).zip(0_u32..);
        let sum: usize = weighted
            .map(|(v, place)| v * (3_usize.pow(place) % 31))
            .sum();
        values.len() == 18 && values[17] == (31 - sum % 31) % 31
    });
    if right {
        return Ok((Val::Text(text), None));
    }
    Err(Box::new(
        Wrong::new(
            &rules::credit_code::RULE,
            words!("“{text}”不是有效的统一社会信用代码", "{text:?} is no valid unified social credit code"),
        )
        .hint(words!(
            "18 位数字和大写字母(没有 I、O、S、V、Z),末位是校验码；请对照营业执照。",
            "18 digits and capitals (no I, O, S, V, Z), the last a check character; compare the licence."
        )),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for text in [
            "2026/11/5",
            "2026-11-5",
            "2026.11.05",
            "2026年11月5日",
            "20261105",
        ] {
            let day = loose_day(text)
                .and_then(|(day, _)| day)
                .map(|d| d.to_string());
            assert_eq!(day.as_deref(), Some("2026-11-05"), "{text}");
        }
        assert_eq!(loose_day("2026/2/30"), Some((None, true)));
        assert_eq!(loose_day("11/5/2026"), None);
        let moment = moment("x", "2026年11月5日9点05分").map(|r| r.text).ok();
        assert_eq!(moment.as_deref(), Some("2026-11-05 09:05"));
    }

    #[test]
    fn codes_have_a_check_character() {
        assert!(credit_code("91350100M000100Y43".into()).is_ok());
        assert!(credit_code("91350100M000100Y44".into()).is_err());
        assert_eq!(
            other_brackets("宜民政发[2021]12号").as_deref(),
            Some("宜民政发〔2021〕12号")
        );
        assert_eq!(other_brackets("宜民政发〔2021〕12号"), None);
    }
}
