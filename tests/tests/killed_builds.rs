//! A build that is killed at any moment (`kill -9` of the real process), or that runs beside another, leaves nothing behind that a later build would carry on: the
//! next one gives the bytes of a clean build. `KILLS` sets how many processes are killed.

#![expect(
    clippy::disallowed_methods,
    reason = "a test makes and reads its own files"
)]

use fastrand::Rng;
use mingtang_tests::corpus::{Layout, page::Page, page::Place, places, write};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Records at the beginning: enough that a build writes a few hundred files.
const RECORDS: usize = 60;

/// Kills between two comparisons with a clean build.
const BETWEEN: u32 = 3;

type TestResult<T = ()> = Result<T, Box<dyn Error>>;

struct Site {
    folder: tempfile::TempDir,
    places: Vec<Place>,
    rng: Rng,
    /// Number of the next record that is added.
    next: usize,
    day: u32,
}

impl Site {
    fn new(seed: u64) -> TestResult<Self> {
        let folder = tempfile::tempdir()?;
        let places = places(&Path::new(ROOT).join("content/divisions/communities.csv"))?;
        let content = folder.path().join("content");
        write(&places, RECORDS, Layout::Ours, &content)?;
        let site = Self {
            folder,
            places,
            rng: Rng::with_seed(seed),
            next: RECORDS,
            day: 1,
        };
        site.name(0)?;
        Ok(site)
    }

    fn name(&self, number: u32) -> TestResult {
        let text = format!(
            "name = \"示例{number}\"\nbase_url = \"https://example.org\"\ndemonstration = true\n"
        );
        Ok(fs::write(
            self.folder.path().join("content/site.toml"),
            text,
        )?)
    }

    /// Edits, adds, removes or renames a record, changes the settings, or lets a day pass.
    fn change(&mut self) -> TestResult {
        let content = self.folder.path().join("content");
        let records: Vec<PathBuf> = files(&content)
            .into_keys()
            .filter(|path| path.contains('/'))
            .map(|path| content.join(path))
            .collect();
        let one = &records[self.rng.usize(..records.len())];
        match self.rng.u8(..6) {
            0 | 1 => {
                let text = fs::read_to_string(one)?;
                fs::write(one, format!("{text}\n又补充一句，第{}次。\n", self.day))?;
            }
            2 => {
                let page = Page::nth(self.next, &self.places);
                self.next += 1;
                let folder = content.join(page.folder());
                fs::create_dir_all(&folder)?;
                fs::write(
                    folder.join(format!("{}.md", page.id)),
                    page.file(Layout::Ours),
                )?;
            }
            3 if records.len() > RECORDS / 2 => fs::remove_file(one)?,
            4 => {
                self.next += 1;
                let name = format!("2026-01-{:06}.md", self.next);
                fs::rename(one, one.with_file_name(name))?;
            }
            _ => self.name(self.day)?,
        }
        self.day += self.rng.u32(..2);
        Ok(())
    }

    fn start(&self, out: &str, clean: bool) -> TestResult<Child> {
        let path = self.folder.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_site"));
        command.arg("build");
        command.args(["--content", "content", "--out", out]);
        command
            .arg("--theme")
            .arg(format!("{ROOT}/themes/mingtang"));
        let (month, day) = (1 + self.day / 28 % 12, 1 + self.day % 28);
        command.args(["--now", &format!("2027-{month:02}-{day:02}T09:00:00+08:00")]);
        command.args(clean.then_some("--clean"));
        let quiet = command.current_dir(path).stdout(Stdio::null());
        Ok(quiet.stderr(Stdio::piped()).spawn()?)
    }

    fn build(&self, out: &str, clean: bool) -> TestResult<Duration> {
        let began = Instant::now();
        finished(self.start(out, clean)?)?;
        Ok(began.elapsed())
    }

    /// Starts a build and kills it at a random moment.
    fn kill(&mut self, longest: Duration) -> TestResult {
        let mut child = self.start("public", false)?;
        sleep(longest.mul_f64(self.rng.f64()));
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    fn compare(&self) -> TestResult {
        self.build("public", false)?;
        let fresh = self.folder.path().join("fresh");
        let _ = fs::remove_dir_all(&fresh);
        self.build("fresh", true)?;
        let (clean, kept) = (files(&fresh), files(&self.folder.path().join("public")));
        let differs: Vec<&String> = clean
            .keys()
            .chain(kept.keys())
            .filter(|path| clean.get(*path) != kept.get(*path))
            .collect();
        if differs.is_empty() {
            Ok(())
        } else {
            Err(format!("differs from a clean build: {differs:?}").into())
        }
    }
}

fn finished(child: Child) -> TestResult {
    let done = child.wait_with_output()?;
    if done.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&done.stderr).into_owned().into())
    }
}

/// Every file below a folder by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(below), Ok(bytes)) = (path.strip_prefix(folder), fs::read(&path)) {
                found.insert(below.to_string_lossy().into_owned(), bytes);
            }
        }
    }
    found
}

fn kills() -> u32 {
    let given = std::env::var("KILLS").ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(24)
}

#[test]
fn a_killed_build_leaves_no_trace() -> TestResult {
    let mut site = Site::new(7)?;
    let longest = site.build("public", false)?;
    for round in 0..kills().div_ceil(BETWEEN) {
        if round % 4 == 3 {
            // A first build can be killed too.
            fs::remove_dir_all(site.folder.path().join("public"))?;
        }
        for _ in 0..BETWEEN {
            site.change()?;
            site.kill(longest)?;
        }
        site.compare()
            .map_err(|fault| format!("round {round}: {fault}"))?;
    }
    Ok(())
}

#[test]
fn two_builds_at_once_give_one_site() -> TestResult {
    let mut site = Site::new(8)?;
    for _ in 0..4 {
        site.change()?;
        let (one, other) = (site.start("public", false)?, site.start("public", false)?);
        finished(one)?;
        finished(other)?;
        site.compare()?;
    }
    Ok(())
}
