//! Final minutes in one written form, so that anybody can tell whether they are what they were.
//!
//! Entry points: [`canonical`], [`fingerprint`]. The form, `mingtang-minutes-1`, is JSON with the keys sorted and nothing between (as RFC 8785 writes it): id,
//! title and division of the meeting, its fields, the name of the form as `canonical`, and the Markdown below the fields as `text`. What may change after minutes are final is left out: how far actions have
//! come, the publication of the result, corrections. docs/minutes.md describes it for whoever checks; a change of the form gets a new name.

use super::Meeting;
use crate::hexadecimal::hex;
use crate::records::Envelope;
use crate::skim;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The name of the form.
pub const FORM: &str = "mingtang-minutes-1";

/// Fields of a meeting that are not of the text: they may change after minutes are final, or say something of the text.
const OUTSIDE: [&str; 6] = [
    "public_notice",
    "minutes",
    "circulated_until",
    "corrections",
    "sequence",
    "minutes_sha256",
];

/// Fields of an action that tell how far it has come.
const PROGRESS: [&str; 8] = [
    "status",
    "percent",
    "done_on",
    "evidence",
    "cancel_reason",
    "extension",
    "milestones",
    "reopened",
];

/// The text of the minutes: what is hashed, byte by byte. `body` is the Markdown below the fields; ends of lines and blanks around it don't count.
pub fn canonical(envelope: &Envelope, meeting: &Meeting, body: &str) -> String {
    let meeting = serde_json::to_string(meeting).unwrap_or_default();
    let division = envelope.division.map(|code| code.to_string());
    let body = if body.contains('\r') {
        Cow::from(body.replace("\r\n", "\n"))
    } else {
        Cow::from(body)
    };
    let said: [(&str, Option<String>); 5] = [
        ("canonical", Some(FORM)),
        ("id", Some(envelope.id.as_str())),
        ("title", Some(&*envelope.title)),
        ("division", division.as_deref()),
        ("text", Some(body.trim())),
    ]
    .map(|(key, text)| (key, text.and_then(|text| serde_json::to_string(text).ok())));
    let said = said
        .iter()
        .filter_map(|(key, text)| Some((*key, text.as_deref()?)));
    let mut text = String::with_capacity(meeting.len() + 2 * body.len());
    let members = Place::Meeting.members(&meeting).chain(said);
    push_object(members.collect(), Place::Meeting, &mut text);
    text
}

/// SHA-256 of the text, in hexadecimal digits.
pub fn fingerprint(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

impl Meeting {
    /// The hash that was written down last: with the newest correction that has one, or when the minutes became final. With the field it stands in.
    pub fn registered(&self) -> Option<(String, &str)> {
        let corrections = self.corrections.iter().enumerate().rev();
        let corrected = corrections
            .filter_map(|(n, c)| Some((format!("corrections[{n}].sha256"), c.sha256.as_deref()?)));
        let first = self.minutes_sha256.as_deref();
        corrected
            .chain(first.map(|hash| ("minutes_sha256".to_owned(), hash)))
            .next()
    }
}

/// Where in the minutes an object or a list stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    Meeting,
    Item,
    Action,
    Other,
}

impl Place {
    /// Members of an object here that are of the text.
    fn members(self, object: &str) -> impl Iterator<Item = Member<'_>> {
        let outside: &[&str] = match self {
            Self::Meeting => &OUTSIDE,
            Self::Action => &PROGRESS,
            Self::Item | Self::Other => &[],
        };
        skim::members(object).filter(move |(key, _)| !outside.contains(key))
    }

    fn below(self, key: &str) -> Self {
        match (self, key) {
            (Self::Meeting, "agenda") => Self::Item,
            (Self::Item, "actions") => Self::Action,
            (Self::Meeting | Self::Item | Self::Action | Self::Other, _) => Self::Other,
        }
    }
}

/// Name and value of a member of an object, as they are written.
type Member<'j> = (&'j str, &'j str);

/// Appends a value as it is written, with the keys of every object sorted. It goes over the text: a tree of values would take ten times as long, and a build makes the text of
/// each meeting several times.
fn push_sorted(json: &str, place: Place, out: &mut String) {
    match json.as_bytes().first() {
        Some(b'{') => push_object(place.members(json).collect(), place, out),
        Some(b'[') => {
            out.push('[');
            for (n, item) in skim::elements(json).enumerate() {
                out.push_str(if n > 0 { "," } else { "" });
                push_sorted(item, place, out);
            }
            out.push(']');
        }
        _ => out.push_str(json),
    }
}

fn push_object(mut members: Vec<Member<'_>>, place: Place, out: &mut String) {
    members.sort_unstable_by_key(|(key, _)| *key);
    out.push('{');
    for (n, (key, value)) in members.into_iter().enumerate() {
        out.push_str(if n > 0 { ",\"" } else { "\"" });
        out.push_str(key);
        out.push_str("\":");
        push_sorted(value, place.below(key), out);
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn envelope() -> Envelope {
        serde_json::from_str(r#"{"id":"m-1","title":"会","division":"420502001003"}"#)
            .expect("an envelope")
    }

    fn meeting(change: impl FnOnce(&mut Value)) -> Meeting {
        let mut value = serde_json::json!({
            "tier": "minor", "body": "village_council", "form": "council_meeting", "venue": "community_parlor",
            "start": "2026-06-01 09:00", "status": "held",
            "agenda": [{ "no": 1, "subject": "坡道", "outcome": "consensus", "actions": [
                { "what": "修", "responsible_post": "岗", "due_on": "2026-07-01", "status": "not_started" }
            ] }],
            "minutes": "final", "minutes_published_on": "2026-06-05",
        });
        change(&mut value);
        serde_json::from_value(value).expect("a meeting")
    }

    #[test]
    fn the_form_is_written_as_the_docs_say() {
        let text = canonical(&envelope(), &meeting(|_| {}), "\r\n第一行\r\n第二行\n\n");
        assert_eq!(
            text,
            r#"{"agenda":[{"actions":[{"due_on":"2026-07-01","responsible_post":"岗","what":"修"}],"no":1,"outcome":"consensus","subject":"坡道"}],"body":"village_council","canonical":"mingtang-minutes-1","division":"420502001003","form":"council_meeting","id":"m-1","minutes_published_on":"2026-06-05","start":"2026-06-01T09:00:00+08:00","status":"held","text":"第一行\n第二行","tier":"minor","title":"会","venue":"community_parlor"}"#
        );
    }

    #[test]
    fn the_text_changes_the_hash_and_what_comes_after_does_not() {
        let of =
            |meeting: &Meeting, body: &str| fingerprint(&canonical(&envelope(), meeting, body));
        let first = of(&meeting(|_| {}), "说过的话");
        let done = meeting(|m| {
            m["agenda"][0]["actions"][0]["status"] = "done".into();
            m["agenda"][0]["actions"][0]["done_on"] = "2026-06-20".into();
            m["agenda"][0]["actions"][0]["evidence"] = "照片".into();
            m["sequence"] = 3.into();
            m["corrections"] =
                serde_json::json!([{ "on": "2026-06-10", "what": "甲", "why": "乙", "by": "丙" }]);
        });
        assert_eq!(first, of(&done, "说过的话"));
        assert_ne!(first, of(&done, "没说过的话"));
        let outcome = meeting(|m| m["agenda"][0]["outcome"] = "deferred".into());
        assert_ne!(first, of(&outcome, "说过的话"));
        let due = meeting(|m| m["agenda"][0]["actions"][0]["due_on"] = "2027-07-01".into());
        assert_ne!(first, of(&due, "说过的话"));
    }
}
