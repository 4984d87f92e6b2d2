//! Reads what is no record: `site.toml` and the tables of rules.
//!
//! Entry points: [`site`], [`load`]. Must not hold rules about records.

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Place, Words};
use crate::discover;
use crate::parse::csv::{Row, Splitter};
use crate::parse::tree::Spot;
use crate::parse::{Fault, text, toml};
use crate::rules::{self, Denied, Law, Setting};
use crate::schema;
use crate::source::{Format, Role, SourceFile, Sources};
use crate::validate::{Placer, settings, told};
use crate::words;
use governance::dates::Day;
use std::path::Path;
use std::sync::Arc;

/// Reads everything that rules may know, from the content folder. Without a readable `site.toml` there is a fault and a made-up configuration, so that the rest can be
/// checked all the same.
pub fn load(folder: &Path, sources: &Arc<Sources>, today: Day) -> (Setting, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let config = match sources.at("site.toml") {
        None => {
            diagnostics.push(no_site());
            None
        }
        Some(file) => match discover::read(folder, file) {
            Ok(bytes) => {
                let (config, faults) = site(file, &bytes);
                diagnostics.extend(faults);
                config
            }
            Err(fault) => {
                diagnostics.push(*fault);
                None
            }
        },
    };
    let mut setting = Setting::new(today, config.unwrap_or_else(made_up), Arc::clone(sources));
    diagnostics.extend(allowances(&setting));
    let csv = sources.files().iter().filter(|f| f.format == Format::Csv);
    for file in csv {
        let take = match file.role {
            Role::Rules => table,
            Role::Calendar => year,
            Role::Records(_) | Role::Site | Role::Snapshot | Role::Attachment(_) => continue,
        };
        match discover::read(folder, file) {
            Ok(bytes) => diagnostics.extend(take(file, &bytes, &mut setting)),
            Err(fault) => diagnostics.push(*fault),
        }
    }
    setting.laws.sort();
    diagnostics.sort();
    (setting, diagnostics)
}

fn no_site() -> Diagnostic {
    let rule = &rules::site_settings::RULE;
    Diagnostic {
        place: Place::whole("site.toml"),
        code: rule.code,
        severity: rule.severity,
        message: words!(
            "内容文件夹里没有 site.toml",
            "the content folder has no site.toml"
        ),
        hint: Some(Words::new(rule.remedy.zh, rule.remedy.en)),
        fix: None,
    }
}

/// The configuration that stands in for one with faults; nothing is published with it.
fn made_up() -> SiteConfig {
    SiteConfig {
        name: "?".into(),
        base_url: "https://example.invalid".into(),
        description: None,
        language: crate::config::Language::default(),
        demonstration: true,
        footer: crate::config::Footer::default(),
        tiers: Vec::new(),
        limits: crate::config::Limits::default(),
        search: crate::config::Search::default(),
        synonyms: Vec::new(),
        allowed: Vec::new(),
        snapshot_shrunk: None,
    }
}

/// Reads `site.toml`. Without a configuration there is at least one fault.
pub fn site(file: &SourceFile, bytes: &[u8]) -> (Option<SiteConfig>, Vec<Diagnostic>) {
    let mut decoded = text::decode(bytes, Format::Toml);
    let mut faults = std::mem::take(&mut decoded.faults);
    let tree = toml::read(&decoded.text, decoded.start, &mut faults);
    let config = settings(&tree, schema::site(), &mut faults);
    let config = config.map(|mut config: SiteConfig| {
        config.base_url = config.base_url.trim_end_matches('/').into();
        config
    });
    let bad = faults
        .iter()
        .any(|f| f.rule.severity == crate::diagnostic::Severity::Error);
    let placer = Placer::new(&file.path, &decoded.text, &[], Some(schema::site()));
    (config.filter(|_| !bad), told(faults, &placer))
}

/// Allowances that ran out, and codes that are none.
fn allowances(setting: &Setting) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut tell = |rule: &rules::Rule, message| {
        found.push(Diagnostic {
            place: Place::whole("site.toml"),
            code: rule.code,
            severity: rule.severity,
            message,
            hint: Some(Words::new(rule.remedy.zh, rule.remedy.en)),
            fix: None,
        });
    };
    for allowed in &setting.config.allowed {
        let (field, until) = (&allowed.field, allowed.until);
        if setting.after(until) {
            tell(
                &rules::allowance_expired::RULE,
                words!(
                    "“{field}”的公开例外已于 {until} 到期",
                    "the allowance for `{field}` ended on {until}"
                ),
            );
        }
    }
    let code = setting.config.footer.site_code.as_deref();
    if let Some(code) = code
        && !(code.len() == 10 && code.bytes().all(|b| b.is_ascii_digit()))
    {
        tell(
            &rules::site_code::RULE,
            words!(
                "“{code}”不是 10 位网站标识码",
                "{code:?} is no code of ten digits"
            ),
        );
    }
    found
}

