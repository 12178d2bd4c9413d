//! Properties of every valid description, tested with random ones.
//!
//! `PROPTEST_CASES` sets their number (default 64), `PROPTEST_RNG_SEED` the seed. A failing
//! description is shrunk and printed as files.

mod recipe;

use endpointc::{FileSet, Options, Sink, Sources, diagnostics};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use crate::support::yaml::{self, Files, Yaml};
use recipe::Recipe;

/// Number of descriptions in a plain `cargo test`.
const CASES: u32 = 64;

#[test]
fn what_is_right_becomes_rust_in_whatever_order_it_is_written() {
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().and_then(|seed| seed.parse().ok());
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: cases.unwrap_or(CASES),
        rng_seed: RngSeed::Fixed(seed.unwrap_or(0)),
        failure_persistence: None,
        max_shrink_iters: 5_000,
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let strategy = (recipe::recipe(), proptest::num::u64::ANY);
    let tried = TestRunner::new(config).run(&strategy, |(recipe, order)| holds(&recipe, order));
    tried.unwrap_or_else(|failure| panic!("{failure}"));
}

fn holds(recipe: &Recipe, order: u64) -> Result<(), TestCaseError> {
    let files = recipe.files();
    let generated = generate(&yaml::sources(&files))?;
    for (path, text) in generated.files() {
        let parsed = syn::parse_file(text);
        parsed.map_err(|error| TestCaseError::fail(format!("{path}: {error}")))?;
    }
    let turned = generate(&shuffled(&files, order))?;
    let found = difference(&generated, &turned);
    found.map_or(Ok(()), |found| Err(TestCaseError::fail(found)))
}

/// Returns the output of a description without errors.
fn generate(sources: &Sources) -> Result<FileSet, TestCaseError> {
    let mut sink = Sink::default();
    let generated = endpointc::generate(sources, &Options::default(), &mut sink);
    let shown = || diagnostics::render(sources, &sink.sorted(), false);
    generated.map_err(|_| TestCaseError::fail(shown()))
}

/// Permutes the files, and their keys where the order is insignificant.
fn shuffled(files: &Files, order: u64) -> Sources {
    let mut rng = fastrand::Rng::with_seed(order);
    let mut texts: Vec<(String, String)> =
        files.iter().map(|(path, tree)| (path.clone(), turned(tree, &mut rng).print())).collect();
    rng.shuffle(&mut texts);
    Sources::new("spec", texts)
}

/// Parameter locations keep their order, which is that of the arguments.
fn turned(tree: &Yaml, rng: &mut fastrand::Rng) -> Yaml {
    let mut inside = |entries: &[(String, Yaml)]| -> Vec<(String, Yaml)> {
        entries.iter().map(|(key, value)| (key.clone(), turned(value, rng))).collect()
    };
    match tree {
        Yaml::Plain(_) | Yaml::Text(_) => tree.clone(),
        Yaml::Ordered(entries) => Yaml::Ordered(inside(entries)),
        Yaml::List(items) => Yaml::List(items.iter().map(|item| turned(item, rng)).collect()),
        Yaml::Map(entries) => {
            let (places, mut others): (Vec<_>, Vec<_>) =
                inside(entries).into_iter().partition(|(key, _)| recipe::is_place(key));
            rng.shuffle(&mut others);
            for place in places.into_iter().rev() {
                let before = others.iter().position(|(key, _)| recipe::is_place(key));
                let at = rng.usize(..=before.unwrap_or(others.len()));
                others.insert(at, place);
            }
            Yaml::Map(others)
        }
    }
}

fn difference(one: &FileSet, other: &FileSet) -> Option<String> {
    let mut differing = one.files().zip(other.files()).filter(|(one, other)| one != other);
    let ((path, one), (other_path, other)) = differing.next()?;
    let lines = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    Some(format!("{path} and {other_path} differ, in order alone: {lines:?}"))
}
