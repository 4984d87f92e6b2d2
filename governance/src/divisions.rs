//! Administrative divisions: a code is the identity, its bands say the kind.
//!
//! Source: 统计用区划代码和城乡划分代码编制规则 (National Bureau of Statistics), codes as of 2023-06-30. Entry point: [`DivisionCode::parse`].
//! A name never decides what a place is.

use crate::labelled::Labelled;
use crate::written;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU64;

labelled! {
    /// The level of a division, by the length of its code.
    pub enum Level {
        City = "city", "地级市", "Prefecture-level city";
        County = "county", "县市区", "County-level division";
        Township = "street", "街道/乡镇", "Township-level division";
        Community = "community", "社区/村", "Community or village";
    }
}

labelled! {
    /// What kind of place a code names, by its bands.
    pub enum PlaceKind {
        City = "city", "市", "City";
        District = "district", "市辖区", "District";
        County = "county", "县", "County";
        CountyCity = "county_city", "县级市", "County-level city";
        Subdistrict = "subdistrict", "街道", "Subdistrict";
        Town = "town", "镇", "Town";
        TownshipPlace = "township", "乡", "Township";
        SpecialArea = "special", "功能区", "Special area";
        Community = "community", "社区", "Community";
        Village = "village", "村", "Village";
        CommunityLike = "community_like", "类似社区单位", "Unit similar to a community";
        VillageLike = "village_like", "类似村单位", "Unit similar to a village";
    }
}

/// A division code of 4 (city), 6 (county), 9 (township) or 12 (community, village) digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DivisionCode(
    /// The number, and in the last four bits how many digits it has: half the room, for keys by the million.
    NonZeroU64,
);

/// Why a text is no division code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Something other than 4, 6, 9 or 12 digits.
    #[error("a division code has 4, 6, 9 or 12 digits")]
    Length,
    /// A band that the coding rules do not give.
    #[error("the digits {0} stand in no band of the coding rules")]
    Band(u16),
}

impl DivisionCode {
    /// Reads and checks a code.
    ///
    /// # Errors
    /// [`CodeFault`] says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        let digits = text.len();
        if !matches!(digits, 4 | 6 | 9 | 12) || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CodeFault::Length);
        }
        let number = text.parse().map_err(|_| CodeFault::Length)?;
        let digits = u8::try_from(digits).map_err(|_| CodeFault::Length)?;
        let code = Self::of(digits, number).ok_or(CodeFault::Length)?;
        match code.kind_or_band() {
            Ok(_) => Ok(code),
            Err(band) => Err(CodeFault::Band(band)),
        }
    }

    fn of(digits: u8, number: u64) -> Option<Self> {
        NonZeroU64::new(number << 4 | u64::from(digits)).map(Self)
    }

    fn number(self) -> u64 {
        self.0.get() >> 4
    }

    /// A number that no other code has: that of the digits, with how many they are. For tables that are sorted by number; never 0.
    pub fn number_with_length(self) -> u64 {
        self.0.get()
    }

    fn digits(self) -> u8 {
        u8::try_from(self.0.get() & 15).unwrap_or(0)
    }

    /// The level that the number of digits gives.
    pub fn level(self) -> Level {
        match self.digits() {
            4 => Level::City,
            6 => Level::County,
            9 => Level::Township,
            _ => Level::Community,
        }
    }

    /// The kind of place that the last band gives.
    pub fn kind(self) -> PlaceKind {
        self.kind_or_band().unwrap_or(PlaceKind::SpecialArea)
    }

    fn kind_or_band(self) -> Result<PlaceKind, u16> {
        let band = u16::try_from(self.number() % 1000).unwrap_or(0);
        match self.level() {
            Level::City => Ok(PlaceKind::City),
            Level::County => match band % 100 {
                1..=20 => Ok(PlaceKind::District),
                21..=80 => Ok(PlaceKind::County),
                81..=99 => Ok(PlaceKind::CountyCity),
                other => Err(other),
            },
            Level::Township => match band {
                1..=99 => Ok(PlaceKind::Subdistrict),
                100..=199 => Ok(PlaceKind::Town),
                200..=399 => Ok(PlaceKind::TownshipPlace),
                400..=599 => Ok(PlaceKind::SpecialArea),
                other => Err(other),
            },
            Level::Community => match band {
                1..=199 => Ok(PlaceKind::Community),
                200..=399 => Ok(PlaceKind::Village),
                400..=499 => Ok(PlaceKind::CommunityLike),
                500..=599 => Ok(PlaceKind::VillageLike),
                other => Err(other),
            },
        }
    }

    /// The division this one lies in; a city has none here.
    pub fn parent(self) -> Option<Self> {
        let (digits, step) = match self.level() {
            Level::City => return None,
            Level::County => (4, 100),
            Level::Township => (6, 1000),
            Level::Community => (9, 1000),
        };
        Self::of(digits, self.number() / step)
    }

    /// The division of this level that holds this one, itself included.
    pub fn ancestor(self, level: Level) -> Option<Self> {
        let mut code = self;
        while code.level() != level {
            code = code.parent()?;
        }
        Some(code)
    }

    /// Whether `other` is this division or lies in it.
    pub fn contains(self, other: Self) -> bool {
        other.ancestor(self.level()) == Some(self)
    }
}

