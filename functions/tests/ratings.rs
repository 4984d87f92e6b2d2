//! Vouchers and ratings over the embedded store: one voucher one rating under races and replays, replacement, the case of a bad rating, the second rating,
//! the vendor's answer and appeal, and what is counted as discarded.
//!
//! `RATINGS_FULL=1 cargo test -p functions --test ratings` sends 10,000 submissions; without it 1,000 (each is a durable write on a busy machine).
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use aws_sdk_dynamodb::types::AttributeValue;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use functions::domain::desk::Desk;
use functions::domain::ledger;
use functions::domain::limits::Limits;
use functions::domain::publish::{self, Prepared, Withholding};
use functions::domain::rating_desk::{self, Deed, Done, Refusal};
use functions::domain::vouchers::{self, Order, Printed};
use functions::doors::{Clock, SystemEntropy};
use functions::embedded::Embedded;
use functions::secrets::Secret;
use functions::secrets::contact::DeskKey;
use functions::store::dynamo::DynamoStore;
use functions::store::entries::RatingEntry;
use functions::store::{ChangeCases, KeepRatings, ReadCases, tables};
use functions::transport::Parts;
use functions::transport::log::Silent;
use functions::{AppState, Sender, Shell, client, router};
use governance::cases::{self, Action, ActorRole, CaseReference, Clocks};
use governance::dates::{Day, Moment};
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::published::{ModerationReason, Snapshot, check};
use governance::ratings::{AppealState, DiscardReason, RatingLevel, VendorReply};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tower::ServiceExt;

struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Moment {
        let seconds = self.0.load(Ordering::SeqCst);
        let utc = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        utc.fixed_offset().into()
    }
}

const PREFIX: &str = "test-";

struct World {
    client: aws_sdk_dynamodb::Client,
    state: AppState,
    router: Router,
    hands: Arc<Hands>,
}

fn parts(client: &aws_sdk_dynamodb::Client, hands: &Arc<Hands>) -> Parts {
    let unlimited = Limits {
        complaints: u32::MAX,
        looks: u32::MAX,
        ratings: u32::MAX,
        feedback: u32::MAX,
    };
    Parts {
        store: DynamoStore::new(client.clone(), PREFIX),
        clock: hands.clone(),
        entropy: Arc::new(SystemEntropy),
        secret: Secret::new([7; 32]),
        contact_key: DeskKey::draw(&SystemEntropy).unwrap().contact_key(),
        clocks: Clocks::built_in().unwrap(),
        shell: Shell::built_in(),
        lists: Vec::new(),
        places: Arc::default(),
        limits: unlimited,
        log: Arc::new(Silent),
    }
}

impl World {
    async fn new() -> Self {
        let start = Moment::parse("2026-11-23 10:00").unwrap();
        let hands = Arc::new(Hands(AtomicI64::new(start.instant().timestamp())));
        let client = client::embedded(Embedded::memory().unwrap());
        tables::ensure(&client, PREFIX).await.unwrap();
        let state = AppState::new(parts(&client, &hands));
        Self {
            client,
            router: router(state.clone()),
            state,
            hands,
        }
    }

    /// Every document of a table, as it is stored.
    async fn documents(&self, table: &str) -> Vec<Value> {
        let pages = self
            .client
            .scan()
            .table_name(format!("{PREFIX}{table}"))
            .into_paginator()
            .items()
            .send();
        let items = pages.collect::<Result<Vec<_>, _>>().await.unwrap();
        let document = |item: &std::collections::HashMap<String, AttributeValue>| {
            serde_json::from_str(item["doc"].as_s().unwrap()).unwrap()
        };
        items.iter().map(document).collect()
    }

    async fn ratings(&self) -> Vec<RatingEntry> {
        let documents = self.documents("ratings").await;
        let read = |document| serde_json::from_value(document).unwrap();
        documents.into_iter().map(read).collect()
    }

    fn days_pass(&self, days: i64) {
        self.hands.0.fetch_add(days * 86_400, Ordering::SeqCst);
    }

