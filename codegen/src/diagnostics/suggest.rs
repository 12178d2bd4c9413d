//! Suggestions for mistyped words.

/// The longest word that is compared, in bytes: the time grows with the product of the lengths.
const MAX_LENGTH: usize = 64;

/// The number of words that are compared. Of more, only those with the same first letter are.
const MAX_COMPARED: usize = 500;

/// The number of words that a help lists.
const MAX_LISTED: usize = 40;

/// Finds the known word that is most similar to a mistyped one, if any is similar enough.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > MAX_LENGTH {
        return None;
    }
    let typed = typed.to_lowercase();
    let known: Vec<&str> = known.into_iter().filter(|word| word.len() <= MAX_LENGTH).collect();
    candidates(&typed, known)
        .into_iter()
        .map(|word| (strsim::jaro_winkler(&typed, &word.to_lowercase()), word))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, word)| word)
}

fn candidates<'a>(typed: &str, known: Vec<&'a str>) -> Vec<&'a str> {
    if known.len() <= MAX_COMPARED {
        return known;
    }
    let first = typed.chars().next();
    let same_first = |word: &&str| word.to_lowercase().chars().next() == first;
    known.into_iter().filter(same_first).take(MAX_COMPARED).collect()
}

/// A help that names the most similar word, or the known ones.
pub(super) fn suggestion(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => "none is declared yet".to_owned(),
        None if known.len() > MAX_LISTED => {
            let more = known.len() - MAX_LISTED;
            format!("expected one of {} and {more} more", quoted(&known[..MAX_LISTED]))
        }
        None => format!("expected one of {}", quoted(known)),
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
