//! Coercion, by destination and JSON type.

mod string_encoded;
mod union;

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::value::{Error as ValueError, MapDeserializer};
use serde_json::{Value, json};

use super::*;
use crate::descriptor::Envelope;
use crate::response::envelope::{self, Verdict};
use crate::response::{PayloadReceiver, make, take};
use crate::value::{Secret, Timestamp, Unlisted};

static BARE: Envelope =
    Envelope { code: None, success: &[], message: None, data: None, others: &[] };

fn read<T: Decode + Default + 'static>(text: &str) -> Result<T, String> {
    let mut receiver = PayloadReceiver::new(make::<T>);
    match envelope::read(&BARE, 200, text.as_bytes(), &mut receiver, None) {
        Verdict::Success => Ok(take(&mut *receiver.into_payload())),
        Verdict::Unreadable(mismatch) => Err(mismatch.to_string()),
        Verdict::Refused { .. } => unreachable!(),
    }
}

fn drift<T: Decode + Default + 'static>(text: &str) -> Vec<Drift> {
    let mut found = Vec::new();
    let mut receiver = PayloadReceiver::new(make::<T>);
    let verdict = envelope::read(&BARE, 200, text.as_bytes(), &mut receiver, Some(&mut found));
    assert_eq!(verdict, Verdict::Success);
    found
}

/// Every JSON kind, in this order, against what becomes of it; `None` is a mismatch.
#[track_caller]
fn check<T: Decode + Default + Debug + PartialEq + 'static>(expected: [Option<T>; KINDS.len()]) {
    for (text, expected) in KINDS.iter().zip(expected) {
        let found = read::<T>(text);
        assert_eq!(found.as_ref().ok(), expected.as_ref(), "{text}: {found:?}");
    }
}

const KINDS: [&str; 11] =
    ["null", "true", "1", "-7", "2.5", "3.0", "\"\"", "\" 42 \"", "\"abc\"", "{}", "[]"];

#[test]
fn booleans_take_zero_one_and_their_names() {
    let t = Some(true);
    check::<bool>([None, t, t, None, None, None, None, None, None, None, None]);
    for (text, expected) in
        [("0", false), ("\"0\"", false), ("\"1\"", true), ("\"true\"", true), ("\"FALSE\"", false)]
    {
        assert_eq!(read::<bool>(text), Ok(expected), "{text}");
    }
    assert!(read::<bool>("2").is_err());
}

#[test]
fn integers_take_numeric_text_whole_floats_and_booleans() {
    check::<i64>([
        None,
        Some(1),
        Some(1),
        Some(-7),
        None,
        Some(3),
        None,
        Some(42),
        None,
        None,
        None,
    ]);
    assert_eq!(read::<i64>("\"-7.0\""), Ok(-7));
    assert_eq!(read::<i64>("1e3"), Ok(1000));
    assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert!(read::<i64>("9223372036854775808").is_err());
    assert!(read::<i64>("1e19").is_err());
    assert!(read::<i64>("\"inf\"").is_err());
}

#[test]
fn unsigned_integers_reach_beyond_i64() {
    check::<u64>([None, Some(1), Some(1), None, None, Some(3), None, Some(42), None, None, None]);
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<u64>("\"18446744073709551615\""), Ok(u64::MAX));
    assert!(read::<u64>("18446744073709551616").is_err());
}

#[test]
fn numbers_take_numeric_text_that_is_finite() {
    check::<f64>([
        None,
        None,
        Some(1.0),
        Some(-7.0),
        Some(2.5),
        Some(3.0),
        None,
        Some(42.0),
        None,
        None,
        None,
    ]);
    assert_eq!(read::<f64>("18446744073709551615"), Ok(u64::MAX as f64));
    assert!(read::<f64>("\"NaN\"").is_err());
}

