//! The command: composition root.
fn main() {}
