//! Correct calls compile; incorrect ones are in `tests/ui/`.

mod first_call;
mod ways_to_call;

#[test]
fn right_calls_compile_and_nothing_is_sent_before_they_are_awaited() {
    first_call::main().expect("a client can be built");
    ways_to_call::main().expect("a client can be built");
}
