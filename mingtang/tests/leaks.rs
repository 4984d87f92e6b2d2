//! Leaks through the command: `mingtang check` on a folder with one leak each, in every place from which it would reach the site.
//!
//! Attachments are the files of `tests/cases/leaks/files`; the code that must be told stands at the beginning of their names. To add a case is to add a file.
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An invented number, in the form that is looked for in what the command says.
const MOBILE: &str = "13800138000";
const NUMBERS: [&str; 3] = [MOBILE, "6212261802012343", "110101199003070011"];

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/leaks/files")
}

/// A content folder with one sound notice; `fields` and `body` are added to it.
fn folder(fields: &str, body: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("notices")).expect("a folder");
    let settings = "name = \"示例\"\nbase_url = \"https://example.org\"\n";
    fs::write(folder.path().join("site.toml"), settings).expect("written");
    let notice = format!(
        "---\n标题: （示例）清扫河道的通知\n类别: 通知公告\n成文日期: 2026-06-01\n失效日期: 2026-12-30\n示例: 是\n{fields}---\n\n{body}\n"
    );
    fs::write(folder.path().join("notices/a.md"), notice).expect("written");
    folder
}

fn check(content: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingtang"));
    command.args(["check", "--now", "2026-11-23T09:00:00+08:00", "--content"]);
    command.arg(content).output().expect("the command ran")
}

/// What the command says; a number that was found must never be among it.
fn said(output: &Output) -> String {
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    for number in NUMBERS {
        assert!(!said.contains(number), "told unmasked:\n{said}");
    }
    said
}

fn tells(content: &Path, code: &str) -> Result<(), String> {
    let output = check(content);
    let said = said(&output);
    let stops = said.contains(&format!("错误[{code}]"));
    if !said.contains(&format!("[{code}]")) || (stops && output.status.code() != Some(1)) {
        return Err(format!(
            "{code} was not told, or did not stop the build:\n{said}"
        ));
    }
    Ok(())
}

#[test]
fn a_sound_notice_is_silent() {
    let sound = folder(
        "摘要: 电话 0717-6221234，区划 420502001003\n",
        "宜民政发〔2021〕12号",
    );
    let output = check(sound.path());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn text_of_a_notice() {
    let wide: String = MOBILE
        .chars()
        .filter_map(|c| char::from_u32(c as u32 + 0xFEE0))
        .collect();
    let places = [
        (format!("摘要: 联系{MOBILE}\n"), String::new()),
        (format!("关键词: [清扫, \"{MOBILE}\"]\n"), String::new()),
        (String::new(), format!("联系{MOBILE}。")),
        (String::new(), format!("联系{wide}。")),
        (String::new(), "联系+86 138-0013-8000。".into()),
        (String::new(), "联系138**0013**8000。".into()),
        (String::new(), "联系138&#48;0138000。".into()),
        (String::new(), format!("[电话](tel:{MOBILE})")),
        (String::new(), "[电话](tel:%313800138000)".into()),
        (String::new(), format!("[{MOBILE}](https://example.org/)")),
        (
            String::new(),
            format!("| 姓名 | 电话 |\n|---|---|\n| 某 | {MOBILE} |"),
        ),
    ];
    for (fields, body) in places {
        let leaky = folder(&fields, &body);
        let told = tells(leaky.path(), "MT1502");
        assert!(told.is_ok(), "{fields}{body}: {told:?}");
    }
}

#[test]
fn names_of_files_tables_and_settings() {
    let named = folder("", "");
    let file = named.path().join(format!("notices/{MOBILE}.txt"));
    fs::write(file, "公告").expect("written");
    tells(named.path(), "MT1502").expect("a file's name");

    let table = folder("", "");
    fs::create_dir(table.path().join("vendors")).expect("a folder");
    let rows = format!("编号,标题,摘要\na,（示例）甲店,找{MOBILE}\n");
    fs::write(table.path().join("vendors/a.csv"), rows).expect("written");
    tells(table.path(), "MT1502").expect("a cell");

    let set = folder("", "");
    let settings = format!(
        "name = \"示例\"\nbase_url = \"https://example.org\"\n[footer]\ncontact = \"{MOBILE}\"\n"
    );
    fs::write(set.path().join("site.toml"), settings).expect("written");
    tells(set.path(), "MT1502").expect("settings");
}

#[test]
fn what_only_warns_does_not_stop() {
    let leaky = folder(
        "",
        "鄂E·12345长期占道，请发到 zhangsan@example.com，3栋2单元501室漏水。",
    );
    let output = check(leaky.path());
    let said = said(&output);
    for code in ["MT1506", "MT1507", "MT1508"] {
        assert!(said.contains(&format!("[{code}]")), "{code}:\n{said}");
    }
    assert_eq!(output.status.code(), Some(0), "{said}");
}

#[test]
fn an_allowance_permits_its_field_until_its_day() {
    let allowed = |field: &str, until: &str| {
        let leaky = folder(&format!("摘要: 联系{MOBILE}\n"), "");
        let settings = format!(
            "name = \"示例\"\nbase_url = \"https://example.org\"\n[[allowed]]\nfield = \"{field}\"\nowner = \"示例社区\"\nreason = \"本人同意\"\nuntil = {until}\n"
        );
        fs::write(leaky.path().join("site.toml"), settings).expect("written");
        let output = check(leaky.path());
        (output.status.code(), said(&output))
    };
    let (status, told) = allowed("notice.summary", "2026-12-31");
    assert!(status == Some(0) && !told.contains("[MT15"), "{told}");
    let (status, told) = allowed("notice.summary", "2026-01-31");
    assert!(
        status == Some(1) && told.contains("[MT1502]") && told.contains("[MT1103]"),
        "{told}"
    );
    let (status, told) = allowed("notice.title", "2026-12-31");
    assert!(
        status == Some(1) && told.contains("[MT1502]") && told.contains("[MT1512]"),
        "{told}"
    );
}

#[test]
fn attachments_and_what_they_say_of_themselves() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(cases()).expect("cases") {
        let path = entry.expect("a case").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let leaky = folder(&format!("附件:\n  - 名称: 附件\n    文件: {name}\n"), "");
        fs::copy(&path, leaky.path().join("notices").join(&name)).expect("copied");
        let code = name.split('-').next().unwrap_or_default();
        if code == "none" {
            let output = check(leaky.path());
            if output.status.code() != Some(0) {
                wrong.push(format!("{name}: {}", said(&output)));
            }
        } else if let Err(told) = tells(leaky.path(), code) {
            wrong.push(format!("{name}: {told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
