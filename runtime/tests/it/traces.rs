//! Observability of a call: spans and events, exchanges, request ids, and errors with a remedy.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::*;
use endpointc_runtime::{DriftCounter, Error, Response, RetryPolicy, Token};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// Spans and events, each with its fields.
#[derive(Clone, Default)]
struct Notes {
    notes: Arc<Mutex<Vec<Note>>>,
    /// Entered spans, innermost last; each test has a single thread.
    entered: Arc<Mutex<Vec<Id>>>,
}

#[derive(Debug, Clone, Default)]
struct Note {
    metadata: Option<&'static Metadata<'static>>,
    name: String,
    level: String,
    fields: BTreeMap<String, String>,
}

impl Visit for Note {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("endpointc_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut notes = self.notes.lock().unwrap();
        let level = span.metadata().level().to_string();
        let metadata = Some(span.metadata());
        let name = span.metadata().name().to_owned();
        let mut note = Note { metadata, name, level, ..Note::default() };
        span.record(&mut note);
        notes.push(note);
        Id::from_u64(notes.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut self.notes.lock().unwrap()[index]);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let level = event.metadata().level().to_string();
        let mut note = Note { level, ..Note::default() };
        event.record(&mut note);
        note.name = note.fields.remove("message").unwrap_or_default();
        self.notes.lock().unwrap().push(note);
    }

    fn enter(&self, span: &Id) {
        self.entered.lock().unwrap().push(span.clone());
    }

    fn exit(&self, _: &Id) {
        self.entered.lock().unwrap().pop();
    }

    fn current_span(&self) -> Current {
        let Some(id) = self.entered.lock().unwrap().last().cloned() else { return Current::none() };
        let index = usize::try_from(id.into_u64()).unwrap() - 1;
        let metadata = self.notes.lock().unwrap()[index].metadata;
        metadata.map_or_else(Current::none, |metadata| Current::new(id, metadata))
    }
}

impl Notes {
    fn named(&self, name: &str) -> Vec<Note> {
        let mut notes = self.notes.lock().unwrap().clone();
        notes.retain(|note| note.name == name);
        notes
    }

    /// Returns true if all expected spans and events were recorded.
    fn is_whole(&self) -> bool {
        let names = ["call", "attempt", "trying again", "answered"];
        names.iter().all(|name| !self.named(name).is_empty())
    }
}

#[track_caller]
fn check(note: &Note, level: &str, fields: &[(&str, &str)]) {
    assert_eq!(note.level, level, "{note:?}");
    for (name, value) in fields {
        assert_eq!(note.fields.get(*name).map(String::as_str), Some(*value), "{name} of {note:?}");
    }
}

/// Records a call that is tried twice and rejected.
///
/// `tracing` caches each callsite's interest when it is first used. If another test uses it first, just when this test
/// registers its subscriber, the callsite stays disabled until the next registration.
async fn heard() -> Notes {
    let mut notes = Notes::default();
    for _ in 0..10 {
        let listening = tracing::subscriber::set_default(notes.clone());
        let mut builder = builder(server());
        builder.retry(RetryPolicy::default());
        let core = builder.build().unwrap();
        call(&core).send::<Thing, GetError>().await.unwrap_err();
        drop(listening);
        if notes.is_whole() {
            break;
        }
        notes = Notes::default();
    }
    notes
}

/// Responds with a transient failure once, and then with a rejection.
fn server() -> Fake {
    let busy = Mutex::new(true);
    Fake::new(move |_| {
        let body = if std::mem::take(&mut *busy.lock().unwrap()) {
            r#"{"code":5000}"#
        } else {
            r#"{"code":70017}"#
        };
        let headers = vec![("X-Request-Id".to_owned(), "r-1".to_owned())];
        Ok(Response { status: 200, headers, body: body.into() })
    })
}

#[tokio::test(start_paused = true)]
async fn spans_have_the_names_of_opentelemetry_and_events_what_a_person_asks() {
    let notes = heard().await;
    let [span] = notes.named("call").try_into().unwrap();
    check(
        &span,
        "INFO",
        &[
            ("otel.name", "things.get"),
            ("attempts", "2"),
            ("code", "70017"),
            ("error.type", "not_found"),
        ],
    );
    let attempts = notes.named("attempt");
    assert_eq!(attempts.len(), 2);
    for (resends, attempt) in attempts.iter().enumerate() {
        check(
            attempt,
            "DEBUG",
            &[
                ("otel.kind", "client"),
                ("otel.name", "POST /v2/things/{id}/detail"),
                ("http.request.method", "POST"),
                ("url.template", "/v2/things/{id}/detail"),
                ("server.address", "host"),
                ("server.port", "443"),
                ("http.request.resend_count", &resends.to_string()),
                ("http.response.status_code", "200"),
                ("http.response.body.size", ["13", "14"][resends]),
            ],
        );
    }
    let [again] = notes.named("trying again").try_into().unwrap();
    check(&again, "WARN", &[("endpoint", "things.get"), ("attempt", "2"), ("quota", "false")]);
    let answered = notes.named("answered");
    check(&answered[1], "DEBUG", &[("status", "200"), ("bytes", "14"), ("request_id", "r-1")]);
    assert!(answered[1].fields.contains_key("latency"));
}

