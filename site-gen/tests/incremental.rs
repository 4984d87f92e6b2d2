//! An incremental build gives the same bytes as a clean one, whatever was changed in between.
//!
//! A small site is changed at random (edit, add, delete, rename, draft, withdrawal, theme, settings, the day, a snapshot, a kill, a damaged memory); after each change the
//! incremental result is held against a clean build of the same content. `PROPTEST_CASES` sets how many sites are tried.

#![expect(
    clippy::disallowed_methods,
    reason = "a test makes and reads its own files"
)]

#[path = "house/files.rs"]
mod house;

#[path = "incremental/amended.rs"]
mod amended;
#[path = "incremental/dress.rs"]
mod dress;
#[path = "incremental/templates.rs"]
mod templates;

use dress::{CHANGEABLE, Dress};
use governance::cases::{
    Action, ActorRole, Answer, Case, CaseCategory, CaseReference, Clocks, Deed, FilingKind,
    NewCase, Outcome, apply,
};
use governance::dates::Moment;
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::published::{ClearedAnswer, Ledger, Snapshot};
use governance::ratings::{Rating, RatingLevel};
use house::{files, theme};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use site_gen::build::{BuildInput, Report, run};
use site_gen::views::ThemeFiles;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Whether bodies may link to it or show it: then it stays, as a link to nothing is a fault.
fn linked(path: &Path) -> bool {
    path.ends_with("notices/n1.md")
        || path.ends_with("notices/b.png")
        || path.ends_with("topics/t1.md")
}

type TestResult<T = ()> = Result<T, Box<dyn Error>>;

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
    /// An image that has smaller sizes.
    Picture {
        shade: u8,
    },
    /// A part of the theme is changed, or is again as in the house's own.
    Theme {
        part: u8,
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
    /// A file of the site is changed by another hand.
    Tamper {
        nth: u8,
    },
    /// Two builds begin at once.
    Twice,
    Synonyms {
        value: u8,
    },
    Vendor {
        id: u8,
        name: u8,
    },
    /// About as many vendors as a page can list, here and there, most of them unchecked for long.
    Crowd {
        more: u8,
        turn: u8,
    },
    /// So many are certified of a unit's staff, so many of them seniors.
    Figure {
        unit: u8,
        certified: u8,
        seniors: u8,
    },
    /// A year of the working calendar comes, changes or goes.
    Year {
        off: u8,
    },
    /// Residents file and are answered; a snapshot is taken, or taken away.
    Snapshot {
        cases: u8,
        ratings: u8,
        taken: u8,
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
        2 => (0..4_u8).prop_map(|shade| Change::Picture { shade }),
        4 => (0..CHANGEABLE, 0..3_u8).prop_map(|(part, value)| Change::Theme { part, value }),
        1 => (0..3_u8).prop_map(|value| Change::Name { value }),
        4 => (0..90_u8).prop_map(|day| Change::Now { day }),
        1 => any::<u16>().prop_map(|at| Change::Damage { at }),
        1 => Just(Change::Forget),
        2 => any::<u8>().prop_map(|keep| Change::Interrupt { keep }),
        1 => any::<u8>().prop_map(|nth| Change::Touch { nth }),
        1 => any::<u8>().prop_map(|nth| Change::Tamper { nth }),
        1 => Just(Change::Twice),
        1 => (0..3_u8).prop_map(|value| Change::Synonyms { value }),
        1 => (0..2_u8, 0..3_u8).prop_map(|(id, name)| Change::Vendor { id, name }),
        1 => (0..3_u8).prop_map(|off| Change::Year { off }),
        4 => (0..4_u8, 0..60_u8, 0..20_u8).prop_map(|(unit, certified, seniors)| Change::Figure { unit, certified, seniors }),
        4 => (0..12_u8, 0..4_u8, 0..6_u8).prop_map(|(cases, ratings, taken)| Change::Snapshot { cases, ratings, taken }),
    ]
}

