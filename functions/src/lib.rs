//! The serverless functions: contract → domain → store → transport, one library for the Lambda binaries and the local server.

pub mod client;
pub mod contract;
pub mod doors;
#[cfg(feature = "embedded")]
pub mod embedded;
pub mod secrets;
pub mod shell;
pub mod store;
