//! One generated record: its identity, its front matter and its text.

use super::Layout;
use super::text::{body, paragraph, sentence, subject};
use fastrand::Rng;
use std::fmt::Write;

/// A community or village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// 12-digit code.
    pub code: String,
    /// Short name.
    pub name: String,
}

impl Place {
    /// From a row `code,name,short_name`; none for other levels.
    pub fn from_row(row: &str) -> Option<Self> {
        let mut cells = row.trim_end().split(',');
        let (code, name) = (cells.next()?, cells.next()?);
        let short = cells.next().filter(|s| !s.is_empty()).unwrap_or(name);
        (code.len() == 12).then(|| Self {
            code: code.into(),
            name: short.into(),
        })
    }
}

/// The kind of a generated record: folder and share of the corpus in percent.
const KINDS: [(&str, u8); 6] = [
    ("notices", 55),
    ("meetings", 20),
    ("topics", 12),
    ("vendors", 7),
    ("guides", 3),
    ("admission", 3),
];

/// A generated record.
#[derive(Debug, Clone)]
pub struct Page {
    /// Folder of its kind.
    pub kind: &'static str,
    /// Identity and file name.
    pub id: String,
    /// Year, month, day.
    pub date: (u16, u8, u8),
    /// Place.
    pub place: Place,
    /// Title.
    pub title: String,
    rng: Rng,
}

impl Page {
    /// The record of that number; depends on nothing but the number and the places.
    pub fn nth(number: usize, places: &[Place]) -> Self {
        let mut rng = Rng::with_seed(0x6d69_6e67_7461_6e67 ^ number as u64);
        let kind = kind(rng.u8(..100));
        let place = places[rng.usize(..places.len())].clone();
        let date = date(&mut rng);
        let title = title(kind, &place.name, &mut rng);
        let id = format!("{}-{:02}-{number:06}", date.0, date.1);
        Self {
            kind,
            id,
            date,
            place,
            title,
            rng,
        }
    }

    /// Where its file lies, by kind, year and month.
    pub fn folder(&self) -> String {
        format!("{}/{}/{:02}", self.kind, self.date.0, self.date.1)
    }

    /// The whole file. Hugo and Eleventy get the same front matter and what they need beside it.
    pub fn file(&self, layout: Layout) -> String {
        let mut rng = self.rng.clone();
        let mut text = String::from("---\n");
        self.common(&mut text, layout, &mut rng);
        match self.kind {
            "meetings" => self.meeting(&mut text, &mut rng),
            "topics" => self.topic(&mut text),
            "vendors" => self.vendor(&mut text, &mut rng),
            "guides" => guide(&mut text, &mut rng),
            "admission" => self.admission(&mut text, &mut rng),
            _ => self.notice(&mut text),
        }
        text + "---\n\n" + &body(&mut rng)
    }

    fn day(&self) -> String {
        format!("{}-{:02}-{:02}", self.date.0, self.date.1, self.date.2)
    }

    fn common(&self, text: &mut String, layout: Layout, rng: &mut Rng) {
        let (day, keyword) = (self.day(), subject(rng));
        let _ = writeln!(
            text,
            "title: {}\ndivision: \"{}\"\nsummary: {}\nkeywords: [{keyword}]",
            self.title,
            self.place.code,
            sentence(rng)
        );
        let _ = writeln!(text, "example: true");
        let (month, place) = (&day[..7], &self.place.name);
        let _ = match layout {
            Layout::Ours => writeln!(text, "publish_at: {day} 09:00"),
            Layout::Hugo => writeln!(
                text,
                "date: {day}T09:00:00+08:00\nplace: {place}\ntags: [{keyword}]\ndivisions: [\"{}\"]\nmonths: [\"{}-{month}\"]",
                self.place.code, self.kind
            ),
            Layout::Eleventy => writeln!(
                text,
                "date: {day}\nplace: {place}\nlayout: record.njk\nkind: {}\nid: {}\nmonth: \"{month}\"",
                self.kind, self.id
            ),
        };
    }