/// Reads a table of rules; tables that are not known by name are nobody's concern here.
fn table(file: &SourceFile, bytes: &[u8], setting: &mut Setting) -> Vec<Diagnostic> {
    let mut decoded = text::decode(bytes, Format::Csv);
    let mut faults = std::mem::take(&mut decoded.faults);
    let mut rows = Splitter::new(&decoded.text, decoded.start);
    let header = rows.next();
    let columns = |name: &str| {
        let cells = header.iter().flat_map(|row| &row.cells);
        cells
            .zip(0..)
            .find(|(c, _)| c.text.trim() == name)
            .map(|(_, n)| n)
    };
    match file.stem() {
        "certificates_not_issued" => match (columns("name"), columns("document_number")) {
            (Some(name), Some(number)) => {
                let denied = rows.filter_map(|row| denied(&row, name, number));
                setting.denied_certificates.extend(denied);
            }
            _ => faults.push(lacking("name, document_number")),
        },
        "laws" => match (
            columns("title"),
            columns("effective_from"),
            columns("repealed_on"),
            columns("replaced_by"),
        ) {
            (Some(title), Some(from), Some(repealed), Some(by)) => {
                for row in rows {
                    setting
                        .laws
                        .extend(law(&row, [title, from, repealed, by], &mut faults));
                }
            }
            _ => faults.push(lacking("title, effective_from, repealed_on, replaced_by")),
        },
        _ => {}
    }
    let placer = Placer::new(&file.path, &decoded.text, &[], None);
    told(faults, &placer)
}

/// Reads a year of the working calendar; it counts before the year that comes with the program.
fn year(file: &SourceFile, bytes: &[u8], setting: &mut Setting) -> Vec<Diagnostic> {
    let mut decoded = text::decode(bytes, Format::Csv);
    let mut faults = std::mem::take(&mut decoded.faults);
    let lines = &decoded.text[decoded.start..];
    let rule = &rules::calendar_year::RULE;
    let Ok(year) = file.stem().parse::<i32>() else {
        let message = words!(
            "日历文件要以年份命名，例如 2027.csv",
            "a calendar file is named after its year, e.g. 2027.csv"
        );
        let spot = Spot::bytes(decoded.start, decoded.start);
        faults.push(Fault::new(rule, spot, message));
        return told(faults, &Placer::new(&file.path, &decoded.text, &[], None));
    };
    match setting.calendar.clone().with_year(year, lines) {
        Ok(calendar) => setting.calendar = calendar,
        Err(fault) => {
            let spot = spot_of_line(lines, decoded.start, fault.line);
            faults.push(Fault::new(
                rule,
                spot,
                rules::calendar_year::said(fault.what),
            ));
        }
    }
    told(faults, &Placer::new(&file.path, &decoded.text, &[], None))
}

/// Where a line stands, counted from 1; `start` is the first byte of the lines in the text.
fn spot_of_line(lines: &str, start: usize, line: usize) -> Spot {
    let mut whole = lines.split_inclusive('\n');
    let before: usize = whole
        .by_ref()
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let length = whole.next().unwrap_or("").trim_end().len();
    Spot::bytes(start + before, start + before + length)
}

fn lacking(columns: &str) -> Fault {
    let message = words!(
        "表格须有这些列：{columns}",
        "the table needs the columns {columns}"
    );
    Fault::new(&rules::rules_table::RULE, Spot::bytes(0, 1), message)
}

fn cell<'r>(row: &'r Row<'_>, column: usize) -> Option<&'r str> {
    let text = row.cells.get(column)?.text.trim();
    (!text.is_empty()).then_some(text)
}

fn denied(row: &Row<'_>, name: usize, number: usize) -> Option<Denied> {
    Some(Denied {
        name: cell(row, name)?.into(),
        document_number: cell(row, number).unwrap_or("").into(),
    })
}

fn law(row: &Row<'_>, columns: [usize; 4], faults: &mut Vec<Fault>) -> Option<Law> {
    let [title, from, repealed, by] = columns;
    let mut day = |column: usize| {
        let text = cell(row, column)?;
        let day = Day::parse(text);
        if day.is_err() {
            let message = words!("“{text}”不是日期", "{text:?} is no date");
            faults.push(Fault::new(
                &rules::rules_table::RULE,
                row.cells[column].spot,
                message,
            ));
        }
        day.ok()
    };
    Some(Law {
        effective_from: day(from),
        repealed_on: day(repealed),
        title: cell(row, title)?.into(),
        replaced_by: cell(row, by).map(Box::from),
    })
}
