//! What holds when nothing goes wrong but the order of things: conditions, transactions, repeats, limits, pages.

use crate::world::{World, post};
use aws_sdk_dynamodb::types::AttributeValue;
use functions::contract::ClientKey;
use functions::domain::DAY_SECONDS;
use functions::router;
use functions::store::entries::{NewFiling, StoredCase};
use functions::store::{
    ChangeCases, Changed, CountRequests, FileCases, Filed, KeyUse, ReadCases, Within,
};
use governance::cases::CaseReference;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::task::JoinSet;

/// Requests at once, in the promises about races.
const AT_ONCE: usize = 24;

/// A moment, in seconds since 1970, that keys are used at.
const NOW: i64 = 1_795_000_000;

/// A filing with a contact, under this client key.
pub(crate) fn complaint(key: &str) -> Value {
    json!({"client_key": key, "category": "noise", "what": "夜间施工", "where": "420502001003", "when": "2026-11-20",
        "wanted": "夜里停工", "contact": "resident@example.org"})
}

fn rating(key: &str, level: u8) -> Value {
    json!({"client_key": key, "vendor": "demo-jiazheng", "level": level})
}

fn key(name: &str) -> KeyUse {
    KeyUse {
        key: ClientKey {
            key: name.into(),
            fingerprint: format!("of {name}").into(),
        },
        now: NOW,
        until: NOW + 14 * DAY_SECONDS,
    }
}

/// Files one and reads it as it is stored.
async fn stored(world: &World, name: &str) -> StoredCase {
    let (status, answer) = world.post("/api/complaints", &complaint(name)).await;
    assert_eq!(status, 201, "{answer}");
    let reference = answer["reference"].as_str().unwrap();
    let reference = CaseReference::parse(reference).unwrap();
    world.store().case(reference).await.unwrap().unwrap()
}

/// The case again, under another reference.
fn another(case: &StoredCase, seed: u8, name: &str) -> NewFiling {
    let mut stored = case.clone();
    stored.case.reference = CaseReference::from_random([seed; 8]);
    NewFiling {
        stored,
        contact: Some((vec![seed; 80], NOW + DAY_SECONDS)),
        key: key(name),
    }
}

pub(crate) async fn once(world: World) {
    let first = world.post("/api/ratings", &rating("k", 5)).await;
    assert_eq!(first.0, 201);
    assert_eq!(world.post("/api/ratings", &rating("k", 5)).await.0, 201);
    let (status, answer) = world.post("/api/ratings", &rating("k", 1)).await;
    assert_eq!((status, answer["code"].as_str()), (409, Some("key_reused")));
    assert_eq!(world.items("ratings").await.len(), 1);
}

pub(crate) async fn stale(world: World) {
    let before = stored(&world, "c").await;
    let seen = (before.case.state, before.case.version);
    let mut after = before.clone();
    after.case.version += 1;
    let store = world.store();
    for (name, outcome) in [
        ("mine", Changed::New),
        ("theirs", Changed::Stale),
        ("mine", Changed::Repeat),
    ] {
        let changed = store.change_case(seen, &after, Some(&key(name))).await;
        assert_eq!(changed.unwrap(), outcome, "{name}");
    }
    assert!(!store.known(&key("theirs")).await.unwrap());
}

pub(crate) async fn whole(world: World) {
    let case = stored(&world, "w").await;
    let store = world.store();
    let mut taken = another(&case, 9, "second");
    taken.stored.case.reference = case.case.reference;
    assert_eq!(
        store.file_case(&taken).await.unwrap(),
        Filed::ReferenceTaken
    );
    assert!(!store.known(&key("second")).await.unwrap());
    let contacts = world.items("contacts").await;
    assert_eq!(contacts.len(), 1);
    assert!(contacts[0]["sealed"].as_b().unwrap().as_ref() != [9; 80]);
    let free = another(&case, 9, "second");
    assert_eq!(store.file_case(&free).await.unwrap(), Filed::New);
    assert_eq!(world.items("contacts").await.len(), 2);
}

