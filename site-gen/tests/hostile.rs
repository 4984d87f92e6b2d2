//! A hostile repository ends in a clear fault within bounded time and memory: never in a panic, a hang, or a file outside the output folder.
//!
//! Every case is built as the command builds it. Times hold for the unoptimised program, memory for all cases one after another.
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

#[path = "rules/made.rs"]
#[expect(dead_code, reason = "the rules' own test asks more of them")]
mod made;

use governance::dates::Moment;
use site_gen::build::{self, BuildInput, Report};
use site_gen::diagnostic::{Severity, any_error};
use site_gen::markdown::{Resolve, Resolved, render, survey};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Most time one case may take; the slowest takes a tenth of it.
const MOST_TIME: Duration = Duration::from_mins(1);

/// Most memory in KB that the program may have had at any time: three times what the cases took when this was written.
const MOST_MEMORY_KB: u64 = 512_000;

/// Writes a content folder.
type Make = fn(&Path) -> std::io::Result<()>;

/// What is not a case of a single rule.
const MORE: &[(&str, Make)] = &[
    ("a zip bomb", zip_bomb),
    ("a spreadsheet that claims", claims),
    ("a row of commas", commas),
    ("one quoted cell of 60 MB", one_cell),
    ("nested YAML", nested_yaml),
    ("YAML aliases", yaml_aliases),
    ("nested TOML", nested_toml),
    ("nested JSON in a cell", nested_cell),
    ("a link loop", link_loop),
    ("escapes", escapes),
    ("noise in every format", noise),
];

#[test]
fn hostile_repositories_end_in_faults() {
    let made = made::CASES.iter().map(|(_, make)| ("made", *make));
    for (name, make) in MORE.iter().copied().chain(made) {
        let folder = tempfile::tempdir().expect("a folder");
        let content = folder.path().join("content");
        fs::create_dir(&content).expect("made");
        fs::write(content.join("site.toml"), SITE).expect("written");
        make(&content).expect("made");
        let before = everything(folder.path());
        let start = Instant::now();
        let report = built(folder.path());
        assert!(start.elapsed() < MOST_TIME, "{name}: {:?}", start.elapsed());
        assert!(
            !report.published && any_error(&report.diagnostics),
            "{name}"
        );
        let told = report
            .diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error);
        for fault in told {
            assert!(
                !fault.message.zh.is_empty() && fault.code != made::DEFECT,
                "{name}"
            );
        }
        let new: Vec<_> = everything(folder.path())
            .difference(&before)
            .cloned()
            .collect();
        assert!(
            new.iter()
                .all(|path| path.starts_with(".public") || path == "public"),
            "{name}: {new:?}"
        );
        assert!(!folder.path().join("public/index.html").exists(), "{name}");
    }
    let most = high_water();
    assert!(most < MOST_MEMORY_KB, "{most} KB");
}

const SITE: &str = "name = \"示例\"\nbase_url = \"https://example.org\"\n";

fn built(folder: &Path) -> Report {
    let input = BuildInput {
        content: folder.join("content"),
        theme: site_gen::views::ThemeFiles::default(),
        out: folder.join("public"),
        now: Moment::parse("2026-11-23 09:00").expect("a moment"),
        base_url: None,
        clean: false,
        listed: true,
    };
    build::run(&input).unwrap_or_default()
}

/// Paths of everything in the folder but the content.
fn everything(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect()
}

/// Most memory this process has had, as the kernel counts it.
fn high_water() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|n| n.parse().ok())
        .expect("the kernel counts memory")
}

fn write(folder: &Path, path: &str, text: impl AsRef<[u8]>) -> std::io::Result<()> {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, text)
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).expect("packed");
        zip.write_all(bytes).expect("packed");
    }
    zip.finish().expect("packed").into_inner()
}

const BOOK_RELS: &str = r#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="a.xml"/><Relationship Id="s" Type="x/sharedStrings" Target="s.xml"/></Relationships>"#;
const BOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="一" r:id="a"/></sheets></workbook>"#;

fn workbook(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    packed(&[
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/a.xml", sheet),
        ("xl/s.xml", strings),
    ])
}

fn zip_bomb(folder: &Path) -> std::io::Result<()> {
    write(
        folder,
        "vendors/a.xlsx",
        workbook(&vec![b' '; 100_000_000], b"<sst/>"),
    )
}

/// A text of 32 KB that two million cells share, with counts that no machine has memory for.
fn claims(folder: &Path) -> std::io::Result<()> {
    let strings = format!(
        "<sst uniqueCount=\"99999999999\"><si><t>{}</t></si></sst>",
        "长".repeat(10_000)
    );
    let sheet = format!(
        "<sheetData><row>{}</row></sheetData>",
        "<c t=\"s\"><v>0</v></c>".repeat(500)
    );
    let sheet = sheet.replace("<row>", "<row><c t=\"s\"><v>0</v></c></row><row>");
    let rows = "<row><c t=\"s\"><v>0</v></c></row>".repeat(200_000);
    let sheet = sheet.replace("</sheetData>", &format!("{rows}</sheetData>"));
    write(
        folder,
        "vendors/a.xlsx",
        workbook(sheet.as_bytes(), strings.as_bytes()),
    )
}