/// What staff do all day: notices, topics, sometimes a meeting.
fn article() -> impl Strategy<Value = Change> {
    let notice = (0..6_u8, 0..60_u8, 0..4_u8, 0..64_u8);
    let notice = notice.prop_map(|(id, day, place, flags)| Change::Notice {
        id,
        day,
        place,
        flags,
    });
    let plain = (0..6_u8, 0..9_u8, 0..4_u8, 0..4_u8);
    let plain = plain.prop_map(|(id, day, place, flags)| Change::Notice {
        id,
        day: day % 3,
        place,
        flags: flags * 4,
    });
    let topic = (0..3_u8, 0..4_u8).prop_map(|(id, place)| Change::Topic { id, place });
    let meeting = (0..3_u8, 0..2_u8, 0..60_u8, any::<bool>());
    let meeting = meeting.prop_map(|(id, topic, due, done)| Change::Meeting {
        id,
        topic,
        due,
        done,
        place: 0,
    });
    let touch = (0..9_u8).prop_map(|nth| Change::Touch { nth });
    prop_oneof![3 => notice, 5 => plain, 2 => topic, 1 => meeting, 1 => touch]
}

/// Changes to lists that are about as long as a page can hold: what is laid out by place or by day grows and shrinks.
fn crowded() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (0..24_u8, 0..8_u8).prop_map(|(more, turn)| Change::Crowd { more, turn }),
        1 => (0..2_u8, 0..3_u8).prop_map(|(id, name)| Change::Vendor { id, name }),
        1 => (0..6_u8, 0..60_u8, 0..6_u8, any::<u8>()).prop_map(|(id, day, place, flags)| Change::Notice { id, day, place, flags }),
        2 => (0..6_u8, 0..3_u8).prop_map(|(code, name)| Change::Place { code, name }),
        2 => (0..90_u8).prop_map(|day| Change::Now { day }),
        1 => any::<u8>().prop_map(|keep| Change::Interrupt { keep }),
        1 => Just(Change::Forget),
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
    dress: Dress,
    now: String,
}

impl Site {
    fn new() -> TestResult<Self> {
        let site = Self {
            folder: tempfile::tempdir()?,
            theme: theme(),
            dress: Dress::default(),
            now: "2026-10-01T08:00:00+08:00".into(),
        };
        site.name(0)?;
        for code in CODES {
            site.place(code, 0)?;
        }
        for id in 0..4 {
            site.topic(id, 0)?;
        }
        for id in 0..2 {
            site.vendor(id, 0)?;
        }
        Ok(site)
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn put(&self, path: &str, text: &str) -> TestResult {
        let path = self.content().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(path, text)?)
    }

    /// Files that may go: nothing that others must find.
    fn records(&self) -> Vec<PathBuf> {
        let stays = |path: &str| {
            ["divisions/", "topics/", "vendors/", "snapshot/"]
                .iter()
                .any(|folder| path.starts_with(folder))
        };
        let all = files(&self.content()).into_keys();
        all.filter(|path| path.contains('/') && !stays(path))
            .map(|path| self.content().join(path))
            .collect()
    }

