//! Bodies of responses: envelopes, and the items of batches.

/// The envelope that responses are wrapped in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its name in the description.
    pub name: String,
    /// Wire name of the outcome; without one the HTTP status decides.
    pub code: Option<String>,
    /// Values of `code` that mean success.
    pub success: Vec<i64>,
    /// Wire name of the server's text.
    pub message: Option<String>,
    /// Wire name of the payload; without one the payload's fields are siblings of `code`.
    pub data: Option<String>,
    /// Further wire names of the envelope that carry no payload.
    pub others: Vec<String>,
}

impl Envelope {
    /// Every wire name that belongs to the envelope and not to the payload.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        [&self.code, &self.message].into_iter().flatten().chain(&self.others).map(String::as_str)
    }
}

/// The outcome fields of an item of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchItem {
    /// Wire name of the field with its code.
    pub code: String,
    /// Codes that mean success.
    pub success: Vec<i64>,
    /// Wire name of the field with the server's text.
    pub message: Option<String>,
}
