//! What files of the site looked at, as numbers: each of half a million files looks at some twenty things, most of them what others look at too.
//!
//! Entry points: [`Looks::numbers`] while files are made, [`Looks::names`] when all are. Must not decide anything: which number a name has says nothing.

use crate::library::DepKey;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Parts that may be written to at the same time.
const SHARDS: usize = 64;

type Shard = HashMap<DepKey, u32, FixedState>;

/// Everything that was looked at, each with a number.
#[derive(Debug)]
pub(super) struct Looks {
    shards: Vec<Mutex<Shard>>,
    next: AtomicU32,
}

impl Looks {
    pub(super) fn new() -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            next: AtomicU32::new(0),
        }
    }

    /// The numbers of what a file looked at, in its order.
    pub(super) fn numbers(&self, names: &[DepKey]) -> Box<[u32]> {
        let number = |name: &DepKey| {
            let next = || self.next.fetch_add(1, Ordering::Relaxed);
            *self.shard(name).entry(*name).or_insert_with(next)
        };
        names.iter().map(number).collect()
    }

    /// The names by their numbers.
    pub(super) fn names(&self) -> Vec<DepKey> {
        let count = self.next.load(Ordering::Relaxed) as usize;
        let mut names = vec![DepKey::Today; count];
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.iter().for_each(|(name, number)| {
                if let Some(place) = names.get_mut(*number as usize) {
                    *place = *name;
                }
            });
        }
        names
    }

    fn shard(&self, name: &DepKey) -> MutexGuard<'_, Shard> {
        // The low bits choose the place in a shard.
        let hash = FixedState::default().hash_one(name) >> 32;
        let shard = usize::try_from(hash).unwrap_or_default() % SHARDS;
        let shard = &self.shards[shard];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