    fn apply(&mut self, change: &Change) -> TestResult {
        match *change {
            Change::Notice {
                id,
                day,
                place,
                flags,
            } => self.notice(id, (day, place), flags),
            Change::Meeting {
                id,
                topic,
                due,
                done,
                place,
            } => self.meeting((id, topic), (due, done), place),
            Change::Topic { id, place } => self.topic(id, place),
            Change::Place { code, name } => self.place(CODES[usize::from(code)], name),
            Change::Profile { code } => self.profile(CODES[usize::from(code)]),
            Change::Attachment { bytes } => {
                self.put("notices/a.txt", &"x".repeat(1 + usize::from(bytes)))
            }
            Change::Picture { shade } => self.picture(shade),
            Change::Theme { part, value } => {
                self.dress.change(part, value);
                self.theme = self.dress.files()?;
                Ok(())
            }
            Change::Name { value } => self.name(value),
            Change::Vendor { id, name } => self.vendor(id, name),
            Change::Crowd { more, turn } => self.crowd(more, turn),
            Change::Year { off } => self.year(off),
            Change::Figure {
                unit,
                certified,
                seniors,
            } => self.figure(unit, certified, seniors.min(certified)),
            Change::Snapshot {
                cases,
                ratings,
                taken,
            } => self.snapshot((cases, ratings), taken),
            Change::Now { day: on } => {
                self.now = format!("{}T08:00:00+08:00", day(on));
                Ok(())
            }
            Change::Synonyms { value } => self.synonyms(value),
            Change::Remove { .. }
            | Change::Rename { .. }
            | Change::Damage { .. }
            | Change::Forget
            | Change::Interrupt { .. }
            | Change::Touch { .. }
            | Change::Tamper { .. }
            | Change::Twice => self.disturb(change),
        }
    }

    /// Shades of three colours, 700 pixels wide; one in four is damaged.
    fn picture(&self, shade: u8) -> TestResult {
        let wave = |n: u32| u8::try_from(n * n / 9 % 256).unwrap_or_default();
        let image = image::RgbImage::from_fn(700, 24, |x, y| {
            image::Rgb([wave(x), wave(y), wave(x + u32::from(shade))])
        });
        let path = self.content().join("notices/b.png");
        image.save(&path).or_else(|_| {
            fs::create_dir_all(self.content().join("notices"))?;
            image.save(&path)
        })?;
        if shade == 3 {
            let bytes = fs::read(&path)?;
            fs::write(&path, &bytes[..bytes.len() / 2])?;
        }
        Ok(())
    }

    fn name(&self, value: u8) -> TestResult {
        self.put(
            "site.toml",
            &format!(
                "name = \"示例{value}\"\nbase_url = \"https://example.org\"\ndemonstration = true\n"
            ),
        )
    }

    fn place(&self, code: &str, name: u8) -> TestResult {
        let name = format!("{}{name}区", ["甲", "乙", "丙"][usize::from(name) % 3]);
        let text = format!("id: \"{code}\"\ntitle: {name}\ncode: \"{code}\"\nname: {name}\n");
        self.put(&format!("divisions/{code}.md"), &front(&text, ""))
    }

    fn profile(&self, code: &str) -> TestResult {
        if code.len() < 12 {
            return Ok(());
        }
        let text = format!("title: 情况\ndivision: \"{code}\"\npilot: true\n");
        self.put(&format!("communities/{code}.md"), &front(&text, ""))
    }

