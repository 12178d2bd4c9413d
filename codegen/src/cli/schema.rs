//! `endpointc schema`: prints the JSON Schema of description files.

use endpointc::schema::{self, Document};

use super::args::SchemaArgs;
use super::outcome::{Failure, Outcome};

/// Prints a JSON Schema.
pub(crate) fn schema(asked: &SchemaArgs) -> Result<Outcome, Failure> {
    let document = match (asked.api, asked.codes) {
        (true, _) => Document::Api,
        (false, true) => Document::Catalogue,
        (false, false) => Document::Endpoint,
    };
    let schema = schema::schema(document);
    Ok(Outcome { answer: Some(format!("{schema:#}")), ..Outcome::default() })
}