fn commas(folder: &Path) -> std::io::Result<()> {
    write(
        folder,
        "vendors/a.csv",
        format!("编号,标题\n{}", ",".repeat(60_000_000)),
    )
}

fn one_cell(folder: &Path) -> std::io::Result<()> {
    write(
        folder,
        "vendors/a.csv",
        format!("编号,标题\na,\"{}", "\"\"".repeat(30_000_000)),
    )
}

fn nested_yaml(folder: &Path) -> std::io::Result<()> {
    write(
        folder,
        "notices/a.md",
        format!("---\n标题: {}\n---\n", "[".repeat(100_000)),
    )?;
    write(
        folder,
        "notices/b.md",
        format!("---\n{}a\n---\n", "- ".repeat(100_000)),
    )?;
    write(
        folder,
        "notices/c.md",
        format!("---\n标题: {}\n---\n", "{a: ".repeat(50_000)),
    )
}

fn yaml_aliases(folder: &Path) -> std::io::Result<()> {
    let mut text = "---\n标题: 一\na0: &a0 [x, x]\n".to_string();
    for n in 1..60 {
        let last = n - 1;
        text.extend([format!("a{n}: &a{n} [*a{last}, *a{last}]\n")]);
    }
    write(folder, "notices/a.md", text + "---\n")
}

fn nested_toml(folder: &Path) -> std::io::Result<()> {
    write(
        folder,
        "site.toml",
        format!("name = {}", "[".repeat(500_000)),
    )
}

fn nested_cell(folder: &Path) -> std::io::Result<()> {
    let cell = "[".repeat(1_000_000);
    write(
        folder,
        "meetings/a.csv",
        format!("编号,标题,议程\na,甲,{cell}\n"),
    )?;
    write(folder, "snapshot/a.json", "[".repeat(1_000_000))
}

#[cfg(unix)]
fn link_loop(folder: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(folder, folder.join("notices"))
}

/// Characters that only an escape brings in.
fn escapes(folder: &Path) -> std::io::Result<()> {
    let rest = "类别: 通知公告\n---\n";
    write(
        folder,
        "notices/a.md",
        format!("---\n标题: \"\\u202e甲\"\n{rest}"),
    )?;
    write(
        folder,
        "notices/b.md",
        format!("---\n标题: \"a\\0b\\r\\x1b\"\n{rest}"),
    )?;
    write(
        folder,
        "notices/c.csv",
        "编号,标题,类别,关键词\nc,丙,通知公告,\"[\"\"\\u202e\"\"]\"\n",
    )
}

fn noise(folder: &Path) -> std::io::Result<()> {
    let mut noise = random_bytes(200_000);
    for name in ["a.md", "b.csv", "c.xlsx"] {
        write(folder, &format!("notices/{name}"), &noise)?;
        noise.splice(0..4, *b"PK\x03\x04");
    }
    write(folder, "calendar/a.csv", &noise)?;
    write(folder, "rules/laws.csv", &noise)
}

/// Bytes without a pattern (xorshift), the same each time.
fn random_bytes(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..count).map(next).collect()
}

struct Nothing;

impl Resolve for Nothing {
    fn record(&self, _: governance::records::Kind, _: &str) -> Resolved {
        Resolved::Nowhere
    }
    fn path(&self, _: &str) -> Resolved {
        Resolved::Nowhere
    }
}

#[test]
fn hostile_bodies_take_linear_time() {
    let notes: Vec<String> = (0..20_000).map(|n| format!("[^{n}]")).collect();
    let meant: Vec<String> = (0..20_000).map(|n| format!("[^{n}]: 注\n")).collect();
    let headings: Vec<String> = (0..20_000)
        .map(|n| format!("# 节{n}\n[去](#节{n})\n"))
        .collect();
    let bodies = [
        "*".repeat(500_000),
        "**注意：**".repeat(50_000),
        "[".repeat(200_000),
        "![](".repeat(100_000),
        "`".repeat(300_000),
        "<".repeat(300_000),
        "一\n".repeat(200_000),
        format!("{}\n\n{}", notes.concat(), meant.concat()),
        headings.concat(),
        format!("|{}\n|{}\n", "a|".repeat(50_000), "-|".repeat(50_000)),
        "- a\n".repeat(200_000),
    ];
    for body in bodies {
        let start = Instant::now();
        let (html, found) = (render(&body, &Nothing).html, survey(&body));
        let took = start.elapsed();
        let name: String = body.chars().take(12).collect();
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
        assert!(
            html.len() < 200 * body.len() && found.links.len() <= body.len(),
            "{name}"
        );
    }
}