/// Sorted by place: a division comes before what lies in it, siblings by number.
impl Ord for DivisionCode {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let left = |c: &Self| c.number() * 10_u64.pow(12 - u32::from(c.digits()));
        left(self)
            .cmp(&left(other))
            .then(self.digits().cmp(&other.digits()))
    }
}

impl PartialOrd for DivisionCode {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:0width$}",
            self.number(),
            width = usize::from(self.digits())
        )
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for DivisionCode {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        written::write(self, out)
    }
}

impl<'de> Deserialize<'de> for DivisionCode {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        written::read(input, Self::parse)
    }
}

impl JsonSchema for DivisionCode {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "DivisionCode".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "division-code", "pattern": "^[0-9]{4}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?$" })
    }
}

/// A division with its name. Kind and parents come from the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Division {
    /// The division code; the identity of the place.
    #[schemars(extend("x-zh" = "区划代码", "x-zh-about" = "区划代码，4 到 12 位数字；社区（村）为 12 位。"))]
    pub code: DivisionCode,
    /// Full official name, e.g. 土街头社区居民委员会.
    #[schemars(extend("x-zh" = "名称", "x-zh-about" = "正式全称，例如“土街头社区居民委员会”。"))]
    pub name: Box<str>,
    /// Short name for lists, e.g. 土街头社区; the full name if there is none.
    #[schemars(extend("x-zh" = "简称", "x-zh-about" = "列表里用的简称，例如“土街头社区”；不填就用全称。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Box<str>>,
}

impl Division {
    /// The name for lists and headings.
    pub fn display_name(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// What the place is called as a kind, e.g. 社区.
    pub fn kind_zh(&self) -> &'static str {
        self.code.kind().zh()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_give_the_kind() {
        for (code, kind) in [
            ("4205", PlaceKind::City),
            ("420502", PlaceKind::District),
            ("420525", PlaceKind::County),
            ("420581", PlaceKind::CountyCity),
            ("420502001", PlaceKind::Subdistrict),
            ("420506100", PlaceKind::Town),
            ("420502001003", PlaceKind::Community),
            ("420506100201", PlaceKind::Village),
        ] {
            assert_eq!(
                DivisionCode::parse(code).map(DivisionCode::kind),
                Ok(kind),
                "{code}"
            );
        }
        assert_eq!(DivisionCode::parse("420502999"), Err(CodeFault::Band(999)));
        assert_eq!(DivisionCode::parse("42050"), Err(CodeFault::Length));
    }

    #[test]
    fn a_parent_comes_first_and_contains_its_children() {
        let codes =
            ["420502", "420502001", "420502001003", "420503"].map(|c| DivisionCode::parse(c).ok());
        assert!(codes.is_sorted());
        assert!(
            codes[0]
                .zip(codes[2])
                .is_some_and(|(county, community)| county.contains(community))
        );
        assert!(
            !codes[3]
                .zip(codes[2])
                .is_some_and(|(county, community)| county.contains(community))
        );
    }
}
