//! A trap for secrets, under every test: whatever the client and the libraries below it trace or log, at the lowest
//! level, what hooks are shown, and how answers and errors print is searched. A secret in it ends the test process.
//!
//! What is searched for: what tests [`plant`], and what looks like a password of the platform (64 lower-case hex
//! digits).

use std::error::Error as StdError;
use std::fmt::{self, Debug, Write as _};
use std::io::{self, Write as _};
use std::process;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use endpointc_runtime::codegen::ErrorCase;
use quectel_openapi::{CallError, ClientBuilder, mock};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// With this exit code a process ends that has shown a secret.
pub(crate) const SPRUNG: i32 = 86;

/// Shorter texts would be found where nobody wrote them.
const SHORTEST: usize = 8;

/// How the tokens of the mock begin, after `QJWT`: their header, in Base64.
const TOKEN_OF_MOCK: &str = "eyJhbGciOiJIUzI1NiJ9.";

static PLANTED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Everything that was heard, if somebody wants to see it.
static RECORD: Mutex<Option<String>> = Mutex::new(None);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets the trap, once for the whole process.
pub(crate) fn set() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        [mock::ACCESS_SECRET, super::GUIDE_SECRET, TOKEN_OF_MOCK].into_iter().for_each(plant);
        super::secrets::in_examples(&super::api()).iter().for_each(|secret| plant(secret));
        tracing::subscriber::set_global_default(Ear).expect("there is no other");
        log::set_logger(&Ear).expect("there is no other");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// From now on this is a secret.
pub(crate) fn plant(secret: &str) {
    let mut planted = lock(&PLANTED);
    if secret.len() >= SHORTEST && !planted.iter().any(|known| known == secret) {
        planted.push(secret.to_owned());
    }
}

/// Keeps what is heard from now on.
pub(crate) fn record() {
    lock(&RECORD).get_or_insert_default();
}

/// What was heard since.
pub(crate) fn recorded() -> String {
    lock(&RECORD).clone().unwrap_or_default()
}

/// Lets the trap hear what hooks are shown, unless the test has hooks of its own.
pub(crate) fn under(builder: ClientBuilder) -> ClientBuilder {
    set();
    let builder =
        builder.on_exchange(|shown| hear("an exchange", format_args!("{shown} {shown:?}")));
    builder.on_drift(|shown| hear("a drift", format_args!("{shown} {shown:?}")))
}

/// Searches what a call failed with.
pub(crate) fn hear_error_of_call<E: ErrorCase>(error: &CallError<E>) {
    hear("an error", format_args!("{error} {error:#} {error:?} {error:#?}"));
}

/// Searches an error and its sources, in all the ways in which they can be printed.
pub(crate) fn hear_error(error: &(dyn StdError + 'static)) {
    for error in super::chain(error) {
        hear("an error", format_args!("{error} {error:#} {error:?} {error:#?}"));
    }
}

/// Searches a text, and ends the process if there is a secret in it.
pub(crate) fn hear(what: &str, shown: fmt::Arguments<'_>) {
    let shown = shown.to_string();
    if let Some(secret) = secret_in(&shown) {
        // Tests swallow what is printed, and threads their panics. The secret itself is one of a test.
        let _ = writeln!(io::stderr(), "{what} shows the secret `{secret}`:\n{shown}");
        process::exit(SPRUNG);
    }
    if let Some(record) = lock(&RECORD).as_mut() {
        writeln!(record, "{what}: {shown}").expect("a text can be written to");
    }
}

fn secret_in(shown: &str) -> Option<String> {
    let planted = lock(&PLANTED).iter().find(|secret| shown.contains(secret.as_str())).cloned();
    planted.or_else(|| password_in(shown))
}

/// 64 lower-case hex digits, and not one more.
fn password_in(shown: &str) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let mut runs = shown.split(|c| !is_digit(c));
    runs.find(|run| run.len() == 64).map(str::to_owned)
}

/// Hears everything.
struct Ear;

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").expect("a text can be written to");
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        hear("a span", format_args!("{}{}", span.metadata().name(), fields.0));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        hear("a span", format_args!("{}", fields.0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        hear("an event", format_args!("{}{}", event.metadata().target(), fields.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The libraries below log by way of `log`.
impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        hear("a log", format_args!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}
