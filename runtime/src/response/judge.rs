//! From a response to a payload or an error.

use super::envelope::{self, Verdict};
use super::{Receiver, context};
use crate::decode::Drift;
use crate::descriptor::Endpoint;
use crate::error::{Error, FailedResponse, Refusal};
use crate::observe::Redactor;
use crate::transport::Response;

/// Decodes the payload of a success into its receiver, or returns an error without secrets. `redactor` is called only if
/// there is a text to redact.
///
/// # Errors
///
/// Fails if the service refused the call, or if the response does not match the description.
pub(crate) fn judge(
    endpoint: &'static Endpoint,
    response: Response,
    redactor: &dyn Fn() -> Redactor,
    receiver: &mut dyn Receiver,
    drift: Option<&mut Vec<Drift>>,
) -> Result<(), Error> {
    let verdict =
        envelope::read(endpoint.envelope, response.status, &response.body, receiver, drift);
    let (context, error) = match verdict {
        Verdict::Success => return Ok(()),
        Verdict::Refused { code, is_status, message } => {
            let fact = endpoint.fact(code);
            let message = message.map(|message| redactor().apply(&message).into_owned());
            let refusal = Refusal { code, is_status, message, fact };
            let context = context::of(&response, redactor);
            (context, Error::refused(endpoint, refusal, failed(response)))
        }
        Verdict::Unreadable(mut mismatch) => {
            mismatch.found = redactor().apply(&mismatch.found).into_owned();
            let context = context::of(&response, redactor);
            (context, Error::decode(endpoint, mismatch, failed(response)))
        }
    };
    Err(error.with(|known| *known = context))
}

fn failed(response: Response) -> FailedResponse {
    FailedResponse { status: response.status, body: response.body.into() }
}
