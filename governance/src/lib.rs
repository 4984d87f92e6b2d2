//! The words both sides of Mingtang share: identities, places, days, the kinds of record, filings, and the rules
//! that are pure arithmetic over them.
//!
//! Read in this order: [`mod@labelled`] (enumerations with their Chinese labels), [`ids`], [`dates`], [`divisions`],
//! then the kinds ([`records`] ties them together): [`notices`], [`admission`], [`deliberation`], [`statistics`],
//! [`vendors`], [`guides`], [`communities`]. Filings come after: [`calendar`] and [`deadlines`] (working days and due
//! dates), [`cases`] (complaints and their clocks), [`ratings`] and [`vouchers`], [`forms`] (the contract of what
//! residents send), and at last what goes back to the public: [`published`]. [`leak_guard`] finds personal data in
//! anything that is to be published or sent.
//!
//! Architecture invariant: nothing here reads a file, a socket, the environment or the clock. The day, the salt
//! and the random bytes are arguments.

#[macro_use]
pub mod labelled;
pub mod admission;
pub mod attachments;
pub mod calendar;
pub mod cases;
pub mod communities;
pub mod dates;
pub mod deadlines;
pub mod deliberation;
pub mod divisions;
pub mod forms;
pub mod guides;
pub mod hexadecimal;
pub mod ids;
pub mod leak_guard;
pub mod notices;
pub mod published;
pub mod ratings;
pub mod records;
pub mod skim;
pub mod statistics;
pub mod vendors;
pub mod vouchers;
pub mod written;
