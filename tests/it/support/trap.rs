//! Detector of exposed secrets, active in every test. It searches traces and logs of the client and its libraries at the
//! lowest level, the arguments of hooks, and printed results and errors. A secret in them ends the test process.
//!
//! It searches for texts registered with [`register`], and for 64 lower-case hex digits, the format of the platform's
//! passwords.

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

/// Exit code of a process that has exposed a secret.
pub(crate) const EXIT_CODE: i32 = 86;

/// Minimum length of a secret; shorter texts would match by chance.
const SHORTEST: usize = 8;

/// Start of the mock's tokens after `QJWT`: their header in Base64.
const TOKEN_OF_MOCK: &str = "eyJhbGciOiJIUzI1NiJ9.";

static SECRETS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// All searched texts, if recording is enabled.
static RECORD: Mutex<Option<String>> = Mutex::new(None);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Installs the trap once per process.
pub(crate) fn set() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        [mock::ACCESS_SECRET, super::GUIDE_SECRET, TOKEN_OF_MOCK].into_iter().for_each(register);
        super::secrets::in_examples(&super::api()).iter().for_each(|secret| register(secret));
        tracing::subscriber::set_global_default(Listener).expect("there is no other");
        log::set_logger(&Listener).expect("there is no other");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Registers a secret.
pub(crate) fn register(secret: &str) {
    let mut secrets = lock(&SECRETS);
    if secret.len() >= SHORTEST && !secrets.iter().any(|known| known == secret) {
        secrets.push(secret.to_owned());
    }
}

/// Starts recording the searched texts.
pub(crate) fn record() {
    lock(&RECORD).get_or_insert_default();
}

/// Returns the recorded texts.
pub(crate) fn recorded() -> String {
    lock(&RECORD).clone().unwrap_or_default()
}

/// Connects a client's hooks to the trap; a test may replace them.
pub(crate) fn observed(builder: ClientBuilder) -> ClientBuilder {
    set();
    let builder =
        builder.on_exchange(|shown| search("an exchange", format_args!("{shown} {shown:?}")));
    builder.on_drift(|shown| search("a drift", format_args!("{shown} {shown:?}")))
}

/// Searches the error of a call.
pub(crate) fn search_call_error<E: ErrorCase>(error: &CallError<E>) {
    search("an error", format_args!("{error} {error:#} {error:?} {error:#?}"));
}

/// Searches an error and its sources in all formats.
pub(crate) fn search_error(error: &(dyn StdError + 'static)) {
    for error in super::chain(error) {
        search("an error", format_args!("{error} {error:#} {error:?} {error:#?}"));
    }
}

/// Searches a text, and ends the process if it contains a secret.
pub(crate) fn search(what: &str, shown: fmt::Arguments<'_>) {
    let shown = shown.to_string();
    if let Some(secret) = secret_in(&shown) {
        // Written directly, because tests capture printed output and threads hide panics. The secret is a test's own.
        let _ = writeln!(io::stderr(), "{what} shows the secret `{secret}`:\n{shown}");
        process::exit(EXIT_CODE);
    }
    if let Some(record) = lock(&RECORD).as_mut() {
        writeln!(record, "{what}: {shown}").expect("a text can be written to");
    }
}

fn secret_in(shown: &str) -> Option<String> {
    let secrets = lock(&SECRETS).iter().find(|secret| shown.contains(secret.as_str())).cloned();
    secrets.or_else(|| password_in(shown))
}

/// Finds a run of exactly 64 lower-case hex digits.
fn password_in(shown: &str) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let mut runs = shown.split(|c| !is_digit(c));
    runs.find(|run| run.len() == 64).map(str::to_owned)
}

/// Subscriber and logger that pass all output to the trap.
struct Listener;

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").expect("a text can be written to");
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        search("a span", format_args!("{}{}", span.metadata().name(), fields.0));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        search("a span", format_args!("{}", fields.0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        search("an event", format_args!("{}{}", event.metadata().target(), fields.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The underlying libraries use `log`.
impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        search("a log", format_args!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}
