//! `mingtang new <kind> <id>`: begins a record from a skeleton that says in Chinese what goes where.
//!
//! A new record is a draft, so that nothing half-written is published; it never writes over a file.

use crate::cli::NewOptions;
use crate::words::{Lang, cause, plain, say};
use crate::{CouldNotRun, Outcome, clock, files};
use governance::dates::Day;
use governance::divisions::DivisionCode;
use governance::ids::RecordId;
use governance::labelled::Labelled;
use governance::records::Kind;
use std::path::Path;

/// Kinds that are written one file a record: folder of the content and skeleton.
const SKELETONS: [(Kind, &str, &str); 8] = [
    (
        Kind::Notice,
        "notices",
        include_str!("../skeletons/notice.md"),
    ),
    (
        Kind::AdmissionItem,
        "admission",
        include_str!("../skeletons/admission_item.md"),
    ),
    (
        Kind::Meeting,
        "meetings",
        include_str!("../skeletons/meeting.md"),
    ),
    (Kind::Topic, "topics", include_str!("../skeletons/topic.md")),
    (
        Kind::Vendor,
        "vendors",
        include_str!("../skeletons/vendor.md"),
    ),
    (Kind::Guide, "guides", include_str!("../skeletons/guide.md")),
    (
        Kind::Community,
        "communities",
        include_str!("../skeletons/community.md"),
    ),
    (
        Kind::Department,
        "departments",
        include_str!("../skeletons/department.md"),
    ),
];

/// Writes the skeleton and says where.
///
/// # Errors
/// If the kind or id is none, or the file is there already.
pub(crate) fn new(options: &NewOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let (folder, skeleton) = skeleton(&options.kind, lang)?;
    let today = clock::moment(options.now.as_deref(), lang)?.day();
    let word = match &options.id {
        Some(id) => id.clone(),
        None => free(&options.content.join(folder), today),
    };
    let id = RecordId::new(&word).map_err(|_| wrong_id(&word, lang))?;
    if Kind::find(&options.kind) == Some(Kind::Community)
        && DivisionCode::parse(id.as_str()).is_err()
    {
        return Err(no_code(&word, lang));
    }
    let path = options.content.join(folder).join(format!("{id}.md"));
    let shown = plain(&path.display().to_string());
    let refused = |fault: std::io::Error| {
        let why = cause(&fault, lang);
        CouldNotRun::new(lang.pick(
            format!("写不了 {shown}：{why}"),
            format!("cannot write {shown}: {why}"),
        ))
    };
    files::make_folder(&options.content.join(folder)).map_err(refused)?;
    files::write_new(&path, &filled(skeleton, &id, today)).map_err(refused)?;
    say(&lang.pick(
        format!("已新建 {shown}。写好后删掉“草稿: true”一行，再运行 mingtang check。"),
        format!(
            "Wrote {shown}. Remove the line `草稿: true` when it is ready, then run mingtang check."
        ),
    ));
    Ok(Outcome::Clean)
}

/// `2026-11-24-1`, or the next number that no file of the folder has.
fn free(folder: &Path, today: Day) -> String {
    let taken = |number: &u32| files::is_there(&folder.join(format!("{today}-{number}.md")));
    let number = (1..u32::MAX)
        .find(|number| !taken(number))
        .unwrap_or(u32::MAX);
    format!("{today}-{number}")
}

fn skeleton(word: &str, lang: Lang) -> Result<(&'static str, &'static str), CouldNotRun> {
    let kind = Kind::find(word);
    let found = SKELETONS
        .iter()
        .find(|(k, _, _)| Some(*k) == kind)
        .map(|(_, folder, text)| (*folder, *text));
    found.ok_or_else(|| {
        let kinds: Vec<String> = SKELETONS.iter().map(|(k, _, _)| format!("{}({})", k.id(), k.zh())).collect();
        let (word, kinds) = (plain(word), kinds.join("、"));
        CouldNotRun::new(lang.pick(
            format!("没有“{word}”这个种类。可以新建：{kinds}。指标、目标、统计数据写在 content/statistics 的表格里。"),
            format!("no kind {word:?}; kinds: {kinds}. Statistics are rows of the tables in content/statistics."),
        ))
    })
}

fn wrong_id(id: &str, lang: Lang) -> CouldNotRun {
    let id = plain(id);
    CouldNotRun::new(lang.pick(
        format!(
            "编号“{id}”不行。编号会写进网址，只能用英文字母、数字、- 和 _,例如 2026-tongzhi-01。"
        ),
        format!("{id:?} is no id: letters, digits, `-` and `_` only, e.g. 2026-notice-01"),
    ))
}

fn no_code(id: &str, lang: Lang) -> CouldNotRun {
    let id = plain(id);
    CouldNotRun::new(lang.pick(
        format!("社区情况的编号是它的 12 位区划代码，“{id}”不是。代码可在 content/divisions 的表格里查到。"),
        format!("a community is named by its division code of 12 digits, not {id:?}; see content/divisions"),
    ))
}

fn filled(skeleton: &str, id: &RecordId, today: Day) -> String {
    let year_end = format!("{:04}-12-31", today.year());
    skeleton
        .replace("{{id}}", id.as_str())
        .replace("{{today}}", &today.to_string())
        .replace("{{year_end}}", &year_end)
}
