//! One build from folder to folder: discover → parse → validate → relate → render → write, doing anew only what changed.
//!
//! Entry point: [`run`]. Read [`intake`](self) (files in), `memory` (what one build leaves for the next), `deps` (whether a file of the site is still what it
//! was), `make` (files out), `amend` (the same for a few articles at the price of a few). With any fault in the content nothing is written.

mod amend;
mod blocks;
mod deps;
mod dossier;
mod examine;
mod few;
mod files;
mod index;
mod intake;
mod kept;
mod looks;
mod make;
mod memory;
mod pack;
mod pixels;
mod round;
mod seal;
mod shelf;
mod smaller;
mod stock;
mod watch;

pub use make::Fate;

use crate::config::SiteConfig;
use crate::diagnostic::{self, Diagnostic};
use crate::discover;
use crate::leaks;
use crate::library::{Library, Print, Published};
use crate::outputs::RenderFault;
use crate::relate::{Circumstances, relate};
use crate::rules::{Denied, Setting};
use crate::site::Site;
use crate::snapshot::Loaded;
use crate::source::Sources;
use crate::views::{Singles, Theme, ThemeFault, ThemeFiles};
use crate::write::{Target, WriteFault};
use amend::Given;
use examine::{Examined, Examiner};
use governance::calendar::{Calendar, DayKind};
use governance::dates::{Day, Moment};
use governance::hexadecimal::hex;
use memory::{Begun, Memory};
use seal::Seal;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use stock::Stock;
use watch::{WATCHED, Watch};

/// What a build is made of. Nothing else decides what it gives.
#[derive(Debug, Clone)]
pub struct BuildInput {
    /// The content folder.
    pub content: PathBuf,
    /// The theme's files.
    pub theme: ThemeFiles,
    /// The output folder.
    pub out: PathBuf,
    /// The moment the site is built for.
    pub now: Moment,
    /// Address of the site, in place of the one in `site.toml`; without a slash at its end.
    pub base_url: Option<Box<str>>,
    /// Forget what the last build left.
    pub clean: bool,
    /// List the files that are new, changed or gone, with their hashes; they are only counted otherwise, for a city's archive has half a million.
    pub listed: bool,
}