    /// A body with a link, if what it leads to is there.
    fn link(&self, target: &str, body: &'static str) -> &'static str {
        if self.content().join(target).exists() {
            body
        } else {
            "没有链接。\n"
        }
    }

    fn vendor(&self, id: u8, name: u8) -> TestResult {
        let text = format!(
            "title: 单位{id}-{name}\ncategories: [gas]\nserves: [\"420502001001\"]\nstatus: listed\nchecked_on: 2026-09-01\nchecked_by: p\n"
        );
        self.put(&format!("vendors/v{id}.md"), &front(&text, ""))
    }

    /// Some are published on one day, the others in the same month.
    fn crowd(&self, more: u8, turn: u8) -> TestResult {
        let mut table =
            String::from("id,title,categories,serves,status,checked_on,checked_by,publish_at\n");
        for n in 0..188 + usize::from(more) {
            let code = CODES[(n / 4 + usize::from(turn)) % if turn < 4 { 6 } else { 2 }];
            let (on, day) = (1 + n % 2, if n < 90 { 5 } else { 6 + n % 20 });
            let category = if n < 9 { "gas" } else { "finance" };
            writeln!(
                table,
                "c{n},众{n},{category},{code},listed,2026-03-{on:02},p,2026-08-{day:02} 09:00"
            )?;
        }
        self.put("vendors/crowd.csv", &table)
    }

    /// What a unit reports of an indicator that counts people; few of them are held back, and the figures of other units with them.
    fn figure(&self, unit: u8, certified: u8, seniors: u8) -> TestResult {
        let indicator = "title: 持证率\nunit: rate\ndirection: up\ncounts: people\ndefinition: 持证的人占在岗的人\nscope_note: 在岗\nsource: 示例\ncadence: yearly\nowner: 示例岗\n";
        self.put("statistics/indicators/rate.md", &front(indicator, ""))?;
        let about = format!("title: 单位{unit}\n");
        self.put(&format!("statistics/units/u{unit}.md"), &front(&about, ""))?;
        let text = format!(
            "indicator: rate\nunit: u{unit}\nas_of: 2026-06-30\nnumerator: {certified}\ndenominator: 60\nassistant: {}\nsocial_worker: 0\nsenior: {seniors}\nstate: final\n",
            certified - seniors
        );
        self.put(
            &format!("statistics/observations/o{unit}.md"),
            &front(&text, ""),
        )
    }

    /// So many weeks of September are off, by a year file; of none there is no file.
    fn year(&self, off: u8) -> TestResult {
        if off == 0 {
            let _ = fs::remove_file(self.content().join("calendar/2026.csv"));
            return Ok(());
        }
        let days = (0..off * 7).map(|n| format!("2026-09-{:02},off,假期,示例\n", n + 1));
        let text: String = days.collect();
        let head = "date,kind,name,source\n";
        self.put("calendar/2026.csv", &format!("{head}{text}"))
    }

    /// A snapshot as the functions take it: some cases in two communities, some of them answered and closed, and tens of ratings. Without cases there is none.
    fn snapshot(&self, (cases, ratings): (u8, u8), taken: u8) -> TestResult {
        if cases == 0 {
            let _ = fs::remove_dir_all(self.content().join("snapshot"));
            return Ok(());
        }
        let clocks = Clocks::built_in()?;
        let cases: Result<Vec<Case>, _> = (1..=cases).map(|n| filed(n, &clocks)).collect();
        let cases = cases?;
        let ratings: Vec<Rating> = (0..ratings * 11).map(rated).collect::<Result<_, _>>()?;
        let answers: Vec<ClearedAnswer> = cases.iter().filter_map(cleared).collect();
        let ledger = Ledger {
            cases: &cases,
            ratings: &ratings,
            answers: &answers,
            themes: &[],
            moderation: &[],
            feedback: &[],
            clocks: &clocks,
            last: None,
            shrink_reason: None,
        };
        let at = Moment::parse(&format!("2026-09-{:02} 06:00", 20 + taken))?;
        for (name, text) in Snapshot::take(&ledger, at).files()? {
            self.put(&format!("snapshot/{name}"), &text)?;
        }
        Ok(())
    }

    fn topic(&self, id: u8, place: u8) -> TestResult {
        let code = CODES[usize::from(place)];
        let text = format!(
            "title: 议题{id}\ndivision: \"{code}\"\nraised_on: 2026-08-0{}\nproposer: resident\ntier: micro\nstatus: received\n",
            1 + id
        );
        self.put(
            &format!("topics/t{id}.md"),
            &front(
                &text,
                self.link("notices/n1.md", "见[通知](../notices/n1.md)。"),
            ),
        )
    }

    fn meeting(&self, (id, topic): (u8, u8), (due, done): (u8, bool), place: u8) -> TestResult {
        let code = CODES[usize::from(place)];
        let status = if done {
            "done\n        done_on: 2026-09-20\n        evidence: e"
        } else {
            "under_way"
        };
        let (tier, body) = match code.len() {
            12 => (format!("division: \"{code}\"\ntier: micro"), "grid_council"),
            9 => (
                format!("division: \"{code}\"\ntier: major"),
                "township_joint_meeting",
            ),
            _ => ("tier: micro".to_owned(), "grid_council"),
        };
        let text = format!(
            "title: 会议{id}\n{tier}\nbody: {body}\nform: symposium\nvenue: other\nstart: 2026-09-{:02} 10:00\nstatus: held\n\
             agenda:\n  - no: 1\n    subject: s\n    raised_by: t{topic}\n    outcome: consensus\n    actions:\n      - what: w\n        responsible_post: p\n        due_on: {}\n        status: {status}\n",
            1 + id,
            day(due)
        );
        self.put(
            &format!("meetings/m{id}.md"),
            &front(
                &text,
                self.link("topics/t1.md", "## 纪要\n\n**好：**见[议题](topic:t1)\n"),
            ),
        )
    }

    fn notice(&self, id: u8, (on, place): (u8, u8), flags: u8) -> TestResult {
        let code = CODES[usize::from(place)];
        let mut text = format!(
            "title: 通知{id}-{flags}\ndivision: \"{code}\"\npublish_at: {} 09:00\ncategory: work\n",
            day(on)
        );
        let later = day(on.wrapping_add(9) % 90);
        let has_file = self.content().join("notices/a.txt").exists();
        let parts = [
            (flags & 1 != 0, "draft: true\n".to_owned()),
            (
                flags & 2 != 0 && later > day(on),
                format!("expires_on: {later}\n"),
            ),
            (
                flags & 8 != 0,
                "withdrawn:\n  on: 2026-09-20\n  reason: r\n".to_owned(),
            ),
            (
                flags & 16 != 0 && has_file,
                "attachments:\n  - file: a.txt\n    name: 附件\n".to_owned(),
            ),
        ];
        text.extend(
            parts
                .into_iter()
                .filter_map(|(given, part)| given.then_some(part)),
        );
        let picture = self.content().join("notices/b.png").exists() && flags & 32 != 0;
        let image = if picture { "\n\n![图](b.png)\n" } else { "" };
        let body = format!("正文{flags}{image}");
        self.put(&format!("notices/n{id}.md"), &front(&text, &body))
    }

    fn disturb(&self, change: &Change) -> TestResult {
        let records = self.records();
        let nth = |n: u8| records.get(usize::from(n) % records.len().max(1));
        let workshop = self.folder.path().join(".public.mingtang");
        match *change {
            Change::Remove { nth: n } => nth(n)
                .filter(|path| !linked(path))
                .map_or(Ok(()), fs::remove_file)?,
            Change::Rename { nth: n, id } => {
                if let Some(from) = nth(n)
                    .filter(|path| path.to_string_lossy().contains("notices/n") && !linked(path))
                {
                    fs::rename(from, from.with_file_name(format!("n{id}.md")))?;
                }
            }
            Change::Touch { nth: n } => {
                if let Some(path) = nth(n) {
                    fs::write(path, fs::read(path)?)?;
                }
            }
            Change::Damage { at } => damage(&workshop, at)?,
            Change::Forget => {
                let _ = fs::remove_dir_all(&workshop);
            }
            Change::Interrupt { keep } => self.interrupt(keep)?,
            Change::Tamper { nth } => self.tamper(nth)?,
            Change::Twice => self.twice()?,
            Change::Synonyms { .. }
            | Change::Notice { .. }
            | Change::Meeting { .. }
            | Change::Topic { .. }
            | Change::Place { .. }
            | Change::Profile { .. }
            | Change::Attachment { .. }
            | Change::Picture { .. }
            | Change::Theme { .. }
            | Change::Name { .. }
            | Change::Crowd { .. }
            | Change::Vendor { .. }
            | Change::Year { .. }
            | Change::Figure { .. }
            | Change::Snapshot { .. }
            | Change::Now { .. } => {}
        }
        Ok(())
    }

    fn synonyms(&self, value: u8) -> TestResult {
        self.name(0)?;
        let path = self.content().join("site.toml");
        let text = fs::read_to_string(&path)?;
        let search = value < 2;
        let more = format!(
            "[search]\nenabled = {search}\n\n[[synonyms]]\nwords = [\"议题\", \"话题{value}\"]\n"
        );
        Ok(fs::write(path, text + &more)?)
    }

    fn tamper(&self, nth: u8) -> TestResult {
        let out = self.folder.path().join("public");
        let paths: Vec<String> = files(&out).into_keys().collect();
        let searched = paths.iter().filter(|path| path.starts_with("search/"));
        let some = paths.iter().cycle().skip(usize::from(nth)).step_by(17);
        for path in searched.chain(some.take(paths.len().min(2))) {
            if path != ".mingtang" {
                let mut bytes = fs::read(out.join(path))?;
                bytes.push(b'x');
                fs::write(out.join(path), bytes)?;
            }
        }
        Ok(())
    }

    fn twice(&self) -> TestResult {
        let out = self.folder.path().join("public");
        let build = || self.build(&out, false).map_err(|fault| fault.to_string());
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(build);
            (build(), other.join())
        });
        one?;
        other.map_err(|_| "a build of two gave up")??;
        Ok(())
    }

    /// As if a build had been killed while it put its files in place: some are moved, the rest is on the list still.
    fn interrupt(&self, keep: u8) -> TestResult {
        let out = self.folder.path().join("public");
        let workshop = self.folder.path().join(".public.mingtang");
        if !out.exists() {
            return Ok(());
        }
        let stage = workshop.join("stage/1a");
        fs::create_dir_all(&stage)?;
        fs::write(stage.join("0"), "half")?;
        fs::write(stage.join("1"), "half")?;
        if keep.is_multiple_of(2) {
            let list = "1a/0\tindex.html\n1a/1\tleft/over.html\n-\tsitemap.xml\n";
            fs::write(workshop.join("list"), list)?;
        }
        Ok(())
    }

    fn build(&self, out: &Path, clean: bool) -> TestResult<Report> {
        let input = BuildInput {
            content: self.content(),
            theme: self.theme.clone(),
            out: out.into(),
            now: Moment::parse(&self.now)?,
            base_url: None,
            clean,
            listed: true,
        };
        Ok(run(&input)?)
    }

    /// Builds both ways, holds them against each other, and says whether the content could be published.
    fn check(&self) -> TestResult<bool> {
        Ok(self.compare()?.0)
    }

    /// The same, and whether only what a few articles touch was looked at.
    fn compare(&self) -> TestResult<(bool, bool)> {
        let kept = self.folder.path().join("public");
        let fresh = self.folder.path().join("fresh");
        let incremental = self.build(&kept, false)?;
        let _ = fs::remove_dir_all(&fresh);
        let clean = self.build(&fresh, true)?;
        if incremental.diagnostics != clean.diagnostics {
            let (kept, fresh) = (incremental.diagnostics, clean.diagnostics);
            return Err(format!("other diagnostics:\nclean: {fresh:#?}\nkept: {kept:#?}").into());
        }
        if clean.published {
            same(&files(&fresh), &files(&kept))?;
        }
        Ok((clean.published, incremental.amended))
    }
}

