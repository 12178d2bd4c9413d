//! Paged lists in each of the platform's three styles: one page, all pages, all rows.
//!
//! The responses are synthetic, so that tests can combine counters and pages freely.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use crate::support::scripted::{Scripted, ok};
use crate::support::{Failure, wait};
use endpointc_runtime::codegen::{Decode, ErrorCase};
use quectel_openapi::end_users::EndUser;
use quectel_openapi::products::Product;
use quectel_openapi::subscriptions::Subscription;
use quectel_openapi::{BoxFuture, Client, Page, Pages, Request, Response, Rows};
use serde_json::{Value, json};

// The three styles

/// Paging styles of the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Parameters in the query, counters beside the rows: `products.list`.
    Device,
    /// Parameters in the body, counters beside the rows: `subscriptions.list`.
    Queue,
    /// Parameters in the query, counters around the rows: `end_users.list`.
    EndUser,
}

const STYLES: [Style; 3] = [Style::Device, Style::Queue, Style::EndUser];

/// Content of a response, independent of the style.
#[derive(Debug, Clone)]
struct PageContent {
    rows: Vec<u64>,
    number: Value,
    total: Value,
    pages: Value,
}

impl Style {
    fn endpoint(self) -> &'static str {
        match self {
            Self::Device => "products.list",
            Self::Queue => "subscriptions.list",
            Self::EndUser => "end_users.list",
        }
    }

    fn row(self, id: u64) -> Value {
        match self {
            Self::Device => json!({ "productKey": id.to_string() }),
            Self::Queue => json!({ "subscribeId": id }),
            Self::EndUser => json!({ "uid": id.to_string() }),
        }
    }

    fn answer(self, content: &PageContent) -> Value {
        let rows: Value = content.rows.iter().map(|id| self.row(*id)).collect();
        let PageContent { number, total, pages, .. } = content;
        match self {
            Self::Device | Self::Queue => json!({
                "code": 200, "msg": "", "data": rows,
                "pageNum": number, "pageSize": 2, "total": total, "pages": pages,
            }),
            Self::EndUser => json!({
                "code": 0, "msg": "", "extMsg": "",
                "data": {
                    "list": rows, "pageNum": number, "total": total, "pages": pages,
                    "size": content.rows.len(), "hasNextPage": false, "navigatepageNums": [1, 2],
                },
            }),
        }
    }

    /// Page and size that a request asks for.
    fn asked(self, request: &Request) -> (Option<u64>, Option<u64>) {
        let (page, size) = match self {
            Self::Device | Self::Queue => ("pageNum", "pageSize"),
            Self::EndUser => ("page", "pageSize"),
        };
        match self {
            Self::Queue => {
                let body = request.body.as_deref().expect("there is a body");
                let body: Value = serde_json::from_slice(body).expect("it is JSON");
                (body[page].as_u64(), body[size].as_u64())
            }
            Self::Device | Self::EndUser => {
                let query = request.url.split_once('?').map_or("", |(_, query)| query);
                let value = |name: &str| {
                    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                    pairs.find(|(key, _)| *key == name)?.1.parse().ok()
                };
                (value(page), value(size))
            }
        }
    }

    /// Rows from this page on, or from the first.
    fn rows(self, client: &Client, from: Option<i64>) -> Box<dyn Walk<u64>> {
        match self {
            Self::Device => {
                let call = client.products().list();
                Box::new(from.map_or(call.clone(), |page| call.page(page)).rows())
            }
            Self::Queue => {
                let call = client.subscriptions().list();
                Box::new(from.map_or(call.clone(), |page| call.page(page)).rows())
            }
            Self::EndUser => {
                let call = client.end_users().list("d");
                Box::new(from.map_or(call.clone(), |page| call.page(page)).rows())
            }
        }
    }

    /// Pages from this one on, or from the first.
    fn pages(self, client: &Client, from: Option<i64>) -> Box<dyn Walk<Seen>> {
        match self {
            Self::Device => {
                let call = client.products().list();
                Box::new(from.map_or(call.clone(), |page| call.page(page)).pages())
            }
            Self::Queue => {
                let call = client.subscriptions().list();
                Box::new(from.map_or(call.clone(), |page| call.page(page)).pages())
            }
            Self::EndUser => {
                let call = client.end_users().list("d");
                Box::new(from.map_or(call.clone(), |page| call.page(page)).pages())
            }
        }
    }

    /// One page.
    fn page(self, client: &Client, page: i64, size: i64) -> Result<Seen, Failure> {
        Ok(match self {
            Self::Device => seen(wait(client.products().list().page(page).page_size(size))?),
            Self::Queue => seen(wait(client.subscriptions().list().page(page).page_size(size))?),
            Self::EndUser => seen(wait(client.end_users().list("d").page(page).page_size(size))?),
        })
    }
}

