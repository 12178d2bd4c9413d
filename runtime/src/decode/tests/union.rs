//! Unions, tagged and by shape.

use super::*;
use crate::value::{Delimited, JsonString};

/// Tagged by `dataType`, which stands in both variants and which only one of them knows.
#[derive(Debug, PartialEq)]
enum Property {
    Number(Range),
    Text(Length),
    Unlisted(Value),
}

#[derive(Debug, Default, PartialEq)]
struct Range {
    max: String,
    inside: Vec<Property>,
}

#[derive(Debug, Default, PartialEq)]
struct Length {
    data_type: Option<String>,
    length: i64,
}

impl Default for Property {
    fn default() -> Self {
        Self::Unlisted(Value::Null)
    }
}

impl Decode for Property {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Union(self)
    }
}

impl Union for Property {
    fn tag(&self) -> Option<&'static str> {
        Some("dataType")
    }

    fn select(&mut self, tag: Scalar<'_>) -> Option<&mut dyn Decode> {
        *self = match tag {
            Scalar::Int(2) => Self::Number(Range::default()),
            Scalar::Text("TEXT") => Self::Text(Length::default()),
            _ => return None,
        };
        match self {
            Self::Number(inside) => Some(inside),
            Self::Text(inside) => Some(inside),
            Self::Unlisted(_) => None,
        }
    }

    fn attempt(&mut self, _: usize) -> Option<&mut dyn Decode> {
        None
    }

    fn keep(&mut self, json: Value) {
        *self = Self::Unlisted(json);
    }
}

macro_rules! object {
    ($name:ident { $($key:literal => $field:ident),* } required $required:expr) => {
        impl Decode for $name {
            fn destination(&mut self) -> Destination<'_> {
                Destination::Object(self)
            }
        }

        impl Object for $name {
            fn keys(&self) -> &'static Keys {
                const { &Keys::new(&[$($key),*], $required) }
            }

            fn at(&mut self, index: usize) -> &mut dyn Decode {
                let places: [&mut dyn Decode; _] = [$(&mut self.$field),*];
                places.into_iter().nth(index).unwrap()
            }
        }
    };
}

object!(Range { "max" => max, "inside" => inside } required &[0]);
object!(Length { "dataType" => data_type, "length" => length } required &[1]);

fn number_to(max: &str) -> Property {
    Property::Number(Range { max: max.to_owned(), inside: Vec::new() })
}

fn text_of(length: i64) -> Property {
    Property::Text(Length { data_type: Some("TEXT".to_owned()), length })
}

#[track_caller]
fn check<T: Decode + Default + Debug + PartialEq + 'static>(cases: Vec<(&str, T)>) {
    for (text, expected) in cases {
        assert_eq!(read::<T>(text).as_ref(), Ok(&expected), "{text}");
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(deserialize::<T, _>(value).as_ref().ok(), Some(&expected), "{text}");
    }
}

/// The same without the generic door, which has no text to go back to for digits.
#[track_caller]
fn check_exact<T: Decode + Default + Debug + PartialEq + 'static>(cases: Vec<(&str, T)>) {
    for (text, expected) in cases {
        assert_eq!(read::<T>(text).as_ref(), Ok(&expected), "{text}");
    }
}

#[track_caller]
fn check_unlisted(text: &str, path: &str) {
    let kept = Property::Unlisted(serde_json::from_str(text).unwrap());
    check(vec![(text, kept)]);
    let found = drift::<Property>(text);
    let found: Vec<_> = found.iter().map(|drift| (drift.kind, drift.path.as_str())).collect();
    assert_eq!(found, [(DriftKind::UnlistedValue, path)]);
}

