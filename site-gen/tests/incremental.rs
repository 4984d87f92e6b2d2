//! An incremental build gives the same bytes as a clean one, whatever was changed in between.
//!
//! A small site is changed at random (edit, add, delete, rename, draft, withdrawal, theme, settings, the day, a kill, a damaged memory); after each change the
//! incremental result is held against a clean build of the same content. `PROPTEST_CASES` sets how many sites are tried.

#![expect(
    clippy::disallowed_methods,
    reason = "a test makes and reads its own files"
)]

use governance::dates::Moment;
use proptest::prelude::*;
use site_gen::build::{BuildInput, run};
use site_gen::views::ThemeFiles;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One change to the site or to the circumstances.
#[derive(Debug, Clone)]
enum Change {
    Notice {
        id: u8,
        day: u8,
        place: u8,
        flags: u8,
    },
    Meeting {
        id: u8,
        topic: u8,
        due: u8,
        done: bool,
        place: u8,
    },
    Topic {
        id: u8,
        place: u8,
    },
    Place {
        code: u8,
        name: u8,
    },
    Profile {
        code: u8,
    },
    Remove {
        nth: u8,
    },
    Rename {
        nth: u8,
        id: u8,
    },
    Attachment {
        bytes: u8,
    },
    Theme {
        value: u8,
    },
    Name {
        value: u8,
    },
    Now {
        day: u8,
    },
    Damage {
        at: u16,
    },
    Forget,
    Interrupt {
        keep: u8,
    },
    Touch {
        nth: u8,
    },
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (0..6_u8, 0..60_u8, 0..6_u8, any::<u8>()).prop_map(|(id, day, place, flags)| Change::Notice { id, day, place, flags }),
        4 => (0..4_u8, 0..4_u8, 0..60_u8, any::<bool>(), 0..6_u8)
            .prop_map(|(id, topic, due, done, place)| Change::Meeting { id, topic, due, done, place }),
        3 => (0..4_u8, 0..6_u8).prop_map(|(id, place)| Change::Topic { id, place }),
        2 => (0..6_u8, 0..3_u8).prop_map(|(code, name)| Change::Place { code, name }),
        1 => (0..6_u8).prop_map(|code| Change::Profile { code }),
        3 => any::<u8>().prop_map(|nth| Change::Remove { nth }),
        2 => (any::<u8>(), 0..6_u8).prop_map(|(nth, id)| Change::Rename { nth, id }),
        1 => any::<u8>().prop_map(|bytes| Change::Attachment { bytes }),
        1 => (0..3_u8).prop_map(|value| Change::Theme { value }),
        1 => (0..3_u8).prop_map(|value| Change::Name { value }),
        4 => (0..90_u8).prop_map(|day| Change::Now { day }),
        1 => any::<u16>().prop_map(|at| Change::Damage { at }),
        1 => Just(Change::Forget),
        2 => any::<u8>().prop_map(|keep| Change::Interrupt { keep }),
        1 => any::<u8>().prop_map(|nth| Change::Touch { nth }),
    ]
}

const CODES: [&str; 6] = [
    "420502",
    "420502001",
    "420502001001",
    "420502001002",
    "420503",
    "420503001",
];

fn day(number: u8) -> String {
    format!("2026-{:02}-{:02}", 9 + number / 30, 1 + number % 28)
}

struct Site {
    folder: tempfile::TempDir,
    theme: ThemeFiles,
    now: String,
}

