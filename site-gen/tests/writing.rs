//! The site is changed as a whole: whenever a run is killed, the folder is as it was before or as it was to be after the next run opened it.

#![expect(
    clippy::disallowed_methods,
    reason = "a test makes and reads its own files"
)]

#[path = "house/files.rs"]
#[expect(dead_code, reason = "shared with tests that build the whole site")]
mod house;

use house::files;
use site_gen::write::{MARKER, Target};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

type TestResult<T = ()> = Result<T, Box<dyn Error>>;

/// Files of a site by their paths.
type Site = BTreeMap<String, String>;

/// A folder with a site in it.
struct House(tempfile::TempDir);

impl House {
    /// With these files of a first build.
    fn with(site: &Site) -> TestResult<Self> {
        let house = Self(tempfile::tempdir()?);
        house.write(site, &Site::new())?;
        Ok(house)
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("public")
    }

    fn workshop(&self) -> PathBuf {
        self.0.path().join(".public.mingtang")
    }

    /// Writes a site over another.
    fn write(&self, new: &Site, old: &Site) -> TestResult {
        let target = Target::open(&self.out())?;
        let staging = target.staging()?;
        let mut put = Vec::new();
        for (path, text) in new {
            if old.get(path) != Some(text) {
                put.push((staging.put(path, text.as_bytes())?.0, &**path));
            }
        }
        assert_eq!(self.site()?, *old, "not before the commit");
        staging.commit(&put, &gone(new, old))?;
        target.settle();
        Ok(())
    }

    /// What a visitor finds.
    fn site(&self) -> TestResult<Site> {
        let all = files(&self.out()).into_iter();
        let all = all.filter(|(path, _)| path != MARKER);
        let text = all.map(|(path, bytes)| Ok((path, String::from_utf8(bytes)?)));
        text.collect()
    }

    /// As if a run had been killed when it had done so many lines of its list.
    fn kill(&self, (new, old): (&Site, &Site), form: Form, done: usize) -> TestResult {
        let stage = self.workshop().join("stage");
        fs::create_dir_all(stage.join("1a"))?;
        let mut lines: Vec<(String, &str)> = Vec::new();
        lines.extend(gone(new, old).iter().map(|path| ("-".to_owned(), *path)));
        let put = new
            .iter()
            .filter(|(path, text)| old.get(*path) != Some(*text));
        for (n, (path, text)) in put.enumerate() {
            let (what, place) = match form {
                Form::Numbers => (format!("1a/{n}"), stage.join(format!("1a/{n}"))),
                Form::Paths => ("+".to_owned(), stage.join(path)),
            };
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&place, text)?;
            lines.push((what, path));
        }
        let list = lines.iter().map(|(what, path)| format!("{what}\t{path}\n"));
        fs::write(self.workshop().join("list"), list.collect::<String>())?;
        for (what, path) in lines.iter().take(done) {
            self.carry_out(what, path)?;
        }
        Ok(())
    }

    fn carry_out(&self, what: &str, path: &str) -> TestResult {
        let (place, stage) = (self.out().join(path), self.workshop().join("stage"));
        let folder = place.parent().ok_or("no folder")?;
        if what == "-" {
            fs::remove_file(&place)?;
            // Only if it is empty now.
            let _ = fs::remove_dir(folder);
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        fs::rename(stage.join(if what == "+" { path } else { what }), place)?;
        Ok(())
    }
}

/// How a list names what is staged.
#[derive(Clone, Copy, Debug)]
enum Form {
    Numbers,
    /// As older programs did.
    Paths,
}

fn gone<'s>(new: &Site, old: &'s Site) -> Vec<&'s str> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    gone.map(AsRef::as_ref).collect()
}

fn site<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> Site {
    let owned = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
    files.into_iter().map(owned).collect()
}

/// Two sites: pages that change, come and go, a file where a folder stood and the other way round.
fn two() -> (Site, Site) {
    let old = site([
        ("index.html", "old"),
        ("stays.html", "same"),
        ("file", "soon a folder"),
        ("folder/index.html", "soon a file"),
        ("gone/deep/index.html", "gone"),
        ("pages/one/index.html", "1"),
    ]);
    let new = site([
        ("index.html", "new, and longer"),
        ("stays.html", "same"),
        ("file/index.html", "a folder"),
        ("file/more/index.html", "a folder"),
        ("folder", "a file"),
        ("new/deep/index.html", "new"),
        ("pages/one/index.html", "one"),
        ("pages/two/index.html", "two"),
    ]);
    (old, new)
}

