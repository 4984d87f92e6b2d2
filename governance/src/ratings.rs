//! Ratings of convenience services: five fixed levels, what may be published of them, and from how many on.
//!
//! Entry points: [`release`] for one vendor's figures, [`wilson`] for the interval, [`suppress`] for tables whose cells could be found by subtraction.
//! The rules: below [`FLOOR_SHOWN`] nothing but "fewer than ten"; from there counts, share and interval; from [`FLOOR_MEAN`] also the mean and a place in an
//! order. Figures are renewed only when [`RELEASE_STEP`] new ratings have come, so that two releases cannot be subtracted to find one person's. Ratings
//! with and without a voucher are counted apart and never added. No rating is left out for what it says.

use crate::cases::ActorRole;
use crate::dates::{Day, Moment, Share};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// Ratings below which only their fewness is said: with fewer, neighbours can guess who said what.
pub const FLOOR_SHOWN: u32 = 10;

/// Ratings from which a mean is worth saying: below, the interval is wider than a level.
pub const FLOOR_MEAN: u32 = 30;

/// Version of the method that ratings are published by; it changes with any rule of this module.
pub const METHOD_VERSION: u32 = 1;

/// New ratings that must have come before figures are renewed.
pub const RELEASE_STEP: u32 = 10;

/// Days in which a resident can replace a rating given with a voucher; the local day of the first rating is day 0.
pub const REPLACE_DAYS: i64 = 7;

/// Reasons a rating can carry.
pub const MAX_REASONS: usize = 3;

/// The 97.5 % point of the normal distribution, for a two-sided interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

labelled! {
    /// How satisfied, in the fixed words of 好差评, best first.
    pub enum RatingLevel {
        VerySatisfied = "5", "非常满意", "Very satisfied";
        Satisfied = "4", "满意", "Satisfied";
        FairlySatisfied = "3", "基本满意", "Fairly satisfied";
        Dissatisfied = "2", "不满意", "Dissatisfied";
        VeryDissatisfied = "1", "非常不满意", "Very dissatisfied";
    }
}

impl RatingLevel {
    /// Its number, 5 best to 1 worst.
    pub fn value(self) -> u8 {
        match self {
            Self::VerySatisfied => 5,
            Self::Satisfied => 4,
            Self::FairlySatisfied => 3,
            Self::Dissatisfied => 2,
            Self::VeryDissatisfied => 1,
        }
    }

    /// Whether it is a bad review 差评, which opens a case.
    pub fn is_bad(self) -> bool {
        self.value() <= 2
    }
}

labelled! {
    /// Why, at most three.
    pub enum RatingReason {
        OnTime = "on_time", "准时守约", "Came on time";
        Late = "late", "迟到或爽约", "Late or did not come";
        Quality = "quality", "活儿做得好", "Good work";
        PoorQuality = "poor_quality", "问题没有解决", "Problem not solved";
        FairPrice = "fair_price", "收费清楚合理", "Clear and fair price";
        Overcharged = "overcharged", "收费与说好的不符", "Not the agreed price";
        Polite = "polite", "态度好", "Polite";
        Rude = "rude", "态度差", "Rude";
    }
}

labelled! {
    /// Why a rating does not count. The number of each is published.
    pub enum DiscardReason {
        Duplicate = "duplicate", "重复评价", "Duplicate";
        ExpiredVoucher = "expired_voucher", "凭证过期", "Expired voucher";
        Bulk = "bulk", "批量刷评", "Bulk filing";
        Insider = "insider", "利害关系人", "Declared or found interest";
        IllegalContent = "illegal_content", "违法内容", "Illegal content";
        AppealUpheld = "appeal_upheld", "误评申诉成立", "Misrating, appeal upheld";
    }
}

labelled! {
    /// Where a vendor's appeal against a misrating stands.
    pub enum AppealState {
        Filed = "filed", "已提出", "Filed";
        Upheld = "upheld", "成立", "Upheld";
        Refused = "refused", "不成立", "Refused";
    }
}

