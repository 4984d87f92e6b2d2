//! Bad cases that are too large or too strange for a folder of the repository: each is made when it is needed.
//!
//! Entry point: [`CASES`]. A maker writes one content folder and does nothing else.
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

use site_gen::diagnostic::Code;
use std::fs;
use std::io::Result;
use std::path::Path;

/// Writes a content folder that breaks a rule.
type Make = fn(&Path) -> Result<()>;

/// The rule that is told only if the program itself is wrong: no content may reach it.
pub(crate) const DEFECT: Code = Code(299);

/// Every made case with the code it must be told by.
pub(crate) const CASES: &[(u16, Make)] = &[
    (1, no_regular_file),
    (2, link_out_of_the_folder),
    (2, link_to_a_folder),
    (4, two_dots),
    (4, control_character_in_a_name),
    (4, direction_in_a_name),
    (4, no_utf8_in_a_name),
    (5, ten_megabytes),
    (6, folders_in_folders),
    (12, forged_text),
    (12, zero_bytes),
    (13, a_column_of_faults),
    (102, large_front_matter),
    (103, nested_quotes),
    (1004, a_million_rows),
    (1004, a_thousand_columns),
];

/// Whether the cases of a rule are made here rather than kept in a folder.
pub(crate) fn is_made(code: Code) -> bool {
    code == DEFECT || CASES.iter().any(|(made, _)| *made == code.0)
}

const HEAD: &str = "---\n标题: 清扫河道的通知(示例)\n示例: 是\n失效日期: 2026-06-30\n类别: 通知公告\n成文日期: 2026-06-01\n---\n\n";

fn notice(folder: &Path, name: impl AsRef<Path>, text: impl AsRef<[u8]>) -> Result<()> {
    fs::create_dir_all(folder.join("notices"))?;
    fs::write(folder.join("notices").join(name), text)
}

#[cfg(unix)]
fn no_regular_file(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder.join("notices"))?;
    std::os::unix::net::UnixListener::bind(folder.join("notices/a.md")).map(drop)
}

#[cfg(unix)]
fn link_out_of_the_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder.join("notices"))?;
    std::os::unix::fs::symlink("/etc/hostname", folder.join("notices/a.md"))
}

#[cfg(unix)]
fn link_to_a_folder(folder: &Path) -> Result<()> {
    std::os::unix::fs::symlink("/", folder.join("notices"))
}

fn two_dots(folder: &Path) -> Result<()> {
    notice(folder, "..a.md", HEAD)?;
    notice(folder, "a..md", HEAD)
}

fn control_character_in_a_name(folder: &Path) -> Result<()> {
    notice(folder, "a\u{1b}[2Jb\n.md", HEAD)
}

fn direction_in_a_name(folder: &Path) -> Result<()> {
    notice(folder, "a\u{202e}dm.b", HEAD)
}

#[cfg(unix)]
fn no_utf8_in_a_name(folder: &Path) -> Result<()> {
    use std::os::unix::ffi::OsStrExt;
    notice(folder, std::ffi::OsStr::from_bytes(b"a\xff.md"), HEAD)
}

fn ten_megabytes(folder: &Path) -> Result<()> {
    notice(folder, "a.md", HEAD.to_string() + &"河".repeat(3_500_000))
}

fn folders_in_folders(folder: &Path) -> Result<()> {
    let deep = "notices/".to_string() + &"a/".repeat(14);
    fs::create_dir_all(folder.join(&deep))?;
    fs::write(folder.join(deep).join("a.md"), HEAD)
}

fn forged_text(folder: &Path) -> Result<()> {
    notice(
        folder,
        "a.md",
        HEAD.to_string() + "六月\u{202e}十日\u{1b}[2J。",
    )
}

fn zero_bytes(folder: &Path) -> Result<()> {
    notice(folder, "a.md", HEAD.to_string() + &"\0".repeat(100_000))
}

fn a_column_of_faults(folder: &Path) -> Result<()> {
    let rows = "2026-a,通知,三十二\n".repeat(1500);
    notice(folder, "a.csv", format!("编号,标题,类别\n{rows}"))
}

fn large_front_matter(folder: &Path) -> Result<()> {
    let lines = "关键词: [河道]\n".repeat(15_000);
    notice(folder, "a.md", format!("---\n标题: 清扫\n{lines}---\n"))
}

fn nested_quotes(folder: &Path) -> Result<()> {
    notice(
        folder,
        "a.md",
        HEAD.to_string() + &">".repeat(100_000) + " 深",
    )
}

fn a_million_rows(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder.join("departments"))?;
    let mut text = String::from("编号,标题\n");
    for number in 0..1_000_000 {
        text.push_str(&number.to_string());
        text.push_str(",某部门\n");
    }
    fs::write(folder.join("departments/all.csv"), text)
}

fn a_thousand_columns(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder.join("departments"))?;
    let header: Vec<String> = (0..1000).map(|n| format!("别名{n}")).collect();
    fs::write(folder.join("departments/all.csv"), header.join(","))
}
