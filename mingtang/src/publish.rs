//! `mingtang publish`: brings a built site to the folder a web server reads, changing only what changed.
//!
//! Order of events: what is new or different, assets first, then pages, then lists, then feeds and indexes, so that nothing that is shown leads nowhere yet; what is
//! gone last. Each file appears whole. A run that is killed is gone on with by the next: what was done stands in a list in the folder. A file counts as the same
//! if length and last change are those of the list (a build never touches a file that stays the same), or if its bytes are.

#![expect(
    clippy::disallowed_methods,
    reason = "the door through which a site is published"
)]

use crate::cli::{PublishOptions, ReportForm};
use crate::words::{Lang, plain, say};
use crate::{CouldNotRun, Outcome, files};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Stands in every folder that was published to: what is in it, a file a line.
const LIST: &str = ".mingtang-published";
/// Stands in every folder that a build wrote.
const BUILT: &str = ".mingtang";

/// Length and last change (nanoseconds since 1970).
type Stamp = (u64, u128);

/// What is to be done.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plan {
    /// In their order.
    put: Vec<String>,
    remove: Vec<String>,
    same: usize,
}

/// Publishes the site.
///
/// # Errors
/// If the site is not there, the folder holds something else, or a file can't be written.
pub(crate) fn publish(options: &PublishOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let (from, to) = (&options.from, &options.to);
    refuse(from, to, lang)?;
    let failed = |fault: io::Error| {
        let place = plain(&to.display().to_string());
        CouldNotRun::new(lang.pick(
            format!("没有发布完({place}:{fault})。改好后再运行一次,会接着做。"),
            format!("not all was published ({place}: {fault}); run again to go on"),
        ))
    };
    let plan = run(from, to).map_err(failed)?;
    let (put, removed, same) = (plan.put.len(), plan.remove.len(), plan.same);
    if options.report == Some(ReportForm::Json) {
        let report = json!({ "put": plan.put, "removed": plan.remove, "unchanged": same });
        say(&serde_json::to_string_pretty(&report).unwrap_or_default());
    } else {
        say(&lang.pick(
            format!("已发布:写入 {put},删除 {removed},未变 {same}"),
            format!("Published: {put} written, {removed} removed, {same} unchanged"),
        ));
    }
    Ok(Outcome::Clean)
}

/// Neither is something published that no build made, nor is a folder changed that holds something else.
fn refuse(from: &Path, to: &Path, lang: Lang) -> Result<(), CouldNotRun> {
    let shown = |path: &Path| plain(&path.display().to_string());
    if !from.join(BUILT).exists() {
        return Err(CouldNotRun::new(lang.pick(
            format!(
                "{} 里没有生成好的网站。请先运行 mingtang build。",
                shown(from)
            ),
            format!(
                "{} holds no built site; run mingtang build first",
                shown(from)
            ),
        )));
    }
    let empty = fs::read_dir(to).map_or(true, |mut inside| inside.next().is_none());
    if empty || to.join(LIST).exists() {
        return Ok(());
    }
    Err(CouldNotRun::new(lang.pick(
        format!("{} 里有不是明堂发布的文件。请换一个空文件夹。", shown(to)),
        format!(
            "{} holds files that were not published by this command; choose an empty folder",
            shown(to)
        ),
    )))
}

fn run(from: &Path, to: &Path) -> io::Result<Plan> {
    fs::create_dir_all(to)?;
    let known = read_list(to);
    let there = walk(from)?;
    let plan = plan((from, &there), (to, &known))?;
    let mut list = File::options()
        .create(true)
        .append(true)
        .open(to.join(LIST))?;
    for path in &plan.put {
        let place = to.join(path);
        make_way(&place, to)?;
        files::replace(&place, &fs::read(from.join(path))?)?;
        if let Some((len, changed)) = there.get(path) {
            writeln!(list, "+\t{len}\t{changed}\t{path}")?;
        }
    }
    for path in &plan.remove {
        remove(&to.join(path), to)?;
        writeln!(list, "-\t0\t0\t{path}")?;
    }
    drop(list);
    let mut whole = String::new();
    for (path, (len, changed)) in &there {
        for part in [
            "+\t",
            &len.to_string(),
            "\t",
            &changed.to_string(),
            "\t",
            path,
            "\n",
        ] {
            whole.push_str(part);
        }
    }
    files::replace(&to.join(LIST), whole.as_bytes())?;
    Ok(plan)
}

/// What the list says is in the folder. A line that was cut off says nothing.
fn read_list(to: &Path) -> BTreeMap<String, Stamp> {
    let text = fs::read_to_string(to.join(LIST)).unwrap_or_default();
    let mut known = BTreeMap::new();
    for line in text
        .split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n'))
    {
        let mut cells = line.splitn(4, '\t');
        let (Some(what), Some(len), Some(changed), Some(path)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        match (what, len.parse(), changed.parse()) {
            ("+", Ok(len), Ok(changed)) => {
                known.insert(path.to_owned(), (len, changed));
            }
            _ => {
                known.remove(path);
            }
        }
    }
    known
}

/// Every file of the site with its stamp.
fn walk(from: &Path) -> io::Result<BTreeMap<String, Stamp>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![from.into()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let path = entry.path();
            let parts = path.strip_prefix(from).unwrap_or(&path).iter();
            let path = parts
                .map(|p| p.to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            if path != BUILT {
                found.insert(path, stamp(&entry.metadata()?));
            }
        }
    }
    Ok(found)
}

fn stamp(meta: &fs::Metadata) -> Stamp {
    let changed = meta
        .modified()
        .ok()
        .and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    (meta.len(), changed.map_or(0, |since| since.as_nanos()))
}

