//! Generated code for programs that must not compile: outputs of the compiler's test cases.

#[path = "../../../codegen/tests/emit/batches/output/mod.rs"]
pub mod batches;
#[path = "../../../codegen/tests/emit/choices/output/mod.rs"]
pub mod choices;
