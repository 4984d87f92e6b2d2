//! The functions on one machine: the store in one file, the keys beside it.
//!
//! Entry points: [`open`] (then [`crate::router`]), [`desk_key`]. The data folder holds `store.db`, `secret.key` (for keyed hashes), `contact.pub` (seals
//! contacts) and `desk.key` (opens them). Only the desk reads `desk.key`: take it off the machine and filings go on. Made at the first
//! start, readable by their owner alone.

use crate::client;
use crate::domain::limits::Limits;
use crate::doors::{Entropy, SystemClock, SystemEntropy};
use crate::embedded::Embedded;
use crate::secrets::contact::{ContactKey, DeskKey};
use crate::secrets::{KEY_LEN, Secret, hex};
use crate::shell::Shell;
use crate::store::dynamo::DynamoStore;
use crate::store::tables::{self, PREFIX};
use crate::transport::log::Silent;
use crate::transport::{AppState, Parts};
use governance::cases::Clocks;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::Arc;

/// The store's file in the data folder.
pub const STORE_FILE: &str = "store.db";

const SECRET_FILE: &str = "secret.key";
const PUBLIC_FILE: &str = "contact.pub";
const DESK_FILE: &str = "desk.key";

/// The functions cannot start here. Says what is wrong with which file.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {reason}")]
pub struct LocalFault {
    what: &'static str,
    reason: String,
}

/// Opens the store and keys in this folder, which must exist, and makes what is missing.
///
/// The state has the plain built-in shell, no lists and no log: see [`AppState::with_shell`], [`AppState::with_lists`], [`AppState::with_log`].
///
/// # Errors
/// [`LocalFault`] if a file cannot be read or made, or is damaged.
pub async fn open(folder: &Path) -> Result<AppState, LocalFault> {
    let engine = Embedded::open(&folder.join(STORE_FILE)).map_err(|f| LocalFault {
        what: STORE_FILE,
        reason: f.to_string(),
    })?;
    let (secret, contact_key) = keys(folder)?;
    assemble(engine, secret, contact_key).await
}

/// Removes what has passed its expiry (limits, answers already given, contacts), as the cloud's store does by itself; returns how much. Blocks.
///
/// # Errors
/// [`LocalFault`] if the store cannot be opened or written.
pub fn sweep(folder: &Path) -> Result<usize, LocalFault> {
    let unusable = |f: crate::embedded::OpenFault| damaged(STORE_FILE, &f.to_string());
    let engine = Embedded::open(&folder.join(STORE_FILE)).map_err(unusable)?;
    engine.sweep().map_err(unusable)
}

/// The store of a data folder for the desk, and the key that seals; the functions may be running on the same folder.
///
/// # Errors
/// [`LocalFault`] if nothing was ever served from this folder, or a file is damaged.
pub async fn open_store(folder: &Path) -> Result<(DynamoStore, ContactKey), LocalFault> {
    let sealing = read(folder, PUBLIC_FILE)?.ok_or_else(|| damaged(PUBLIC_FILE, "not there"))?;
    let key = ContactKey::from_hex(&sealing).ok_or_else(|| damaged(PUBLIC_FILE, "not a key"))?;
    let file = folder.join(STORE_FILE);
    // An engine that opens a file that is not there makes one.
    File::open(&file).map_err(|f| damaged(STORE_FILE, &f.to_string()))?;
    let engine = Embedded::open(&file).map_err(|f| damaged(STORE_FILE, &f.to_string()))?;
    let client = client::embedded(engine);
    tables::ensure(&client, PREFIX)
        .await
        .map_err(|f| damaged(STORE_FILE, &f.to_string()))?;
    Ok((DynamoStore::new(client, PREFIX), key))
}

/// A state that ends with the process, for tests.
///
/// # Errors
/// [`LocalFault`] if memory or random bytes cannot be had.
pub async fn memory() -> Result<AppState, LocalFault> {
    let engine = Embedded::memory().map_err(|f| LocalFault {
        what: "memory",
        reason: f.to_string(),
    })?;
    let desk = DeskKey::draw(&SystemEntropy).map_err(no_entropy)?;
    assemble(engine, Secret::new(random()?), desk.contact_key()).await
}