labelled! {
    /// What a vendor answers to a rating: one answer, of a fixed list, with words beside it.
    pub enum VendorReply {
        Explained = "explained", "已说明情况", "Explained";
        Apologised = "apologised", "已致歉", "Apologised";
        Redone = "redone", "已重新服务", "Done again";
        Refunded = "refunded", "已退费", "Refunded";
        Disputed = "disputed", "不认同", "Disputed";
    }
}

labelled! {
    /// What can be done about a rating after it was given.
    pub enum RatingAct {
        Reply = "reply", "服务主体答复", "The vendor answered";
        Appeal = "appeal", "提出误评申诉", "Appeal filed";
        Uphold = "uphold", "申诉成立", "Appeal upheld";
        Refuse = "refuse", "申诉不成立", "Appeal refused";
        Discard = "discard", "剔除", "Discarded";
        Second = "second", "二次评价", "Rated again";
    }
}

/// One rating as figures are counted from. What the resident wrote is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Whose service.
    pub vendor: crate::ids::RecordId,
    /// The level.
    pub level: RatingLevel,
    /// Why, at most [`MAX_REASONS`].
    #[serde(default)]
    pub reasons: Vec<RatingReason>,
    /// Whether it came with a voucher.
    pub verified: bool,
    /// Why it does not count, if it does not.
    #[serde(default)]
    pub discarded: Option<DiscardReason>,
    /// The vendor's appeal against it.
    #[serde(default)]
    pub appeal: Option<AppealState>,
    /// The level of the one second rating after a bad review was dealt with; the first stays in the count.
    #[serde(default)]
    pub second: Option<RatingLevel>,
    /// The vendor's answer to it, if it was cleared for publication.
    #[serde(default)]
    pub reply: Option<ClearedReply>,
}

/// A vendor's answer as staff cleared it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearedReply {
    /// What the vendor answers.
    pub reply: VendorReply,
    /// Its words, without personal data.
    pub text: Box<str>,
    /// Day it was cleared.
    pub cleared_on: Day,
    /// In which role.
    pub cleared_by: ActorRole,
}

/// Whether a rating of that moment can still be replaced with the same voucher.
pub fn is_replaceable(first: Moment, now: Moment) -> bool {
    now.day().days_since(first.day()) <= REPLACE_DAYS
}

/// How many ratings of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelCounts {
    /// 非常满意.
    #[serde(rename = "5")]
    pub very_satisfied: u32,
    /// 满意.
    #[serde(rename = "4")]
    pub satisfied: u32,
    /// 基本满意.
    #[serde(rename = "3")]
    pub fairly_satisfied: u32,
    /// 不满意.
    #[serde(rename = "2")]
    pub dissatisfied: u32,
    /// 非常不满意.
    #[serde(rename = "1")]
    pub very_dissatisfied: u32,
}

impl LevelCounts {
    /// The count of a level.
    pub fn of(&self, level: RatingLevel) -> u32 {
        match level {
            RatingLevel::VerySatisfied => self.very_satisfied,
            RatingLevel::Satisfied => self.satisfied,
            RatingLevel::FairlySatisfied => self.fairly_satisfied,
            RatingLevel::Dissatisfied => self.dissatisfied,
            RatingLevel::VeryDissatisfied => self.very_dissatisfied,
        }
    }

    /// Counts one rating more.
    pub fn add(&mut self, level: RatingLevel) {
        let count = match level {
            RatingLevel::VerySatisfied => &mut self.very_satisfied,
            RatingLevel::Satisfied => &mut self.satisfied,
            RatingLevel::FairlySatisfied => &mut self.fairly_satisfied,
            RatingLevel::Dissatisfied => &mut self.dissatisfied,
            RatingLevel::VeryDissatisfied => &mut self.very_dissatisfied,
        };
        *count += 1;
    }

    /// All of them.
    pub fn n(&self) -> u32 {
        self.content() + self.bad()
    }