/// A page, without the type of its rows.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    rows: Vec<u64>,
    number: Option<u64>,
    total: Option<u64>,
    pages: Option<u64>,
}

fn seen<T: Row>(page: Page<T>) -> Seen {
    let rows = page.rows.iter().map(Row::id).collect();
    Seen { rows, number: page.number, total: page.total, pages: page.pages }
}

trait Row: Decode + Clone + PartialEq + Default + Unpin + 'static {
    fn id(&self) -> u64;
}

impl Row for Product {
    fn id(&self) -> u64 {
        number(&self.product_key)
    }
}

impl Row for Subscription {
    fn id(&self) -> u64 {
        self.id
    }
}

impl Row for EndUser {
    fn id(&self) -> u64 {
        number(&self.user_id)
    }
}

fn number(text: &Option<String>) -> u64 {
    text.as_ref().and_then(|text| text.parse().ok()).expect("the row has its number")
}

/// Stream of a list, without the type of its rows and errors.
trait Walk<T> {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<T, Failure>>>;
}

impl<T: Row, E: ErrorCase + std::fmt::Debug> Walk<u64> for Rows<T, E> {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<u64, Failure>>> {
        Box::pin(async {
            let row = Rows::next(self).await?;
            Some(row.map(|row| row.id()).map_err(Failure::from))
        })
    }
}

impl<T: Row, E: ErrorCase + std::fmt::Debug> Walk<Seen> for Pages<T, E> {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Seen, Failure>>> {
        Box::pin(async {
            let page = Pages::next(self).await?;
            Some(page.map(seen).map_err(Failure::from))
        })
    }
}

/// Upper bound of rows in these tests, so that an endless list is detected.
const MAX_ROWS: usize = 1_000;

/// Collects all rows up to the first error.
fn take<T>(mut walk: Box<dyn Walk<T>>) -> (Vec<T>, Option<Failure>) {
    wait(async {
        let mut all = Vec::new();
        while let Some(next) = walk.next().await {
            match next {
                Ok(one) => all.push(one),
                Err(failure) => {
                    assert!(walk.next().await.is_none(), "nothing comes after an error");
                    return (all, Some(failure));
                }
            }
            assert!(all.len() < MAX_ROWS, "it does not end");
        }
        assert!(walk.next().await.is_none(), "it stays at its end");
        (all, None)
    })
}

// Servers

/// Server with this many rows, numbered from 1, two per page, and correct counters.
fn honest(style: Style, rows: u64) -> Scripted {
    serving(style, move |page| page_of((1..=rows).collect(), page))
}

/// Returns a page of two of these rows, with correct counters.
fn page_of(rows: Vec<u64>, page: u64) -> PageContent {
    let skipped = usize::try_from((page - 1) * 2).expect("pages are few");
    PageContent {
        number: json!(page),
        total: json!(rows.len()),
        pages: json!(rows.len().div_ceil(2)),
        rows: rows.into_iter().skip(skipped).take(2).collect(),
    }
}

/// Server whose pages come from this function.
fn serving(
    style: Style,
    mut content_of: impl FnMut(u64) -> PageContent + Send + 'static,
) -> Scripted {
    Scripted::new(move |request| {
        let page = style.asked(request).0.unwrap_or(1);
        ok(style.answer(&content_of(page)))
    })
}

/// Returns the numbers of the requested pages.
fn asked(style: Style, server: &Scripted) -> Vec<u64> {
    let requests = server.requests();
    requests.iter().map(|request| style.asked(request).0.expect("a page is named")).collect()
}

/// Checks the rows of a list and the requested pages.
#[track_caller]
fn check(style: Style, server: &Scripted, from: Option<i64>, rows: &[u64], pages: &[u64]) {
    let (found, failure) = take(style.rows(&server.client(), from));
    assert!(failure.is_none(), "{style:?}: {failure:?}");
    assert_eq!(found, rows, "{style:?}");
    assert_eq!(asked(style, server), pages, "{style:?}");
}

