//! Examples of a description, read as answers: what the tests in generated code stand on.

use std::fmt::Debug;

use crate::call::executor::judge;
use crate::call::pages::{Page, PageSlot};
use crate::decode::Decode;
use crate::descriptor::Endpoint;
use crate::encode::Encode;
use crate::error::{CallError, ErrorCase};
use crate::observe::redact::Mask;
use crate::response::receiver::{Whole, make, take};
use crate::transport::Response;

/// What a call gives.
pub type Answer<T, E> = Result<T, CallError<E>>;

/// Reads an answer as a call of the endpoint would.
///
/// # Errors
///
/// Those of the call: a refusal, or an answer that is not what was described.
pub fn read_example<T: Decode + Default + 'static, E: ErrorCase>(
    endpoint: &'static Endpoint,
    status: u16,
    body: &str,
) -> Answer<T, E> {
    let response = Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    let mut slot = Whole::new(make::<T>);
    match judge(endpoint, response, &Mask::default, &mut slot, None) {
        Ok(()) => Ok(take(&mut *slot.into_payload())),
        Err(error) => Err(CallError::new(error)),
    }
}

/// Reads an answer as a call of an endpoint whose list comes in pages would.
///
/// # Errors
///
/// Those of the call: a refusal, or an answer that is not what was described.
///
/// # Panics
///
/// If the endpoint has no pages: this is for tests.
pub fn read_page_example<T: Decode + Default + 'static, E: ErrorCase>(
    endpoint: &'static Endpoint,
    status: u16,
    body: &str,
) -> Answer<Page<T>, E> {
    let response = Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    let paging = endpoint.paging.expect("the list comes in pages");
    let mut slot = PageSlot::new(paging, make::<Vec<T>>);
    match judge(endpoint, response, &Mask::default, &mut slot, None) {
        Ok(()) => {
            let (mut rows, counters) = slot.into_parts();
            Ok(Page::new(take(&mut *rows), &counters))
        }
        Err(error) => Err(CallError::new(error)),
    }
}

/// Checks that what was read from an example, once written, is read as the same again.
///
/// # Panics
///
/// If it is not: this is for tests.
#[track_caller]
pub fn assert_round_trips<T, E>(answer: &Answer<T, E>)
where
    T: Decode + Encode + Default + Debug + PartialEq,
{
    let Ok(value) = answer else { return };
    let mut written = Vec::new();
    let result = crate::encode::serialize(value, &mut serde_json::Serializer::new(&mut written));
    result.expect("what was read can be written");
    let mut reader = serde_json::Deserializer::from_slice(&written);
    let again: T = crate::decode::deserialize(&mut reader).expect("what was written can be read");
    assert_eq!(&again, value);
}
