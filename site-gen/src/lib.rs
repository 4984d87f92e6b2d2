//! The static-site generator, as a line of steps with a type between each two: discover → parse → validate → relate → render → write.
//!
//! Read in this order: [`source`] (what lies in the content folder), [`discover`] (the only reader of it), [`diagnostic`] (how a fault is told),
//! [`config`] (the site's own settings), [`validate`] (records without doubts and where they came from), [`library`] (all records, indexed; what a page may look at),
//! [`pages`] (every page and its address), [`views`] (what a page shows), [`markdown`].
//!
//! Architecture invariant: content faults are data ([`diagnostic::Diagnostic`]), never `Err`; nothing here prints, knows the clock or the
//! environment; only [`discover`] reads content.

pub mod build;
pub mod charts;
pub mod config;
pub mod diagnostic;
pub mod discover;
pub mod fix;
mod leaks;
pub mod library;
pub mod markdown;
pub mod opendata;
pub mod outputs;
pub mod pages;
mod parse;
pub mod relate;
pub mod rules;
pub mod schema;
pub mod search;
pub mod settings;
mod sift;
pub mod site;
pub mod snapshot;
pub mod source;
pub mod validate;
pub mod views;
pub mod write;