#[tokio::test(start_paused = true)]
async fn an_exchange_shows_what_was_on_the_wire() {
    let shown = Arc::new(Mutex::new(String::new()));
    let into = Arc::clone(&shown);
    let authenticator = FakeAuthenticator::new(|_| Ok(Token::new("a secret token")));
    let mut builder =
        builder(Fake::answering(200, r#"{"code":200,"data":7,"note":"a secret token"}"#));
    builder.authenticator(Arc::new(authenticator));
    builder.on_exchange(Arc::new(move |exchange| {
        into.lock().unwrap().push_str(&exchange.to_string())
    }));
    count(&builder.build().unwrap()).await.unwrap();
    let shown = shown.lock().unwrap().clone();
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].starts_with("things.count, attempt 1, "), "{shown}");
    assert_eq!(lines[1], "> GET https://host/base/count");
    assert!(lines.contains(&"> authorization: …"), "{shown}");
    assert_eq!(lines[lines.len() - 2..], ["< 200", r#"< {"code":200,"data":7,"note":"…"}"#]);
}

#[tokio::test]
async fn an_exchange_hides_what_the_description_calls_secret_wherever_it_stands() {
    let shown = Arc::new(Mutex::new(String::new()));
    let watched = |body: &str| {
        let into = Arc::clone(&shown);
        let mut builder = builder(Fake::answering(200, body));
        builder.on_exchange(Arc::new(move |exchange| {
            into.lock().unwrap().push_str(&exchange.to_string());
        }));
        builder.build().unwrap()
    };
    for (body, expected) in [
        (r#"{"code":200,"data":{"name":"4711","pairing":"4711"}}"#, r#""name":"…","pairing":"…""#),
        (r#"{"code":200,"data":{"name":"n","extra":{"Pairing":["a-b-c",47111]}}}"#, r#"["…",…]"#),
        (r#"{"code":200,"data":{"name":"n","extra":{"pwd":{"a":"a-b-c"}}}}"#, r#"{"a":"…"}"#),
        (r#"{"code":200,"data":"{\"pairing\":\"a-b-c\"}"}"#, r#""{\"pairing\":\"…\"}""#),
        (r#"{"code":200,"data":{"pairing":"a-b-c"#, "(36 bytes that are not JSON)"),
    ] {
        shown.lock().unwrap().clear();
        let _ = call(&watched(body)).send::<Thing, GetError>().await;
        let shown = shown.lock().unwrap().clone();
        assert!(shown.contains(expected), "{shown}");
    }
}

#[tokio::test]
async fn an_error_tells_at_night_what_to_do() {
    let answer = |status: u16, name: &str, value: &str, body: &str| {
        let headers = vec![(name.to_owned(), value.to_owned())];
        let response = Response { status, headers, body: body.into() };
        core(&Fake::new(move |_| Ok(response.clone())))
    };
    let told = |error: Error| format!("{error:#}");

    let error =
        call(&answer(503, "x-request-id", "r-7", "")).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.request_id(), Some("r-7"));
    let text = told(error.into());
    assert!(text.contains("HTTP status 503; request id: \"r-7\""), "{text}");
    assert!(
        text.contains("what to do: Try again later. If the error persists, contact the vendor"),
        "{text}"
    );

    let error =
        call(&answer(429, "retry-after", "9", "")).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
    assert!(told(error.into()).contains("what to do: Call less often"));

    let error = call(&answer(200, "date", "Thu, 01 Jan 1970 00:00:09 GMT", "<"))
        .send::<Thing, GetError>()
        .await
        .unwrap_err();
    assert_eq!(error.server_time().map(|time| time.as_millis()), Some(9000));
    assert!(told(error.into()).contains("what to do: The service may have changed"));

    let authenticator = FakeAuthenticator::new(|_| {
        Err(Error::custom(endpointc_runtime::ErrorKind::Transport, "the network is gone"))
    });
    let text = told(
        count(&signed_in(&Fake::answering(200, ""), &authenticator)).await.unwrap_err().into(),
    );
    assert!(
        text.starts_with("things.count: signing in failed: the network is gone; what to do: "),
        "{text}"
    );
    assert_eq!(text.matches("what to do").count(), 1, "{text}");
}

#[tokio::test]
async fn drift_is_counted_by_endpoint_and_place() {
    let counter = Arc::new(DriftCounter::default());
    let body = r#"{"code":200,"data":{"name":7,"new":1,"extra":{"a":1,"b":2}}}"#;
    for _ in 0..3 {
        let mut builder = builder(Fake::answering(200, body));
        let ear = Arc::clone(&counter);
        builder.on_drift(Arc::new(move |drift| ear.count(drift)));
        call(&builder.build().unwrap()).send::<Thing, GetError>().await.unwrap();
    }
    let report = counter.to_string();
    assert!(report.contains("       3 × things.get: unknown field at $.data.new\n"), "{report}");
    assert!(
        report.contains("a number instead of a string at $.data.name, such as \"7\""),
        "{report}"
    );
}