    /// Levels 3 to 5: those counted as satisfied.
    pub fn content(&self) -> u32 {
        self.very_satisfied + self.satisfied + self.fairly_satisfied
    }

    /// Levels 1 and 2: the bad reviews.
    pub fn bad(&self) -> u32 {
        self.dissatisfied + self.very_dissatisfied
    }

    /// The mean level; none of no ratings.
    pub fn mean(&self) -> Option<Mean> {
        use crate::labelled::Labelled;
        let points = |level: &RatingLevel| u64::from(self.of(*level)) * u64::from(level.value());
        let sum: u64 = RatingLevel::ALL.iter().map(points).sum();
        let n = u64::from(self.n());
        let hundredths = (sum * 200 + n).checked_div(2 * n)?;
        u16::try_from(hundredths).ok().map(Mean)
    }
}

impl FromIterator<RatingLevel> for LevelCounts {
    fn from_iter<I: IntoIterator<Item = RatingLevel>>(levels: I) -> Self {
        levels
            .into_iter()
            .fold(Self::default(), |mut counts, level| {
                counts.add(level);
                counts
            })
    }
}

/// A mean level in hundredths, 100–500; written `4.21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub struct Mean(u16);

/// The text is no mean level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mean level lies between 1.00 and 5.00")]
pub struct MeanFault;

impl Mean {
    /// In hundredths.
    pub fn hundredths(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Mean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl TryFrom<Cow<'_, str>> for Mean {
    type Error = MeanFault;
    fn try_from(text: Cow<'_, str>) -> Result<Self, MeanFault> {
        let (whole, hundredths) = text.split_once('.').ok_or(MeanFault)?;
        if whole.len() != 1 || hundredths.len() != 2 {
            return Err(MeanFault);
        }
        let mean = format!("{whole}{hundredths}")
            .parse()
            .map_err(|_| MeanFault)?;
        (100..=500)
            .contains(&mean)
            .then_some(Self(mean))
            .ok_or(MeanFault)
    }
}

impl From<Mean> for String {
    fn from(mean: Mean) -> Self {
        mean.to_string()
    }
}

impl JsonSchema for Mean {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Mean".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([1-4]\\.[0-9]{2}|5\\.00)$" })
    }
}

/// Where the true share lies, with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Lower bound.
    pub low: Share,
    /// Upper bound.
    pub high: Share,
}

/// The Wilson score interval of 95 % on a share of `part` in `n`; none if `n` is 0 or smaller than the part. Source: Wilson (1927), Probable
/// inference, the law of succession, and statistical inference.
///
/// ```
/// use governance::ratings::wilson;
/// let interval = wilson(27, 30).unwrap();
/// assert_eq!(interval.low.to_string(), "74.38%");
/// assert_eq!(interval.high.to_string(), "96.54%");
/// ```
pub fn wilson(part: u32, n: u32) -> Option<Interval> {
    if n == 0 || part > n {
        return None;
    }
    let (count, z2) = (f64::from(n), Z * Z);
    let share = f64::from(part) / count;
    let middle = share + z2 / (2.0 * count);
    let half = Z * (share * (1.0 - share) / count + z2 / (4.0 * count * count)).sqrt();
    let scale = 1.0 + z2 / count;
    Some(Interval {
        low: Share::nearest((middle - half) / scale),
        high: Share::nearest((middle + half) / scale),
    })
}

/// What is published of one vendor's ratings, with or without voucher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "shown", rename_all = "snake_case")]
pub enum RatingFigures {
    /// Fewer than ten ratings; nothing else is said.
    FewerThanTen,
    /// Ten or more.
    Released(Released),
}

/// Released figures. Everything below the counts follows from them; anyone can compute it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Released {
    /// Day of the snapshot in which these figures were first shown.
    pub as_of: Day,
    /// Ratings counted.
    pub n: u32,
    /// Of each level.
    pub levels: LevelCounts,
    /// Share of levels 3–5.
    pub satisfied: Share,
    /// Wilson interval of 95 % on that share.
    pub interval: Interval,
    /// Mean level; from [`FLOOR_MEAN`] ratings on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Mean>,
}

