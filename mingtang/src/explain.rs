//! `mingtang explain [CODE]`: the page of a rule, or the list of all.

use crate::build::tongue;
use crate::cli::ExplainOptions;
use crate::words::{Lang, plain, say};
use crate::{CouldNotRun, Outcome};
use site_gen::diagnostic::Code;
use site_gen::rules;

/// Prints what a rule asks, why, an example and the remedy.
///
/// # Errors
/// If there is no rule with this code.
pub(crate) fn explain(options: &ExplainOptions, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let Some(code) = &options.code else {
        list(lang);
        return Ok(Outcome::Clean);
    };
    let rule = Code::parse(code).ok().and_then(rules::find);
    let rule = rule.ok_or_else(|| {
        let code = plain(code);
        CouldNotRun::new(lang.pick(
            format!("没有代码“{code}”。不写代码可列出全部：mingtang explain"),
            format!("no code {code:?}; `mingtang explain` lists them"),
        ))
    })?;
    say(rules::explain(rule, tongue(lang)).trim_end());
    Ok(Outcome::Clean)
}

fn list(lang: Lang) {
    for rule in rules::LIST {
        let title = lang.pick(rule.title.zh, rule.title.en);
        say(&format!("{}  {title}", rule.code));
    }
}
