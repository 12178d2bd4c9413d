//! Examples of a description, read as responses by the tests in generated code.

use std::fmt::Debug;

use super::{Page, PageReceiver, PayloadReceiver, judge, make, take};
use crate::decode::{self, Decode};
use crate::descriptor::Endpoint;
use crate::encode::{self, Encode};
use crate::error::{CallError, ErrorCase};
use crate::observe::Redactor;
use crate::transport::Response;

/// The result of a call.
pub type Answer<T, E> = Result<T, CallError<E>>;

/// Reads a response as a call of the endpoint would.
///
/// # Errors
///
/// Returns the error of the call: a refusal, or a response that does not match the description.
pub fn read_example<T: Decode + Default + 'static, E: ErrorCase>(
    endpoint: &'static Endpoint,
    status: u16,
    body: &str,
) -> Answer<T, E> {
    let response = Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    let mut receiver = PayloadReceiver::new(make::<T>);
    match judge(endpoint, response, &Redactor::default, &mut receiver, None) {
        Ok(()) => Ok(take(&mut *receiver.into_payload())),
        Err(error) => Err(CallError::new(error)),
    }
}

/// Reads a response as a call of an endpoint with pages would.
///
/// # Errors
///
/// Returns the error of the call: a refusal, or a response that does not match the description.
///
/// # Panics
///
/// Panics if the endpoint has no pages.
pub fn read_page_example<T: Decode + Default + 'static, E: ErrorCase>(
    endpoint: &'static Endpoint,
    status: u16,
    body: &str,
) -> Answer<Page<T>, E> {
    let response = Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
    let paging = endpoint.paging.expect("the endpoint has pages");
    let mut receiver = PageReceiver::new(paging, make::<Vec<T>>);
    match judge(endpoint, response, &Redactor::default, &mut receiver, None) {
        Ok(()) => {
            let (mut rows, counters) = receiver.into_parts();
            Ok(Page::new(take(&mut *rows), &counters))
        }
        Err(error) => Err(CallError::new(error)),
    }
}

/// Checks that the result of reading an example survives a round trip through JSON.
///
/// # Panics
///
/// Panics if it does not.
#[track_caller]
pub fn assert_round_trips<T, E>(answer: &Answer<T, E>)
where
    T: Decode + Encode + Default + Debug + PartialEq,
{
    let Ok(value) = answer else { return };
    let mut written = Vec::new();
    let result = encode::serialize(value, &mut serde_json::Serializer::new(&mut written));
    result.expect("a decoded value can be encoded");
    let mut reader = serde_json::Deserializer::from_slice(&written);
    let again: T = decode::deserialize(&mut reader).expect("an encoded value can be decoded");
    assert_eq!(&again, value);
}
