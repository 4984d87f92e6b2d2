//! Whole numbers, and the ways in which people write them.

use super::{Wrong, narrow, unquoted};
use crate::rules;
use crate::words;

/// Reads a whole number up to `max`.
pub(super) fn read(text: &str, max: u32, lenient: bool) -> Result<u32, Box<Wrong>> {
    if let Some(number) = digits(text) {
        return within(number, max);
    }
    unquoted(text)?;
    let plain = narrow(text);
    if let Some(number) = digits(&plain) {
        if lenient {
            return within(number, max);
        }
        return Err(Box::new(form(text, number)));
    }
    if let Some(number) = grouped(&plain).or_else(|| chinese(text)) {
        return Err(Box::new(form(text, number)));
    }
    Err(Box::new(other(text, &plain)))
}

fn digits(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn within(number: u64, max: u32) -> Result<u32, Box<Wrong>> {
    match u32::try_from(number) {
        Ok(small) if small <= max => Ok(small),
        _ => Err(Box::new(Wrong::new(
            &rules::wrong_number::RULE,
            words!(
                "{number} 太大，最大 {max}",
                "{number} is too large; at most {max}"
            ),
        ))),
    }
}

fn form(text: &str, number: u64) -> Wrong {
    Wrong::new(
        &rules::number_form::RULE,
        words!(
            "“{text}”要写成数字 {number}",
            "{text:?} should be written {number}"
        ),
    )
    .hint(words!(
        "数字用半角的 0–9，不用逗号和汉字。",
        "Use plain digits 0–9, no commas, no characters."
    ))
    .instead(number.to_string(), true)
}

fn other(text: &str, plain: &str) -> Wrong {
    let wrong = Wrong::new(
        &rules::wrong_number::RULE,
        words!("“{text}”不是整数", "{text:?} is no whole number"),
    );
    let count = plain.trim_end_matches(|c: char| !c.is_ascii_digit());
    let tail = plain.strip_prefix(count).unwrap_or("");
    let unit = !tail.is_empty() && tail.chars().count() <= 2 && !tail.starts_with(['.', '%']);
    match digits(count) {
        Some(number) if unit => wrong
            .hint(words!(
                "只写数字 {number}，不写单位。",
                "Write {number} without its unit."
            ))
            .instead(number.to_string(), false),
        _ => wrong.hint(words!(
            "写 0 或更大的整数；没有数据就不写这个字段。",
            "Write 0 or a greater whole number; leave the field out if there is none."
        )),
    }
}

/// `1,234,567`.
fn grouped(text: &str) -> Option<u64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits = !rest.is_empty()
        && (1..=3).contains(&first.len())
        && rest.iter().all(|group| group.len() == 3);
    let joined = text.replace(',', "");
    fits.then(|| digits(&joined)).flatten()
}

/// A number in Chinese characters up to 99 999 999, e.g. 三十二, 一百零五, 二〇二六.
pub(crate) fn chinese(text: &str) -> Option<u64> {
    let values: Vec<u64> = text.chars().map(value).collect::<Option<_>>()?;
    if values.is_empty() || values.len() > 17 {
        return None;
    }
    if values.iter().all(|v| *v < 10) {
        return (values.len() > 1 || values[0] > 0 || text == "零" || text == "〇")
            .then(|| values.iter().fold(0, |n, v| n * 10 + v));
    }
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    for (place, value) in values.into_iter().enumerate() {
        match value {
            0 => digit = None,
            1..=9 if digit.is_some() => return None,
            1..=9 => digit = Some(value),
            10_000 => {
                total += (section + digit.take().unwrap_or(0)) * value;
                section = 0;
            }
            unit => {
                let count = match digit.take() {
                    Some(count) => count,
                    None if unit == 10 && (place == 0 || section % 100 == 0) => 1,
                    None => return None,
                };
                section += count * unit;
            }
        }
    }
    Some(total + section + digit.unwrap_or(0))
}

fn value(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers() {
        for (text, number) in [
            ("三十二", Some(32)),
            ("十", Some(10)),
            ("二十", Some(20)),
            ("一百零五", Some(105)),
            ("一千二百", Some(1200)),
            ("三万", Some(30_000)),
            ("二〇二六", Some(2026)),
            ("零", Some(0)),
            ("三三十", None),
            ("若干", None),
        ] {
            assert_eq!(chinese(text), number, "{text}");
        }
    }

    #[test]
    fn numbers_in_cells_and_front_matter() {
        assert_eq!(read("３２", 100, true).ok(), Some(32));
        let wrong = read("３２", 100, false).err();
        assert_eq!(
            wrong.and_then(|w| w.instead),
            Some(("32".to_string(), true))
        );
        assert_eq!(
            read("1,234", 9999, false).err().and_then(|w| w.instead),
            Some(("1234".to_string(), true))
        );
        assert_eq!(
            read("15人", 9999, false).err().and_then(|w| w.instead),
            Some(("15".to_string(), false))
        );
        for text in ["-1", "3.5", "", "99999", "45%"] {
            assert!(read(text, 9999, true).is_err(), "{text}");
        }
    }
}