/// Why there is no site; faults of the content are no such reason but part of the [`Report`].
#[derive(Debug, thiserror::Error)]
pub enum BuildFault {
    /// The content folder could not be read.
    #[error(transparent)]
    Unreadable(#[from] crate::discover::Unreadable),
    /// A file of the site could not be made.
    #[error("{path}: {fault}")]
    Render {
        /// The file.
        path: String,
        /// Why.
        fault: RenderFault,
    },
    /// The theme is wrong.
    #[error(transparent)]
    Theme(#[from] ThemeFault),
    /// The site could not be written.
    #[error(transparent)]
    Write(#[from] WriteFault),
    /// What is kept between builds could not be written.
    #[error("cannot keep what the next build could use: {0}")]
    Keep(#[from] std::io::Error),
}

/// What a build did.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Whether the site was written; not with any fault in the content.
    pub published: bool,
    /// What is wrong with the content, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were written or removed.
    pub counts: Counts,
    /// Files that were not there before; if they are to be listed.
    pub new: Vec<FileReport>,
    /// Files that are different now; if they are to be listed.
    pub changed: Vec<FileReport>,
    /// Files that are gone; if they are to be listed.
    pub removed: Vec<Box<str>>,
    /// Files that are what they were.
    pub unchanged: usize,
    /// Files that were made anew to see whether they are.
    pub rendered: usize,
    /// Source files that were read.
    pub read: usize,
    /// Whether only what a few articles touch was looked at, instead of everything.
    #[serde(skip)]
    pub amended: bool,
}

/// How many files of the site a build changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Files that were not there before.
    pub new: usize,
    /// Files that are different now.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FileReport {
    /// Path below the output folder.
    pub path: Box<str>,
    /// Bytes.
    pub bytes: u64,
    /// First 16 bytes of its BLAKE3, in hexadecimal digits.
    pub hash: Box<str>,
}

/// Builds the site.
///
/// # Errors
/// [`BuildFault`] if the tool could not work; faults of the content are in the report.
pub fn run(input: &BuildInput) -> Result<Report, BuildFault> {
    run_and_tell(input, &|_| {})
}

/// Builds the site and tells as soon as it is in place; what the next build can go on with is kept after that.
///
/// # Errors
/// [`BuildFault`] if the tool could not work, also after the site was in place; faults of the content are in the report.
pub fn run_and_tell(
    input: &BuildInput,
    told: &(dyn Fn(&Report) + Sync),
) -> Result<Report, BuildFault> {
    let target = &Target::open(&input.out)?;
    let order = Order {
        input,
        target,
        told,
    };
    match attempt(order, input.clean) {
        Err(fault) if is_damage(&fault) && !input.clean => attempt(order, true),
        other => other,
    }
}

/// What is to be built, where, and who waits for it.
#[derive(Clone, Copy)]
struct Order<'o> {
    input: &'o BuildInput,
    target: &'o Target,
    told: &'o (dyn Fn(&Report) + Sync),
}

/// Checks the content and makes nothing: every fault and warning that [`run`] would tell, besides those of the theme.
///
/// # Errors
/// [`BuildFault::Unreadable`] if the content folder could not be read.
pub fn check(content: &Path, now: Moment) -> Result<Report, BuildFault> {
    let (sources, mut diagnostics) = discover::walk(content)?;
    let sources = Arc::new(sources);
    let (setting, faults) = crate::settings::load(content, &sources, now.day());
    diagnostics.extend(faults);
    let examiner = Examiner::new(setting);
    let dossiers = stock::check(content, &sources, &examiner);
    diagnostics.extend(dossiers.iter().flat_map(|one| one.warnings.iter().cloned()));
    let mut found = examine::across(&dossiers, &examiner.setting);
    let dated = dossiers.iter().flat_map(|one| &one.examined);
    found.extend(dated.flat_map(Examined::findings).cloned());
    diagnostics.extend(examine::put(found, content, &sources));
    let found = dossiers.iter().flat_map(|one| &one.leaks);
    diagnostics.extend(leaks::judge(found, &examiner.setting));
    let (_, found) = examine::snapshot(content, &sources, (|| &dossiers[..], &examiner.setting));
    diagnostics.extend(found);
    diagnostics.sort();
    Ok(Report {
        diagnostics,
        read: sources.files().len(),
        ..Report::default()
    })
}

/// Whether what the last build left is damaged, so that it has to be done without.
fn is_damage(fault: &BuildFault) -> bool {
    use crate::library::ReadFault;
    let BuildFault::Render { fault, .. } = fault else {
        return false;
    };
    let read = match fault {
        RenderFault::Read(read) | RenderFault::Theme(ThemeFault::Read(read)) => read,
        RenderFault::Theme(_) | RenderFault::Json(_) | RenderFault::Csv(_) => return false,
    };
    matches!(read, ReadFault::Store | ReadFault::Record(_))
}

fn attempt(order: Order<'_>, clean: bool) -> Result<Report, BuildFault> {
    let Order { input, target, .. } = order;
    let left = || (!clean).then(|| Memory::begin(target, program()))?;
    let (walked, mut begun) = rayon::join(|| discover::walk(&input.content), left);
    let (sources, mut diagnostics) = walked?;
    let sources = Arc::new(sources);
    // No seal covers what is no file of the content.
    let sealable = diagnostics.is_empty();
    let turn = memory::turn(target);
    let few = match &mut begun {
        Some(begun) if sealable => little(order, (begun, turn), &sources)?,
        Some(_) | None => None,
    };
    if let Some(report) = few {
        // Nobody need wait until half a million paths are let go.
        rayon::spawn(move || drop((sources, begun)));
        return Ok(report);
    }
    let memory = begun.and_then(Begun::all);
    let (setting, faults) = examine::setting(input, &sources);
    diagnostics.extend(faults);
    let examiner = Examiner::new(setting);
    let mut stock = Stock::take_in(input, target, (sources, &examiner), memory)?;
    diagnostics.extend(stock.diagnostics(&input.content, &examiner));
    let of_theme = leaks::theme(&input.theme);
    let in_files = stock.leaks();
    let found = in_files.iter().chain(&of_theme);
    diagnostics.extend(leaks::judge(found, &examiner.setting));
    let (snapshot, found) = stock.snapshot(&input.content, &examiner.setting);
    diagnostics.extend(found);
    diagnostics.sort();
    let mut report = Report {
        diagnostics,
        read: stock.read,
        ..Report::default()
    };
    if !diagnostic::any_error(&report.diagnostics) {
        let taken = Taken {
            stock,
            examiner,
            snapshot,
            sealable,
            turn,
        };
        publish(order, taken, &mut report)?;
    }
    Ok(report)
}

/// Content without a fault, and what else was taken in with it.
struct Taken {
    stock: Stock,
    examiner: Examiner,
    snapshot: Option<Loaded>,
    /// Whether a seal may cover it.
    sealable: bool,
    /// The number of the build.
    turn: usize,
}

/// Makes the site of what was taken in, and leaves what the next build can go on with.
fn publish(order: Order<'_>, taken: Taken, report: &mut Report) -> Result<(), BuildFault> {
    let Order {
        input,
        target,
        told,
    } = order;
    let Taken {
        mut stock,
        examiner,
        snapshot,
        sealable,
        turn,
    } = taken;
    let Setting {
        config,
        denied_certificates,
        calendar,
        ..
    } = examiner.setting;
    let mut library = related(&mut stock, input.now, &config, &calendar);
    library.published = snapshot.map(|s| Published::new(s.snapshot, s.print));
    let site = site(input, config, denied_certificates);
    let theme = Theme::new(&input.theme, &site)?;
    let global = global(input, (&site, theme.singles()), &calendar);
    let job = make::Job {
        input,
        target,
        site: &site,
        theme: &theme,
        library: &library,
        global,
        turn,
    };
    let made = job.make(&stock, report, |report| {
        report.published = true;
        told(report);
    })?;
    let seal = sealable.then(|| stock.seal((given(input), input.now), &library, report));
    stock.leave(&library, (made, examiner.print, seal), (target, program()))?;
    target.settle();
    Ok(())
}

/// What a build gives that has little to do or nothing; nothing if everything has to be looked at.
fn little(
    order: Order<'_>,
    (begun, turn): (&mut Begun, usize),
    sources: &Arc<Sources>,
) -> Result<Option<Report>, BuildFault> {
    let Order {
        input,
        target,
        told,
    } = order;
    let holds = |seal: &Seal| seal.holds((given(input), input.now));
    if !begun.head.seal.as_ref().is_some_and(holds) {
        return Ok(None);
    }
    let chunks = seal::chunks(sources.files(), |_, file| &file.stamp);
    let seal = begun.head.seal.as_ref();
    let covered = seal.is_some_and(|seal| seal.covers(&chunks));
    if covered && !is_untouched(target, begun, turn) {
        return Ok(None);
    }
    if let Some(seal) = begun.head.seal.take_if(|_| covered) {
        let report = seal.report();
        told(&report);
        return Ok(Some(report));
    }
    let given = Given {
        order,
        begun,
        sources,
        chunks: &chunks,
        turn,
    };
    amend::amend(given)
}

/// Whether nobody is known to have touched the site.
fn is_untouched(target: &Target, begun: &Begun, turn: usize) -> bool {
    let watch = Watch {
        target,
        turn,
        branches: &begun.head.branches,
        most: WATCHED,
    };
    let (placed, pack) = begun.placed();
    target.leftover().is_empty() && watch.rests(placed, pack)
}

/// Fingerprint of the program: a memory of another is of no use.
fn program() -> Print {
    Print::of(env!("MINGTANG_SOURCE").as_bytes())
}

fn related(stock: &mut Stock, now: Moment, config: &SiteConfig, calendar: &Calendar) -> Library {
    let at = Circumstances {
        now,
        limits: &config.limits,
        worked: &worked(calendar),
    };
    relate(stock.slots(), stock.files(), at)
}

/// Whether a day is worked.
fn worked(calendar: &Calendar) -> impl Fn(Day) -> bool + '_ {
    |day| match calendar.look_up(day) {
        DayKind::Workday => true,
        DayKind::OffDay { .. } => false,
        DayKind::Unknown => governance::calendar::weekend_name(day).is_none(),
    }
}

