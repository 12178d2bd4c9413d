//! Renamed paths in texts such as signatures.

use std::collections::BTreeMap;

/// Renamed items: new path to old path.
pub(super) type Renames = BTreeMap<String, String>;

/// Replaces each path in a text.
pub(super) fn mapped(text: &str, map: impl Fn(&str) -> String) -> String {
    let mut mapped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = path_length(rest);
        match length {
            0 => mapped.push(first),
            _ => mapped.push_str(&map(&rest[..length])),
        }
        rest = &rest[length.max(first.len_utf8())..];
    }
    mapped
}

/// Replaces new paths in a text by old ones.
pub(super) fn renamed(text: &str, renames: &Renames) -> String {
    if renames.is_empty() {
        return text.to_owned();
    }
    mapped(text, |path| old_path(path, renames))
}

/// Replaces the longest renamed prefix of a path. A single word counts only before `::`, since elsewhere it may be a field.
fn old_path(path: &str, renames: &Renames) -> String {
    let mut end = path.len();
    loop {
        let is_module = end < path.len() || path[..end].contains("::");
        if let Some(old) = renames.get(&path[..end]).filter(|_| is_module) {
            return format!("{old}{}", &path[end..]);
        }
        match path[..end].rfind("::") {
            Some(before) => end = before,
            None => return path.to_owned(),
        }
    }
}

/// Length in bytes of the path at the beginning of a text: that of `things::Part` in `things::Part.name`.
fn path_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '#');
        let word = word.unwrap_or(rest.len());
        if word == 0 {
            // A path does not end in `::`.
            return length;
        }
        length += word;
        if !text[length..].starts_with("::") || !begins_word(&text[length + 2..]) {
            return length;
        }
        length += 2;
    }
}

fn begins_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let renames = [("items", "things"), ("items::Fetch", "things::Get")];
        let renames = renames.map(|(new, old)| (new.to_owned(), old.to_owned())).into();
        assert_eq!(renamed(text, &renames), expected);
    }

    #[test]
    fn the_longest_renamed_part_decides() {
        check("items::Fetch::language", "things::Get::language");
        check("fn(&self, Vec<items::Part>)", "fn(&self, Vec<things::Part>)");
        check("items::FetchError: Clone", "things::FetchError: Clone");
    }

    #[test]
    fn other_texts_are_unchanged() {
        check("{ items: Vec<String> }", "{ items: Vec<String> }");
        check("r#items::Fetch 物::", "r#items::Fetch 物::");
    }
}
