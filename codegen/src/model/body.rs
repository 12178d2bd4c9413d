//! Bodies of responses: envelopes, and the items of batches.

/// An envelope of responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its name in the description.
    pub name: String,
    /// Wire name of the result code; without one the HTTP status is the code.
    pub code: Option<String>,
    /// Values of `code` that mean success.
    pub success: Vec<i64>,
    /// Wire name of the server's message.
    pub message: Option<String>,
    /// Wire name of the payload; without one the fields of the payload are beside the code.
    pub data: Option<String>,
    /// Wire names of further fields, which are ignored.
    pub others: Vec<String>,
}

impl Envelope {
    /// The wire names of all fields of the envelope, the payload excluded.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        [&self.code, &self.message].into_iter().flatten().chain(&self.others).map(String::as_str)
    }
}

/// The result fields of an item of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchItem {
    /// Wire name of the field with its code.
    pub code: String,
    /// Codes that mean success.
    pub success: Vec<i64>,
    /// Wire name of the field with the server's message.
    pub message: Option<String>,
}