/// The case with this number: in one of two communities, of one of two categories, every other one answered and closed.
fn filed(number: u8, clocks: &Clocks) -> TestResult<Case> {
    let at = Moment::parse(&format!("2026-08-{:02} 10:00", 1 + number))?;
    let new = NewCase {
        reference: CaseReference::from_random([number, 0, 0, 0, 0, 0, 0, number]),
        kind: FilingKind::Complaint,
        category: [CaseCategory::Noise, CaseCategory::Parking][usize::from(number / 2 % 2)],
        place: DivisionCode::parse(CODES[2 + usize::from(number % 2)])?,
        vendor: None,
        text: "示例".into(),
        consents_to_summary: true,
    };
    let mut case = Case::file(new, at, clocks)?;
    if number.is_multiple_of(2) {
        let answer = Answer {
            outcome: Outcome::Resolved,
            done: "示例".into(),
            remedy: "示例".into(),
            reason: None,
        };
        let deeds = [Deed::Accept, Deed::Start, Deed::Answer(answer), Deed::Close];
        for (deed, days) in deeds.into_iter().zip(1..) {
            let then = Moment::start_of(at.day().plus_days(days * 3));
            case = apply(
                &case,
                &Action::new(ActorRole::CaseWorker, deed),
                then,
                clocks,
            )?;
        }
    }
    Ok(case)
}