#[test]
fn a_tag_says_what_it_is_wherever_it_stands() {
    check(vec![
        (r#"{"dataType":2,"max":"a"}"#, number_to("a")),
        (r#"{"max":"a","dataType":2}"#, number_to("a")),
        (r#"{"max":"a","dataType":"2"}"#, number_to("a")),
        (r#"{"length":3,"dataType":"TEXT"}"#, text_of(3)),
        // As everywhere, of a key that comes twice the last value stands.
        (r#"{"dataType":2,"length":3,"dataType":"TEXT"}"#, text_of(3)),
    ]);
    check(vec![(r#"[{"dataType":2,"max":"a"}]"#, vec![number_to("a")])]);
    let nested =
        r#"{"inside":[{"length":1,"dataType":"TEXT"},{"dataType":9}],"dataType":2,"max":"a"}"#;
    let inside = vec![text_of(1), Property::Unlisted(json!({"dataType": 9}))];
    check(vec![(nested, Property::Number(Range { max: "a".to_owned(), inside }))]);
}

#[test]
fn what_no_tag_lists_is_kept() {
    check_unlisted(r#"{"dataType":"NEW","a":[1,{"b":null}]}"#, "$.dataType");
    check_unlisted(r#"{"dataType":"02","max":"a"}"#, "$.dataType");
    check_unlisted(r#"{"dataType":true}"#, "$.dataType");
    check_unlisted(r#"{"dataType":null,"length":1}"#, "$.dataType");
    check_unlisted(r#"{"dataType":{"a":1},"length":1}"#, "$.dataType");
    check_unlisted(r#"{"length":1}"#, "$.dataType");
    check_unlisted("{}", "$.dataType");
    check_unlisted("[]", "$.dataType");
    check_unlisted("[1]", "$.dataType");
    check_unlisted("7", "$.dataType");
    check_unlisted(r#""text""#, "$.dataType");
}

#[test]
fn a_tagged_value_that_does_not_fit_is_a_mismatch() {
    for (text, expected) in [
        ("null", "expected one of several types at $, found null"),
        (r#"{"dataType":2}"#, "expected a string at $.max, found nothing"),
        (r#"{"dataType":2,"max":[]}"#, "expected a string at $.max, found a list"),
        (
            r#"{"dataType":2,"max":"","inside":[{"dataType":"TEXT","length":"x"}]}"#,
            "expected an integer at $.inside[0].length, found the string \"x\"",
        ),
    ] {
        assert_eq!(read::<Property>(text).unwrap_err(), expected);
    }
}

#[test]
fn optional_unions_take_emptiness_for_nothing() {
    for text in ["null", r#""""#, "[]"] {
        check(vec![(text, None::<Property>)]);
    }
    check(vec![
        (r#"{"dataType":2,"max":"a"}"#, Some(number_to("a"))),
        ("{}", Some(Property::Unlisted(json!({})))),
        ("[1]", Some(Property::Unlisted(json!([1])))),
        ("7", Some(Property::Unlisted(json!(7)))),
    ]);
    check(vec![("null", None::<Shaped>), ("[]", Some(Shaped::List(vec![])))]);
    check(vec![(r#""""#, Some(Shaped::Text(String::new())))]);
}

#[test]
fn the_tag_is_no_unknown_field_and_the_rest_is_told() {
    let text = r#"{"dataType":"2","max":"a","new":1,"inside":[{"dataType":2,"max":7}]}"#;
    let found: Vec<_> = drift::<Property>(text).iter().map(Drift::to_string).collect();
    let expected =
        [": a number instead of a string at $.inside[0].max: \"7\"", ": unknown field at $.new"];
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(expected.iter().all(|expected| found.iter().any(|found| found == expected)));
}

#[test]
fn numbers_inside_a_union_keep_their_digits() {
    check_exact(vec![
        (r#"{"dataType":2,"max":1.10}"#, number_to("1.10")),
        (
            r#"{"max":123456789012345678901234567890,"dataType":2}"#,
            number_to("123456789012345678901234567890"),
        ),
    ]);
    let text =
        r#"[{"dataType":2,"max":1.10},{"dataType":3,"a":[]},{"dataType":"TEXT","length":1}]"#;
    let kept = Property::Unlisted(json!({"dataType": 3, "a": []}));
    check_exact(vec![(text, vec![number_to("1.10"), kept, text_of(1)])]);
    let wrapped = format!(r#"{{"a":{text},"b":"","c":[]}}"#);
    let found: BTreeMap<String, Vec<Option<Property>>> = read(&wrapped).unwrap();
    assert_eq!(found["a"][0], Some(number_to("1.10")));
    // Variants of a text and of numbers: what is a number stays one.
    check_exact(vec![
        ("1.10", Shaped::Float(1.1)),
        ("[1.10]", Shaped::List(vec!["1.10".to_owned()])),
        (r#"{"id":1.10,"name":"n"}"#, Shaped::Named(Named { id: "1.10".into(), name: "n".into() })),
    ]);
    assert_eq!(
        read::<JsonString<Property>>(r#""{\"dataType\":2,\"max\":1.10}""#),
        Ok(JsonString::new(number_to("1.10")))
    );
    assert_eq!(
        read::<Option<JsonString<Property>>>(r#"{"dataType":2,"max":1.10}"#),
        Ok(Some(JsonString::new(number_to("1.10"))))
    );
}

/// By shape, in this order.
#[derive(Debug, PartialEq)]
enum Shaped {
    Empty(Option2),
    Numbered(Numbered),
    Named(Named),
    Text(String),
    Bool(bool),
    Int(i64),
    Float(f64),
    List(Vec<String>),
    Unlisted(Value),
}

#[derive(Debug, Default, PartialEq)]
struct Option2 {
    value: Option<i64>,
}

#[derive(Debug, Default, PartialEq)]
struct Numbered {
    id: i64,
    name: Option<String>,
}

#[derive(Debug, Default, PartialEq)]
struct Named {
    id: String,
    name: String,
}

object!(Option2 { "value" => value } required &[]);
object!(Numbered { "id" => id, "name" => name } required &[0]);
object!(Named { "id" => id, "name" => name } required &[0, 1]);

impl Default for Shaped {
    fn default() -> Self {
        Self::Unlisted(Value::Null)
    }
}

impl Decode for Shaped {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Union(self)
    }
}

impl Union for Shaped {
    fn tag(&self) -> Option<&'static str> {
        None
    }

    fn select(&mut self, _: Scalar<'_>) -> Option<&mut dyn Decode> {
        None
    }

    fn attempt(&mut self, index: usize) -> Option<&mut dyn Decode> {
        *self = match index {
            0 => Self::Empty(Option2::default()),
            1 => Self::Numbered(Numbered::default()),
            2 => Self::Named(Named::default()),
            3 => Self::Text(String::new()),
            4 => Self::Bool(false),
            5 => Self::Int(0),
            6 => Self::Float(0.0),
            7 => Self::List(Vec::new()),
            _ => return None,
        };
        Some(match self {
            Self::Empty(inside) => inside,
            Self::Numbered(inside) => inside,
            Self::Named(inside) => inside,
            Self::Text(inside) => inside,
            Self::Bool(inside) => inside,
            Self::Int(inside) => inside,
            Self::Float(inside) => inside,
            Self::List(inside) => inside,
            Self::Unlisted(_) => return None,
        })
    }

    fn keep(&mut self, json: Value) {
        *self = Self::Unlisted(json);
    }
}

#[test]
fn shapes_are_tried_in_order_and_slack_comes_last() {
    let named = |id: &str, name: &str| Shaped::Named(Named { id: id.into(), name: name.into() });
    let numbered =
        |id, name: Option<&str>| Shaped::Numbered(Numbered { id, name: name.map(str::to_owned) });
    check(vec![
        (r#"{"value":1}"#, Shaped::Empty(Option2 { value: Some(1) })),
        ("{}", Shaped::Empty(Option2 { value: None })),
        (r#"{"id":1}"#, numbered(1, None)),
        (r#"{"id":1,"name":"n"}"#, numbered(1, Some("n"))),
        // Without slack a number as text is text, so the later variant is the better one.
        (r#"{"id":"1","name":"n"}"#, named("1", "n")),
        (r#"{"id":"a","name":"n"}"#, named("a", "n")),
        // With slack, if nothing takes it without.
        (r#"{"id":"1"}"#, numbered(1, None)),
        // Fields left over weigh more than slack: `value` alone would leave two.
        (r#"{"id":"1","name":7}"#, numbered(1, Some("7"))),
        (r#"{"id":1,"new":1}"#, numbered(1, None)),
        (r#"{"new":1}"#, Shaped::Empty(Option2 { value: None })),
        (r#""1""#, Shaped::Text("1".to_owned())),
        (r#""""#, Shaped::Text(String::new())),
        ("true", Shaped::Bool(true)),
        ("1", Shaped::Int(1)),
        ("1.5", Shaped::Float(1.5)),
        ("[]", Shaped::List(vec![])),
        (r#"["a"]"#, Shaped::List(vec!["a".to_owned()])),
        ("[[]]", Shaped::Unlisted(json!([[]]))),
    ]);
}

/// By shape: a property and nothing else, or anything.
#[derive(Debug, Default, PartialEq)]
struct Held(Option<Box<Holder>>, Value);

#[derive(Debug, Default, PartialEq)]
struct Holder {
    property: Option<Property>,
}

object!(Holder { "property" => property } required &[]);

impl Decode for Held {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Union(self)
    }
}

impl Union for Held {
    fn tag(&self) -> Option<&'static str> {
        None
    }

    fn select(&mut self, _: Scalar<'_>) -> Option<&mut dyn Decode> {
        None
    }

    fn attempt(&mut self, index: usize) -> Option<&mut dyn Decode> {
        self.0 = (index == 0).then(Box::default);
        match index {
            0 => self.0.as_deref_mut().map(|holder| holder as &mut dyn Decode),
            1 => Some(&mut self.1),
            _ => None,
        }
    }

    fn keep(&mut self, json: Value) {
        *self = Self(None, json);
    }
}

#[test]
fn a_tag_inside_a_shape_is_no_field_left_over() {
    let holder = Holder { property: Some(number_to("a")) };
    let held = Held(Some(Box::new(holder)), Value::Null);
    check(vec![(r#"{"property":{"dataType":2,"max":"a"}}"#, held)]);
    let text = r#"{"property":{"dataType":2,"max":"a","new":1}}"#;
    check(vec![(text, Held(None, serde_json::from_str(text).unwrap()))]);
}

#[test]
fn only_the_variant_that_won_leaves_drift() {
    for (text, expected) in [
        (r#"{"id":1,"name":"n"}"#, [].as_slice()),
        (r#"{"id":"1"}"#, &[": a string instead of an integer at $.id: \"1\""]),
        (r#"{"id":1,"new":1}"#, &[": unknown field at $.new"]),
        ("[[]]", &[": unlisted value at $"]),
    ] {
        let found: Vec<_> = drift::<Shaped>(text).iter().map(Drift::to_string).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_mismatch_after_a_union_is_at_its_own_place() {
    let error =
        read::<Vec<JsonString<Delimited<Shaped, ','>>>>(r#"["\"[[]],1\"", "x"]"#).unwrap_err();
    assert!(error.starts_with("expected JSON at $[1]→"), "{error}");
    let text = r#"{"a":[{"id":[{"id":[1]}]},[[]]],"b":7}"#;
    let error = read::<BTreeMap<String, Vec<Shaped>>>(text).unwrap_err();
    assert_eq!(error, "expected a list at $.b, found the number 7");
}

#[test]
fn numbers_of_arbitrary_precision_are_told_apart() {
    assert_eq!(number::<Shaped>("7"), Ok(Shaped::Int(7)));
    assert_eq!(number::<Option<Shaped>>("2.5"), Ok(Some(Shaped::Float(2.5))));
    assert_eq!(number::<JsonString<Shaped>>("7"), Ok(JsonString::new(Shaped::Int(7))));
    assert_eq!(number::<Property>("7"), Ok(Property::Unlisted(json!(7))));
}

/// A tree whose every node is one of two kinds that differ only at the bottom; and itself, which a description should
/// not say.
#[derive(Debug, PartialEq)]
enum Tree {
    Left(Box<Node<0>>),
    Right(Box<Node<1>>),
    Itself(Box<Tree>),
    Unlisted(Value),
}

#[derive(Debug, Default, PartialEq)]
struct Node<const SIDE: usize> {
    child: Option<Tree>,
    side: i64,
}

impl<const SIDE: usize> Decode for Node<SIDE> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl<const SIDE: usize> Object for Node<SIDE> {
    fn keys(&self) -> &'static Keys {
        &Keys { names: &["child", "left", "right"], required: &[] }
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        match index {
            0 => &mut self.child,
            _ => &mut self.side,
        }
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::Unlisted(Value::Null)
    }
}

impl Decode for Tree {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Union(self)
    }
}

impl Union for Tree {
    fn tag(&self) -> Option<&'static str> {
        None
    }

    fn select(&mut self, _: Scalar<'_>) -> Option<&mut dyn Decode> {
        None
    }

    fn attempt(&mut self, index: usize) -> Option<&mut dyn Decode> {
        *self = match index {
            0 => Self::Left(Box::default()),
            1 => Self::Right(Box::default()),
            2 => Self::Itself(Box::default()),
            _ => return None,
        };
        Some(match self {
            Self::Left(inside) => inside,
            Self::Right(inside) => inside,
            Self::Itself(inside) => inside,
            Self::Unlisted(_) => return None,
        })
    }

    fn keep(&mut self, json: Value) {
        *self = Self::Unlisted(json);
    }
}

fn tree(depth: usize, bottom: &str) -> String {
    r#"{"child":"#.repeat(depth) + bottom + &"}".repeat(depth)
}

#[test]
fn trying_is_bounded() {
    let started = std::time::Instant::now();
    for bottom in ["{}", "[]", r#"{"new":1}"#, r#"{"left":"x"}"#, "1.10"] {
        for depth in [10, 50, 120, 100_000] {
            // The result does not matter; the time is bounded.
            let _ = read::<Tree>(&tree(depth, bottom));
            let _ = read::<Vec<Tree>>(&format!("[{}]", tree(depth, bottom)));
        }
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    let error = read::<Tree>(&tree(50, "[1]")).unwrap_err();
    assert!(error.ends_with("found a value that can be read in too many ways"), "{error}");
    assert!(read::<Tree>(&tree(100, "{}")).is_ok());
}

#[test]
fn depth_counts_through_unions() {
    let deep = tree(100_000, "{}");
    assert!(read::<Tree>(&deep).unwrap_err().contains("recursion limit"));
    let tagged = |depth: usize| {
        let open = r#"{"dataType":2,"max":1.10,"inside":["#;
        open.repeat(depth) + &"]}".repeat(depth)
    };
    assert!(read::<Property>(&tagged(60)).is_ok());
    assert!(read::<Property>(&tagged(100_000)).is_err());
}