impl Released {
    /// Figures from counts; none below [`FLOOR_SHOWN`].
    pub fn from_counts(levels: LevelCounts, as_of: Day) -> Option<Self> {
        let n = levels.n();
        if n < FLOOR_SHOWN {
            return None;
        }
        Some(Self {
            as_of,
            n,
            levels,
            satisfied: Share::of(levels.content(), n)?,
            interval: wilson(levels.content(), n)?,
            mean: levels.mean().filter(|_| n >= FLOOR_MEAN),
        })
    }

    /// What an order by rating goes by: the lower bound, from [`FLOOR_MEAN`] ratings on. The default order of a list is by name.
    pub fn order_key(&self) -> Option<Share> {
        (self.n >= FLOOR_MEAN).then_some(self.interval.low)
    }

    /// Whether everything that follows from the counts does.
    pub fn is_consistent(&self) -> bool {
        Self::from_counts(self.levels, self.as_of).as_ref() == Some(self)
    }
}

impl RatingFigures {
    /// The figures, if they are released.
    pub fn released(&self) -> Option<&Released> {
        match self {
            Self::FewerThanTen => None,
            Self::Released(released) => Some(released),
        }
    }
}

/// The figures to publish today: the last release stays until [`RELEASE_STEP`] ratings more have come.
pub fn release(last: Option<&RatingFigures>, now: LevelCounts, today: Day) -> RatingFigures {
    let last = last.and_then(RatingFigures::released);
    let fresh = || Released::from_counts(now, today);
    let shown = match last {
        Some(last) if now.n() < last.n.saturating_add(RELEASE_STEP) => Some(last.clone()),
        Some(_) | None => fresh(),
    };
    shown.map_or(RatingFigures::FewerThanTen, RatingFigures::Released)
}

