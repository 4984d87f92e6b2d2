//! The known word that is nearest to a misspelt one.

/// Likeness from which a word counts as meant: one wrong character of two.
const ENOUGH: f64 = 0.5;

/// Longest word that is compared, in bytes; the cost is quadratic in it, and no name is longer.
const LONGEST: usize = 120;

/// The known word nearest to this one, if any is near enough. The first of several that are equally near.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.trim().to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let likeness = strsim::normalized_damerau_levenshtein(&word, candidate);
        if likeness >= ENOUGH && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_in_both_languages() {
        let known = ["title", "标题", "summary", "摘要", "due_on"];
        assert_eq!(nearest("tilte", known), Some("title"));
        assert_eq!(nearest("标題", known), Some("标题"));
        assert_eq!(nearest("DUE_ON", known), Some("due_on"));
        assert_eq!(nearest("xyz", known), None);
    }
}