fn rated(number: u8) -> TestResult<Rating> {
    Ok(Rating {
        vendor: RecordId::new(["v0", "v1"][usize::from(number % 3 / 2)])?,
        level: [RatingLevel::Satisfied, RatingLevel::Dissatisfied][usize::from(number % 7 / 6)],
        reasons: Vec::new(),
        verified: true,
        discarded: None,
        appeal: None,
        second: None,
        reply: None,
    })
}

fn cleared(case: &Case) -> Option<ClearedAnswer> {
    let answered_on = case.round()?.answered_at?.day();
    Some(ClearedAnswer {
        reference: case.reference,
        category: case.category,
        place: case.place,
        summary: "示例".into(),
        outcome: Outcome::Resolved,
        answer: "示例".into(),
        answered_on,
        cleared_on: answered_on,
        cleared_by: ActorRole::Moderator,
    })
}

fn front(fields: &str, body: &str) -> String {
    format!("---\n{fields}---\n\n{body}")
}

fn damage(workshop: &Path, at: u16) -> TestResult {
    for name in ["memory", "pack", "rows0", "rows1"] {
        let path = workshop.join(name);
        if let Ok(mut bytes) = fs::read(&path)
            && !bytes.is_empty()
        {
            let at = usize::from(at) * 7 % bytes.len();
            bytes[at] ^= 0x41;
            if at % 3 == 0 {
                bytes.truncate(at);
            }
            fs::write(&path, bytes)?;
        }
    }
    Ok(())
}

