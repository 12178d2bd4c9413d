//! Encoding and decoding of types.

use std::collections::BTreeMap;

use endpointc::mock::Reply;
use serde_json::json;

use super::{check_sent, client, serve};
use crate::emit;

#[tokio::test]
async fn scalars_are_sent_as_they_are_and_read_whatever_they_come_as() {
    let mock = serve("scalars");
    let answer = json!({
        "words": 7, "count": "-1", "bytes": "18446744073709551615", "weight": "0.5",
        "broken": "1", "anything": { "x": [] },
    });
    mock.reply("things.write", Reply::success(answer));
    let call = client!(scalars, mock).things().write("a", -1).bytes(u64::MAX).weight(0.5);
    let read = call.broken(true).anything(json!([null])).await.expect("it is read");
    let body = json!({
        "words": "a", "count": -1, "bytes": u64::MAX, "weight": 0.5, "broken": true,
        "anything": [null],
    });
    check_sent(&mock, "POST /write", body);
    assert_eq!((read.words.as_deref(), read.count), (Some("7"), Some(-1)));
    assert_eq!((read.bytes, read.weight, read.broken), (Some(u64::MAX), Some(0.5), Some(true)));
    assert_eq!(read.anything, Some(json!({ "x": [] })));
}

#[tokio::test]
async fn fields_are_read_as_they_are_described() {
    use emit::fields::things::NewOwner;
    let mock = serve("fields");
    let answer = json!({ "id": 1, "team": null, "type": "M8", "token": "SENTINEL", "2fa": true });
    mock.reply("things.get_owner", Reply::success(answer));
    let things = client!(fields, mock).things();
    let owner = things.get_owner().await.expect("it is read");
    assert_eq!((owner.id, &owner.team, owner.kind.as_deref()), (1, &None, Some("M8")));
    assert_eq!((owner._2fa, &owner.self_, &owner.fax), (Some(true), &None, &None));
    assert!(!format!("{owner:?}").contains("SENTINEL"));
    mock.reply("things.get_owner", Reply::success(json!({ "id": 1 })));
    let error = things.get_owner().await.expect_err("a required field is missing");
    assert!(error.to_string().contains("$.data.team"), "{error}");
    let mut owner = NewOwner::new(1, "red");
    things.set_owner(owner.clone()).await.expect("it is sent");
    check_sent(&mock, "PUT /owner", json!({ "owner": { "id": 1, "team": "red" } }));
    owner.team = None;
    things.set_owner(owner).await.expect("what must be there is sent as null");
    check_sent(&mock, "PUT /owner", json!({ "owner": { "id": 1, "team": null } }));
}

#[tokio::test]
async fn values_that_are_not_listed_go_both_ways() {
    use emit::enums::things::{Colour, Enabled};
    let mock = serve("enums");
    let things = client!(enums, mock).things();
    for (value, colour) in [("+1", Colour::PlusOne), ("", Colour::None), ("ON", Colour::OnAgain)] {
        mock.reply("things.paint", Reply::success(json!(value)));
        let read = things.paint(colour.clone()).enabled(Enabled::Off).await.expect("it is read");
        check_sent(&mock, "POST /paint", json!({ "colour": value, "enabled": 1 }));
        assert_eq!(read, colour);
    }
    mock.reply("things.paint", Reply::success(json!("mauve")));
    let read = things.paint(Colour::from("mauve")).enabled(Enabled::from(9)).await;
    check_sent(&mock, "POST /paint", json!({ "colour": "mauve", "enabled": 9 }));
    let read = read.expect("a value that is not listed is kept");
    things.paint(read).await.expect("and sent as it came");
    check_sent(&mock, "POST /paint", json!({ "colour": "mauve" }));
}

#[tokio::test]
async fn types_without_a_name_are_called_like_their_place() {
    use emit::inline_types::things::{WriteAnswerAny, WritePart, WriteState};
    let mock = serve("inline_types");
    let answer = json!({ "data": { "id": 1 }, "all": [{ "id": 2 }], "any": "x" });
    mock.reply("things.write", Reply::success(answer));
    let things = client!(inline_types, mock).things();
    let call = things.write(WriteState::On).part(WritePart::new("bolt"));
    let read = call.await.expect("it is read");
    check_sent(&mock, "POST /write", json!({ "state": 1, "part": { "name": "bolt" } }));
    let ids = (read.data.and_then(|data| data.id), read.all[0].id);
    assert_eq!((ids, read.any), ((Some(1), Some(2)), Some(WriteAnswerAny::Text("x".to_owned()))));
}

#[tokio::test]
async fn joined_lists_are_one_text() {
    use emit::joined::things::Kind;
    let mock = serve("joined");
    mock.reply("things.write", Reply::success(json!("1,2,7")));
    let things = client!(joined, mock).things();
    let read = things.write(vec![1, 2]).words(&["a", "b"]).await.expect("it is read");
    check_sent(&mock, "POST /write", json!({ "ids": "1,2", "words": "a;b" }));
    let shown: Vec<String> = read.iter().map(Kind::to_string).collect();
    assert_eq!((shown.join(","), &read[1]), ("1,2,7".to_owned(), &Kind::Two));
}

