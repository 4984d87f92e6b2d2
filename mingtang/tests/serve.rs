//! `mingtang serve` on the wire: who may read what from another site, and what need not be sent twice.
//!
//! The requests are data, [`OPEN`] and [`CLOSED`]. The command is the real one, on `tests/cases/full` and a data folder of its own.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What scripts of other sites may read.
const OPEN: [&str; 15] = [
    "/data/notices.csv",
    "/data/notices.json",
    "/data/datapackage.json",
    "/data/catalogue.jsonld",
    "/data/places.json",
    "/feed.xml",
    "/feed.json",
    "/notices/feed.xml",
    "/d/420502001003/feed.json",
    "/d/420502001003/meetings.ics",
    "/minutes/2026-06-river/meeting.ics",
    "/notices/2026-gone/index.json",
    "/statistics/certification_rate/observations.csv",
    "/open311/discovery.json",
    "/open311/v2/services.xml",
];

/// What they may not.
const CLOSED: [&str; 6] = [
    "/",
    "/notices/2026-river/",
    "/complaints/new/",
    "/api/health",
    "/api/complaints",
    "/api/feed.json",
];

/// A running command; stopped when the test ends.
struct Served {
    child: Child,
    address: String,
    _data: tempfile::TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start() -> Self {
        let data = tempfile::TempDir::new().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut child = Command::new(env!("CARGO_BIN_EXE_mingtang"))
            .args(["serve", "--port", "0", "--no-watch", "--lang", "en"])
            .args([
                "--content",
                "tests/cases/full",
                "--now",
                "2026-11-23T09:00:00+08:00",
            ])
            .arg("--data")
            .arg(data.path())
            .current_dir(root)
            .env_remove("AWS_ENDPOINT_URL_DYNAMODB")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.map_while(Result::ok).find_map(|line| {
            let rest = line.strip_prefix("Ready: http://")?.to_owned();
            Some(rest.split('/').next()?.to_owned())
        });
        Self {
            child,
            address: ready.expect("it got ready"),
            _data: data,
        }
    }

    /// Status and headers of an answer, names in small letters.
    fn ask(&self, path: &str, more: &str) -> (u16, BTreeMap<String, String>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let host = &self.address;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: https://other.example\r\nConnection: close\r\n{more}\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let head = answer.split("\r\n\r\n").next().unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        (status.parse().unwrap(), headers.collect())
    }
}

#[test]
fn open_data_is_open_and_sent_once() {
    let served = Served::start();
    for path in OPEN {
        let (status, headers) = served.ask(path, "");
        assert_eq!(status, 200, "{path}");
        let allowed = headers.get("access-control-allow-origin");
        assert_eq!(allowed.map(String::as_str), Some("*"), "{path}");
        let (since, tag) = (&headers["last-modified"], &headers["etag"]);
        assert!(tag.starts_with('"'), "{path}: {tag} is no strong tag");
        for asked in [
            format!("If-Modified-Since: {since}\r\n"),
            format!("If-None-Match: {tag}\r\n"),
            format!(
                "If-None-Match: \"other\", {tag}\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
            ),
        ] {
            let (status, headers) = served.ask(path, &asked);
            assert_eq!(status, 304, "{path} {asked}");
            let open = headers.contains_key("access-control-allow-origin");
            assert!(open, "{path} {asked}");
        }
        // The tag counts before the day: a file of another content is sent, however old the asker says his is.
        let other = format!("If-None-Match: \"other\"\r\nIf-Modified-Since: {since}\r\n");
        assert_eq!(served.ask(path, &other).0, 200, "{path}");
    }
    for path in CLOSED {
        let (_, headers) = served.ask(path, "");
        let told: Vec<&String> = headers
            .keys()
            .filter(|h| h.starts_with("access-control-"))
            .collect();
        assert!(told.is_empty(), "{path} has {told:?}");
    }
    let (_, headers) = served.ask("/notices/2026-river/", "");
    let since = format!("If-Modified-Since: {}\r\n", headers["last-modified"]);
    assert_eq!(served.ask("/notices/2026-river/", &since).0, 304);
}