type Files = BTreeMap<String, Vec<u8>>;

fn same(clean: &Files, kept: &Files) -> TestResult {
    let only = |one: &Files, other: &Files| {
        let lone = one.keys().filter(|path| !other.contains_key(*path));
        lone.cloned().collect::<Vec<_>>()
    };
    let (missing, extra) = (only(clean, kept), only(kept, clean));
    if !(missing.is_empty() && extra.is_empty()) {
        return Err(format!("missing {missing:?}, left over {extra:?}").into());
    }
    for (path, bytes) in clean {
        let there = &kept[path];
        if bytes != there {
            let (clean, kept) = (
                String::from_utf8_lossy(bytes),
                String::from_utf8_lossy(there),
            );
            return Err(format!("{path} differs:\nclean: {clean}\nkept: {kept}").into());
        }
    }
    Ok(())
}

#[test]
fn incremental_is_clean() {
    holds(cases(), prop::collection::vec(change(), 1..12));
}

#[test]
fn long_lists_are_clean_too() {
    holds(cases() / 20 + 1, prop::collection::vec(crowded(), 1..7));
}

#[test]
fn articles_are_amended() {
    let cases = cases() / 2 + 1;
    let amended = holds(cases, prop::collection::vec(article(), 4..24));
    assert!(amended > 2 * cases, "only {amended} builds amended");
}

