//! The store.

pub mod tables;