#[test]
fn text_takes_any_scalar() {
    let s = |text: &str| Some(text.to_owned());
    check::<String>([
        None,
        s("true"),
        s("1"),
        s("-7"),
        s("2.5"),
        s("3.0"),
        s(""),
        s(" 42 "),
        s("abc"),
        None,
        None,
    ]);
    let found = read::<Secret>("12").unwrap();
    assert_eq!(found.expose(), "12");
}

#[test]
fn numbers_that_land_in_text_keep_their_digits() {
    for digits in
        ["1.10", "123456789012345678901234567890", "-0.0", "1e5", "18446744073709551615", "0.1000"]
    {
        assert_eq!(read::<String>(digits).as_deref(), Ok(digits));
        assert_eq!(read::<Option<String>>(digits), Ok(Some(digits.to_owned())));
        assert_eq!(
            read::<Vec<String>>(&format!("[{digits}, \"a\\n\", true]")).unwrap(),
            [digits, "a\n", "true"]
        );
        assert_eq!(read::<Colour>(digits).unwrap().scalar().to_string(), digits);
    }
}

#[test]
fn json_is_kept_as_it_is() {
    for text in KINDS {
        assert_eq!(read::<Value>(text).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }
    let text = r#"{"a":[1,{"b":null}],"c":"d"}"#;
    assert_eq!(read::<Value>(text).unwrap().to_string(), text);
    assert_eq!(read::<Option<Value>>(text).unwrap().unwrap().to_string(), text);
    assert_eq!(read::<Option<Value>>("[]"), Ok(Some(json!([]))));
    assert_eq!(read::<Option<Value>>("null"), Ok(None));
}

#[test]
fn nothing_takes_everything() {
    check::<()>([Some(()); KINDS.len()]);
}

#[test]
fn optionals_take_emptiness_for_nothing() {
    let n = Some(None::<i64>);
    let i = |value| Some(Some(value));
    check::<Option<i64>>([n, i(1), i(1), i(-7), None, i(3), n, i(42), None, n, n]);
    let n = Some(None::<String>);
    let s = |text: &str| Some(Some(text.to_owned()));
    check::<Option<String>>([
        n.clone(),
        s("true"),
        s("1"),
        s("-7"),
        s("2.5"),
        s("3.0"),
        s(""),
        s(" 42 "),
        s("abc"),
        n.clone(),
        n,
    ]);
    assert_eq!(read::<Option<Timestamp>>("\"\""), Ok(None));
    assert_eq!(
        read::<Option<Timestamp>>("\"1700000000000\""),
        Ok(Some(Timestamp::from_millis(1_700_000_000_000)))
    );
    assert!(read::<Option<Timestamp>>("\"2023-11-14T22:13:20Z\"").is_err());
}

#[test]
fn optional_containers_leave_emptiness_to_their_inside() {
    assert_eq!(read::<Option<Vec<i64>>>("{}"), Ok(Some(vec![])));
    assert_eq!(read::<Option<Vec<i64>>>("[1]"), Ok(Some(vec![1])));
    assert_eq!(read::<Option<Vec<i64>>>("\"\""), Ok(None));
    assert_eq!(read::<Option<BTreeMap<String, i64>>>("{}"), Ok(Some(BTreeMap::new())));
    assert_eq!(read::<Option<Device>>("[]"), Ok(None));
    assert_eq!(read::<Option<Device>>("\"\""), Ok(None));
    assert!(read::<Option<i64>>("[1]").unwrap_err().ends_with("found a list"));
    assert!(read::<Option<i64>>(r#"{"a":1}"#).unwrap_err().ends_with("found an object"));
}

#[test]
fn lists_take_emptiness_for_no_items() {
    let none = Some(Vec::<i64>::new());
    check::<Vec<i64>>([
        none.clone(),
        None,
        None,
        None,
        None,
        None,
        none.clone(),
        None,
        None,
        none.clone(),
        none,
    ]);
    assert!(read::<Vec<i64>>(r#"{"a":1}"#).is_err());
}

#[test]
fn maps_and_objects_take_emptiness_for_no_entries() {
    let none = Some(BTreeMap::<String, i64>::new());
    check([
        none.clone(),
        None,
        None,
        None,
        None,
        None,
        none.clone(),
        None,
        None,
        none.clone(),
        none,
    ]);
    assert!(read::<BTreeMap<String, i64>>("[1]").is_err());
    for text in ["null", "\"\"", "[]", "{}"] {
        assert_eq!(read::<Wide>(text).map(|wide| wide.0), Ok([0; 70]), "{text}");
        assert_eq!(
            read::<Device>(text).unwrap_err(),
            "expected a string at $.deviceKey, found nothing"
        );
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Colour {
    Red,
    Empty,
    PlusOne,
    Two,
    Unlisted(Unlisted),
}

impl Default for Colour {
    fn default() -> Self {
        Self::Unlisted(Unlisted::from(""))
    }
}

impl OpenEnum for Colour {
    const SCALARS: &'static [Scalar<'static>] =
        &[Scalar::Text("red"), Scalar::Text(""), Scalar::Text("+1"), Scalar::Int(2)];
    const VALUES: &'static [Self] = &[Self::Red, Self::Empty, Self::PlusOne, Self::Two];

    fn unlisted(value: Unlisted) -> Self {
        Self::Unlisted(value)
    }

    fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Red => Scalar::Text("red"),
            Self::Empty => Scalar::Text(""),
            Self::PlusOne => Scalar::Text("+1"),
            Self::Two => Scalar::Int(2),
            Self::Unlisted(value) => value.scalar(),
        }
    }
}

impl Decode for Colour {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Enum(self)
    }
}

#[test]
fn enums_keep_what_they_do_not_list() {
    let text = |text: &str| Some(Colour::Unlisted(text.into()));
    let int = |int: i64| Some(Colour::Unlisted(int.into()));
    let empty = Some(Colour::Empty);
    check([
        None,
        text("true"),
        int(1),
        int(-7),
        text("2.5"),
        text("3.0"),
        empty,
        text(" 42 "),
        text("abc"),
        None,
        None,
    ]);
    assert_eq!(read::<Colour>("2"), Ok(Colour::Two));
    assert_eq!(read::<Colour>("\"2\""), Ok(Colour::Two));
    assert_eq!(read::<Colour>("\"+1\""), Ok(Colour::PlusOne));
    assert_eq!(read::<Option<Colour>>("\"\""), Ok(Some(Colour::Empty)));
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Level(Option<i64>);

impl OpenEnum for Level {
    const SCALARS: &'static [Scalar<'static>] = &[Scalar::Int(1)];
    const VALUES: &'static [Self] = &[Self(Some(1))];

    fn unlisted(value: Unlisted) -> Self {
        Self(value.as_i64())
    }

    fn scalar(&self) -> Scalar<'_> {
        Scalar::Int(self.0.unwrap_or_default())
    }
}

impl Decode for Level {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Enum(self)
    }
}

#[test]
fn an_enum_without_an_empty_value_takes_empty_text_for_nothing() {
    assert_eq!(read::<Option<Level>>("\"\""), Ok(None));
    assert_eq!(read::<Option<Level>>("\"1\""), Ok(Some(Level(Some(1)))));
}

#[derive(Debug, Default, PartialEq)]
struct Device {
    key: String,
    secret: Option<Secret>,
    status: Option<i64>,
    colour: Option<Colour>,
    properties: Vec<Device>,
    parent: Option<Box<Device>>,
    tags: BTreeMap<String, i64>,
}

impl Decode for Device {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl Object for Device {
    fn keys(&self) -> &'static Keys {
        &Keys {
            names: &["deviceKey", "secret", "status", "colour", "properties", "parent", "tags"],
            required: &[0],
        }
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        match index {
            0 => &mut self.key,
            1 => &mut self.secret,
            2 => &mut self.status,
            3 => &mut self.colour,
            4 => &mut self.properties,
            5 => &mut self.parent,
            _ => &mut self.tags,
        }
    }
}

#[test]
fn objects_take_keys_in_any_order_and_skip_unknown_ones() {
    let text = r#"{"new":{"a":[1,{"b":2}]},"status":"7","deviceKey":"k","parent":{"deviceKey":"p"},"colour":"red"}"#;
    let device: Device = read(text).unwrap();
    assert_eq!(
        (device.key.as_str(), device.status, device.colour),
        ("k", Some(7), Some(Colour::Red))
    );
    assert_eq!(device.parent.unwrap().key, "p");
}

/// Keys of every length that is compared in a way of its own.
const LENGTHS: [&str; 9] = [
    "k",
    "id",
    "tag",
    "code",
    "reading",
    "quantity",
    "sixteen_letters_",
    "seventeen_letters",
    "an_even_longer_key_that_has_two_equal_ends_an_even_longer_key",
];

#[derive(Default)]
struct Lengths([i64; LENGTHS.len()]);

impl Decode for Lengths {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl Object for Lengths {
    fn keys(&self) -> &'static Keys {
        const { &Keys::new(&LENGTHS, &[]) }
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        &mut self.0[index]
    }
}

#[test]
fn keys_of_any_length_are_told_apart() {
    let read_keys = |keys: &[&str]| {
        let object: BTreeMap<_, _> = keys.iter().map(|key| (key, 1)).collect();
        read::<Lengths>(&json!(object).to_string()).unwrap().0
    };
    assert_eq!(read_keys(&LENGTHS), [1; LENGTHS.len()]);
    for (index, name) in LENGTHS.iter().enumerate() {
        let mut only = [0; LENGTHS.len()];
        only[index] = 1;
        assert_eq!(read_keys(&[name]), only);
        for place in 0..name.len() {
            let other = format!("{}!{}", &name[..place], &name[place + 1..]);
            assert_eq!(read_keys(&[&other]), [0; LENGTHS.len()], "{other}");
            // The name at the expected position.
            let mut keys = LENGTHS.to_vec();
            keys[index] = &other;
            let text = keys.iter().map(|key| format!("\"{key}\":1")).collect::<Vec<_>>().join(",");
            let found = read::<Lengths>(&format!("{{{text}}}")).unwrap().0;
            assert_eq!((found[index], found.iter().sum::<i64>()), (0, 8), "{other}");
        }
    }
}

/// A place behind which there is an optional, written by hand: it says only where its value lands.
#[derive(Debug, Default, PartialEq)]
struct ByHand(Option<String>);

impl Decode for ByHand {
    fn destination(&mut self) -> Destination<'_> {
        self.0.destination()
    }
}