/// Which cells of a table to hide when its total is published: those from 1 to 9, and then the next smallest until what is hidden adds up to at least
/// [`FLOOR_SHOWN`], so that no hidden cell is found by subtracting the others from the total. Cells of 0 stay.
///
/// ```
/// use governance::ratings::suppress;
/// assert_eq!(suppress(&[4, 0, 12, 40]), [true, false, true, false]);
/// assert_eq!(suppress(&[4, 7, 12]), [true, true, false]);
/// assert_eq!(suppress(&[10, 12]), [false, false]);
/// ```
pub fn suppress(cells: &[u32]) -> Vec<bool> {
    let mut hidden: Vec<bool> = cells.iter().map(|n| (1..FLOOR_SHOWN).contains(n)).collect();
    let mut by_size: Vec<usize> = (0..cells.len())
        .filter(|i| cells[*i] >= FLOOR_SHOWN)
        .collect();
    by_size.sort_by_key(|i| (cells[*i], *i));
    let small = |n: &&u32| (1..FLOOR_SHOWN).contains(*n);
    let sum: u64 = cells.iter().filter(small).map(|n| u64::from(*n)).sum();
    // One more cell of ten or more always covers the rest.
    if (1..u64::from(FLOOR_SHOWN)).contains(&sum)
        && let Some(next) = by_size.first()
    {
        hidden[*next] = true;
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn counts(levels: [u32; 5]) -> LevelCounts {
        let [
            very_satisfied,
            satisfied,
            fairly_satisfied,
            dissatisfied,
            very_dissatisfied,
        ] = levels;
        LevelCounts {
            very_satisfied,
            satisfied,
            fairly_satisfied,
            dissatisfied,
            very_dissatisfied,
        }
    }

    #[test]
    fn intervals_of_the_literature() {
        // Newcombe (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
        for (part, n, low, high) in [
            (81, 263, "25.53%", "36.62%"),
            (15, 148, "6.24%", "16.05%"),
            (0, 20, "0%", "16.11%"),
            (1, 29, "0.61%", "17.18%"),
            (20, 20, "83.89%", "100%"),
        ] {
            let interval = wilson(part, n).unwrap();
            let text = (interval.low.to_string(), interval.high.to_string());
            assert_eq!(text, (low.into(), high.into()), "{part}/{n}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(2, 1), None);
    }

    #[test]
    fn floors() {
        let today = day("2026-11-23");
        let shown = |levels| release(None, counts(levels), today);
        assert_eq!(shown([9, 0, 0, 0, 0]), RatingFigures::FewerThanTen);
        let ten = shown([8, 1, 0, 0, 1]);
        let ten = ten.released().unwrap();
        assert_eq!(
            (ten.n, ten.satisfied.to_string(), ten.mean),
            (10, "90%".into(), None)
        );
        assert_eq!(ten.order_key(), None);
        let thirty = shown([20, 5, 2, 2, 1]);
        let thirty = thirty.released().unwrap();
        assert_eq!(thirty.mean.map(|m| m.to_string()), Some("4.37".into()));
        assert_eq!(thirty.order_key(), Some(thirty.interval.low));
        assert!(thirty.is_consistent());
    }

    #[test]
    fn figures_wait_for_ten_new_ratings() {
        let first = release(None, counts([10, 0, 0, 0, 2]), day("2026-10-01"));
        let second = release(Some(&first), counts([10, 0, 0, 0, 11]), day("2026-11-01"));
        assert_eq!(second, first);
        let third = release(Some(&second), counts([10, 0, 0, 0, 12]), day("2026-12-01"));
        assert_eq!(
            third.released().map(|r| (r.n, r.as_of)),
            Some((22, day("2026-12-01")))
        );
        let shrunk = release(Some(&third), counts([5, 0, 0, 0, 0]), day("2027-01-01"));
        assert_eq!(shrunk, third);
    }

    #[test]
    fn figures_are_written_in_one_form() {
        let figures = release(None, counts([28, 1, 0, 0, 1]), day("2026-11-23"));
        let json = serde_json::to_string(&figures).unwrap();
        assert_eq!(
            json,
            r#"{"shown":"released","as_of":"2026-11-23","n":30,"levels":{"5":28,"4":1,"3":0,"2":0,"1":1},"satisfied":"96.67%","interval":{"low":"83.33%","high":"99.41%"},"mean":"4.83"}"#
        );
        assert_eq!(
            serde_json::from_str::<RatingFigures>(&json).unwrap(),
            figures
        );
        let few = serde_json::to_string(&RatingFigures::FewerThanTen).unwrap();
        assert_eq!(few, r#"{"shown":"fewer_than_ten"}"#);
    }

    #[test]
    fn a_rating_can_be_replaced_for_seven_days() {
        let at = |text| Moment::parse(text).unwrap();
        let first = at("2026-11-01 23:00");
        assert!(is_replaceable(first, at("2026-11-08 23:59")));
        assert!(!is_replaceable(first, at("2026-11-09 00:00")));
    }

    proptest! {
        #[test]
        fn what_is_hidden_cannot_be_subtracted(cells in prop::collection::vec(0_u32..40, 0..12)) {
            let hidden = suppress(&cells);
            let secret: u32 = cells.iter().zip(&hidden).filter(|(_, h)| **h).map(|(n, _)| n).sum();
            for (n, hidden) in cells.iter().zip(&hidden) {
                prop_assert!(*hidden || *n == 0 || *n >= FLOOR_SHOWN);
            }
            // Either nothing is hidden, or a whole of ten or more, or the total is itself below ten and not shown.
            let total: u32 = cells.iter().sum();
            prop_assert!(secret == 0 || secret >= FLOOR_SHOWN || total < FLOOR_SHOWN);
        }

        #[test]
        fn the_interval_holds_the_share(n in 1_u32..5000, part in 0_u32..5000) {
            let part = part.min(n);
            let interval = wilson(part, n).unwrap();
            let share = Share::of(part, n).unwrap();
            prop_assert!(interval.low <= share && share <= interval.high);
        }
    }
}
