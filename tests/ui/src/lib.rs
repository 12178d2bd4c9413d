//! Generated code for programs that must not compile: outputs of the compiler's test cases.

#[rustfmt::skip]
#[path = "../../../codegen/tests/emit/batches/output/mod.rs"]
pub mod batches;
#[rustfmt::skip]
#[path = "../../../codegen/tests/emit/choices/output/mod.rs"]
pub mod choices;
