//! Base of the small descriptions in tests.

/// Minimal valid description.
pub(crate) const BASE: [(&str, &str); 2] = [
    (
        "api.yaml",
        "endpointc: 1\n\
         name: demo\n\
         servers: { main: { url: https://demo.example } }\n\
         envelopes: { plain: { code: code, success: [0], message: msg, data: data } }\n\
         groups: { things: { title: Things, envelope: plain } }\n",
    ),
    ("things/get.yaml", "summary: Get a thing\nget: /things\nreturns: string\n"),
];
