//! Values encoded in strings.

use super::*;
use crate::encode::{Encode, Plain};
use crate::value::{Delimited, JsonString};

#[track_caller]
fn check<T: Decode + Default + Debug + PartialEq + 'static>(cases: &[(&str, T)]) {
    for (text, expected) in cases {
        let found = read::<T>(text);
        assert_eq!(found.as_ref(), Ok(expected), "{text}");
    }
}

#[track_caller]
fn check_mismatch<T: Decode + Default + Debug + 'static>(text: &str, expected: &str) {
    assert_eq!(read::<T>(text).unwrap_err(), expected, "{text}");
}

#[track_caller]
fn check_drift<T: Decode + Default + 'static>(text: &str, expected: &[&str]) {
    let found: Vec<_> = drift::<T>(text).iter().map(Drift::to_string).collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn check_sent(value: &dyn Encode, expected: Option<&str>) {
    assert_eq!(serde_json::to_string(&Plain(value.as_value())).ok().as_deref(), expected);
}

fn ids(ids: &[i64]) -> JsonString<Vec<i64>> {
    JsonString::new(ids.to_vec())
}

#[test]
fn json_in_a_string_is_parsed_in_place() {
    check(&[
        (r#""[1,\"2\"]""#, ids(&[1, 2])),
        (r#"" [ ] ""#, ids(&[])),
        (r#""null""#, ids(&[])),
        (r#""\"\"""#, ids(&[])),
        (r#""""#, ids(&[])),
        (r#"" ""#, ids(&[])),
        ("null", ids(&[])),
    ]);
    check(&[(r#""\"a\"""#, JsonString::new("a".to_owned()))]);
    check(&[(r#""{\"a\":[1.5]}""#, JsonString::new(json!({"a": [1.5]})))]);
    check(&[(r#""\"[1]\"""#, JsonString::new(ids(&[1])))]);
    let device = r#""{\"deviceKey\":\"k\",\"status\":\"7\",\"new\":1}""#;
    let device: JsonString<Device> = read(device).unwrap();
    assert_eq!((device.key.as_str(), device.status), ("k", Some(7)));
}

#[test]
fn json_may_also_stand_as_it_is() {
    check(&[("[1]", ids(&[1])), ("{}", ids(&[])), ("[]", ids(&[]))]);
    check(&[("7", JsonString::new(7_i64)), (r#""7""#, JsonString::new(7))]);
    check(&[("true", JsonString::new(true))]);
    check(&[(r#"{"a":1}"#, JsonString::new(json!({"a": 1})))]);
    let expected = "a list instead of a string that holds JSON at $";
    check_drift::<JsonString<Vec<i64>>>("[1]", &[&format!(": {expected}")]);
    let expected = ": an object instead of a string that holds JSON at $";
    check_drift::<JsonString<Value>>("{}", &[expected]);
    let expected = ": a number instead of a string that holds JSON at $";
    check_drift::<Option<JsonString<Secret>>>(
        "7",
        &[expected, ": a number instead of a string at $"],
    );
    check_drift::<JsonString<Vec<i64>>>(r#""[1]""#, &[]);
    check_drift::<JsonString<Vec<i64>>>(r#""""#, &[]);
}

#[test]
fn an_optional_text_that_holds_nothing_is_none() {
    for text in ["null", r#""""#, r#""  ""#, r#""null""#] {
        check(&[(text, None::<JsonString<Vec<i64>>>)]);
        check(&[(text, None::<JsonString<String>>)]);
        check(&[(text, None::<JsonString<Box<Device>>>)]);
    }
    check(&[("{}", None::<JsonString<i64>>), ("[]", None)]);
    check(&[(r#""[]""#, Some(ids(&[]))), ("[1]", Some(ids(&[1]))), ("[]", Some(ids(&[])))]);
    check(&[(r#""{}""#, Some(JsonString::new(json!({}))))]);
    // Only what holds something can hold nothing.
    check(&[(r#""null""#, Some("null".to_owned()))]);
    check(&[(r#""null""#, Some(Colour::Unlisted("null".into())))]);
}

#[test]
fn paths_go_on_into_the_text() {
    let text = r#"{"deviceKey":"k","tags":{"a":1}}"#;
    let quoted = json!({ "list": [text.replace("\"k\"", "[]")] }).to_string();
    check_mismatch::<BTreeMap<String, Vec<JsonString<Device>>>>(
        &quoted,
        "expected a string at $.list[0]→.deviceKey, found a list",
    );
    check_mismatch::<JsonString<Vec<i64>>>(
        r#""[1,\"x\"]""#,
        "expected an integer at $→[1], found the string \"x\"",
    );
    check_drift::<JsonString<Device>>(
        &json!(r#"{"deviceKey":"k","new":1}"#).to_string(),
        &[": unknown field at $→.new"],
    );
    check_mismatch::<JsonString<JsonString<Vec<i64>>>>(
        r#""\"[null]\"""#,
        "expected an integer at $→→[0], found null",
    );
}

#[test]
fn text_that_is_not_json_is_a_mismatch_that_shows_none_of_it() {
    check_mismatch::<JsonString<Vec<i64>>>(
        r#""SENTINEL""#,
        "expected JSON at $→, found a string that holds something else: \
         expected value at line 1 column 1",
    );
    check_mismatch::<Option<JsonString<Vec<i64>>>>(
        r#""[1,""#,
        "expected JSON at $→[1], found a string that holds something else: \
         EOF while parsing a value at line 1 column 3",
    );
    for text in [r#""[1] [2]""#, r#""{\"a\":SENTINEL}""#, r#""[\"SENTINEL]""#, r#""\u0000""#] {
        let error = read::<JsonString<Value>>(text).unwrap_err();
        assert!(error.starts_with("expected JSON at $→") && !error.contains("SENTINEL"), "{error}");
    }
}

#[test]
fn numbers_inside_a_text_keep_their_digits() {
    let texts = || JsonString::new(vec!["1.10".to_owned(), "1e5".to_owned()]);
    check(&[(r#""[1.10,1e5]""#, texts()), ("[1.10,1e5]", texts())]);
    let inside = JsonString::new(vec!["1.10".to_owned()]);
    check(&[(r#""[\"[1.10]\"]""#, JsonString::new(vec![inside]))]);
    check(&[("1.10", JsonString::new("1.10".to_owned()))]);
    check(&[(r#""[1.10]""#, Some(JsonString::new(vec![Colour::Unlisted("1.10".into())])))]);
}

/// A text in a list in a text, and so on.
#[derive(Debug, Default, PartialEq)]
struct Nest(Vec<JsonString<Nest>>);

impl Decode for Nest {
    fn destination(&mut self) -> Destination<'_> {
        self.0.destination()
    }
}

/// The same in one text.
#[derive(Debug, Default, PartialEq)]
struct Nested(Vec<Nested>);

impl Decode for Nested {
    fn destination(&mut self) -> Destination<'_> {
        self.0.destination()
    }
}

#[test]
fn depth_counts_through_texts() {
    let mut text = "[]".to_owned();
    for _ in 0..12 {
        text = json!([text]).to_string();
    }
    assert!(read::<Nest>(&text).is_ok());
    // Lists around the text, and lists inside it: together they are as deep as one text could be.
    let lists = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let inside = |depth: usize| read::<JsonString<Nested>>(&json!(lists(depth)).to_string());
    assert!(inside(127).is_ok());
    for depth in [128, 100_000] {
        let error = inside(depth).unwrap_err();
        assert!(error.contains("recursion limit exceeded"), "{error}");
    }
    let mut deep = lists(60);
    for _ in 0..3 {
        deep = format!("{}{}{}", "[".repeat(40), json!(deep), "]".repeat(40));
    }
    let error = read::<Mixed>(&deep).unwrap_err();
    assert!(error.ends_with("found nesting deeper than 128"), "{error}");
}

/// A list of itself, each as it is or in a text.
#[derive(Debug, Default, PartialEq)]
struct Mixed(JsonString<Vec<Mixed>>);

impl Decode for Mixed {
    fn destination(&mut self) -> Destination<'_> {
        self.0.destination()
    }
}

type Commas = Delimited<i64, ','>;

fn commas(items: &[i64]) -> Commas {
    items.to_vec().into()
}

fn semicolons(items: &[&str]) -> Delimited<String, ';'> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

#[test]
fn joined_lists_are_split_and_land_like_text() {
    check(&[
        (r#""1,2,13""#, commas(&[1, 2, 13])),
        (r#"" 1 , -2, ""#, commas(&[1, -2])),
        (r#""7""#, commas(&[7])),
        (r#""""#, commas(&[])),
        (r#"" ""#, commas(&[])),
        (r#"",""#, commas(&[])),
        ("null", commas(&[])),
        ("{}", commas(&[])),
    ]);
    check(&[
        (r#""LBS;WIFI;""#, semicolons(&["LBS", "WIFI"])),
        (r#""a;;b""#, semicolons(&["a", "", "b"])),
        (r#"";a;;""#, semicolons(&["", "a", ""])),
        (r#""移;1,2""#, semicolons(&["移", "1,2"])),
    ]);
    let colours =
        Delimited::<_, '/'>(vec![Colour::Red, Colour::Two, Colour::Unlisted("01".into())]);
    check(&[(r#""red/2/01""#, colours)]);
    check(&[(r#""1|0""#, Delimited::<_, '|'>(vec![true, false]))]);
    check_mismatch::<Commas>(r#""1,,2""#, "expected an integer at $[1], found the string \"\"");
    check_mismatch::<Delimited<Secret, ','>>(
        r#"{"a":1}"#,
        "expected a string that holds a list at $, found an object",
    );
}

#[test]
fn joined_lists_may_also_come_as_lists_or_alone() {
    check(&[("[1,\"2\"]", commas(&[1, 2])), ("[]", commas(&[])), ("7", commas(&[7]))]);
    check(&[("1.10", semicolons(&["1.10"])), ("[1.10]", semicolons(&["1.10"]))]);
    check_drift::<Commas>("[1]", &[": a list instead of a string that holds a list at $"]);
    check_drift::<Commas>("7", &[": a number instead of a string that holds a list at $"]);
    check_drift::<Commas>(r#""1,2""#, &[]);
    check_drift::<Vec<JsonString<Commas>>>(r#"["\"1,2\"","\"3\""]"#, &[]);
    check_drift::<Delimited<Colour, ','>>(r#""red,blue""#, &[": unlisted value at $[1]: \"blue\""]);
}

#[test]
fn optional_joined_lists_take_emptiness_for_nothing() {
    for text in ["null", r#""""#, r#"" ""#, "{}"] {
        check(&[(text, None::<Commas>)]);
    }
    check(&[
        (r#""1""#, Some(commas(&[1]))),
        ("[1]", Some(commas(&[1]))),
        ("7", Some(commas(&[7]))),
    ]);
    check(&[(r#""null""#, Some(semicolons(&["null"])))]);
}

#[test]
fn a_hundred_thousand_separators_are_a_hundred_thousand_items() {
    let text = json!(";".repeat(100_000)).to_string();
    assert_eq!(read::<Delimited<String, ';'>>(&text).unwrap().len(), 99_999 + 1);
    let text = json!("1,".repeat(100_000)).to_string();
    assert_eq!(read::<Commas>(&text).unwrap().len(), 100_000);
    assert!(drift::<Commas>(&text).is_empty());
}

#[test]
fn values_inside_texts_are_sent_as_text() {
    check_sent(&ids(&[1, 2]), Some(r#""[1,2]""#));
    check_sent(&JsonString::new("a\"".to_owned()), Some(r#""\"a\\\"\"""#));
    check_sent(&JsonString::new(None::<i64>), Some("null"));
    check_sent(&vec![JsonString::new(JsonString::new(1_i64))], Some(r#"["\"1\""]"#));
    check_sent(&JsonString::new(f64::NAN), None);
    check_sent(&commas(&[1, 2, 13]), Some(r#""1,2,13""#));
    check_sent(&commas(&[]), Some(r#""""#));
    check_sent(&semicolons(&["a", ""]), Some(r#""a;""#));
    check_sent(&semicolons(&["a;b"]), None);
    check_sent(&Delimited::<_, ','>(vec![Some(true), None]), Some(r#""true""#));
}

#[test]
fn numbers_of_arbitrary_precision_are_taken_for_the_inside() {
    assert_eq!(number::<JsonString<i64>>("7"), Ok(JsonString::new(7)));
    assert_eq!(number::<Option<JsonString<String>>>("1.10"), Ok(Some("1.10".to_owned().into())));
    assert_eq!(number::<Commas>("7"), Ok(commas(&[7])));
    assert_eq!(number::<Option<Commas>>("7"), Ok(Some(commas(&[7]))));
}
