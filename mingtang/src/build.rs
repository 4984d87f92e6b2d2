//! `mingtang build` and `mingtang check`, and the builder that `serve` keeps.

use crate::cli::{BASE_THEME, BuildOptions, CheckOptions, Format, Places, ReportForm};
use crate::serve::live::{Live, News};
use crate::words::{self, Lang, complain, plain, say};
use crate::{CouldNotRun, Outcome, clock, files, progress};
use site_gen::build::{BuildFault, BuildInput, Counts, Report};
use site_gen::diagnostic::{self, Diagnostic, render};
use site_gen::discover::Unreadable;
use site_gen::fix;
use site_gen::views::ThemeFiles;
use site_gen::write::WriteFault;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Builds the site once.
///
/// # Errors
/// If content or theme cannot be read, the theme is wrong, or the site cannot be written.
pub(crate) fn build(options: &BuildOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let mut builder = Builder::new(&options.places, options.out.clone(), lang);
    builder.clean = options.clean;
    builder.listed = options.report == Some(ReportForm::Json);
    builder.threads = options.threads;
    let (report, took) = builder.run(&|| {})?;
    tell(&report.diagnostics, lang);
    if options.report == Some(ReportForm::Json) {
        say(&serde_json::to_string_pretty(&report).unwrap_or_default());
    } else {
        conclude(&report, &took, lang);
    }
    Ok(outcome(&report))
}

/// Checks the content and, where asked, repairs what is sure; writes no site.
///
/// # Errors
/// If the content folder or a file to repair cannot be read or written.
pub(crate) fn check(options: &CheckOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let now = clock::moment(options.places.now.as_deref(), lang)?;
    let content = &options.places.content;
    let examine = || site_gen::build::check(content, now).map_err(|fault| could_not(&fault, lang));
    let mut report = examine()?;
    if options.fix {
        for _ in 0..ROUNDS_OF_REPAIR {
            if repair(content, &report.diagnostics, lang)? == 0 {
                break;
            }
            report = examine()?;
        }
    }
    match options.format {
        Format::Json => say(&render::json(&report.diagnostics, tongue(lang))),
        Format::Text => {
            tell(&report.diagnostics, lang);
            say(&render::summary(&report.diagnostics, tongue(lang)));
        }
    }
    Ok(outcome(&report))
}

/// One repair may bring another to light, as a re-encoded file does; four rounds are more than any known chain.
const ROUNDS_OF_REPAIR: usize = 4;

/// Applies the sure repairs, a file at a time; gives how many faults they concern.
fn repair(content: &Path, diagnostics: &[Diagnostic], lang: Lang) -> Result<usize, CouldNotRun> {
    let mut paths: Vec<&str> = diagnostics.iter().map(|d| &*d.place.path).collect();
    paths.dedup();
    let mut repaired = 0;
    for path in paths {
        let file = content.join(path);
        let Ok(bytes) = files::read(&file) else {
            continue;
        };
        if let Some(fixed) = fix::apply(path, &bytes, diagnostics) {
            files::replace(&file, &fixed.bytes).map_err(|fault| {
                let shown = plain(path);
                CouldNotRun::new(lang.pick(
                    format!("改不了 {shown}：{fault}"),
                    format!("cannot repair {shown}: {fault}"),
                ))
            })?;
            let (shown, count) = (plain(path), fixed.count);
            complain(&lang.pick(
                format!("已改正 {shown}：{count} 处"),
                format!("repaired {shown}: {count}"),
            ));
            repaired += fixed.count;
        }
    }
    Ok(repaired)
}

/// Everything a build needs, kept between builds.
#[derive(Debug)]
pub(crate) struct Builder {
    places: Places,
    out: PathBuf,
    lang: Lang,
    clean: bool,
    /// Whether the report lists files.
    listed: bool,
    threads: Option<usize>,
}

impl Builder {
    pub(crate) fn new(places: &Places, out: PathBuf, lang: Lang) -> Self {
        Self {
            places: places.clone(),
            out,
            lang,
            clean: false,
            listed: false,
            threads: None,
        }
    }

    /// For a preview: links are to lead to this address unless another was asked for.
    pub(crate) fn at(mut self, address: SocketAddr) -> Self {
        let own = || format!("http://{address}");
        self.places.base_url = Some(self.places.base_url.unwrap_or_else(own));
        self
    }

    /// The folders whose changes call for another build.
    pub(crate) fn folders(&self) -> Vec<&Path> {
        let mut folders = vec![&*self.places.content, &*self.places.theme];
        folders.extend(self.base());
        folders
    }

