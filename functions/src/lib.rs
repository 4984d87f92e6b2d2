//! The serverless functions: one library for three Lambda binaries and the local server.
//!
//! Read in the order of a request: [`contract`] (bytes to typed filings, every fault at once) → [`domain`] (decides, given values, a narrow
//! store trait and the moment) → [`store`] (conditional writes to `DynamoDB`) → [`transport`] (the router, and one exhaustive match to HTTP).
//! [`doors`] is where time and chance come in, [`secrets`] what must not be guessed, [`shell`] the page answers are put into.
//!
//! On one machine: [`local::open`] a folder, hand the state to [`router`]. In the cloud: the binaries with feature `lambda` ([`cloud`] has their settings).
//!
//! Architecture invariant: nothing here prints, reads the environment (the binaries do) or knows the generator. A function that files can seal contact
//! data and cannot open it.

pub mod client;
pub mod cloud;
pub mod contract;
pub mod domain;
pub mod doors;
#[cfg(feature = "embedded")]
pub mod embedded;
#[cfg(feature = "lambda")]
pub mod lambda;
#[cfg(feature = "embedded")]
pub mod local;
pub mod places;
pub mod secrets;
pub mod shell;
pub mod store;
pub mod transport;

pub use shell::Shell;
pub use transport::{AppState, Group, Sender, router, router_for};
