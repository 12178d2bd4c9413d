//! Properties of the outputs of `emit.rs` for callers; other tests prove that the outputs compile.

use crate::emit;

/// Callers of an exhaustive enum need no `_` arm, and a new code breaks their build.
#[test]
fn exhaustive_errors_can_be_matched_without_a_rest() {
    use emit::exhaustive::things::GetError;
    let told = |case: GetError| match case {
        GetError::NotFound => 404,
        GetError::Unlisted => 0,
    };
    assert_eq!(told(GetError::NotFound), 404);
}

#[test]
fn names_on_the_wire_are_kept() {
    use emit::enums::things::{Colour, Enabled};
    assert_eq!(Colour::from("red"), Colour::Red);
    assert_eq!(Colour::from("").to_string(), "");
    assert_eq!(Colour::from("mauve").to_string(), "mauve");
    assert_eq!(Enabled::from(-1), Enabled::Unlisted_);
    assert_eq!(Enabled::from(7).to_string(), "7");
}

#[test]
fn request_types_are_built_from_what_they_require() {
    use emit::fields::things::NewOwner;
    let mut owner = NewOwner::new(7, "red");
    owner.mail = Some("a@b.example".to_owned());
    assert_eq!((owner.id, owner.team.as_deref()), (7, Some("red")));
}
