//! `mingtang schema [KIND]`: the JSON Schema of a kind's fields, for completion in editors; without a kind, all of them as files.

use crate::cli::SchemaOptions;
use crate::words::{Lang, cause, plain, say};
use crate::{CouldNotRun, Outcome, files};
use governance::labelled::Labelled;
use governance::records::Kind;
use site_gen::schema;
use std::path::Path;

/// Prints the schema of one kind, or writes those of all.
///
/// # Errors
/// If there is no such kind, or a file can't be written.
pub(crate) fn schema(options: &SchemaOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    match &options.kind {
        Some(word) => {
            let kind = Kind::find(word).ok_or_else(|| no_kind(word, lang))?;
            say(&written(&schema::json_schema(kind)));
        }
        None => all(&options.out, lang)?,
    }
    Ok(Outcome::Clean)
}

fn all(folder: &Path, lang: Lang) -> Result<(), CouldNotRun> {
    let shown = plain(&folder.display().to_string());
    let refused = |fault: std::io::Error| {
        let why = cause(&fault, lang);
        CouldNotRun::new(lang.pick(
            format!("写不了 {shown}：{why}"),
            format!("cannot write {shown}: {why}"),
        ))
    };
    files::make_folder(folder).map_err(refused)?;
    let kinds = Kind::ALL
        .iter()
        .map(|kind| (kind.id(), schema::json_schema(*kind)));
    let site = ("site", schema::json_schema_of_site());
    let mut count = 0;
    for (name, schema) in kinds.chain([site]) {
        let path = folder.join(format!("{name}.schema.json"));
        files::replace(&path, written(&schema).as_bytes()).map_err(refused)?;
        count += 1;
    }
    say(&lang.pick(
        format!("已写出 {count} 个字段说明到 {shown}。编辑器怎么用，见 docs/editors.zh.md。"),
        format!("Wrote {count} schemas to {shown}; docs/editors.zh.md says how editors use them."),
    ));
    Ok(())
}

fn written(schema: &serde_json::Value) -> String {
    serde_json::to_string_pretty(schema).unwrap_or_default() + "\n"
}

fn no_kind(word: &str, lang: Lang) -> CouldNotRun {
    let kinds: Vec<String> = Kind::ALL
        .iter()
        .map(|k| format!("{}({})", k.id(), k.zh()))
        .collect();
    let (word, kinds) = (plain(word), kinds.join("、"));
    CouldNotRun::new(lang.pick(
        format!("没有“{word}”这个种类。可以写：{kinds}。"),
        format!("no kind {word:?}; kinds: {kinds}."),
    ))
}