/// That builds after changes are what clean builds are; tells how many amended.
fn holds(cases: u32, changes: impl Strategy<Value = Vec<Change>>) -> u32 {
    let config = ProptestConfig {
        cases,
        max_shrink_iters: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let counts = Cell::new((0_u32, 0_u32, 0_u32));
    let outcome = TestRunner::new(config).run(&changes, |changes| {
        let fail = |fault: Box<dyn Error>| TestCaseError::fail(fault.to_string());
        let mut site = Site::new().map_err(fail)?;
        for change in &changes {
            site.apply(change).map_err(fail)?;
            let (published, amended) = site.compare().map_err(fail)?;
            let (all, good, few) = counts.get();
            let (published, amended) = (u32::from(published), u32::from(amended));
            counts.set((all + 1, good + published, few + amended));
        }
        Ok(())
    });
    assert!(
        outcome.is_ok(),
        "{}",
        outcome.err().map(|f| f.to_string()).unwrap_or_default()
    );
    let (all, good, few) = counts.get();
    assert!(
        good * 2 > all,
        "of {all} builds only {good} were published: the test looks at too little"
    );
    few
}

#[test]
fn what_a_killed_build_left_is_remembered_while_there_are_faults() -> TestResult {
    let mut site = Site::new()?;
    let meeting = Change::Meeting {
        id: 0,
        topic: 0,
        due: 0,
        done: true,
        place: 0,
    };
    let changes = [
        Change::Now { day: 0 },
        meeting,
        Change::Interrupt { keep: 12 },
        Change::Remove { nth: 0 },
    ];
    for change in changes {
        site.apply(&change)?;
        site.check()?;
    }
    Ok(())
}

/// Files are trusted by their stamps once they are older than two seconds.
const SETTLED: std::time::Duration = std::time::Duration::from_millis(2100);

#[test]
fn a_build_with_nothing_to_do_rests_until_something_happens() -> TestResult {
    let changes = [
        Change::Notice {
            id: 2,
            day: 3,
            place: 1,
            flags: 0,
        },
        Change::Remove { nth: 0 },
        Change::Rename { nth: 0, id: 4 },
        Change::Touch { nth: 0 },
        Change::Tamper { nth: 3 },
        Change::Theme { part: 0, value: 1 },
        Change::Theme { part: 5, value: 1 },
        Change::Name { value: 1 },
        Change::Synonyms { value: 2 },
        Change::Now { day: 40 },
        Change::Interrupt { keep: 0 },
        Change::Damage { at: 90 },
        Change::Snapshot {
            cases: 3,
            ratings: 1,
            taken: 2,
        },
    ];
    let sites: Result<Vec<Site>, _> = changes.iter().map(|_| Site::new()).collect();
    let mut sites = sites?;
    let out = |site: &Site| site.folder.path().join("public");
    for site in &sites {
        site.notice(3, (32, 2), 0)?; // on 2026-10-05 at nine
    }
    std::thread::sleep(SETTLED);
    for (site, change) in sites.iter_mut().zip(&changes) {
        site.now = "2026-10-05T08:00:00+08:00".into();
        site.build(&out(site), false)?;
        site.now = "2026-10-05T08:30:00+08:00".into();
        let rested = site.build(&out(site), false)?;
        assert_eq!((rested.read, rested.rendered), (0, 0));
        assert!(rested.published && rested.unchanged > 20);
        site.apply(change)?;
        assert!(site.check()?, "after {change:?}");
    }
    Ok(())
}

#[test]
fn what_is_published_later_today_ends_the_rest() -> TestResult {
    let mut site = Site::new()?;
    site.notice(3, (32, 2), 0)?; // on 2026-10-05 at nine
    std::thread::sleep(SETTLED);
    let out = site.folder.path().join("public");
    site.now = "2026-10-05T08:00:00+08:00".into();
    site.build(&out, false)?;
    assert!(!out.join("notices/n3/index.html").exists());
    for later in ["08:59:00", "09:00:00", "10:00:00", "08:00:00"] {
        site.now = format!("2026-10-05T{later}+08:00");
        assert!(site.check()?);
    }
    Ok(())
}

/// Sites that are tried; each is built about a dozen times.
fn cases() -> u32 {
    let given = std::env::var("PROPTEST_CASES").ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(40)
}
