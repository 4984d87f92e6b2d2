//! Communities by their names, for whoever has no code of 12 digits at hand and no script to choose with.
//!
//! Entry points: [`Places::of_json`] takes the site's list of places (published shape v1), [`Places::find`] looks a name up. A community is taken
//! if it has the name and no other one's name holds it; where several could be meant, they are offered, and nothing is guessed. The list is read when the first name comes: most people choose.

use governance::divisions::DivisionCode;
use governance::forms::render::{OptionGroup, OptionList};
use serde_json::Value;
use std::sync::OnceLock;

/// The list of places in the built site.
pub const FILE: &str = "data/places.json";

/// Most places that are offered: what a phone shows without getting lost.
const OFFERED: usize = 40;

/// The committees that official names end with; people leave them out or write another one.
const COMMITTEES: [&str; 5] = ["居民委员会", "村民委员会", "居委会", "村委会", "居委"];

/// Every community with its names.
#[derive(Default)]
pub struct Places {
    json: Box<str>,
    read: OnceLock<Vec<Place>>,
}

struct Place {
    code: DivisionCode,
    name: Box<str>,
    county: Box<str>,
    street: Box<str>,
}

/// What a name can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// One community.
    One(DivisionCode),
    /// One of these.
    OneOf(OptionList),
    /// None that is known.
    Nothing,
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Places")
    }
}

impl Places {
    /// Takes `[[code, county, [[code, street, [[code, community], …]], …]], …]`; knows no place if the text is something else.
    pub fn of_json(json: &str) -> Self {
        Self {
            json: json.into(),
            read: OnceLock::new(),
        }
    }

    /// Whether there is a list at all.
    pub fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    /// What community a typed name means: its own name, or that behind the names of county and street.
    pub fn find(&self, typed: &str) -> Meant {
        let typed = squeezed(typed);
        if typed.is_empty() {
            return Meant::Nothing;
        }
        // 新村 ends with 村 and is a whole name: what was typed is tried as it is, too.
        let cores = [bare(&typed), &typed];
        let is_meant = |place: &&Place| cores.iter().any(|core| place.is_meant(core));
        let meant: Vec<&Place> = self.all().iter().filter(is_meant).collect();
        match meant[..] {
            [] => Meant::Nothing,
            [one] if cores.iter().any(|core| one.is_named(core)) => Meant::One(one.code),
            _ => offered(&meant),
        }
    }

    /// The name of a community behind that of its street or town; none if the list does not have it.
    pub fn name_of(&self, code: DivisionCode) -> Option<String> {
        let place = self.all().iter().find(|place| place.code == code)?;
        Some(format!("{} {}", place.street, place.name))
    }

    fn all(&self) -> &[Place] {
        self.read.get_or_init(|| {
            let counties: Value = serde_json::from_str(&self.json).unwrap_or_default();
            read(&counties)
        })
    }
}

impl Place {
    /// Whether what was typed is its name, a part of that, or the street or town it is in.
    fn is_meant(&self, core: &str) -> bool {
        let street = bare_street(&self.street) == bare_street(core);
        street || bare(&self.name).contains(core) || self.is_named(core)
    }

    /// Whether `core` is its name, alone or behind those of its county and street.
    fn is_named(&self, core: &str) -> bool {
        let Some(before) = core.strip_suffix(bare(&self.name)) else {
            return false;
        };
        let (county, street) = (bare_street(&self.county), bare_street(&self.street));
        let rest = before.strip_prefix("宜昌市").unwrap_or(before);
        // A street can have the name of its county: what is left may begin with either.
        let ways = [
            Some(rest),
            rest.strip_prefix(&*self.county),
            rest.strip_prefix(county),
        ];
        let fits = |rest: &str| rest.is_empty() || bare_street(rest) == street;
        ways.into_iter().flatten().any(fits)
    }
}