    /// The theme that the chosen one is laid over: the house's own, where it is at hand and not the chosen one itself.
    fn base(&self) -> Option<&'static Path> {
        let own = Path::new(BASE_THEME);
        (self.places.theme != own && own.is_dir()).then_some(own)
    }

    /// The first build of a preview. With faults the last good site, if there is one, is served until they are put right.
    pub(crate) fn first_build(&self, live: &Live) -> Result<(), CouldNotRun> {
        let (report, took) = self.run(&|| {})?;
        tell(&report.diagnostics, self.lang);
        conclude(&report, &took, self.lang);
        if !report.published {
            live.tell(News::Faults(summary(&report, self.lang)));
        }
        Ok(())
    }

    /// Builds again after a change; calls as soon as the new site is in place.
    ///
    /// # Errors
    /// What to tell the open pages.
    pub(crate) fn build_again(&self, in_place: &(dyn Fn() + Sync)) -> Result<(), String> {
        let (report, took) = self.run(in_place).map_err(|CouldNotRun(message)| {
            complain(&message);
            message
        })?;
        tell(&report.diagnostics, self.lang);
        conclude(&report, &took, self.lang);
        if report.published {
            Ok(())
        } else {
            Err(summary(&report, self.lang))
        }
    }

    fn run(&self, in_place: &(dyn Fn() + Sync)) -> Result<(Report, String), CouldNotRun> {
        let began = Instant::now();
        let input = self.input()?;
        let bar = progress::Bar::new(self.lang);
        let report = self.on_threads(|| site_gen::build::run_and_tell(&input, &|_| in_place()))?;
        bar.end();
        let report = report.map_err(|fault| could_not(&fault, self.lang))?;
        Ok((report, format!("{:.2}", began.elapsed().as_secs_f64())))
    }

    /// Works on as many threads as were asked for.
    fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, CouldNotRun> {
        let Some(threads) = self.threads else {
            return Ok(work());
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|fault| CouldNotRun::new(fault.to_string()))?;
        Ok(pool.install(work))
    }

    fn input(&self) -> Result<BuildInput, CouldNotRun> {
        let now = clock::moment(self.places.now.as_deref(), self.lang)?;
        let theme = self.theme()?;
        Ok(BuildInput {
            content: self.places.content.clone(),
            theme,
            out: self.out.clone(),
            now,
            base_url: self.places.base_url.as_deref().map(Box::from),
            clean: self.clean,
            listed: self.listed,
        })
    }
}

impl Builder {
    /// The theme's files, laid over those of its base.
    fn theme(&self) -> Result<ThemeFiles, CouldNotRun> {
        let theme = self.theme_in(&self.places.theme)?;
        let Some(base) = self.base() else {
            return Ok(theme);
        };
        let laid = site_gen::views::layered(&self.theme_in(base)?, theme);
        laid.map_err(|fault| could_not(&BuildFault::Theme(fault), self.lang))
    }

    fn theme_in(&self, folder: &Path) -> Result<ThemeFiles, CouldNotRun> {
        files::theme(folder).map_err(|fault| {
            let shown = plain(&folder.display().to_string());
            CouldNotRun::new(self.lang.pick(
                format!("读不了主题文件夹 {shown}：{fault}。请在项目文件夹里运行，或加 --theme。"),
                format!(
                    "cannot read the theme {shown}: {fault}; run in the project's folder or say --theme"
                ),
            ))
        })
    }
}

fn outcome(report: &Report) -> Outcome {
    if diagnostic::any_error(&report.diagnostics) {
        Outcome::Faults
    } else {
        Outcome::Clean
    }
}

/// Prints every diagnostic.
fn tell(diagnostics: &[Diagnostic], lang: Lang) {
    for diagnostic in diagnostics {
        complain(&render::text(diagnostic, tongue(lang), words::colour()));
        complain("");
    }
}

fn summary(report: &Report, lang: Lang) -> String {
    render::summary(&report.diagnostics, tongue(lang))
}

fn conclude(report: &Report, took: &str, lang: Lang) {
    if !report.published {
        let summary = summary(report, lang);
        say(&lang.pick(
            format!("{summary} 网站没有改动。"),
            format!("{summary} The site was left as it was."),
        ));
        return;
    }
    let Counts {
        new,
        changed,
        removed,
    } = report.counts;
    let same = report.unchanged;
    say(&lang.pick(
        format!(
            "网站已生成，用时 {took} 秒：新增 {new}，改动 {changed}，删除 {removed}，未变 {same}"
        ),
        format!(
            "Built in {took} s: {new} new, {changed} changed, {removed} removed, {same} unchanged"
        ),
    ));
}

fn could_not(fault: &BuildFault, lang: Lang) -> CouldNotRun {
    let (zh, en) = match fault {
        BuildFault::Unreadable(Unreadable { folder, cause }) => (
            format!(
                "读不了内容文件夹 {}：{}。请在项目文件夹里运行，或加 --content。",
                plain(folder),
                words::cause(cause, Lang::Zh)
            ),
            format!(
                "cannot read the content folder {}: {}; run in the project's folder or say --content",
                plain(folder),
                words::cause(cause, Lang::En)
            ),
        ),
        BuildFault::Write(WriteFault::Foreign(folder)) => {
            let folder = plain(&folder.display().to_string());
            (
                format!("输出文件夹 {folder} 里有不是明堂生成的文件。请换一个 --out，或先清空它。"),
                format!(
                    "{folder} holds files that no build put there; choose another --out or empty it"
                ),
            )
        }
        BuildFault::Write(WriteFault::Io { path, cause }) => {
            let path = plain(&path.display().to_string());
            (
                format!(
                    "写不了 {path}：{}。网站没有改动。",
                    words::cause(cause, Lang::Zh)
                ),
                format!(
                    "cannot write {path}: {}; the site was left as it was",
                    words::cause(cause, Lang::En)
                ),
            )
        }
        BuildFault::Theme(fault) => (
            format!("主题有错：{fault}"),
            format!("the theme is wrong: {fault}"),
        ),
        BuildFault::Render { .. } | BuildFault::Keep(_) => (
            format!("未能生成网站：{fault}"),
            format!("could not build: {fault}"),
        ),
    };
    CouldNotRun::new(lang.pick(zh, en))
}

/// The library's name of the language.
pub(crate) fn tongue(lang: Lang) -> diagnostic::Lang {
    lang.pick(diagnostic::Lang::Zh, diagnostic::Lang::En)
}
