//! The alternative that the values of a call belong to.

use ordered_json::Value;

use super::values::same;
use crate::model::FieldSet;

/// The set that the given values mean: no constant contradicts them, nothing required is missing, and it holds more of
/// them than the others. Of equals the first is meant; `None` if no set holds a given value.
pub(crate) fn meant<'a, 'v>(
    sets: &[FieldSet<'a>],
    given: impl Fn(&str) -> Option<&'v Value>,
) -> Option<FieldSet<'a>> {
    let fits = |set: &FieldSet<'_>| {
        set.fields.iter().all(|field| match (&field.constant, given(&field.wire_name)) {
            (Some(constant), Some(value)) => same(constant, value),
            (Some(_), None) | (None, Some(_)) => true,
            (None, None) => !field.required,
        })
    };
    let held = |set: &FieldSet<'_>| {
        set.fields.iter().filter(|field| given(&field.wire_name).is_some()).count()
    };
    let fitting = sets.iter().filter(|set| fits(set) && held(set) > 0);
    fitting.copied().reduce(|best, other| if held(&other) > held(&best) { other } else { best })
}

/// The set that is shown if no value is given: the default, or else the first.
#[cfg(any(test, feature = "docs", feature = "mock"))]
pub(crate) fn usual<'a>(sets: &[FieldSet<'a>]) -> Option<FieldSet<'a>> {
    sets.iter().find(|set| set.is_default).or(sets.first()).copied()
}

#[cfg(test)]
mod tests {
    use ordered_json::json;

    use super::*;
    use crate::model::{Api, Shape};
    use crate::{Sink, Sources};

    const FILES: [(&str, &str); 2] = [
        (
            "api.yaml",
            "endpointc: 1\nname: test\nservers: { main: { url: https://test.example } }\n\
             envelopes: { plain: { code: code, success: [0] } }\n\
             groups: { things: { title: Things, envelope: plain } }\n",
        ),
        (
            "things/set.yaml",
            "summary: Set\npost: /things\nbody: { mode: { spread: Mode } }\ntypes:\n  Mode:\n    one_of:\n      \
             off: { on: { const: false } }\n      \
             on: { on: { const: true } }\n      \
             timed: { on: { const: true }, seconds: uint }\n      \
             named: { name: string, note: { type: string, required: false } }\n",
        ),
    ];

    fn api() -> Api {
        let files = FILES.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let (sources, mut sink) = (Sources::new("spec", files), Sink::default());
        let api = crate::describe(&sources, &mut sink);
        api.unwrap_or_else(|_| panic!("{:?}", sink.sorted()))
    }

    #[track_caller]
    fn check(given: Value, expected: Option<&str>) {
        let api = api();
        let mut shapes = api.types.iter().map(|one| &one.shape);
        let shape = shapes.find(|shape| matches!(shape, Shape::OneOf(_))).expect("it is declared");
        let found = meant(&shape.field_sets(), |wire| given.get(wire));
        assert_eq!(found.and_then(|set| set.name), expected, "{given}");
    }

    #[test]
    fn constants_and_given_keys_choose() {
        check(json!({ "on": false }), Some("off"));
        check(json!({ "on": true }), Some("on"));
        check(json!({ "on": "true" }), Some("on"));
        check(json!({ "on": true, "seconds": 60 }), Some("timed"));
        check(json!({ "seconds": 60 }), Some("timed"));
        check(json!({ "name": "a" }), Some("named"));
        check(json!({ "name": "a", "note": "b" }), Some("named"));
    }

    #[test]
    fn nothing_that_fits_chooses_none() {
        check(json!({}), None);
        check(json!({ "note": "b" }), None);
        check(json!({ "on": 7 }), None);
    }

    #[test]
    fn the_usual_alternative_is_the_first_without_a_default() {
        let api = api();
        let sets = api.types.iter().map(|one| one.shape.field_sets()).find(|sets| sets.len() > 1);
        assert_eq!(usual(&sets.expect("it is declared")).and_then(|set| set.name), Some("off"));
        assert!(usual(&[]).is_none());
    }
}