// One page

#[test]
fn one_page_has_its_rows_and_what_is_said_about_all() {
    for style in STYLES {
        let server = honest(style, 5);
        let page = style.page(&server.client(), 2, 2).expect("it is answered");
        let expected = Seen { rows: vec![3, 4], number: Some(2), total: Some(5), pages: Some(3) };
        assert_eq!(page, expected, "{style:?}");
        let [request] = &server.requests()[..] else { panic!("one is sent") };
        assert_eq!(style.asked(request), (Some(2), Some(2)), "{style:?}");
    }
}

#[test]
fn a_page_of_nothing_is_no_error() {
    for style in STYLES {
        let server = honest(style, 0);
        let page = style.page(&server.client(), 1, 100).expect("it is answered");
        let expected = Seen { rows: vec![], number: Some(1), total: Some(0), pages: Some(0) };
        assert_eq!(page, expected, "{style:?}");
    }
}

#[test]
fn a_payload_that_is_not_there_is_a_page_of_nothing() {
    for style in STYLES {
        for data in ["", r#","data":null"#, r#","data":"""#, r#","data":[]"#, r#","data":{}"#] {
            let server = Scripted::new(move |_| ok(format!(r#"{{"code":200,"msg":""{data}}}"#)));
            let page = style.page(&server.client(), 1, 10);
            let page = page.unwrap_or_else(|failure| panic!("{style:?}, {data}: {failure:?}"));
            assert_eq!(page.rows, [0; 0], "{style:?}, {data}");
            check(style, &server, Some(7), &[], &[1, 7]);
        }
    }
}

// All rows

#[test]
fn all_rows_come_in_order_and_no_page_is_asked_for_twice() {
    for style in STYLES {
        check(style, &honest(style, 5), None, &[1, 2, 3, 4, 5], &[1, 2, 3]);
        check(style, &honest(style, 4), None, &[1, 2, 3, 4], &[1, 2]);
        check(style, &honest(style, 1), None, &[1], &[1]);
        check(style, &honest(style, 0), None, &[], &[1]);
    }
}

#[test]
fn a_list_can_be_begun_later() {
    for style in STYLES {
        check(style, &honest(style, 5), Some(2), &[3, 4, 5], &[2, 3]);
        check(style, &honest(style, 5), Some(3), &[5], &[3]);
        // Past the end the stream stays empty and sends no further requests.
        check(style, &honest(style, 5), Some(9), &[], &[9]);
    }
}

#[test]
fn all_pages_come_with_what_each_says() {
    for style in STYLES {
        let server = honest(style, 5);
        let (pages, failure) = take(style.pages(&server.client(), None));
        assert!(failure.is_none(), "{failure:?}");
        let page = |number, rows: &[u64]| Seen {
            rows: rows.to_vec(),
            number: Some(number),
            total: Some(5),
            pages: Some(3),
        };
        assert_eq!(pages, [page(1, &[1, 2]), page(2, &[3, 4]), page(3, &[5])], "{style:?}");
    }
}

/// A page is requested only when it is needed.
#[test]
fn nothing_is_asked_for_in_advance() {
    for style in STYLES {
        let server = honest(style, 5);
        let mut rows = style.rows(&server.client(), None);
        assert_eq!(server.requests().len(), 0, "{style:?}");
        for (count, expected) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
            let row = wait(rows.next()).expect("there are five").expect("all are answered");
            assert_eq!((row, server.requests().len()), (count, expected), "{style:?}");
        }
    }
}

// Ends

#[test]
fn an_empty_page_ends_a_list_whatever_counters_promise() {
    for style in STYLES {
        let server = serving(style, |page| PageContent {
            total: json!(1_000_000),
            pages: json!(500_000),
            ..page_of((1..=4).collect(), page)
        });
        check(style, &server, None, &[1, 2, 3, 4], &[1, 2, 3]);
    }
}

/// Some servers repeat a page because they misread the page number or have no more pages.
#[test]
fn a_repeated_page_ends_a_list_and_its_rows_come_once() {
    for style in STYLES {
        let first = |_| PageContent {
            total: json!(1_000_000),
            pages: json!(500_000),
            ..page_of(vec![1, 2], 1)
        };
        check(style, &serving(style, first), None, &[1, 2], &[1, 2]);
        let last = |page: u64| PageContent {
            total: Value::Null,
            pages: Value::Null,
            ..page_of((1..=6).collect(), page.min(3))
        };
        check(style, &serving(style, last), None, &[1, 2, 3, 4, 5, 6], &[1, 2, 3, 4]);
    }
}

/// A list that grows while it is read ends at its new end.
#[test]
fn a_list_that_grows_is_read_to_its_end() {
    for style in STYLES {
        let server = serving(style, |page| page_of((1..=3 + page).collect(), page));
        // There are four rows at first, and six when the third page is read.
        check(style, &server, None, &[1, 2, 3, 4, 5, 6], &[1, 2, 3]);
    }
}

/// Inserted rows push others onto the next page: those appear twice, and none is lost.
#[test]
fn a_list_that_grows_in_front_loses_no_row() {
    for style in STYLES {
        let server = serving(style, |page| {
            let newer = (1..page).map(|number| 100 + number).rev();
            page_of(newer.chain(1..=4).collect(), page)
        });
        let (rows, failure) = take(style.rows(&server.client(), None));
        assert!(failure.is_none(), "{failure:?}");
        for row in 1..=4 {
            assert!(rows.contains(&row), "{style:?}: {row} is lost: {rows:?}");
        }
    }
}

/// A list that shrinks ends sooner than its counters said.
#[test]
fn a_list_that_shrinks_ends() {
    for style in STYLES {
        let server = serving(style, |page| page_of((1..=7 - page).collect(), page));
        check(style, &server, None, &[1, 2, 3, 4], &[1, 2, 3]);
    }
}

// Wrong counters

/// Sets all three counters to this value.
fn with_counters(style: Style, counter: impl Fn(u64) -> Value + Send + 'static) -> Scripted {
    serving(style, move |page| PageContent {
        number: counter(page),
        total: counter(4),
        pages: counter(2),
        ..page_of((1..=4).collect(), page)
    })
}

#[test]
fn counters_are_read_as_numbers_texts_and_objects() {
    for style in STYLES {
        for counter in [
            |value: u64| json!(value),
            |value: u64| json!(value.to_string()),
            |value: u64| json!({ "value": value }),
            |value: u64| json!({ "value": value.to_string() }),
        ] {
            let server = with_counters(style, counter);
            let page = style.page(&server.client(), 1, 2).expect("it is answered");
            assert_eq!((page.number, page.total, page.pages), (Some(1), Some(4), Some(2)));
            check(style, &with_counters(style, counter), None, &[1, 2, 3, 4], &[1, 2]);
        }
    }
}

/// Without a counter the list ends with an empty page.
#[test]
fn counters_that_say_nothing_do_not_end_a_list() {
    for style in STYLES {
        for counter in
            [json!(0), Value::Null, json!(""), json!("many"), json!({}), json!([]), json!(-1)]
        {
            let content = counter.clone();
            let server = with_counters(style, move |_| content.clone());
            let page = style.page(&server.client(), 1, 2).expect("it is answered");
            let said = if counter == 0 { Some(0) } else { None };
            assert_eq!((page.number, page.total, page.pages), (said, said, said), "{counter}");
            let server = with_counters(style, move |_| counter.clone());
            check(style, &server, None, &[1, 2, 3, 4], &[1, 2, 3]);
        }
    }
}

/// The vendor's example has two rows and a total of one.
#[test]
fn one_counter_that_is_too_small_is_overruled_by_the_other() {
    for style in STYLES {
        for (total, pages) in [(1, 2), (4, 1)] {
            let server = serving(style, move |page| PageContent {
                total: json!(total),
                pages: json!(pages),
                ..page_of((1..=4).collect(), page)
            });
            check(style, &server, None, &[1, 2, 3, 4], &[1, 2]);
        }
    }
}

// Errors

/// Server that gives this response for the third page.
fn failing_on_page_3(style: Style, response: Response) -> Scripted {
    Scripted::new(move |request| match style.asked(request).0.unwrap_or(1) {
        3 => response.clone(),
        page => ok(style.answer(&page_of((1..=8).collect(), page))),
    })
}

#[test]
fn an_error_tells_the_page_it_came_from() {
    for style in STYLES {
        let refused = ok(json!({ "code": 50_000, "msg": "今天不行" }));
        let unreadable = ok("<html></html>");
        for (response, code) in [(refused, Some(50_000)), (unreadable, None)] {
            let server = failing_on_page_3(style, response);
            let (rows, failure) = take(style.rows(&server.client(), None));
            assert_eq!(rows, [1, 2, 3, 4], "{style:?}: the rows before it are not lost");
            let error = failure.expect("it fails").error;
            assert_eq!((error.page(), error.code()), (Some(3), code), "{style:?}");
            let shown = error.to_string();
            let expected = format!("{}: page 3: ", style.endpoint());
            assert!(shown.starts_with(&expected), "{shown}");
            let (pages, failure) = take(style.pages(&server.client(), Some(2)));
            assert_eq!(pages.len(), 1, "{style:?}");
            assert_eq!(failure.expect("it fails").error.page(), Some(3), "{style:?}");
        }
    }
}

#[test]
fn an_error_of_a_single_page_tells_no_page() {
    for style in STYLES {
        let server = failing_on_page_3(style, ok(json!({ "code": 50_000 })));
        let failure = style.page(&server.client(), 3, 2).expect_err("it fails");
        assert_eq!(failure.error.page(), None, "the caller knows: {style:?}");
    }
}

/// The mutation tests of responses cover the other cases.
#[test]
fn a_row_that_cannot_be_read_says_where_it_is() {
    for (style, field, path) in [
        (Style::Device, "createTime", "$.data[1].createTime"),
        (Style::Queue, "createTime", "$.data[1].createTime"),
        (Style::EndUser, "registerTimeTs", "$.data.list[1].registerTimeTs"),
    ] {
        let server = Scripted::new(move |request| {
            let page = style.asked(request).0.unwrap_or(1);
            let mut answer = style.answer(&page_of((1..=4).collect(), page));
            if page == 2 {
                let rows = match style {
                    Style::Device | Style::Queue => &mut answer["data"],
                    Style::EndUser => &mut answer["data"]["list"],
                };
                rows[1][field] = json!({ "a": 1 });
            }
            ok(answer)
        });
        let (rows, failure) = take(style.rows(&server.client(), None));
        let error = failure.expect("it cannot be read").error;
        assert_eq!((rows, error.page(), error.decode_path()), (vec![1, 2], Some(2), Some(path)));
    }
}

// Cancellation

/// Delays each response by one poll, so that a future can be dropped in between.
fn hesitating(style: Style, rows: u64) -> (Scripted, Arc<AtomicUsize>) {
    let polls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&polls);
    let server = Scripted::slow(move |request| {
        let page = style.asked(request).0.unwrap_or(1);
        let response = ok(style.answer(&page_of((1..=rows).collect(), page)));
        let counted = Arc::clone(&counted);
        let mut waited = false;
        Box::pin(poll_fn(move |context: &mut Context<'_>| {
            counted.fetch_add(1, Ordering::SeqCst);
            if std::mem::replace(&mut waited, true) {
                return Poll::Ready(response.clone());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        }))
    });
    (server, polls)
}

#[test]
fn dropping_the_future_of_the_next_row_loses_nothing() {
    for style in STYLES {
        let (server, polls) = hesitating(style, 5);
        let mut rows = style.rows(&server.client(), None);
        let (mut found, mut dropped) = (Vec::new(), 0);
        loop {
            // The future is polled once and then dropped, ready or not.
            let once = poll_fn(|context| Poll::Ready(pin!(rows.next()).poll(context)));
            match wait(once) {
                Poll::Pending => dropped += 1,
                Poll::Ready(Some(row)) => found.push(row.expect("all are answered")),
                Poll::Ready(None) => break,
            }
            assert!(dropped < MAX_ROWS, "it does not end");
        }
        assert_eq!(found, [1, 2, 3, 4, 5], "{style:?}");
        assert_eq!(asked(style, &server), [1, 2, 3], "{style:?}: each page once");
        assert_eq!((dropped, polls.load(Ordering::SeqCst)), (3, 6), "{style:?}: once a page");
    }
}

#[test]
fn a_list_that_is_dropped_asks_for_nothing_more() {
    for style in STYLES {
        let server = honest(style, 100);
        let mut rows = style.rows(&server.client(), None);
        assert!(wait(rows.next()).is_some());
        drop(rows);
        assert_eq!(server.requests().len(), 1, "{style:?}");
    }
}