    fn notice(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "category: announcement\nissuer: 示例社区居民委员会\nissued_on: {}",
            self.day()
        );
    }

    fn topic(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "raised_on: {}\nproposer: resident\ntier: micro\nstatus: received",
            self.day()
        );
    }

    fn meeting(&self, text: &mut String, rng: &mut Rng) {
        let day = self.day();
        let expected = rng.u32(9..40);
        let _ = writeln!(
            text,
            "tier: minor\nbody: village_council\nform: council_meeting\nvenue: community_parlor\nstart: {day} 09:00\nend: {day} 10:30\nstatus: held"
        );
        let _ = writeln!(
            text,
            "chair: 社区党组织书记\nrecorder: 社区工作者\nattendance:\n  expected: {expected}\n  present: {expected}\nminutes: final\nminutes_published_on: {day}\nagenda:"
        );
        for no in 1..=rng.u8(1..4) {
            let _ = writeln!(
                text,
                "  - no: {no}\n    subject: {}\n    proposer: resident\n    background: {}\n    outcome: consensus\n    consultative_opinion: {}",
                subject(rng),
                paragraph(rng),
                sentence(rng)
            );
            let _ = writeln!(
                text,
                "    actions:\n      - what: {}\n        responsible_post: 社区工作者\n        due_on: 2027-12-31\n        status: under_way",
                sentence(rng)
            );
        }
    }

    fn vendor(&self, text: &mut String, rng: &mut Rng) {
        let _ = writeln!(
            text,
            "categories: [housekeeping]\nserves: [\"{}\"]\nhours: 周一至周日 8:00—18:00\nprice_note: {}\nstatus: listed\nchecked_on: {}\nchecked_by: 社区工作者",
            &self.place.code[..9],
            sentence(rng),
            self.day()
        );
    }

    fn admission(&self, text: &mut String, rng: &mut Rng) {
        let _ = writeln!(
            text,
            "category: statutory_duty\napplies_to: both\nlead_department: 民政局\ncommunity_role: {}\nlegal_bases:\n  - level: law\n    title: 中华人民共和国消防法\n    article: 第三十二条\nfunding:\n  mode: core_budget\nadmission:\n  mode: statutory\nperiod:\n  kind: permanent\n  from: {}\nstatus: active",
            sentence(rng),
            self.day()
        );
    }
}

fn kind(percent: u8) -> &'static str {
    let mut left = percent;
    for (kind, share) in KINDS {
        if left < share {
            return kind;
        }
        left -= share;
    }
    KINDS[0].0
}

/// A day from 2024-01-01 to 2026-10-28.
fn date(rng: &mut Rng) -> (u16, u8, u8) {
    let year = rng.u16(2024..=2026);
    (
        year,
        rng.u8(1..=if year == 2026 { 10 } else { 12 }),
        rng.u8(1..=28),
    )
}

fn title(kind: &str, place: &str, rng: &mut Rng) -> String {
    let subject = subject(rng);
    match kind {
        "meetings" => format!("{place}议事会:{subject}"),
        "topics" => format!("建议商量一下{subject}"),
        "vendors" => format!("示例家政服务部({place}{})", rng.u16(..1000)),
        "guides" => format!("{subject}怎么办理"),
        "admission" => format!("(示例)协助做好{subject}"),
        _ => format!("{place}关于{subject}的通知"),
    }
}

fn guide(text: &mut String, rng: &mut Rng) {
    let _ = writeln!(
        text,
        "who: 本社区居民\nmaterials:\n  - name: 居民身份证\n    copies: 1\nsteps:\n  - {}\n  - {}\nworking_days: 3\nwindow: 社区综合服务窗口\nphone: \"12345\"\nfee: 免费",
        sentence(rng),
        sentence(rng)
    );
}