fn offered(places: &[&Place]) -> Meant {
    let mut groups: Vec<OptionGroup> = Vec::new();
    for place in places.iter().take(OFFERED) {
        let option = (
            place.code.to_string().into(),
            format!("{} {}", place.street, place.name).into(),
        );
        match groups
            .last_mut()
            .filter(|group| group.label == place.county)
        {
            Some(group) => group.options.push(option),
            None => groups.push(OptionGroup {
                label: place.county.clone(),
                options: vec![option],
            }),
        }
    }
    Meant::OneOf(OptionList { groups })
}

fn read(counties: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    for (_, county, streets) in rows(counties) {
        for (_, street, communities) in rows(streets) {
            places.extend(rows(communities).filter_map(|(code, name, _)| {
                Some(Place {
                    code: DivisionCode::parse(code).ok()?,
                    name: name.into(),
                    county: county.into(),
                    street: street.into(),
                })
            }));
        }
    }
    places
}

/// Code, name and what is below of each row.
fn rows(table: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let rows = table.as_array().into_iter().flatten();
    rows.filter_map(|row| Some((row[0].as_str()?, row[1].as_str()?, &row[2])))
}

/// Without blanks.
fn squeezed(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A community's name without its committee and without 社区 or 村. A single character is no name.
fn bare(name: &str) -> &str {
    let long = |rest: &&str| rest.chars().count() > 1;
    let without = |name: &'_ str, endings: &[&str]| -> Option<usize> {
        let rests = endings
            .iter()
            .filter_map(|ending| name.strip_suffix(ending));
        rests.filter(long).map(str::len).min()
    };
    let end = without(name, &COMMITTEES).unwrap_or(name.len());
    let name = &name[..end];
    &name[..without(name, &["社区", "村"]).unwrap_or(name.len())]
}

/// The name of a street, town or county without its ending.
fn bare_street(name: &str) -> &str {
    let endings = [
        "街道办事处",
        "街道办",
        "街办",
        "街道",
        "土家族自治县",
        "土家族乡",
        "镇",
        "乡",
        "区",
        "市",
        "县",
    ];
    let ending = endings.iter().find(|ending| name.ends_with(**ending));
    let bare = ending.and_then(|ending| name.strip_suffix(ending));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"[["420502","西陵区",[["420502001","西陵街道",[["420502001003","石板溪社区"],["420502001004","七里新村社区居委会"]]]]],
        ["420506","夷陵区",[["420506100","樟村坪镇",[["420506100201","新村村"]]],["420506101","雾渡河镇",[["420506101202","观音堂村"]]]]]]"#;

    fn one(code: &str) -> Meant {
        Meant::One(DivisionCode::parse(code).unwrap())
    }

    fn offered(typed: &str) -> usize {
        match Places::of_json(LIST).find(typed) {
            Meant::OneOf(list) => list.groups.iter().map(|g| g.options.len()).sum(),
            Meant::One(_) | Meant::Nothing => 0,
        }
    }

    #[test]
    fn a_name_that_is_one_communitys_is_taken() {
        let places = Places::of_json(LIST);
        for typed in [
            "石板溪社区",
            " 石板溪 ",
            "石板溪居委会",
            "西陵街道石板溪社区",
            "西陵街办石板溪",
            "宜昌市西陵区西陵街道石板溪社区",
        ] {
            assert_eq!(places.find(typed), one("420502001003"), "{typed}");
        }
        assert_eq!(places.find("樟村坪新村"), one("420506100201"));
        let code = DivisionCode::parse("420506101202").unwrap();
        assert_eq!(places.name_of(code).as_deref(), Some("雾渡河镇 观音堂村"));
        assert_eq!(places.find("夷陵区新村"), one("420506100201"));
        assert_eq!(places.find("观音堂村村民委员会"), one("420506101202"));
    }

    #[test]
    fn what_could_be_several_is_offered_and_never_guessed() {
        assert_eq!(
            offered("新村"),
            2,
            "one of that name, and one whose name holds it"
        );
        assert_eq!(offered("观音"), 1, "part of a name");
        assert_eq!(offered("西陵街道"), 2, "a street");
        for nothing in ["", "火星社区"] {
            assert_eq!(
                Places::of_json(LIST).find(nothing),
                Meant::Nothing,
                "{nothing}"
            );
        }
        assert!(Places::of_json("<html>").is_empty());
    }
}
