//! Colliding names are reported once, independent of the number of generated files with them.

use endpointc::{Options, Sink, Sources};

const API: &str = "\
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
";

const GET: &str = "\
summary: Get
get: /things
returns: Get
types: { Get: { fields: { id: int } } }
";

#[test]
fn a_type_called_like_its_endpoint_is_one_error() {
    let files = [("api.yaml", API), ("things/get.yaml", GET)];
    let sources =
        Sources::new("spec", files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let mut sink = Sink::default();
    assert!(endpointc::generate(&sources, &Options::default(), &mut sink).is_err());
    assert_eq!((sink.errors(), sink.sorted().len()), (1, 1));
}