pub(crate) async fn repeat(world: World) {
    let case = stored(&world, "r").await;
    let first = another(&case, 3, "same");
    let store = world.store();
    assert_eq!(store.file_case(&first).await.unwrap(), Filed::New);
    let second = another(&case, 4, "same");
    let reference = first.stored.case.reference;
    assert_eq!(
        store.file_case(&second).await.unwrap(),
        Filed::Repeat(reference)
    );
    let mut other = another(&case, 5, "same");
    other.key.key.fingerprint = "of something else".into();
    assert_eq!(store.file_case(&other).await.unwrap(), Filed::Conflict);
    assert_eq!(world.items("cases").await.len(), 2);
}

pub(crate) async fn race(world: World) {
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let router = router(world.state.clone());
        tasks.spawn(async move { post(router, "/api/complaints", &complaint("many")).await });
    }
    let answers = tasks.join_all().await;
    let references: BTreeSet<String> = answers
        .iter()
        .filter(|(status, _)| *status == 201)
        .map(|(_, answer)| answer["reference"].to_string())
        .collect();
    assert_eq!(references.len(), 1, "{answers:?}");
    // Who met too many others may be told to try again, and nothing else.
    assert!(
        answers
            .iter()
            .all(|(status, _)| [201, 503].contains(status))
    );
    for table in ["cases", "contacts", "idempotency"] {
        assert_eq!(world.items(table).await.len(), 1, "{table}");
    }
}

pub(crate) async fn expired(world: World) {
    let case = stored(&world, "e").await;
    let store = world.store();
    let first = another(&case, 3, "short");
    assert_eq!(store.file_case(&first).await.unwrap(), Filed::New);
    let mut later = another(&case, 4, "short");
    later.key.now = first.key.until + 1;
    later.key.until = later.key.now + DAY_SECONDS;
    assert!(!store.known(&later.key).await.unwrap());
    assert_eq!(store.file_case(&later).await.unwrap(), Filed::New);
}

pub(crate) async fn limit(world: World) {
    const MAX: u32 = 7;
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let store = world.store().clone();
        tasks.spawn(async move { store.count("sender", MAX, NOW).await });
    }
    let counted = tasks.join_all().await;
    let within = counted.into_iter().filter(|c| matches!(c, Ok(Within::Yes)));
    assert_eq!(within.count(), MAX as usize);
}

pub(crate) async fn pages(world: World) {
    const ITEMS: usize = 30;
    let letter = "字".repeat(20_000);
    for number in 0..ITEMS {
        let put = world.client.put_item().table_name(world.table("feedback"));
        put.item("feedback_key", AttributeValue::S(format!("k{number:02}")))
            .item("bucket", AttributeValue::S("2026-11#00".into()))
            .item("filed_at", AttributeValue::S(format!("t{number:02}")))
            .item("doc", AttributeValue::S(letter.clone()))
            .send()
            .await
            .unwrap();
    }
    let query = world.client.query().table_name(world.table("feedback"));
    let query = query
        .index_name("by_bucket")
        .key_condition_expression("#b = :b")
        .expression_attribute_names("#b", "bucket")
        .expression_attribute_values(":b", AttributeValue::S("2026-11#00".into()));
    let first = query.clone().send().await.unwrap();
    assert!(first.count() > 0 && first.last_evaluated_key().is_some());
    let all = query.into_paginator().items().send();
    let all: Vec<_> = all.collect::<Result<_, _>>().await.unwrap();
    let seen: Vec<&str> = all
        .iter()
        .map(|i| i["filed_at"].as_s().unwrap().as_str())
        .collect();
    let wanted: Vec<String> = (0..ITEMS).map(|n| format!("t{n:02}")).collect();
    assert_eq!(seen, wanted);
}

pub(crate) async fn large(world: World) {
    let mut filing = another(&stored(&world, "l").await, 6, "large");
    filing.contact = Some((vec![6; 401 * 1024], NOW + DAY_SECONDS));
    assert!(world.store().file_case(&filing).await.is_err());
    assert!(!world.store().known(&key("large")).await.unwrap());
    let reference = filing.stored.case.reference;
    assert!(world.store().case(reference).await.unwrap().is_none());
}

pub(crate) async fn read_back(world: World) {
    let case = stored(&world, "b").await;
    let other = world.another();
    let seen = other.store().case(case.case.reference).await.unwrap();
    assert!(seen == Some(case));
}
