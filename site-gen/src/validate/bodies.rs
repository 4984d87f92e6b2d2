//! Faults of Markdown bodies as diagnostics.
//!
//! Entry point: [`bodies`]. What is wrong was found by [`crate::markdown::survey()`]; here it gets its rule, words and place.

use super::Origin;
use super::one::told;
use super::placer::Placer;
use crate::diagnostic::{Diagnostic, Words};
use crate::markdown::{BodyFault, Survey};
use crate::parse::Fault;
use crate::parse::text::Decoded;
use crate::parse::tree::Spot;
use crate::rules::{self, Rule};
use crate::source::SourceFile;
use crate::words;

/// The faults of a file's bodies, sorted.
pub(crate) fn bodies<'s>(
    file: &SourceFile,
    decoded: &Decoded<'_>,
    surveys: impl Iterator<Item = (&'s Origin, &'s Survey)>,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (origin, survey) in surveys {
        let start = origin.body.as_ref().map_or(0, |body| body.start as usize);
        for (fault, span) in &survey.faults {
            let (rule, message) = words_of(fault);
            let spot = Spot::bytes(start + span.start, start + span.end);
            let mut fault = Fault::new(rule, spot, message);
            fault.draft = origin.draft;
            faults.push(fault);
        }
    }
    if faults.is_empty() {
        return Vec::new();
    }
    told(faults, &Placer::new(&file.path, &decoded.text, &[], None))
}

fn words_of(fault: &BodyFault) -> (&'static Rule, Words) {
    match fault {
        BodyFault::SameAnchor(heading) => (
            &rules::same_anchor::RULE,
            words!(
                "有两个标题都叫“{heading}”",
                "two headings are called {heading:?}"
            ),
        ),
        BodyFault::NoSuchPlace(place) => (
            &rules::no_such_place::RULE,
            words!("这一页没有“#{place}”", "this page has no place #{place}"),
        ),
        BodyFault::ForbiddenAddress(address) => (
            &rules::forbidden_address::RULE,
            words!(
                "不能用的地址“{address}”",
                "an address that no page may carry: {address:?}"
            ),
        ),
        BodyFault::NoAlternative(address) => (
            &rules::image_without_words::RULE,
            words!(
                "图片 {address} 没有文字说明",
                "the image {address} has no words"
            ),
        ),
        BodyFault::ForeignImage(address) => (
            &rules::foreign_image::RULE,
            words!(
                "图片 {address} 在别的网站上",
                "the image {address} lies on another site"
            ),
        ),
    }
}
