//! Programs that must not compile, each with what rustc says about it.
//!
//! `TRYBUILD=overwrite cargo test -p endpointc --test compile` writes that.

#[test]
fn wrong_uses_of_generated_code_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile/*.rs");
}