#[test]
fn an_optional_behind_a_type_by_hand_is_one() {
    let some = |text: &str| Ok(ByHand(Some(text.to_owned())));
    assert_eq!(read::<ByHand>("null"), Ok(ByHand(None)));
    assert_eq!(read::<ByHand>("\"a\""), some("a"));
    assert_eq!(read::<ByHand>("\"\""), some(""));
    assert_eq!(read::<ByHand>("\" \""), some(" "));
    assert_eq!(read::<ByHand>("1.10"), some("1.10"));
    assert!(read::<ByHand>("[]").is_ok());
}

#[track_caller]
fn check_mismatch(text: &str, expected: &str) {
    assert_eq!(read::<Device>(text).unwrap_err(), expected);
}

#[test]
fn mismatches_say_where_and_what() {
    check_mismatch("{}", "expected a string at $.deviceKey, found nothing");
    check_mismatch(r#"{"deviceKey":null}"#, "expected a string at $.deviceKey, found null");
    check_mismatch(
        r#"{"deviceKey":"k","properties":[{"deviceKey":"a"},{"deviceKey":"b","status":"off"}]}"#,
        "expected an integer at $.properties[1].status, found the string \"off\"",
    );
    check_mismatch(
        r#"{"deviceKey":"k","parent":{"deviceKey":"p","parent":{"status":1}}}"#,
        "expected a string at $.parent.parent.deviceKey, found nothing",
    );
    check_mismatch(
        r#"{"deviceKey":"k","tags":{"a":1,"odd key":[2]}}"#,
        "expected an integer at $.tags[\"odd key\"], found a list",
    );
    check_mismatch(
        r#"{"deviceKey":"k","status":{"a":1}}"#,
        "expected an integer at $.status, found an object",
    );
    check_mismatch(
        r#"{"deviceKey":"k","properties":3}"#,
        "expected a list at $.properties, found the number 3",
    );
}

#[test]
fn long_values_are_cut_and_secrets_left_out() {
    let text = format!(r#"{{"deviceKey":"k","status":"{}"}}"#, "é".repeat(1000));
    check_mismatch(
        &text,
        &format!("expected an integer at $.status, found the string \"{}…\"", "é".repeat(40)),
    );
    check_mismatch(
        r#"{"deviceKey":"k","secret":[1]}"#,
        "expected a string at $.secret, found a list",
    );
}

#[test]
fn broken_json_has_a_path_too() {
    let found = read::<Device>(r#"{"deviceKey":"k","properties":[{"deviceKey":"a"},{"deviceKey":"#)
        .unwrap_err();
    assert!(found.starts_with("expected JSON at $.properties[1].deviceKey, found EOF"), "{found}");
    for (text, path) in [
        (r#"{"deviceKey":"k" "status":1}"#, "$"),
        (r#"{"deviceKey":"k","parent":{"deviceKey":"p"]}"#, "$.parent"),
        (r#"{"deviceKey":"k","parent":{"deviceKey":"p","new":]}"#, "$.parent"),
        (r#"{"deviceKey":"k","parent":{"deviceKey":"p"},"status":}"#, "$.status"),
    ] {
        let found = read::<Device>(text).unwrap_err();
        assert!(found.starts_with(&format!("expected JSON at {path}, found expected")), "{found}");
    }
    let found = read::<Device>(r#"{"deviceKey":"k"} trailing"#).unwrap_err();
    assert!(found.contains("trailing characters"), "{found}");
}

#[test]
fn depth_is_an_error_and_no_crash() {
    let deep = "[".repeat(100_000);
    assert!(read::<Value>(&deep).unwrap_err().contains("recursion limit"));
    let deep = r#"{"deviceKey":"k","parent":"#.repeat(100_000);
    assert!(read::<Device>(&deep).unwrap_err().contains("recursion limit"));
    let skipped =
        format!(r#"{{"unknown":{}{},"deviceKey":"k"}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(read::<Device>(&skipped).unwrap().key, "k");
}

struct Wide([i64; 70]);

impl Default for Wide {
    fn default() -> Self {
        Self([0; 70])
    }
}

impl Decode for Wide {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl Object for Wide {
    fn keys(&self) -> &'static Keys {
        const NAMES: [&str; 70] = {
            const DIGITS: &str = "0123456789";
            let mut names = [""; 70];
            let mut index = 0;
            while index < 70 {
                // Keys `0`, `01`, `012` …: different lengths are different names.
                names[index] = if index < 10 {
                    DIGITS.split_at(index + 1).0
                } else {
                    LONG.split_at(index + 1).0
                };
                index += 1;
            }
            names
        };
        const LONG: &str =
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
        &Keys { names: &NAMES, required: &[] }
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        &mut self.0[index]
    }
}

/// The same with its last key required.
#[derive(Default)]
struct WideRequired(Wide);

impl Decode for WideRequired {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl Object for WideRequired {
    fn keys(&self) -> &'static Keys {
        static KEYS: std::sync::OnceLock<Keys> = std::sync::OnceLock::new();
        KEYS.get_or_init(|| Keys { names: Wide::default().keys().names, required: &[3, 69] })
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        self.0.at(index)
    }
}

#[test]
fn objects_may_have_more_than_64_fields() {
    let names = Wide::default().keys().names;
    let object = |skip: usize| -> Value {
        let entries = names.iter().enumerate().filter(|(index, _)| *index != skip);
        Value::Object(entries.map(|(index, name)| ((*name).to_owned(), json!(index))).collect())
    };
    let wide: Wide = read(&object(70).to_string()).unwrap();
    assert!(wide.0.iter().enumerate().all(|(index, value)| *value == index as i64));
    assert!(read::<WideRequired>(&object(70).to_string()).is_ok());
    assert!(read::<WideRequired>(&object(5).to_string()).is_ok());
    assert!(read::<WideRequired>(&object(3).to_string()).is_err());
    assert!(read::<WideRequired>(&object(69).to_string()).is_err());
}

/// Its fields have defaults that their types do not have; the last key must be there and may be null.
#[derive(Debug, PartialEq)]
struct Settings {
    level: i64,
    unit: String,
    colour: Colour,
    step: Level,
    tags: Vec<i64>,
    plain: i64,
    note: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            level: 5,
            unit: "cm".to_owned(),
            colour: Colour::Red,
            step: Level(Some(1)),
            tags: vec![7],
            plain: 0,
            note: None,
        }
    }
}

impl Decode for Settings {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl Object for Settings {
    fn keys(&self) -> &'static Keys {
        const { &Keys::new(&["level", "unit", "colour", "step", "tags", "plain", "note"], &[6]) }
    }

    fn defaulted(&self) -> &'static [u16] {
        &[0, 1, 2, 3, 4]
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        match index {
            0 => &mut self.level,
            1 => &mut self.unit,
            2 => &mut self.colour,
            3 => &mut self.step,
            4 => &mut self.tags,
            5 => &mut self.plain,
            _ => &mut self.note,
        }
    }
}

#[track_caller]
fn check_settings(text: &str, change: impl FnOnce(&mut Settings)) {
    let mut expected = Settings::default();
    change(&mut expected);
    assert_eq!(read::<Settings>(text), Ok(expected));
}

#[test]
fn described_defaults_stay_where_nothing_comes() {
    check_settings(r#"{"note":null}"#, |_| {});
    let nulls = r#"{"level":null,"unit":null,"colour":null,"step":null,"tags":null,"note":null}"#;
    check_settings(nulls, |_| {});
    check_settings(r#"{"level":"","step":"","tags":"","note":null}"#, |_| {});
    check_settings(r#"{"level":[],"colour":{},"note":null}"#, |_| {});
    // Types that accept "" as a value accept it here, too.
    check_settings(r#"{"unit":"","colour":"","tags":[],"note":null}"#, |settings| {
        settings.unit = String::new();
        settings.colour = Colour::Empty;
        settings.tags = vec![];
    });
    check_settings(r#"{"level":"7","unit":1.10,"step":2,"tags":[1],"note":"n"}"#, |settings| {
        settings.level = 7;
        settings.unit = "1.10".to_owned();
        settings.step = Level(Some(2));
        settings.tags = vec![1];
        settings.note = Some("n".to_owned());
    });
    assert!(read::<Settings>(r#"{"plain":null,"note":null}"#).is_err());
    assert!(read::<Settings>(r#"{"level":"x","note":null}"#).is_err());
    assert!(drift::<Settings>(nulls).is_empty());
}

#[test]
fn a_required_key_of_an_option_may_be_null_and_must_be_there() {
    check_settings(r#"{"note":"n"}"#, |settings| settings.note = Some("n".to_owned()));
    check_settings(r#"{"note":null}"#, |settings| settings.note = None);
    assert_eq!(
        read::<Settings>("{}").unwrap_err(),
        "expected a value or null at $.note, found nothing"
    );
}

/// What `serde_json` presents when some crate of the caller's tree switches on `arbitrary_precision`.
fn number<T: Decode + Default + 'static>(digits: &'static str) -> Result<T, String> {
    let map = MapDeserializer::<_, ValueError>::new([(NUMBER_KEY, digits)].into_iter());
    deserialize(map).map_err(|error| error.to_string())
}

#[test]
fn numbers_of_arbitrary_precision_are_numbers() {
    assert_eq!(number::<i64>("7"), Ok(7));
    assert_eq!(number::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(number::<f64>("2.5"), Ok(2.5));
    assert_eq!(number::<bool>("1"), Ok(true));
    assert_eq!(number::<String>("1.10").as_deref(), Ok("1.10"));
    assert_eq!(number::<Option<String>>("1.10").unwrap().as_deref(), Some("1.10"));
    assert_eq!(number::<Option<i64>>("7"), Ok(Some(7)));
    assert_eq!(number::<Colour>("2"), Ok(Colour::Two));
    assert_eq!(number::<Colour>("1.10"), Ok(Colour::Unlisted("1.10".into())));
    assert_eq!(number::<Option<Colour>>("2"), Ok(Some(Colour::Two)));
    assert_eq!(number::<()>("7"), Ok(()));
    assert_eq!(number::<Device>("7"), Err("expected an object at $, found a number".to_owned()));
    assert!(number::<BTreeMap<String, i64>>("7").is_err());
    assert!(number::<Vec<i64>>("7").unwrap_err().ends_with("found the number 7"));
}

#[test]
fn the_serde_door_has_the_same_slack() {
    let device: Device =
        deserialize(json!({"deviceKey": 5, "status": "7", "properties": ""})).unwrap();
    assert_eq!((device.key.as_str(), device.status), ("5", Some(7)));
    let error = deserialize::<Device, _>(json!({"deviceKey": "k", "status": "off"})).unwrap_err();
    assert_eq!(error.to_string(), "expected an integer at $.status, found the string \"off\"");
}

#[test]
fn drift_names_what_was_not_described() {
    let text = r#"{"deviceKey":5,"new":"SENTINEL","colour":"blue","parent":{"deviceKey":"p","status":"7"},"secret":12345}"#;
    let shown: Vec<String> = drift::<Device>(text).iter().map(Drift::to_string).collect();
    let expected = [
        ": a number instead of a string at $.deviceKey: \"5\"",
        ": unknown field at $.new",
        ": unlisted value at $.colour: \"blue\"",
        ": a string instead of an integer at $.parent.status: \"7\"",
        ": a number instead of a string at $.secret",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn usual_forms_are_no_drift() {
    assert_eq!(drift::<Vec<bool>>("[0,1,true]"), []);
    assert_eq!(drift::<Vec<Option<Timestamp>>>(r#"[1,"1749262714000","",null]"#), []);
    assert_eq!(drift::<Vec<bool>>(r#"["1"]"#).len(), 1);
    assert_eq!(drift::<Vec<Timestamp>>("[true]").len(), 1);
}

#[test]
fn drift_is_told_once_even_if_the_text_is_read_twice() {
    let found = drift::<Device>(r#"{"deviceKey":1.10,"new":1}"#);
    let coerced = DriftKind::Coerced { expected: "a string", found: "a number" };
    assert_eq!(
        found.iter().map(|drift| drift.kind).collect::<Vec<_>>(),
        [coerced, DriftKind::UnknownField]
    );
    assert_eq!(found[0].value.as_deref(), Some("1.10"));
}

#[test]
fn drift_of_a_long_list_is_bounded() {
    let text = format!("[{}0]", "\"1\",".repeat(1000));
    assert_eq!(drift::<Vec<i64>>(&text).len(), 100);
}

#[test]
fn keys_that_come_twice_leave_the_last_value() {
    let device: Device = read(
        r#"{"deviceKey":"a","properties":[{"deviceKey":"x"}],"deviceKey":"b","properties":[]}"#,
    )
    .unwrap();
    assert_eq!((device.key.as_str(), device.properties.len()), ("b", 0));
}
