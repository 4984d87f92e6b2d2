//! What the tests of the whole house share: the [`corpus`] of generated records, the [`filings`] of the demonstration.
//!
//! Nothing here is shipped. Randomness is seeded: the same arguments give the same bytes.

pub mod corpus;
pub mod filings;