    async fn print(&self, vendor: &str, count: u16) -> Printed {
        let order = Order {
            vendor: RecordId::new(vendor).unwrap(),
            place: DivisionCode::parse("420502001003").unwrap(),
            expires_on: Day::parse("2026-12-31").unwrap(),
            size: count,
        };
        let means = self.state.means(self.hands.now());
        vouchers::issue(self.state.store(), &means, order)
            .await
            .unwrap()
    }

    async fn rate(&self, body: Value) -> (u16, Value) {
        let mut request = Request::post("/api/ratings")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        request.extensions_mut().insert(Sender("192.0.2.1".into()));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await;
        (status, serde_json::from_slice(&body.unwrap()).unwrap())
    }

    async fn counted(&self) -> Vec<RatingEntry> {
        let mut all = self.ratings().await;
        all.retain(|r| r.discarded.is_none());
        all
    }

    async fn discarded(&self) -> Vec<DiscardReason> {
        let all = self.ratings().await;
        let mut found: Vec<_> = all.iter().filter_map(|r| r.discarded).collect();
        found.sort();
        found
    }
}

fn rating(voucher: &str, level: u8, key: &str) -> Value {
    json!({"client_key": key, "vendor": "V-1", "level": level, "voucher": voucher, "comment": "示例"})
}

