//! HTTP: one router for the Lambda functions and the local server.
//!
//! Entry points: [`AppState::new`], [`router`], [`router_for`]. A handler reads the request ([`crate::contract`]), asks [`crate::domain`], and
//! hands an [`answer::Outcome`] to one exhaustive match. Must not: decide, or write anything into the log but time, route, status and code.

pub mod answer;
pub mod handlers;
pub mod headers;
pub mod log;
pub mod open311;
pub mod openapi;
pub mod pages;
pub mod problem;
pub mod routes;
pub mod shown;

use crate::domain::Means;
use crate::domain::limits::Limits;
use crate::doors::{Clock, Entropy};
use crate::places::Places;
use crate::secrets::Secret;
use crate::secrets::contact::ContactKey;
use crate::shell::Shell;
use crate::store::dynamo::DynamoStore;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderMap;
use axum::middleware::{from_fn, from_fn_with_state};
use governance::cases::Clocks;
use governance::dates::Moment;
use governance::forms::render::OptionList;
use log::Log;
use routes::{ROUTES, Route};
use std::fmt;
use std::sync::Arc;

/// What the handlers share.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// What a state is made of.
pub struct Parts {
    /// The store.
    pub store: DynamoStore,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// The site's secret.
    pub secret: Secret,
    /// Seals contacts.
    pub contact_key: ContactKey,
    /// Due dates.
    pub clocks: Clocks,
    /// The page that answers are put into.
    pub shell: Shell,
    /// Lists to choose from, by field name, for forms that come back wrong.
    pub lists: Vec<(&'static str, OptionList)>,
    /// Communities by name, for forms that were sent with one.
    pub places: Arc<Places>,
    /// Limits.
    pub limits: Limits,
    /// Where a line is written for each request.
    pub log: Arc<dyn Log>,
}

/// A group of verbs; each is a Lambda function of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// `POST /api/feedback`.
    Feedback,
    /// `POST /api/ratings`.
    Ratings,
    /// `POST /api/complaints…`.
    Complaints,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 3] = [Self::Feedback, Self::Ratings, Self::Complaints];
}

impl AppState {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The same state with another shell: the local server hands in the theme's after each build.
    #[must_use]
    pub fn with_shell(&self, shell: Shell) -> Self {
        self.with(|parts| parts.shell = shell)
    }

    /// The same state with these lists to choose from, by field name (`where`, `vendor`).
    #[must_use]
    pub fn with_lists(&self, lists: Vec<(&'static str, OptionList)>) -> Self {
        self.with(|parts| parts.lists = lists)
    }

    /// The same state with this list of communities.
    #[must_use]
    pub fn with_places(&self, places: Places) -> Self {
        self.with(|parts| parts.places = Arc::new(places))
    }

    /// The same state with other limits.
    #[must_use]
    pub fn with_limits(&self, limits: Limits) -> Self {
        self.with(|parts| parts.limits = limits)
    }

    /// The same state with other clocks: those of a calendar with more years.
    #[must_use]
    pub fn with_clocks(&self, clocks: Clocks) -> Self {
        self.with(|parts| parts.clocks = clocks)
    }

    /// The same state with another log.
    #[must_use]
    pub fn with_log(&self, log: Arc<dyn Log>) -> Self {
        self.with(|parts| parts.log = log)
    }

    /// The same state with another clock and other chance, for tests.
    #[must_use]
    pub fn with_doors(&self, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        self.with(|parts| {
            parts.clock = clock;
            parts.entropy = entropy;
        })
    }

    fn with(&self, change: impl FnOnce(&mut Parts)) -> Self {
        let old = &*self.0;
        let mut parts = Parts {
            store: old.store.clone(),
            clock: old.clock.clone(),
            entropy: old.entropy.clone(),
            secret: old.secret.clone(),
            contact_key: old.contact_key.clone(),
            clocks: old.clocks.clone(),
            shell: old.shell.clone(),
            lists: old.lists.clone(),
            places: old.places.clone(),
            limits: old.limits,
            log: old.log.clone(),
        };
        change(&mut parts);
        Self::new(parts)
    }

    /// The store, for the desk and the snapshot.
    pub fn store(&self) -> &DynamoStore {
        &self.0.store
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    /// What decisions are made with, at this moment.
    pub fn means(&self, now: Moment) -> Means<'_> {
        Means {
            now,
            entropy: &*self.0.entropy,
            secret: &self.0.secret,
            contact_key: &self.0.contact_key,
            clocks: &self.0.clocks,
        }
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppState")
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts")
    }
}

/// Who sent a request, as whoever accepted the connection knows it (an address). Put it into the request's extensions; without it all
/// requests count as one sender's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(pub String);

impl Sender {
    /// Who sent a request that came by way of `hops` servers of our own: each of those has added the address it saw to `X-Forwarded-For`, and what
    /// stands further left there is only what a sender claims. `peer` is who made the connection.
    pub fn behind(hops: usize, peer: &str, headers: &HeaderMap) -> Self {
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        // A gateway lists the connection it accepted as the last; a plain proxy leaves it to whoever reads.
        let known = forwarded.strip_suffix(&[peer]).unwrap_or(&forwarded);
        let steps = hops.min(known.len());
        Self(match steps {
            0 => peer.into(),
            steps => known[known.len() - steps].into(),
        })
    }
}

/// All routes.
pub fn router(state: AppState) -> Router {
    router_for(state, &Group::ALL)
}

/// The routes of some groups; anything else is unknown.
pub fn router_for(state: AppState, groups: &[Group]) -> Router {
    let wanted = |route: &&Route| route.group.is_none_or(|group| groups.contains(&group));
    let router = ROUTES
        .iter()
        .filter(wanted)
        .fold(Router::new(), |router, route| {
            router.route(route.path, route.handler())
        });
    router
        .fallback(handlers::unknown)
        .method_not_allowed_fallback(handlers::wrong_method)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(headers::secure))
        .layer(from_fn_with_state(state.clone(), log::each))
        .with_state(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(hops: usize, peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        Sender::behind(hops, peer, &headers).0
    }

    #[test]
    fn only_what_our_own_servers_added_is_believed() {
        assert_eq!(sender(0, "192.0.2.9", "198.51.100.1"), "192.0.2.9");
        assert_eq!(
            sender(1, "127.0.0.1", "9.9.9.9, 198.51.100.1"),
            "198.51.100.1"
        );
        assert_eq!(
            sender(1, "192.0.2.9", "9.9.9.9, 198.51.100.1, 192.0.2.9"),
            "198.51.100.1"
        );
        assert_eq!(sender(3, "192.0.2.9", "198.51.100.1"), "198.51.100.1");
        let none = Sender::behind(1, "192.0.2.9", &HeaderMap::new());
        assert_eq!(none.0, "192.0.2.9");
    }
}
