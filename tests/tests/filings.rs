//! The snapshot of the demonstration site is the one that its generator writes: nobody edited a figure by hand.

#![expect(clippy::disallowed_methods, reason = "a test reads files")]

use mingtang_tests::filings::snapshot;
use std::path::Path;

#[test]
fn the_demonstration_is_as_it_was_generated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/snapshot");
    let files = snapshot().expect("a snapshot").files().expect("its texts");
    for (name, text) in files {
        let there = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            there == text,
            "{name} differs; write it anew with `cargo run -p mingtang-tests --bin filings -- content/snapshot`"
        );
    }
}