impl Site {
    fn new() -> Self {
        let site = Self {
            folder: tempfile::tempdir().unwrap(),
            theme: BTreeMap::from([("assets/site.css".into(), b"a{}".to_vec())]),
            now: "2026-10-01T08:00:00+08:00".into(),
        };
        site.put(
            "site.toml",
            "name = \"示例\"\nbase_url = \"https://example.org\"\n",
        );
        site.put(
            "divisions/420502.md",
            &front(
                r#"{"id":"420502","title":"西陵区","code":"420502","name":"西陵区"}"#,
                "",
            ),
        );
        site
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.content().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Files that hold records, in the order of their paths.
    fn records(&self) -> Vec<PathBuf> {
        let all = files(&self.content());
        all.into_keys()
            .filter(|p| p.ends_with(".md"))
            .map(|p| self.content().join(p))
            .collect()
    }

    fn apply(&mut self, change: &Change) {
        match *change {
            Change::Notice {
                id,
                day: on,
                place,
                flags,
            } => self.notice(id, on, place, flags),
            Change::Meeting {
                id,
                topic,
                due,
                done,
                place,
            } => {
                let status = if done {
                    r#""done","done_on":"2026-09-20","evidence":"e""#
                } else {
                    r#""under_way""#
                };
                let json = format!(
                    r#"{{"title":"会议{id}","division":"{}","tier":"micro","body":"grid_council","form":"symposium","venue":"other","start":"2026-09-{:02} 10:00","status":"held","agenda":[{{"no":1,"subject":"s","raised_by":"t{topic}","outcome":"consensus","actions":[{{"what":"w","responsible_post":"p","due_on":"{}","status":{status}}}]}}],"minutes_published_on":"2026-09-29"}}"#,
                    CODES[usize::from(place)],
                    1 + id,
                    day(due)
                );
                self.put(
                    &format!("meetings/m{id}.md"),
                    &front(&json, "## 纪要\n\n**好：**见[议题](topic:t1)\n"),
                );
            }
            Change::Topic { id, place } => {
                let json = format!(
                    r#"{{"title":"议题{id}","division":"{}","raised_on":"2026-09-0{}","proposer":"resident","tier":"micro","status":"received"}}"#,
                    CODES[usize::from(place)],
                    1 + id
                );
                self.put(
                    &format!("topics/t{id}.md"),
                    &front(&json, "见[通知](../notices/n1.md)。"),
                );
            }
            Change::Place { code, name } => {
                let code = CODES[usize::from(code)];
                let json = format!(
                    r#"{{"id":"{code}","title":"地{name}","code":"{code}","name":"地{name}"}}"#
                );
                self.put(&format!("divisions/{code}.md"), &front(&json, ""));
            }
            Change::Profile { code } => {
                let code = CODES[usize::from(code)];
                let json = format!(
                    r#"{{"id":"c{code}","title":"情况","division":"{code}","pilot":true}}"#
                );
                self.put(&format!("communities/{code}.md"), &front(&json, ""));
            }
            Change::Attachment { bytes } => {
                self.put("notices/a.txt", &"x".repeat(usize::from(bytes)))
            }
            Change::Theme { value } => {
                self.theme.insert(
                    "assets/site.css".into(),
                    format!("a{{order:{value}}}").into_bytes(),
                );
            }
            Change::Name { value } => {
                self.put(
                    "site.toml",
                    &format!("name = \"示例{value}\"\nbase_url = \"https://example.org\"\n"),
                );
            }
            Change::Now { day: on } => self.now = format!("{}T08:00:00+08:00", day(on)),
            ref other => self.disturb(other),
        }
    }

    fn notice(&self, id: u8, on: u8, place: u8, flags: u8) {
        let mut json = format!(
            r#"{{"title":"通知{id}-{flags}","division":"{}","publish_at":"{} 09:00","category":"work""#,
            CODES[usize::from(place)],
            day(on)
        );
        if flags & 1 != 0 {
            json.push_str(r#","draft":true"#);
        }
        if flags & 2 != 0 {
            json.push_str(&format!(
                r#","expires_on":"{}""#,
                day(on.wrapping_add(9) % 90)
            ));
        }
        if flags & 4 != 0 {
            json.push_str(r#","time_boxed":true"#);
        }
        if flags & 8 != 0 {
            json.push_str(r#","withdrawn":{"on":"2026-09-20","reason":"r"}"#);
        }
        if flags & 16 != 0 {
            json.push_str(r#","attachments":[{"file":"a.txt","name":"附件"}]"#);
        }
        json.push('}');
        self.put(
            &format!("notices/n{id}.md"),
            &front(&json, &format!("正文{flags}")),
        );
    }

    fn disturb(&self, change: &Change) {
        let records = self.records();
        let nth = |n: u8| &records[usize::from(n) % records.len()];
        let workshop = self.folder.path().join(".public.mingtang");
        match *change {
            Change::Remove { nth: n } => fs::remove_file(nth(n)).unwrap(),
            Change::Rename { nth: n, id } => {
                let from = nth(n);
                fs::rename(from, from.with_file_name(format!("n{id}.md"))).unwrap();
            }
            Change::Touch { nth: n } => {
                let bytes = fs::read(nth(n)).unwrap();
                fs::write(nth(n), bytes).unwrap();
            }
            Change::Damage { at } => damage(&workshop, at),
            Change::Forget => {
                let _ = fs::remove_dir_all(&workshop);
            }
            Change::Interrupt { keep } => self.interrupt(keep),
            _ => {}
        }
    }

    /// As if a build had been killed while it put its files in place: some are moved, the rest is on the list still.
    fn interrupt(&self, keep: u8) {
        let out = self.folder.path().join("public");
        let workshop = self.folder.path().join(".public.mingtang");
        if !out.exists() {
            return;
        }
        let stage = workshop.join("stage");
        fs::create_dir_all(stage.join("left")).unwrap();
        fs::write(stage.join("index.html"), "half").unwrap();
        fs::write(stage.join("left/over.html"), "half").unwrap();
        if keep % 2 == 0 {
            fs::write(
                workshop.join("list"),
                "+\tindex.html\n+\tleft/over.html\n-\tsitemap.xml\n",
            )
            .unwrap();
        }
    }

    fn build(&self, out: &Path, clean: bool) -> site_gen::build::Report {
        run(&BuildInput {
            content: self.content(),
            theme: self.theme.clone(),
            out: out.into(),
            now: Moment::parse(&self.now).unwrap(),
            base_url: None,
            clean,
        })
        .unwrap()
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let (kept, fresh) = (
            self.folder.path().join("public"),
            self.folder.path().join("fresh"),
        );
        let incremental = self.build(&kept, false);
        let _ = fs::remove_dir_all(&fresh);
        let clean = self.build(&fresh, true);
        prop_assert_eq!(incremental.published, clean.published);
        if clean.published {
            same(&files(&fresh), &files(&kept))?;
        }
        Ok(())
    }
}

fn front(json: &str, body: &str) -> String {
    format!("---\n{json}\n---\n{body}")
}

fn damage(workshop: &Path, at: u16) {
    for name in ["memory", "pack"] {
        let path = workshop.join(name);
        if let Ok(mut bytes) = fs::read(&path)
            && !bytes.is_empty()
        {
            let at = usize::from(at) * 7 % bytes.len();
            bytes[at] ^= 0x41;
            if at % 3 == 0 {
                bytes.truncate(at);
            }
            fs::write(&path, bytes).unwrap();
        }
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().flatten();
    walk.filter(|e| e.file_type().is_file())
        .map(|e| {
            let path = e
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            (path, fs::read(e.path()).unwrap())
        })
        .collect()
}

fn same(
    clean: &BTreeMap<String, Vec<u8>>,
    kept: &BTreeMap<String, Vec<u8>>,
) -> Result<(), TestCaseError> {
    let names = |m: &BTreeMap<String, Vec<u8>>| m.keys().cloned().collect::<Vec<_>>();
    prop_assert_eq!(names(clean), names(kept), "other files");
    for (path, bytes) in clean {
        let there = &kept[path];
        prop_assert!(
            bytes == there,
            "{} differs:\nclean: {}\nkept:  {}",
            path,
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(there)
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn incremental_is_clean(changes in prop::collection::vec(change(), 1..12)) {
        let mut site = Site::new();
        for change in &changes {
            site.apply(change);
            site.check()?;
        }
    }
}

/// Sites that are tried; each is built about a dozen times.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60)
}
