//! The desk as its users meet it: real processes on a real data folder, beside functions that are taking filings.
//!
//! Each test files through the functions' own domain, then runs the command.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "a test lays out its input and looks at what was written"
)]

use functions::contract::ClientKey;
use functions::contract::filings::{Complaint, Feedback};
use functions::domain::{complaints, feedback};
use functions::{AppState, local};
use governance::cases::{CaseCategory, CaseReference, FilingKind};
use governance::dates::{Day, Moment};
use governance::divisions::DivisionCode;
use governance::forms::feedback::FeedbackKind;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

const FILED: &str = "2026-11-02 09:00";
const NOW: &str = "2026-11-03T10:00:00+08:00";

/// A data folder, a content folder, and the functions that take filings into it.
struct House {
    folder: TempDir,
    functions: AppState,
}

impl House {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["data", "content"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let functions = local::open(&folder.path().join("data")).await.unwrap();
        Self { folder, functions }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn file(&self, number: usize) -> CaseReference {
        self.file_at(number, FILED).await
    }

    async fn file_at(&self, number: usize, moment: &str) -> CaseReference {
        let complaint = Complaint {
            kind: FilingKind::Complaint,
            category: CaseCategory::Noise,
            what: format!("示例:楼上很吵{number}").into(),
            place: DivisionCode::parse("420502001003").unwrap(),
            spot: None,
            when: Day::parse("2026-11-01").unwrap(),
            wanted: "安静".into(),
            contact: Some("0717-6000000".into()),
            publish: true,
        };
        let key = ClientKey {
            key: format!("k{number}").into(),
            fingerprint: format!("f{number}").into(),
        };
        let means = self.functions.means(Moment::parse(moment).unwrap());
        let filed = complaints::file(self.functions.store(), &means, &complaint, key).await;
        match filed.unwrap() {
            complaints::Outcome::Filed(receipted) => receipted.case.reference,
            complaints::Outcome::KeyReused => unreachable!("keys differ"),
        }
    }

    async fn suggest(&self, key: &str) {
        let said = Feedback {
            kind: FeedbackKind::Topic,
            page: None,
            useful: None,
            subject: Some("示例:装路灯".into()),
            text: Some("示例:巷子里太黑\n草稿: false".into()),
            place: DivisionCode::parse("420502001003").ok(),
        };
        let key = ClientKey {
            key: key.into(),
            fingerprint: key.into(),
        };
        let means = self.functions.means(Moment::parse(FILED).unwrap());
        feedback::give(self.functions.store(), &means, said, key)
            .await
            .unwrap();
    }

    /// Somebody says that a case concerns them too.
    async fn follow(&self, reference: CaseReference, key: &str) {
        let said = Feedback {
            kind: FeedbackKind::Affected,
            page: Some(format!("/cases/{reference}/").into()),
            useful: None,
            subject: None,
            text: None,
            place: None,
        };
        let key = ClientKey {
            key: key.into(),
            fingerprint: key.into(),
        };
        let means = self.functions.means(Moment::parse(FILED).unwrap());
        let given = feedback::give(self.functions.store(), &means, said, key);
        given.await.unwrap();
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingtang"));
        command
            .args(words)
            .args(["--data", "data", "--content", "content"])
            .current_dir(self.folder.path())
            .env_remove("MINGTANG_ROLE")
            .env_remove("AWS_ENDPOINT_URL_DYNAMODB")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if !words.contains(&"--now") {
            command.args(["--now", NOW]);
        }
        command
    }

    fn run(&self, words: &[&str]) -> Told {
        Told::of(self.command(words).output().unwrap())
    }

    fn start(&self, words: &[&str]) -> Child {
        self.command(words).spawn().unwrap()
    }

    fn case(&self, reference: CaseReference) -> Value {
        let told = self.run(&["desk", "show", reference.as_str(), "--json"]);
        let shown: Value = serde_json::from_str(&told.out).unwrap();
        shown[0]["case"].clone()
    }
}

/// What a run said.
#[derive(Debug)]
struct Told {
    status: i32,
    out: String,
    err: String,
}

impl Told {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn is(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
}

const WORKER: [&str; 2] = ["--role", "case_worker"];

fn words<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

/// How often an event stands in a case's timeline.
fn count(case: &Value, event: &str) -> usize {
    let timeline = case["timeline"].as_array().unwrap();
    timeline.iter().filter(|e| e["kind"] == event).count()
}

/// A server beside the desk; stopped when the test ends.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn overdue_is_written_once_however_often_and_wherever_it_is_swept() {
    let house = House::new().await;
    // Long overdue whenever this test runs: a server asks the machine's clock.
    let reference = house.file_at(1, "2021-03-01 09:00").await;
    let site = "name = \"示例站\"\nbase_url = \"http://127.0.0.1:8000\"\ndemonstration = true\n";
    std::fs::write(house.path("content/site.toml"), site).unwrap();
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../themes/mingtang");
    let serve = [
        "serve",
        "--port",
        "0",
        "--no-watch",
        "--sweep-every",
        "1",
        "--theme",
    ];
    let _served = Served(house.start(&words(&[&serve, &[theme.to_str().unwrap()]])));
    let swept = (0..300).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        count(&house.case(reference), "overdue") > 0
    });
    assert!(
        swept,
        "a server sweeps by itself: {}",
        house.case(reference)
    );
    let sweep = ["desk", "sweep", "--json"];
    let told = [house.start(&sweep), house.start(&sweep)]
        .map(|child| Told::of(child.wait_with_output().unwrap()).is(0));
    for told in told {
        assert!(told.out.starts_with("{\"written\":[]"), "{told:?}");
    }
    // The server has swept again by now.
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    assert_eq!(count(&house.case(reference), "overdue"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sweeps_at_once_write_one_event() {
    let house = House::new().await;
    let references = [house.file(1).await, house.file(2).await];
    let sweep = [
        "desk",
        "sweep",
        "--json",
        "--now",
        "2026-12-28T09:00:00+08:00",
    ];
    let both = [house.start(&sweep), house.start(&sweep)]
        .map(|child| Told::of(child.wait_with_output().unwrap()).is(0));
    let again = house.run(&sweep).is(0);
    assert_eq!(again.out.trim(), "{\"written\":[],\"left\":[]}", "{both:?}");
    for reference in references {
        assert_eq!(count(&house.case(reference), "overdue"), 1, "{both:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_people_at_once_one_wins_and_the_other_reads_both_texts() {
    let house = House::new().await;
    for number in 0..6 {
        let reference = house.file(number).await;
        let target = format!("{reference}@1");
        let decline = |reason: &'static str| {
            let act = [
                "desk",
                "decline",
                &target,
                "--reason",
                reason,
                "--channel",
                "12345",
            ];
            house.start(&words(&[&act, &WORKER]))
        };
        let (one, other) = (decline("示例:甲的理由"), decline("示例:乙的理由"));
        // Filings go on meanwhile, from a third process.
        let meanwhile = house.file(100 + number).await;
        let both = [one, other].map(|child| Told::of(child.wait_with_output().unwrap()));
        let mut statuses = both.each_ref().map(|told| told.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [0, 1], "{both:?}");
        let loser = both.iter().find(|told| told.status == 1).unwrap();
        for text in ["示例:甲的理由", "示例:乙的理由", "没有写入"] {
            assert!(loser.err.contains(text), "{loser:?}");
        }
        assert_eq!(house.case(reference)["version"], 2);
        assert_eq!(house.case(meanwhile)["state"], "received");
    }
}

#[tokio::test]
async fn many_cases_at_once_are_each_told() {
    let house = House::new().await;
    let (a, b) = (house.file(1).await, house.file(2).await);
    house
        .run(&words(&[&["desk", "accept", a.as_str()], &WORKER]))
        .is(0);
    let refs = house.run(&["desk", "list", "--refs"]).is(0);
    assert_eq!(refs.out.lines().count(), 2);
    let told = house.run(&words(&[
        &["desk", "accept", a.as_str(), b.as_str(), "--json"],
        &WORKER,
    ]));
    let rows: Value = serde_json::from_str(&told.is(1).out).unwrap();
    assert_eq!(
        (&rows[0]["result"], &rows[1]["result"]),
        (&"refused".into(), &"done".into())
    );
    house.run(&["desk", "accept", a.as_str()]).is(2);
    let told = house
        .run(&["desk", "start", a.as_str(), "--role", "auditor"])
        .is(1);
    assert!(told.err.contains("监督员"), "{told:?}");
    house
        .run(&words(&[&["desk", "accept", "AAAAAAAA"], &WORKER]))
        .is(2);
}

#[tokio::test]
async fn a_merge_keeps_both_references() {
    let house = House::new().await;
    let (main, twin) = (house.file(1).await, house.file(2).await);
    let merge = [
        "desk",
        "merge",
        twin.as_str(),
        "--into",
        main.as_str(),
        "--reason",
        "同一件事",
    ];
    house.run(&words(&[&merge, &WORKER])).is(0);
    assert_eq!(house.case(main)["followers"], 1);
    let twin = house.case(twin);
    assert_eq!(
        (&twin["state"], &twin["duplicate_of"]),
        (&"duplicate_of".into(), &main.as_str().into())
    );
}

#[tokio::test]
async fn whoever_is_affected_too_is_counted_once_and_goes_along_with_a_merge() {
    let house = House::new().await;
    let (main, twin) = (house.file(1).await, house.file(2).await);
    for (of, key) in [(main, "a"), (main, "b"), (main, "b"), (twin, "c")] {
        house.follow(of, key).await;
    }
    let into = ["--into", main.as_str(), "--reason", "同一件事"];
    let merge = ["desk", "merge", twin.as_str()];
    house.run(&words(&[&merge, &into, &WORKER])).is(0);
    house.run(&["snapshot"]).is(0);
    let log = std::fs::read_to_string(house.path("content/snapshot/case-log.json")).unwrap();
    let log: Value = serde_json::from_str(&log).unwrap();
    let followers = |of: CaseReference| {
        let mut rows = log["rows"].as_array().unwrap().iter();
        rows.find(|row| row["reference"] == of.as_str()).unwrap()["followers"].clone()
    };
    // Two who said so, the merged case, and the one who said so of that.
    assert_eq!(followers(main), 4);
    assert_eq!(followers(twin), Value::Null);
}

#[tokio::test]
async fn a_case_that_is_reopened_three_times_is_listed_as_escalated() {
    let house = House::new().await;
    let reference = house.file(1).await;
    let of = reference.as_str();
    house.run(&words(&[&["desk", "accept", of], &WORKER])).is(0);
    let assign = ["desk", "assign", of, "--to", "示例:网格岗"];
    house.run(&words(&[&assign, &WORKER])).is(0);
    for n in 1..=3 {
        house.run(&words(&[&["desk", "start", of], &WORKER])).is(0);
        let resolve = ["desk", "resolve", of, "--done", "示例:已劝说"];
        house.run(&words(&[&resolve, &WORKER])).is(0);
        let reopen = ["desk", "reopen", of, "--reason", "示例:又吵了"];
        house.run(&words(&[&reopen, &WORKER])).is(0);
        let listed = house.run(&["desk", "list", "--escalated"]).is(0).out;
        assert_eq!(listed.contains(of), n == 3, "{n}: {listed}");
    }
}

#[tokio::test]
async fn a_contact_is_read_with_the_key_by_its_duty_and_leaves_a_note() {
    let house = House::new().await;
    let reference = house.file(1).await;
    let read = [
        "desk",
        "contact",
        reference.as_str(),
        "--reason",
        "示例:约上门时间",
    ];
    house.run(&words(&[&read, &["--role", "auditor"]])).is(2);
    let told = house.run(&words(&[&read, &WORKER])).is(0);
    assert!(told.out.contains("0717-6000000"), "{told:?}");
    let case = house.case(reference);
    assert_eq!(case["timeline"][1]["note"], "查阅联系方式:示例:约上门时间");
    std::fs::rename(house.path("data/desk.key"), house.path("desk.key")).unwrap();
    let told = house.run(&words(&[&read, &WORKER])).is(2);
    assert!(!told.out.contains("0717"), "{told:?}");
    house
        .run(&words(&[&read, &WORKER, &["--key", "desk.key"]]))
        .is(0);
}

#[tokio::test]
async fn words_that_are_taken_out_are_counted_and_gone() {
    let house = House::new().await;
    let reference = house.file(1).await;
    let redact = [
        "desk",
        "redact",
        reference.as_str(),
        "--seq",
        "1",
        "--why",
        "personal_data",
    ];
    house.run(&words(&[&redact, &WORKER])).is(1);
    house
        .run(&words(&[&redact, &["--role", "moderator"]]))
        .is(0);
    assert!(!house.case(reference).to_string().contains("楼上很吵"));
    house.run(&["snapshot"]).is(0);
    let counted = read(&house.path("content/snapshot/moderation.json"));
    assert!(counted.contains("\"action\":\"redacted\",\"reason\":\"personal_data\",\"n\":1"));
    let trail = house.run(&["desk", "export", "--role", "auditor"]).is(0);
    assert!(
        trail
            .out
            .contains(&format!("{reference},1,moderator,redacted,,personal_data")),
        "{trail:?}"
    );
    assert!(!trail.out.contains("楼上很吵"));
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Closes a case with an answer.
fn close(house: &House, reference: CaseReference) {
    let done = ["--done", "示例:已处理"];
    for act in [&["accept"][..], &["start"], &["resolve"], &["close"]] {
        let more: &[&str] = if act == ["resolve"] { &done } else { &[] };
        house
            .run(&words(&[
                &["desk"],
                act,
                &[reference.as_str()],
                more,
                &WORKER,
            ]))
            .is(0);
    }
}

#[tokio::test]
async fn an_export_put_into_an_empty_store_gives_the_same_figures() {
    let house = House::new().await;
    let (first, second) = (house.file(1).await, house.file(2).await);
    house.suggest("s1").await;
    close(&house, first);
    let clear = [
        "desk",
        "clear",
        first.as_str(),
        "--summary",
        "示例:噪声",
        "--answer",
        "示例:已约定时间",
    ];
    house.run(&words(&[&clear, &["--role", "moderator"]])).is(0);
    house
        .run(&words(&[
            &[
                "desk",
                "clear",
                second.as_str(),
                "--summary",
                "x",
                "--answer",
                "x",
            ],
            &["--role", "moderator"],
        ]))
        .is(1);
    house.run(&["snapshot"]).is(0);
    house.run(&["store", "export", "all.jsonl"]).is(0);
    house.run(&["store", "export", "all.jsonl"]).is(2);
    assert!(!read(&house.path("all.jsonl")).contains("0717-6000000"));

    let empty = House::new().await;
    std::fs::copy(house.path("all.jsonl"), empty.path("all.jsonl")).unwrap();
    empty.run(&["store", "import", "all.jsonl"]).is(0);
    let again = empty.run(&["store", "import", "all.jsonl", "--json"]).is(0);
    assert!(again.out.contains("\"new\":0"), "{again:?}");
    empty.run(&["snapshot"]).is(0);
    for name in governance::published::file::ALL {
        let name = format!("content/snapshot/{name}");
        assert_eq!(read(&empty.path(&name)), read(&house.path(&name)), "{name}");
    }
    cut_off(&house, &empty);
}

/// A file that was cut off is not taken for a whole.
fn cut_off(house: &House, empty: &House) {
    let text = read(&house.path("all.jsonl"));
    let half: String = text.lines().take(2).flat_map(|line| [line, "\n"]).collect();
    std::fs::write(empty.path("half.jsonl"), &half).unwrap();
    let told = empty.run(&["store", "import", "half.jsonl"]).is(2);
    assert!(told.err.contains("不是完整的导出文件"), "{told:?}");
}

#[tokio::test]
async fn a_smaller_snapshot_needs_a_reason() {
    let house = House::new().await;
    house.file(1).await;
    house.run(&["snapshot"]).is(0);
    let empty = House::new().await;
    std::fs::rename(
        house.path("content/snapshot"),
        empty.path("content/snapshot"),
    )
    .unwrap();
    let before = read(&empty.path("content/snapshot/manifest.json"));
    let told = empty.run(&["snapshot"]).is(1);
    assert!(told.err.contains("--shrink-reason"), "{told:?}");
    assert_eq!(read(&empty.path("content/snapshot/manifest.json")), before);
    empty
        .run(&["snapshot", "--shrink-reason", "示例:换了库"])
        .is(0);
    let after = read(&empty.path("content/snapshot/manifest.json"));
    assert!(after.contains("示例:换了库") && after.contains("\"previous\""));
}

#[tokio::test]
async fn what_its_time_is_over_for_goes_and_leaves_a_date() {
    let house = House::new().await;
    let (gone, held, open) = (
        house.file(1).await,
        house.file(2).await,
        house.file(3).await,
    );
    close(&house, gone);
    close(&house, held);
    let pause = ["desk", "hold", held.as_str(), "--reason", "示例:要求复查"];
    house.run(&words(&[&pause, &WORKER])).is(0);
    let later = ["--now", "2030-01-01T09:00:00+08:00"];
    let counted = house
        .run(&words(&[&["store", "retain", "--json"], &later]))
        .is(0);
    assert!(
        counted.out.contains("\"contact\":1,\"case_words\":1"),
        "{counted:?}"
    );
    assert!(house.case(gone).to_string().contains("楼上很吵"));
    house
        .run(&words(&[&["store", "retain", "--delete"], &later]))
        .is(0);
    let left = house.case(gone);
    assert!(!left.to_string().contains("示例"), "{left}");
    assert_eq!(left["rounds"][0]["outcome"], "resolved");
    for kept in [held, open] {
        assert!(house.case(kept).to_string().contains("楼上很吵"));
    }
    let again = house
        .run(&words(&[&["store", "retain", "--json"], &later]))
        .is(0);
    assert!(
        again.out.contains("\"contact\":0,\"case_words\":0"),
        "{again:?}"
    );
    let trail = house.run(&["desk", "export", "--role", "auditor"]).is(0);
    assert!(
        trail
            .out
            .contains(&format!("{gone},,system,deleted:contact")),
        "{trail:?}"
    );
}

#[tokio::test]
async fn a_suggestion_becomes_a_draft_once_and_a_theme_counts_it() {
    let house = House::new().await;
    house.suggest("s1").await;
    let publisher = ["--role", "publisher"];
    let topic = ["desk", "topic", "s1", "--id", "street-lamps"];
    house.run(&words(&[&topic, &WORKER])).is(2);
    house.run(&words(&[&topic, &publisher])).is(0);
    let draft = read(&house.path("content/topics/street-lamps.md"));
    assert!(
        draft.contains("# 示例:装路灯") && draft.contains("草稿: true"),
        "{draft}"
    );
    assert!(!draft.lines().any(|line| line == "草稿: false"));
    house
        .run(&words(&[
            &["desk", "topic", "s1", "--id", "again"],
            &publisher,
        ]))
        .is(1);
    let theme = |more: &[&str]| house.run(&words(&[&["desk", "theme", "lamps"], more, &publisher]));
    theme(&["--title", "示例:巷子太黑,请打13800138000", "--add", "s1"]).is(1);
    theme(&["--title", "示例:巷子太黑", "--add", "s1", "s1"]).is(0);
    theme(&["--add", "no-such"]).is(1);
    theme(&[
        "--planned",
        "示例:已列入议程",
        "--link",
        "/topics/street-lamps/",
    ])
    .is(0);
    house.run(&["snapshot"]).is(0);
    let themes = read(&house.path("content/snapshot/themes.json"));
    assert!(
        themes.contains("示例:巷子太黑") && themes.contains("planned"),
        "{themes}"
    );
    assert!(
        !themes.contains("\"n\""),
        "one voice is not counted in public: {themes}"
    );
}
