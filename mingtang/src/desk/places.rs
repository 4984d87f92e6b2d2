//! Names of divisions for people at the desk, from the content's tables. Entry point: [`Places::read`]. Without the tables codes are shown.

use crate::files;
use governance::divisions::DivisionCode;
use std::collections::BTreeMap;
use std::path::Path;

/// Names by code.
#[derive(Debug, Default)]
pub(super) struct Places(BTreeMap<Box<str>, Box<str>>);

impl Places {
    /// Reads `divisions/*.csv` of the content folder: code, name, short name.
    pub(super) fn read(content: &Path) -> Self {
        let mut names = BTreeMap::new();
        for (_, text) in files::folder_of_texts(&content.join("divisions"), "csv") {
            for line in text.trim_start_matches('\u{feff}').lines().skip(1) {
                let mut cells = line.split(',').map(str::trim);
                let (code, name) = (cells.next(), cells.next());
                let short = cells.next().filter(|short| !short.is_empty());
                if let (Some(code), Some(name)) = (code, short.or(name)) {
                    names.insert(code.into(), name.into());
                }
            }
        }
        Self(names)
    }

    /// The name, or the code where there is none.
    pub(super) fn name(&self, code: DivisionCode) -> String {
        let code = code.to_string();
        self.0.get(&*code).map_or(code, ToString::to_string)
    }

    /// Whether a division has this code, begins with it, or has this name.
    pub(super) fn is(&self, code: DivisionCode, wanted: &str) -> bool {
        let text = code.to_string();
        let named = |code: &str| self.0.get(code).is_some_and(|name| name.contains(wanted));
        // 6 digits county, 9 township, 12 community.
        text.starts_with(wanted) || [6, 9, 12].iter().any(|n| text.get(..*n).is_some_and(named))
    }
}