fn plan(
    (from, there): (&Path, &BTreeMap<String, Stamp>),
    (to, known): (&Path, &BTreeMap<String, Stamp>),
) -> io::Result<Plan> {
    let mut plan = Plan::default();
    for (path, stamp) in there {
        let len = fs::metadata(to.join(path))
            .ok()
            .filter(fs::Metadata::is_file)
            .map(|m| m.len());
        let same_len = len == Some(stamp.0);
        if same_len
            && (known.get(path) == Some(stamp)
                || fs::read(from.join(path))? == fs::read(to.join(path))?)
        {
            plan.same += 1;
        } else {
            plan.put.push(path.clone());
        }
    }
    plan.put.sort_by_key(|path| rank(path));
    plan.remove = known
        .keys()
        .filter(|path| !there.contains_key(*path))
        .cloned()
        .collect();
    Ok(plan)
}

/// When a file's turn is: what pages need, pages, lists of pages, what machines read of all.
fn rank(path: &str) -> u8 {
    let parts: Vec<&str> = path.split('/').collect();
    let name = parts.last().copied().unwrap_or("");
    let is = |first: &str| parts.first() == Some(&first) && parts.len() > 1;
    if is("assets") || is("files") || is("search") && name != "index.json" {
        return 0;
    }
    if name.starts_with("feed.")
        || is("sitemaps")
        || is("data")
        || is("search")
        || parts.len() == 1 && name != "index.html"
    {
        return 3;
    }
    let archive = parts.get(1).is_some_and(|part| {
        *part == "category" || part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit())
    });
    let list = parts.len() <= 2 || archive || is("d") || is("changes");
    if list { 2 } else { 1 }
}

/// Makes the folder of a file, and takes away what stands where a folder or the file has to be.
fn make_way(place: &Path, to: &Path) -> io::Result<()> {
    let folder = place.parent().unwrap_or(to);
    for above in folder.ancestors().take_while(|above| above.starts_with(to)) {
        if above.is_file() {
            fs::remove_file(above)?;
        }
    }
    if place.is_dir() {
        fs::remove_dir_all(place)?;
    }
    fs::create_dir_all(folder)
}

/// Removes a file and the folders that are empty then.
fn remove(place: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_file(place) {
        Err(cause)
            if !matches!(
                cause.kind(),
                io::ErrorKind::NotFound
                    | io::ErrorKind::NotADirectory
                    | io::ErrorKind::IsADirectory
            ) =>
        {
            return Err(cause);
        }
        Ok(()) | Err(_) => {}
    }
    for folder in place.ancestors().skip(1) {
        if folder == to || fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(folder: &Path, path: &str, text: &str) {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn texts(folder: &Path) -> BTreeMap<String, String> {
        let all = walk(folder)
            .unwrap()
            .into_keys()
            .filter(|path| path != LIST);
        all.map(|path| (path.clone(), fs::read_to_string(folder.join(path)).unwrap()))
            .collect()
    }

    fn site() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("public"), folder.path().join("www"));
        put(&from, BUILT, "");
        for path in [
            "index.html",
            "notices/n1/index.html",
            "notices/2026/index.html",
            "assets/a.css",
            "feed.xml",
        ] {
            put(&from, path, path);
        }
        (folder, from, to)
    }

    #[test]
    fn only_what_changed_is_written_pages_before_lists_and_feeds() {
        let (_folder, from, to) = site();
        let first = run(&from, &to).unwrap();
        assert_eq!(
            first.put,
            [
                "assets/a.css",
                "notices/n1/index.html",
                "index.html",
                "notices/2026/index.html",
                "feed.xml"
            ]
        );
        put(&from, "notices/n1/index.html", "new");
        fs::remove_file(from.join("feed.xml")).unwrap();
        let second = run(&from, &to).unwrap();
        assert_eq!(
            (second.put, second.remove, second.same),
            (
                vec!["notices/n1/index.html".into()],
                vec!["feed.xml".into()],
                3
            )
        );
        assert_eq!(texts(&to), texts(&from));
    }

    #[test]
    fn a_killed_run_is_gone_on_with() {
        let (_folder, from, to) = site();
        run(&from, &to).unwrap();
        // As if killed: half a line in the list, a file not yet replaced, one lost, one left beside.
        let list = fs::read_to_string(to.join(LIST)).unwrap();
        fs::write(to.join(LIST), &list[..list.len() - 5]).unwrap();
        put(&to, "index.html", "of an earlier day");
        fs::remove_file(to.join("feed.xml")).unwrap();
        put(&from, "notices/n2/index.html", "n2");
        let plan = run(&from, &to).unwrap();
        assert_eq!(
            plan.put,
            ["notices/n2/index.html", "index.html", "feed.xml"]
        );
        assert_eq!(texts(&to), texts(&from));
    }

    #[test]
    fn a_file_may_become_a_folder_and_the_other_way_round() {
        let (_folder, from, to) = site();
        run(&from, &to).unwrap();
        fs::remove_file(from.join("feed.xml")).unwrap();
        put(&from, "feed.xml/index.html", "x");
        fs::remove_dir_all(from.join("notices")).unwrap();
        put(&from, "notices", "y");
        run(&from, &to).unwrap();
        assert_eq!(texts(&to), texts(&from));
    }

    #[test]
    fn another_folder_is_left_alone() {
        let (_folder, from, to) = site();
        put(&to, "photo.jpg", "mine");
        assert!(refuse(&from, &to, Lang::Zh).is_err());
        assert!(refuse(&to, &from, Lang::Zh).is_err());
    }
}