/// A site with so many pages that several hands put them in place.
fn large(text: &str, pages: usize) -> Site {
    let page = |n: usize| (format!("{}/{n}/index.html", n % 7), format!("{text} {n}"));
    (0..pages).map(page).collect()
}

#[test]
fn one_site_takes_the_place_of_another() -> TestResult {
    let pairs = [
        two(),
        (large("old", 40), large("new", 300)),
        (large("old", 300), large("new", 40)),
    ];
    for (old, new) in pairs {
        let house = House::with(&old)?;
        house.write(&new, &old)?;
        assert_eq!(house.site()?, new);
        assert!(!house.workshop().join("stage").exists(), "nothing is left");
        assert!(!house.workshop().join("list").exists(), "nothing is left");
        let empty = walkdir::WalkDir::new(house.out()).into_iter().flatten();
        let mut empty = empty.filter(|entry| {
            fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none())
        });
        assert!(empty.next().is_none(), "a folder without a file stays");
    }
    Ok(())
}

#[test]
fn what_was_killed_is_finished_from_any_moment() -> TestResult {
    let (old, new) = two();
    for form in [Form::Numbers, Form::Paths] {
        for done in 0..=10 {
            let house = House::with(&old)?;
            house.kill((&new, &old), form, done)?;
            let target = Target::open(&house.out())?;
            assert_eq!(house.site()?, new, "{form:?}, {done} lines done");
            assert!(target.leftover().iter().any(|path| path == "index.html"));
            drop(target);
            // A run that finds faults writes nothing: it is told until one has put the site right.
            let told = Target::open(&house.out())?.leftover().to_vec();
            assert!(told.iter().any(|path| path == "index.html"));
            house.write(&new, &new)?;
            assert!(Target::open(&house.out())?.leftover().is_empty());
        }
    }
    Ok(())
}

#[test]
fn what_was_killed_before_its_list_is_forgotten() -> TestResult {
    let (old, new) = two();
    let house = House::with(&old)?;
    house.kill((&new, &old), Form::Numbers, 0)?;
    fs::rename(
        house.workshop().join("list"),
        house.workshop().join("list.new"),
    )?;
    Target::open(&house.out())?;
    assert_eq!(house.site()?, old);
    assert!(!house.workshop().join("stage").exists());
    house.write(&new, &old)?;
    assert_eq!(house.site()?, new);
    Ok(())
}

#[test]
fn a_list_for_a_site_that_is_gone_makes_no_half_of_one() -> TestResult {
    let (old, new) = two();
    let house = House::with(&old)?;
    house.kill((&new, &old), Form::Numbers, 3)?;
    fs::remove_dir_all(house.out())?;
    let target = Target::open(&house.out())?;
    assert!(!target.exists() && target.leftover().is_empty());
    drop(target);
    house.write(&new, &Site::new())?;
    assert_eq!(house.site()?, new);
    Ok(())
}

#[test]
fn bytes_are_compared_to_the_last() -> TestResult {
    let long = "长".repeat(10_000);
    let house = House::with(&site([("a/index.html", &*long)]))?;
    let target = Target::open(&house.out())?;
    let has = |text: &str| {
        let stamp = target.stamp("a/index.html");
        stamp.is_some_and(|(len, _)| target.has(("a/index.html", len), text.as_bytes()))
    };
    assert!(has(&long));
    assert!(!has(&format!("{}短", &long[3..])));
    assert!(!has(&format!("{long}长")));
    assert!(!has(&long[3..]));
    assert!(!target.has(("none.html", 3), b"abc"));
    Ok(())
}

#[test]
fn what_was_put_in_place_is_told_until_somebody_remembers_it() -> TestResult {
    let (old, _) = two();
    let house = House::with(&old)?;
    let put = |text: &str| -> TestResult {
        let target = Target::open(&house.out())?;
        let staging = target.staging()?;
        let staged = staging.put("index.html", text.as_bytes())?.0;
        Ok(staging.commit(&[(staged, "index.html")], &[])?)
    };
    put("killed before it was remembered")?;
    put("and once more")?;
    let target = Target::open(&house.out())?;
    assert!(target.leftover().iter().all(|path| path == "index.html"));
    assert!(!target.leftover().is_empty());
    target.settle();
    drop(target);
    assert!(Target::open(&house.out())?.leftover().is_empty());
    Ok(())
}
