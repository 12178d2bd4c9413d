//! A program that never prints an error does not contain the texts of all codes.
//!
//! The tests search the program's file. The linker removes unreferenced texts even in an unoptimised build, so an optimised
//! one contains no more than this.

use std::fs;
use std::path::Path;

/// Texts of codes that neither program names: an English meaning, a Chinese one, and a remedy.
const TEXTS: [&str; 3] = [
    "The device is offline.",
    "设备当前离线。",
    "Enable caching of the command, or wait until the device is online.",
];

/// Name of that code, which is needed even without printing.
const NAME: &str = "device_offline";

fn holds(program: &str, text: &str) -> bool {
    let program = fs::read(Path::new(program)).expect("the program was built");
    program.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_program_that_prints_an_error_holds_the_catalogue() {
    for text in TEXTS {
        assert!(holds(env!("CARGO_BIN_EXE_telling"), text), "{text}");
    }
}

#[test]
fn a_program_that_never_prints_an_error_does_not_hold_the_catalogue() {
    for text in TEXTS {
        assert!(!holds(env!("CARGO_BIN_EXE_silent"), text), "{text}");
    }
    assert!(holds(env!("CARGO_BIN_EXE_silent"), NAME), "it is read where it should be");
}