#[tokio::test]
async fn json_goes_into_the_string_by_itself() {
    let mock = serve("json_text");
    mock.reply("things.write", Reply::success(json!({ "data": "{\"id\": 5}" })));
    let things = client!(json_text, mock).things();
    let data = vec![BTreeMap::from([("switch".to_owned(), "true".to_owned())])];
    let read = things.write(data).await.expect("it is read");
    check_sent(&mock, "POST /write", json!({ "data": "[{\"switch\":\"true\"}]" }));
    assert_eq!(read.data.as_ref().and_then(|data| data.id), Some(5));
}

#[tokio::test]
async fn maps_hold_names_that_nobody_knows() {
    let mock = serve("maps");
    mock.reply("things.set_prices", Reply::success(json!({ "a b": { "value": "0.5" } })));
    let things = client!(maps, mock).things();
    let prices = BTreeMap::from([("bolt".to_owned(), 0.5)]);
    let read = things.set_prices(prices).await.expect("it is read");
    check_sent(&mock, "PUT /prices", json!({ "prices": { "bolt": 0.5 } }));
    assert_eq!(read["a b"].value, Some(0.5));
}

#[tokio::test]
async fn types_may_hold_themselves() {
    use emit::recursion::things::{Either, Part};
    let mock = serve("recursion");
    let answer = json!({
        "root": { "name": "a", "parent": { "name": "b", "children": [{ "name": "c" }] } },
        "by_name": { "d": { "name": "d" } },
        "either": { "root": { "name": "e" } },
    });
    mock.reply("things.get_tree", Reply::success(answer));
    let mut root = Part::new("outer");
    root.inside = Some(Box::new(Part::new("inner")));
    let things = client!(recursion, mock).things();
    let tree = things.get_tree().root(root).await.expect("it is read");
    let body = json!({ "root": { "name": "outer", "inside": { "name": "inner" } } });
    check_sent(&mock, "POST /tree", body);
    let parent = tree.root.and_then(|root| root.parent).expect("it has one");
    assert_eq!((parent.children[0].name.as_str(), tree.by_name["d"].name.as_str()), ("c", "d"));
    let Some(Either::Tree(tree)) = tree.either.map(|either| *either) else { panic!("a tree") };
    assert_eq!(tree.root.map(|root| root.name), Some("e".to_owned()));
}

#[tokio::test]
async fn a_tag_tells_the_type() {
    use emit::unions_by_tag::things::Property;
    let mock = serve("unions_by_tag");
    let answer = json!([
        { "min": 1, "dataType": "INT", "nested": { "dataType": "TEXT" } },
        { "dataType": "TEXT", "length": "7" },
        { "dataType": "DATE", "x": 1 },
    ]);
    mock.reply("things.properties", Reply::success(answer));
    let read = client!(unions_by_tag, mock).things().properties().await.expect("it is read");
    let [Property::Int(int), Property::Text(text), Property::Unlisted(date)] = &read[..] else {
        panic!("{read:?}");
    };
    assert_eq!((int.min, text.length, &date["x"]), (Some(1), Some(7), &json!(1)));
    assert!(matches!(int.nested.as_deref(), Some(Property::Text(_))), "{int:?}");
}

#[tokio::test]
async fn a_shape_tells_the_type() {
    use emit::unions_by_shape::things::{Point, Value};
    let mock = serve("unions_by_shape");
    let things = client!(unions_by_shape, mock).things();
    let values = [
        (json!(1), Value::Number(1)),
        (json!(["a"]), Value::List(vec!["a".to_owned()])),
        (json!({ "x": 1 }), Value::Point(Point::new(1))),
        (json!({ "y": 1 }), Value::Unlisted(json!({ "y": 1 }))),
    ];
    for (wire, value) in values {
        mock.reply("things.write", Reply::success(wire.clone()));
        assert_eq!(things.write(value.clone()).await.expect("it is read"), value);
        check_sent(&mock, "POST /value", json!({ "value": wire }));
    }
}

#[tokio::test]
async fn a_type_written_by_hand_travels_both_ways() {
    let mock = serve("by_hand");
    mock.reply("things.set", Reply::success(json!({ "level": "7", "before": 8 })));
    let things = client!(by_hand, mock).things();
    let level = crate::by_hand::Level::new;
    let answer = things.set(level(5)).levels(vec![level(1)]).await.expect("it is read");
    check_sent(&mock, "POST /level?level=5", json!({ "levels": [1] }));
    assert_eq!((answer.level, answer.before), (Some(level(7)), level(8)));
}

#[tokio::test]
async fn a_group_is_there_with_the_feature_of_a_group_that_uses_its_types() {
    let mock = serve("features");
    let answer = json!({ "part": { "label": { "colour": "red" } }, "name": "n" });
    mock.reply("owners.get", Reply::success(answer));
    let read = client!(features, mock).owners().get().await.expect("it is read");
    let part: emit::features::parts::Part = read.part.expect("it is there");
    let label = part.label.expect("it is there");
    assert_eq!(label.colour, Some(emit::features::types::Colour::Red));
}
