//! Publishing to a bucket of Amazon S3, or of another store that speaks its protocol.
//!
//! Entry point: [`Bucket`]. Read [`account`] (who asks, and where), [`client`] (signed requests that are tried again), [`listing`] (what lies in the bucket), [`refusal`]
//! (what went wrong, in words).
//!
//! What lies in the bucket is known from the journal beside the site, as long as nobody else published meanwhile: each run leaves its name in the bucket, and a
//! journal of another run is not believed. Then the bucket is listed, and its MD5 are compared with the files' (`ETag`; of a bucket encrypted by KMS it is no MD5, and
//! everything is written again). Each file carries a mark, so that what others put into the bucket is never removed.

mod account;
mod client;
mod listing;
mod refusal;

pub(super) use account::Address;

use super::built::{Built, Stamp};
use super::headers;
use super::journal::{Entry, Journal, Known};
use super::plan::{Found, Plan, Put};
use super::{Manner, Trust};
use crate::CouldNotRun;
use crate::words::Lang;
use account::Account;
use client::{Ask, Client};
use functions::doors::{Entropy, SystemEntropy};
use governance::hexadecimal::hex;
use md5::{Digest, Md5};
use refusal::Refusal;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Holds the name of the last run; lies in every bucket that was published to.
const MARKER: &str = ".mingtang-published";

/// Names what this command put there.
const MARK: (&str, &str) = ("x-amz-meta-mingtang", "1");

/// Requests at once. One takes about 30 ms to a region nearby, so that this is some 500 files a second; S3 takes 3,500 a second for a prefix.
const AT_ONCE: usize = 16;

/// A bucket, or a part of it, that was published to or can be.
#[derive(Debug)]
pub(super) struct Bucket {
    client: Arc<Client>,
    journal: PathBuf,
    known: Known,
    /// Whether `known` stands in the journal and is that of the last run.
    trusted: bool,
    foreign: usize,
}

impl Bucket {
    /// Finds the account and asks nothing yet.
    ///
    /// # Errors
    /// If there are no credentials or no region.
    pub(super) async fn open(
        address: Address,
        built: &Built,
        lang: Lang,
    ) -> Result<Self, CouldNotRun> {
        let account = Account::find(lang).await?;
        let client = Client::new(account, address);
        let journal = format!("published-{}", hex(&md5(client.name().as_bytes())));
        Ok(Self {
            client: Arc::new(client),
            journal: built.beside(&journal),
            known: Known::default(),
            trusted: false,
            foreign: 0,
        })
    }

    /// Brings the site over, or only looks; gives what was, or is, to be done.
    ///
    /// # Errors
    /// Whatever the bucket refuses, with a remedy.
    pub(super) async fn publish(
        &mut self,
        built: &Built,
        manner: Manner,
        lang: Lang,
    ) -> Result<Plan, CouldNotRun> {
        let done = self.attempt(built, manner).await;
        done.map_err(|refusal| refusal::explain(&refusal, &self.client, lang))
    }

    async fn attempt(&mut self, built: &Built, manner: Manner) -> Result<Plan, Refusal> {
        let plan = self.plan(built, manner.trust).await?;
        if !manner.look {
            self.carry_out(built, &plan).await?;
        }
        Ok(plan)
    }

    /// What is to be done.
    async fn plan(&mut self, built: &Built, trust: Trust) -> Result<Plan, Refusal> {
        let marker = self.client.get(MARKER).await?;
        let told = Known::read(&self.journal);
        self.trusted = trust != Trust::Contents
            && !told.run.is_empty()
            && marker.as_deref() == Some(marker_text(&told.run).as_bytes());
        self.known = if self.trusted {
            told
        } else {
            self.listed(built, marker.is_some(), &told).await?
        };
        let mut plan = Plan::make(built, &self.known, |path, stamp, known| {
            look(built, (path, stamp), known, trust)
        })?;
        plan.foreign = self.foreign;
        Ok(plan)
    }

    /// What lies in the bucket and was put there by this command.
    async fn listed(
        &mut self,
        built: &Built,
        marked: bool,
        told: &Known,
    ) -> Result<Known, Refusal> {
        let listing = self.client.list().await?;
        if !listing.is_empty() && !marked {
            return Err(Refusal::Foreign);
        }
        let mut known = Known::default();
        for (path, entry) in listing {
            let ours = built.files.contains_key(&path)
                || told.files.contains_key(&path)
                || path != MARKER && self.client.is_marked(&path, MARK).await?;
            if ours {
                known.files.insert(path, Some(entry));
            } else if path != MARKER {
                self.foreign += 1;
            }
        }
        Ok(known)
    }

