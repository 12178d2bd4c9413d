//! Uses `reqwest` without default features and `serde_json` beside all features of ours but `ring`.

use serde_json::Value;
use strangers::serve_once;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client is built");
    let url = format!("http://{}/", serve_once());
    let response = client.get(url).send().await.expect("the server answers");
    assert_eq!(response.text().await.expect("the answer is text"), "hello");

    let read = |text: &str| text.parse::<Value>().expect("it is JSON").to_string();
    assert_eq!(
        read(r#"{"b":1,"a":{"d":2,"c":3}}"#),
        r#"{"a":{"c":3,"d":2},"b":1}"#,
        "keys are sorted"
    );
    assert_eq!(read("1.50"), "1.5", "a number is a float");
    assert!(
        "[".repeat(200).parse::<Value>().is_err_and(|error| error.is_syntax()),
        "depth is limited"
    );
}