/// The key that opens contacts, for the desk.
///
/// # Errors
/// [`LocalFault`] if it is not there or damaged.
pub fn desk_key(folder: &Path) -> Result<DeskKey, LocalFault> {
    let text = read(folder, DESK_FILE)?.ok_or_else(|| damaged(DESK_FILE, "not there"))?;
    DeskKey::from_hex(&text).ok_or_else(|| damaged(DESK_FILE, "not a key"))
}

async fn assemble(
    engine: Embedded,
    secret: Secret,
    contact_key: ContactKey,
) -> Result<AppState, LocalFault> {
    let client = client::embedded(engine);
    tables::ensure(&client, PREFIX)
        .await
        .map_err(|f| damaged(STORE_FILE, &f.to_string()))?;
    let clocks = Clocks::built_in().map_err(|f| damaged("calendar", &f.to_string()))?;
    Ok(AppState::new(Parts {
        store: DynamoStore::new(client, PREFIX),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        secret,
        contact_key,
        clocks,
        shell: Shell::built_in(),
        lists: Vec::new(),
        places: Arc::default(),
        limits: Limits::default(),
        log: Arc::new(Silent),
    }))
}

fn keys(folder: &Path) -> Result<(Secret, ContactKey), LocalFault> {
    let secret = match read(folder, SECRET_FILE)? {
        Some(text) => text,
        None => make(folder, SECRET_FILE, &hex(&random()?))?,
    };
    let secret = Secret::from_hex(&secret).ok_or_else(|| damaged(SECRET_FILE, "not a key"))?;
    let public = match read(folder, PUBLIC_FILE)? {
        Some(text) => text,
        None => make_pair(folder)?,
    };
    let key = ContactKey::from_hex(&public).ok_or_else(|| damaged(PUBLIC_FILE, "not a key"))?;
    Ok((secret, key))
}

/// The private half is written first: a public key whose private half was lost would seal contacts for ever.
fn make_pair(folder: &Path) -> Result<String, LocalFault> {
    if read(folder, DESK_FILE)?.is_none() {
        let desk = DeskKey::draw(&SystemEntropy).map_err(no_entropy)?;
        make(folder, DESK_FILE, &desk.to_hex())?;
    }
    let desk = desk_key(folder)?;
    make(folder, PUBLIC_FILE, &desk.contact_key().to_hex())
}

fn random() -> Result<[u8; KEY_LEN], LocalFault> {
    let mut bytes = [0; KEY_LEN];
    SystemEntropy.fill(&mut bytes).map_err(no_entropy)?;
    Ok(bytes)
}

fn no_entropy(fault: crate::doors::NoEntropy) -> LocalFault {
    damaged("key", &fault.to_string())
}

fn damaged(what: &'static str, reason: &str) -> LocalFault {
    LocalFault {
        what,
        reason: reason.into(),
    }
}

fn read(folder: &Path, name: &'static str) -> Result<Option<String>, LocalFault> {
    let mut text = String::new();
    match File::open(folder.join(name)).and_then(|mut f| f.read_to_string(&mut text)) {
        Ok(_) => Ok(Some(text.trim().into())),
        Err(f) if f.kind() == ErrorKind::NotFound => Ok(None),
        Err(f) => Err(damaged(name, &f.to_string())),
    }
}

/// Writes a key that is not there yet; if another process was faster, its key is read instead.
fn make(folder: &Path, name: &'static str, text: &str) -> Result<String, LocalFault> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(folder.join(name)).and_then(|mut file| {
        writeln!(file, "{text}")?;
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(text.into()),
        Err(f) if f.kind() == ErrorKind::AlreadyExists => {
            read(folder, name)?.ok_or_else(|| damaged(name, "vanished"))
        }
        Err(f) => Err(damaged(name, &f.to_string())),
    }
}