    /// Does it.
    async fn carry_out(&self, built: &Built, plan: &Plan) -> Result<(), Refusal> {
        if plan.is_empty() && self.trusted {
            if !plan.learnt.is_empty() {
                let known = plan.begun(self.known.clone(), self.known.run.clone());
                Journal::begin(&self.journal, &known)?;
            }
            return Ok(());
        }
        let run = name_of_run()?;
        let known = plan.begun(self.known.clone(), run.clone());
        let journal = Journal::begin(&self.journal, &known)?;
        let text = marker_text(&run);
        let mut ask = Ask::put(MARKER.into(), text.clone().into_bytes());
        ask.headers.push(("content-type", "text/plain".into()));
        ask.headers.push(("cache-control", "no-store".into()));
        self.client.send(&ask).await?;
        for turn in plan.turns() {
            self.put(built, turn, &journal).await?;
        }
        self.remove(&plan.remove, &journal).await?;
        journal.end()?;
        if self.client.get(MARKER).await?.as_deref() == Some(text.as_bytes()) {
            Ok(())
        } else {
            Err(Refusal::Meanwhile)
        }
    }

    async fn put(&self, built: &Built, turn: &[Put], journal: &Journal) -> Result<(), Refusal> {
        let request = |Put { path, .. }: &Put| {
            let (bytes, path) = (built.read(path)?, path.clone());
            let stamp = built.files.get(&path).copied();
            let client = Arc::clone(&self.client);
            Ok(async move {
                let hash = hex(&md5(&bytes));
                client.send(&file(path.clone(), bytes)).await?;
                Ok((path, stamp.map(|stamp| Entry { stamp, hash })))
            })
        };
        settle_all(turn.iter().map(request), journal).await
    }

    async fn remove(&self, paths: &[String], journal: &Journal) -> Result<(), Refusal> {
        let request = |path: &String| {
            let (path, client) = (path.clone(), Arc::clone(&self.client));
            Ok(async move {
                client.send(&Ask::new("DELETE", path.clone())).await?;
                Ok((path, None))
            })
        };
        settle_all(paths.iter().map(request), journal).await
    }
}

/// Sends requests, [`AT_ONCE`] of them at a time, and writes each answer down. None is made before its turn, so that few files are in memory.
async fn settle_all<R>(
    requests: impl Iterator<Item = io::Result<R>>,
    journal: &Journal,
) -> Result<(), Refusal>
where
    R: Future<Output = Settled> + Send + 'static,
{
    let mut under_way = JoinSet::new();
    for request in requests {
        if under_way.len() >= AT_ONCE {
            settle(&mut under_way, journal).await?;
        }
        under_way.spawn(request?);
    }
    while !under_way.is_empty() {
        settle(&mut under_way, journal).await?;
    }
    Ok(())
}

/// What an answered request leaves: the path and what to write down of it; nothing for a file that is gone.
type Settled = Result<(String, Option<Entry>), Refusal>;

/// Waits for one answer and writes it down.
async fn settle(under_way: &mut JoinSet<Settled>, journal: &Journal) -> Result<(), Refusal> {
    let Some(answer) = under_way.join_next().await else {
        return Ok(());
    };
    let (path, entry) = answer.map_err(io::Error::other)??;
    match entry {
        Some(entry) => journal.put(&path, &entry)?,
        None => journal.gone(&path)?,
    }
    Ok(())
}

/// The request that writes a file. `Content-MD5` lets the bucket refuse what was damaged on the way.
fn file(path: String, bytes: Vec<u8>) -> Ask {
    let headers = headers::of(&path);
    let mut ask = Ask::put(path, bytes);
    ask.headers.push(("content-type", headers.kind.into()));
    ask.headers.push(("cache-control", headers.keep.into()));
    ask.headers.push((MARK.0, MARK.1.into()));
    ask
}

fn look(
    built: &Built,
    (path, stamp): (&str, Stamp),
    known: Option<&Option<Entry>>,
    trust: Trust,
) -> io::Result<Found> {
    Ok(match known {
        None => Found::Missing,
        Some(None) => Found::Other,
        Some(Some(_)) if trust == Trust::Nothing => Found::Other,
        Some(Some(entry)) if entry.stamp == stamp => Found::Same,
        Some(Some(entry)) if entry.stamp.len != stamp.len => Found::Other,
        Some(Some(entry)) => {
            let hash = hex(&md5(&built.read(path)?));
            if hash == entry.hash {
                Found::Alike(Entry { stamp, hash })
            } else {
                Found::Other
            }
        }
    })
}

fn marker_text(run: &str) -> String {
    format!("Published by Mingtang, run {run}\n")
}

/// 16 random bytes: no two runs have the same.
fn name_of_run() -> Result<String, Refusal> {
    let mut name = [0; 16];
    SystemEntropy.fill(&mut name).map_err(io::Error::other)?;
    Ok(hex(&name))
}

/// The MD5, which the bucket reckons too.
fn md5(bytes: &[u8]) -> [u8; 16] {
    Md5::digest(bytes).into()
}
