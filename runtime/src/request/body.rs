//! Bodies: JSON and forms.

use super::{Arguments, url};
use crate::descriptor::ParameterLocation;
use crate::encode;
use crate::error::Error;

/// The initial capacity for a body, in bytes. It suffices for most calls.
const CAPACITY: usize = 256;

/// Builds the body and returns it with its content type; `None` if the endpoint has none.
pub(super) fn build(call: &Arguments) -> Result<Option<(&'static str, Vec<u8>)>, Error> {
    let parameters = call.endpoint().parameters;
    let declares = |location| parameters.iter().any(|found| found.location == location);
    if declares(ParameterLocation::Form) {
        let form = url::form(call)?;
        return Ok(Some(("application/x-www-form-urlencoded", form.into_bytes())));
    }
    if !declares(ParameterLocation::Body) {
        return Ok(None);
    }
    let members = call.sent(ParameterLocation::Body).map(|sent| (sent.wire_name, sent.value));
    let mut bytes = Vec::with_capacity(CAPACITY);
    encode::map(members, &mut serde_json::Serializer::new(&mut bytes))
        .map_err(|error| Error::invalid(call.endpoint(), None, error.to_string()))?;
    Ok(Some(("application/json", bytes)))
}
