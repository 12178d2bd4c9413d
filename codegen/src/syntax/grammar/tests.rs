use super::*;
use crate::model::ErrorKind;

const ALL: [&Table; 19] = [
    &API,
    &CATALOGUE,
    &PAGING,
    &SERVER,
    &AUTH,
    &RENEW_ON,
    &ENVELOPE,
    &ERROR,
    &GROUP,
    &ENDPOINT,
    &PARAMETER,
    &TYPE,
    &UNION,
    &ITEM,
    &FIELD,
    &ENUM_VALUE,
    &EXAMPLE,
    &LOCAL_TEXT,
    &TYPE_EXPRESSION,
];

#[test]
fn keys_of_a_table_differ() {
    for table in ALL {
        let mut names: Vec<_> = table.names().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), table.keys.len(), "{}", table.name);
    }
}

#[test]
fn keywords_of_kind_are_all_error_kinds() {
    let Some(Key { holds: ValueKind::Keyword(keywords), .. }) = ERROR.key("kind") else {
        panic!("the value of `kind` is a keyword")
    };
    assert_eq!(*keywords, ErrorKind::ALL.map(ErrorKind::as_str));
}

#[test]
fn docs_of_keys_are_sentences() {
    for key in ALL.iter().flat_map(|table| table.keys) {
        assert!(key.doc.ends_with('.'), "{}", key.name);
    }
}
