//! Batches, whose items succeed or fail individually.

use std::error::Error as _;

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{Batch, BatchItem, ErrorKind, FailedItem, Lang};

#[derive(Debug, Clone, Default, PartialEq)]
struct Sent {
    device_key: String,
    code: Option<i64>,
    message: Option<String>,
}

impl rt::Decode for Sent {
    fn destination(&mut self) -> rt::Destination<'_> {
        rt::Destination::Object(self)
    }
}

impl rt::Object for Sent {
    fn keys(&self) -> &'static rt::Keys {
        &const { rt::Keys::new(&["deviceKey", "code", "msg"], &[0]) }
    }

    fn at(&mut self, index: usize) -> &mut dyn rt::Decode {
        match index {
            0 => &mut self.device_key,
            1 => &mut self.code,
            _ => &mut self.message,
        }
    }
}

impl BatchItem for Sent {
    const SUCCESS: &'static [i64] = &[0, 200];

    fn code(&self) -> Option<i64> {
        self.code
    }

    fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

type Answer = Batch<Sent, GetError>;

/// Makes a call whose response has this payload.
async fn answer(data: &str) -> Answer {
    let body = format!(r#"{{"code":200,"data":{data}}}"#);
    call(&core(&Fake::answering(200, &body))).send::<Answer, GetError>().await.unwrap()
}

const MIXED: &str = r#"[
    {"deviceKey":"a","code":200},
    {"deviceKey":"b","code":"70017","msg":"Product does not exist."},
    {"deviceKey":"c","code":4711,"msg":""},
    {"deviceKey":"d"},
    {"deviceKey":"e","code":5000},
    {"deviceKey":"f","code":0}
]"#;

#[tokio::test]
async fn a_batch_that_failed_in_part_does_not_look_like_success() {
    let batch = answer(MIXED).await;
    assert_eq!((batch.len(), batch.all_succeeded()), (6, false));
    let keys = |succeeded: bool| {
        let results = batch.iter().filter(|result| result.is_ok() == succeeded);
        let item =
            |result: Result<_, FailedItem<_, _>>| result.unwrap_or_else(|failed| *failed.item());
        results.map(|result| item(result).device_key.as_str()).collect::<String>()
    };
    assert_eq!((keys(true), keys(false)), ("af".to_owned(), "bcde".to_owned()));
    let failed: Vec<_> = batch.failed().map(|failed| (failed.index(), failed.code())).collect();
    assert_eq!(failed, [(1, Some(70017)), (2, Some(4711)), (3, None), (4, Some(5000))]);

    let results = batch.clone().into_results();
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 2);
    let first = batch.clone().into_all().unwrap_err();
    assert_eq!((first.index(), first.into_item().device_key.as_str()), (1, "b"));
    assert_eq!(batch.items_unchecked().len(), batch.clone().into_items_unchecked().len());
}

#[tokio::test]
async fn a_batch_without_failures_gives_its_items() {
    let batch = answer(r#"[{"deviceKey":"a","code":200},{"deviceKey":"b","code":"0"}]"#).await;
    assert!(batch.all_succeeded() && batch.failed().next().is_none());
    assert_eq!(batch.into_all().unwrap().len(), 2);
    for nothing in ["[]", "null", "{}", r#""""#] {
        let batch = answer(nothing).await;
        assert!(batch.is_empty() && batch.all_succeeded() && batch == Batch::default());
    }
}

#[tokio::test]
async fn failed_items_answer_what_errors_answer() {
    let batch = answer(MIXED).await;
    let failed: Vec<_> = batch.failed().collect();
    let [documented, undocumented, without, of_the_api] = failed.as_slice() else { panic!() };

    assert_eq!(documented.case(), Some(GetError::ProductNotFound));
    assert_eq!(
        (documented.name(), documented.kind()),
        (Some("product_not_found"), ErrorKind::NotFound)
    );
    assert_eq!(documented.meaning(Lang::Zh), Some("产品不存在。"));
    assert_eq!(documented.remedy(Lang::En), Some("Check the product key."));
    assert_eq!(documented.message(), Some("Product does not exist."));
    assert!(!documented.is_retryable());

    assert_eq!((undocumented.case(), undocumented.code()), (Some(GetError::Unlisted), Some(4711)));
    assert_eq!((undocumented.kind(), undocumented.message()), (ErrorKind::Refused, None));
    assert_eq!((without.case(), without.kind()), (None, ErrorKind::Refused));
    assert!(of_the_api.is_retryable() && of_the_api.kind() == ErrorKind::Server);
    assert_eq!(
        (of_the_api.meaning(Lang::En), of_the_api.meaning(Lang::Zh)),
        (None, Some("系统忙。"))
    );

    let shown: Vec<_> = failed.iter().map(ToString::to_string).collect();
    let expected = [
        "item 1 failed with 70017 product_not_found: The product does not exist. \
         (server: \"Product does not exist.\")",
        "item 2 failed with 4711",
        "item 3 failed without a code",
        "item 4 failed with 5000 busy: 系统忙。",
    ];
    assert_eq!(shown, expected);
    assert!(format!("{documented:#}").ends_with("; what to do: Check the product key."));
    assert!(documented.source().is_none());
}

#[test]
fn failed_items_show_nothing_else_of_themselves() {
    let item = Sent { device_key: SENTINEL.to_owned(), ..Sent::default() };
    let failed = Answer::from(vec![item]).into_all().unwrap_err();
    for shown in [format!("{failed:?}"), format!("{failed:#?}"), failed.to_string()] {
        assert!(!shown.contains(SENTINEL), "{shown}");
    }
}

#[test]
fn failed_items_travel() {
    fn travels<T: std::error::Error + Send + Sync + Clone + 'static>() {}
    travels::<FailedItem<Sent, GetError>>();
}
