//! Finds personal data in a text before it is published: identity cards, mobile numbers, bank cards, number plates,
//! home addresses, e-mail addresses, and names beside a hardship.
//!
//! Entry point: [`LeakGuard::scan`]. A fast pass over bytes skips every stretch without a digit, an `@` or one of a few
//! characters; only what is left is read character by character ([`chain`] gathers digits, the other modules judge them).
//! Each place of the text is looked at a bounded number of times, so the work is linear in its length.
//! Must not change the text, remember what it found, or put an unmasked value into anything but a range.

mod address;
mod allow;
mod bank_card;
mod chain;
mod context;
mod credit_code;
mod email;
mod fold;
mod hardship;
mod id_card;
mod mask;
mod mobile;
mod plate;
mod walk;

pub use allow::{AllowEntry, AllowFault, AllowList, AllowValue, Place, Verdict};
pub use credit_code::is_credit_code;
pub use id_card::is_id_card;

use std::ops::Range;

labelled! {
    /// What kind of personal data was found.
    pub enum Kind {
        IdCard = "id_card", "身份证号", "ID card number";
        IdCardOld = "id_card_15", "十五位身份证号", "ID card number of 15 digits";
        Mobile = "mobile", "手机号", "Mobile number";
        BankCard = "bank_card", "银行卡号", "Bank card number";
        Plate = "plate", "车牌号", "Number plate";
        Address = "address", "家庭住址", "Home address";
        Email = "email", "电子邮箱", "E-mail address";
        Hardship = "hardship_name", "姓名与困难情形", "Name beside a hardship";
        Gps = "gps", "拍摄位置", "Position where a picture was taken";
    }
}

labelled! {
    /// What a finding does to a build.
    pub enum Severity {
        Block = "block", "禁止发布", "Not to be published";
        Warn = "warn", "请核对", "To be checked";
    }
}

/// Something personal in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, in bytes of the text that was scanned. Both ends lie between characters.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// What it does to the build.
    pub severity: Severity,
    /// The value as it may be shown, e.g. `138****1234`.
    pub masked: String,
}

/// The guard. Costs nothing to make, holds no state between scans, and may be shared by threads.
#[derive(Debug, Clone, Copy, Default)]
pub struct LeakGuard(());

impl LeakGuard {
    /// A guard.
    pub const fn new() -> Self {
        Self(())
    }

    /// Everything personal in the text, by place, without overlaps.
    pub fn scan(&self, text: &str) -> Vec<Finding> {
        self.scan_counting(text).0
    }

    /// As [`Self::scan`], with the number of steps it took: one for each byte or character looked at outside the
    /// fast pass, each time it is looked at. It lets a test hold the cost to a line without a clock.
    pub fn scan_counting(&self, text: &str) -> (Vec<Finding>, u64) {
        let mut walk = walk::Walk::new(text);
        walk.run();
        walk.finish()
    }
}
