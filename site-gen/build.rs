//! Gives the generator a fingerprint of its own source, so that what another version kept is never used.
#![expect(clippy::disallowed_methods, reason = "a build script reads source")]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut hasher = DefaultHasher::new();
    for folder in ["src", "../governance/src", "../governance/data"] {
        println!("cargo:rerun-if-changed={folder}");
        for file in files(Path::new(folder)) {
            file.hash(&mut hasher);
            fs::read(&file).unwrap_or_default().hash(&mut hasher);
        }
    }
    println!("cargo:rustc-env=MINGTANG_SOURCE={:016x}", hasher.finish());
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