fn site(input: &BuildInput, config: SiteConfig, certificates: Vec<Denied>) -> Site {
    let base_url = input
        .base_url
        .clone()
        .unwrap_or_else(|| config.base_url.clone());
    let assets = Theme::assets(&input.theme).into_iter();
    let assets = assets.map(|(name, bytes)| {
        let address = hashed(&name, bytes);
        (name, address)
    });
    Site {
        base_url: base_url.trim_end_matches('/').into(),
        assets: assets.collect(),
        config,
        certificates,
    }
}

/// `/assets/site.1f2e3d4c5b6a.css` of `site.css`: whoever has the file may keep it for ever.
fn hashed(name: &str, bytes: &[u8]) -> Box<str> {
    let hash = &hex(&Print::of(bytes).0)[..12];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("/assets/{stem}.{hash}.{extension}").into(),
        None => format!("/assets/{name}.{hash}").into(),
    }
}

/// Fingerprint of what a build is given beside content and moment.
fn given(input: &BuildInput) -> Print {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&program().0);
    hasher.update(format!("{:?}", input.base_url).as_bytes());
    add_theme(&mut hasher, &input.theme, |_| true);
    Print::from_hash(hasher.finalize())
}

/// Fingerprint of what is the same for every file of the site. It tells which templates are single ones, but not what is in them: pages note the one they are made with.
fn global(input: &BuildInput, (site, singles): (&Site, &Singles), calendar: &Calendar) -> Print {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&program().0);
    hasher.update(site.base_url.as_bytes());
    hasher.update(&serde_json::to_vec(&site.config).unwrap_or_default());
    hasher.update(format!("{:?}", site.certificates).as_bytes());
    hasher.update(calendar.version().as_bytes());
    add_theme(&mut hasher, &input.theme, |path| !singles.has(path));
    Print::from_hash(hasher.finalize())
}

/// Adds the paths of a theme's files, and the bytes of those that are to be added whole.
fn add_theme(hasher: &mut blake3::Hasher, theme: &ThemeFiles, whole: impl Fn(&str) -> bool) {
    for (path, bytes) in theme {
        hasher.update(&(path.len() as u64).to_le_bytes());
        hasher.update(path.as_bytes());
        let whole = whole(path);
        hasher.update(&[u8::from(whole)]);
        if whole {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
    }
}

/// Assets of the theme in the order of their names.
pub(crate) fn assets(theme: &ThemeFiles) -> Vec<(Box<str>, Vec<u8>)> {
    let assets: BTreeMap<Box<str>, &[u8]> = Theme::assets(theme);
    assets
        .into_iter()
        .map(|(name, bytes)| (name, bytes.to_vec()))
        .collect()
}