#[expect(
    clippy::disallowed_methods,
    reason = "the size of the test is asked for"
)]
fn submissions() -> usize {
    let full = std::env::var("RATINGS_FULL").is_ok_and(|v| v == "1");
    if full { 10_000 } else { 1_000 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_submissions_on_200_vouchers_are_200_ratings() {
    let world = Arc::new(World::new().await);
    let printed = Arc::new(world.print("V-1", 200).await);
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..submissions() {
        let (world, printed) = (world.clone(), printed.clone());
        tasks.spawn(async move {
            let slip = &printed.slips[n % 200];
            // Every other one by its short code; every third is the replay of an earlier request, every fifth a bad rating.
            let voucher = if n % 2 == 0 { &slip.token } else { &slip.code };
            let key = format!("k{}", if n % 3 == 0 { n % 200 } else { n });
            let level = if n % 5 == 0 { 1 } else { 5 };
            world.rate(rating(voucher, level, &key)).await.0
        });
    }
    let statuses: Vec<u16> = tasks.join_all().await;
    let told: BTreeSet<u16> = statuses.iter().copied().collect();
    assert!(told.is_subset(&BTreeSet::from([201, 409])), "{told:?}");
    let ratings = world.counted().await;
    assert_eq!(ratings.len(), 200);
    let events: BTreeSet<_> = ratings.iter().map(|r| r.event.clone().unwrap()).collect();
    assert_eq!(events.len(), 200);
    let linked: BTreeSet<String> = ratings
        .iter()
        .filter_map(|r| Some(r.case?.to_string()))
        .collect();
    let cases = world.documents("cases").await;
    let reference = |case: &Value| case["case"]["reference"].as_str().unwrap().to_owned();
    let filed: BTreeSet<String> = cases.iter().map(reference).collect();
    assert_eq!((linked, cases.len()), (filed.clone(), filed.len()));
}

#[tokio::test]
async fn a_rating_is_replaced_for_seven_days_and_replays_change_nothing() {
    let world = World::new().await;
    let slip = world.print("V-1", 1).await.slips.remove(0);
    let (status, first) = world.rate(rating(&slip.token, 5, "a")).await;
    assert_eq!((status, &first["verified"]), (201, &json!(true)));
    world.days_pass(7);
    let (status, second) = world.rate(rating(&slip.code, 4, "b")).await;
    assert_eq!((status, &second["replaced"]), (201, &json!(true)));
    let (status, replay) = world.rate(rating(&slip.token, 5, "a")).await;
    assert_eq!((status, &replay["level"]), (201, &json!("4")), "{replay}");
    world.days_pass(1);
    let late = rating(&slip.token, 1, "c");
    for _ in 0..2 {
        let (status, late) = world.rate(late.clone()).await;
        assert_eq!((status, &late["code"]), (409, &json!("voucher_used")));
    }
    assert_eq!(world.counted().await.len(), 1);
    assert_eq!(world.discarded().await, [DiscardReason::Duplicate]);
}

#[tokio::test]
async fn what_does_not_count_is_counted_by_its_reason() {
    let world = World::new().await;
    let mut slips = world.print("V-1", 3).await.slips;
    let other = world.print("V-2", 1).await.slips.remove(0);
    let (status, answer) = world.rate(rating(&other.token, 5, "a")).await;
    assert_eq!(
        (status, &answer["errors"][0]["field"]),
        (422, &json!("vendor"))
    );
    let mut wrong = slips[0].code.clone();
    wrong.pop();
    wrong.push('2');
    let (status, answer) = world.rate(rating(&wrong, 5, "b")).await;
    assert_eq!(
        (status, &answer["errors"][0]["field"]),
        (422, &json!("voucher"))
    );
    let mut own = rating(&slips.remove(0).token, 1, "c");
    own["interest"] = true.into();
    let (status, answer) = world.rate(own).await;
    assert_eq!((status, answer.get("case")), (201, None));
    world.days_pass(60);
    let late = slips.remove(0);
    for key in ["d", "e"] {
        let (status, answer) = world.rate(rating(&late.token, 5, key)).await;
        assert_eq!(
            (status, &answer["errors"][0]["code"]),
            (422, &json!("expired"))
        );
    }
    let reasons = [DiscardReason::ExpiredVoucher, DiscardReason::Insider];
    assert_eq!(world.discarded().await, reasons);
    assert!(world.counted().await.is_empty());
}

#[tokio::test]
async fn a_bad_rating_opens_a_case_and_is_followed_by_one_more() {
    let world = World::new().await;
    let slip = world.print("V-1", 1).await.slips.remove(0);
    let (status, answer) = world.rate(rating(&slip.token, 1, "a")).await;
    assert_eq!(status, 201);
    let (_, again) = world.rate(rating(&slip.token, 1, "a")).await;
    assert_eq!(answer["case"]["receipt"], again["case"]["receipt"]);
    assert!(answer["case"]["receipt"].is_string());
    let reference = CaseReference::parse(answer["case"]["reference"].as_str().unwrap()).unwrap();
    settle(&world, reference).await;
    world.days_pass(20);
    let (status, second) = world.rate(rating(&slip.token, 4, "b")).await;
    assert_eq!((status, &second["second"]), (201, &json!(true)), "{second}");
    let (status, _) = world.rate(rating(&slip.token, 5, "c")).await;
    assert_eq!(status, 409);
    let kept = world.counted().await.remove(0);
    assert_eq!(kept.level, RatingLevel::VeryDissatisfied);
    assert_eq!(kept.second, Some(RatingLevel::Satisfied));
    assert_eq!(kept.figure().second, Some(RatingLevel::Satisfied));
}

/// Withdrawing ends a case; the desk's answers do so as well.
async fn settle(world: &World, reference: CaseReference) {
    let store = world.state.store();
    let before = store.case(reference).await.unwrap().unwrap();
    let clocks = Clocks::built_in().unwrap();
    let action = Action::new(ActorRole::Resident, cases::Deed::Withdraw { reason: None });
    let case = cases::apply(&before.case, &action, world.hands.now(), &clocks).unwrap();
    let seen = (before.case.state, before.case.version);
    let after = functions::store::entries::StoredCase { case, ..before };
    store.change_case(seen, &after, None).await.unwrap();
}

#[tokio::test]
async fn a_vendor_answers_once_and_appeals_once() {
    let world = World::new().await;
    let slip = world.print("V-1", 1).await.slips.remove(0);
    world.rate(rating(&slip.token, 2, "a")).await;
    let key = format!("v#{}", slip.voucher.id());
    let now = world.hands.now();
    let by = (ActorRole::Moderator, now);
    let store = world.state.store();
    let reply = Deed::Reply(VendorReply::Redone);
    let done = rating_desk::act(store, &key, (&reply, "已重新上门"), by).await;
    assert!(matches!(done.unwrap(), Done::Written(_)));
    for (deed, refusal) in [
        (&reply, Refusal::Answered),
        (&Deed::Uphold, Refusal::NoAppeal),
        (
            &Deed::Discard(DiscardReason::AppealUpheld),
            Refusal::NotByHand,
        ),
    ] {
        let done = rating_desk::act(store, &key, (deed, "x"), by).await;
        assert!(matches!(done.unwrap(), Done::Refused(why) if why == refusal));
    }
    for deed in [Deed::Appeal, Deed::Uphold] {
        let done = rating_desk::act(store, &key, (&deed, "评错了对象"), by).await;
        assert!(matches!(done.unwrap(), Done::Written(_)));
    }
    let kept = store.rating(&key).await.unwrap().unwrap();
    assert_eq!(kept.appeal, Some(AppealState::Upheld));
    assert_eq!(kept.discarded, Some(DiscardReason::AppealUpheld));
    assert_eq!(kept.history.len(), 3);
    let unknown = rating_desk::act(store, "v#0-0", (&reply, "x"), by).await;
    assert!(matches!(unknown.unwrap(), Done::Unknown));
}

#[tokio::test]
async fn a_vendors_answer_is_published_once_it_is_cleared_and_ten_have_rated() {
    let world = World::new().await;
    let slips = world.print("V-1", 10).await.slips;
    let (first, others) = slips.split_first().unwrap();
    world.rate(rating(&first.token, 2, "a")).await;
    let key = format!("v#{}", first.voucher.id());
    let (store, now) = (world.state.store(), world.hands.now());
    let clocks = Clocks::built_in().unwrap();
    let contact_key = DeskKey::draw(&SystemEntropy).unwrap().contact_key();
    let desk = Desk {
        now,
        clocks: &clocks,
        contact_key: &contact_key,
        entropy: &SystemEntropy,
    };
    let by = (ActorRole::Moderator, key.as_str());
    let clear = |words| publish::clear_reply(store, &desk, by, words);
    assert_eq!(clear(None).await.unwrap(), Prepared::NotAnswered);
    let reply = Deed::Reply(VendorReply::Redone);
    let words = (&reply, "示例：王师傅13812345678已重新上门");
    let done = rating_desk::act(store, &key, words, (ActorRole::CaseWorker, now)).await;
    assert!(matches!(done.unwrap(), Done::Written(_)));
    let personal = clear(None).await.unwrap();
    assert!(matches!(personal, Prepared::Personal(found) if found.len() == 1));
    let kept = clear(Some("示例：已重新上门")).await.unwrap();
    assert_eq!(kept, Prepared::Kept);

    let shown = async || {
        let gathered = ledger::gather(store).await.unwrap();
        let snapshot = Snapshot::take(&gathered.ledger(&clocks, None, None), now);
        let faults = check(&snapshot, now.day(), 0);
        assert!(faults.is_empty(), "{faults:?}");
        snapshot.ratings.rows[0].replies.clone()
    };
    assert!(shown().await.is_empty(), "one rating: it would tell whose");
    for (n, slip) in others.iter().enumerate() {
        world.rate(rating(&slip.token, 5, &format!("k{n}"))).await;
    }
    let replies = shown().await;
    assert_eq!(replies.len(), 1);
    assert_eq!(&*replies[0].text, "示例：已重新上门");
    assert_eq!(replies[0].reply, VendorReply::Redone);

    let what = Withholding {
        target: &key,
        reason: ModerationReason::PersonalData,
        remove: false,
    };
    let held = publish::withhold(store, &desk, ActorRole::Moderator, what).await;
    assert_eq!(held.unwrap(), Prepared::Kept);
    assert!(shown().await.is_empty());
}
