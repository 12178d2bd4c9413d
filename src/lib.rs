//! A client of the Quectel / Acceleronix IoT cloud ("SaaS OpenAPI").
//!
//! 移远（Acceleronix）物联网平台 SaaS OpenAPI 的 Rust 客户端。
//!
//! ```no_run
//! use quectel_openapi::{Client, Server, types};
//!
//! # async fn example() -> Result<(), quectel_openapi::Error> {
//! let quectel = Client::builder(Server::Europe).access_key("my key", "my secret").build()?;
//!
//! let tsl = quectel.thing_model().export_tsl("p11v14").language(types::Language::English).await?;
//! for property in &tsl.properties {
//!     println!("{:?}: {:?}", property.code, property.data_type);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! * The client signs in automatically and renews its token before it expires. If the token is
//!   rejected, the client signs in again and repeats the call once.
//! * A failure is an `Err`, even if its HTTP status is `200 OK`. [`CallError::case`] returns the
//!   endpoint's own enum, [`CallError::code`] the code, and [`Error::kind`] the kind.
//! * Responses that differ from the documentation are accepted where possible, and reported to
//!   [`ClientBuilder::on_drift`].
//!
//! ```no_run
//! # use quectel_openapi::Client;
//! use quectel_openapi::thing_model;
//!
//! # async fn example(quectel: Client) {
//! match quectel.thing_model().export_tsl("nope").await {
//!     Ok(tsl) => println!("{} properties", tsl.properties.len()),
//!     Err(error) => match error.case() {
//!         Some(thing_model::ExportTslError::ProductNotFound) => println!("there is no such product"),
//!         Some(_) | None => println!("{error:#}"),
//!     },
//! }
//! # }
//! ```
//!
//! Lists are paged: awaiting a call returns one page, `.rows()` returns all rows and requests each page when it is
//! needed. A batch call returns a result for each device.
//!
//! ```no_run
//! # use quectel_openapi::{Client, DownlinkValues};
//! # async fn example(quectel: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let mut devices = quectel.devices().list("p11v14").page_size(100).rows();
//! while let Some(device) = devices.next().await {
//!     println!("{:?}", device?.device_key);
//! }
//!
//! let values = DownlinkValues::new().set("switch", true);
//! let batch = quectel.messages().write_properties("p11v14", &["DK00001", "DK00002"], values).await?;
//! for failed in batch.failed() {
//!     println!("{:?}: {failed}", failed.item().device_key);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! [`ErrorCode`] lists all codes of the platform with name, kind, meaning and remedy, in English and Chinese. The
//! search of this documentation finds items by code (`70017`), path (`tslFile`) and the platform's name (`productKey`).
//!
//! # 中文
//!
//! 覆盖平台全部 44 个接口，分为七组：[`token`]、[`products`]、[`thing_model`]、[`devices`]、[`messages`]、
//! [`subscriptions`]、[`end_users`]。每个接口对应一个方法：必填参数即方法参数，选填参数用链式方法设置，`.await`
//! 发送请求。
//!
//! * 客户端自动登录，并在 token 到期前刷新；token 被拒绝时重新登录，并重试一次。
//! * 失败一律返回 `Err`，即使 HTTP 状态为 `200 OK`：[`CallError::case`] 为该接口的错误枚举，[`CallError::code`]
//!   为错误码，`{error:#}` 输出原因与处理办法；[`ErrorCode`] 可查询任一错误码的中英文含义。
//! * 列表分页返回：`.await` 取一页，`.rows()` 逐行取回全部数据。批量操作对每个设备分别返回结果。
//! * 每个方法、参数、字段与错误码均有中英文说明；在文档的搜索框中输入 `70017`、`tslFile` 或 `productKey` 即可找到。
//!
//! # Features
//!
//! * `products`, `thing_model`, `devices`, `messages`, `subscriptions`, `end_users`: the groups of endpoints; `groups`
//!   (default) enables all. Without default features only the named groups are compiled; signing in is always compiled.
//! * `reqwest` (default): the built-in HTTP client. Without it, provide a [`Transport`].
//! * `ring`: the built-in HTTP client with `ring` in place of `aws-lc`, which builds faster. Enable it in place of
//!   `reqwest`; with both, ring is used. It affects other crates: see
//!   [TLS and other crates](endpointc_runtime#tls-and-other-crates).
//! * `blocking`: `send_blocking()` on every call, for programs without an async runtime.
//! * `serde`: `Serialize` and `Deserialize` for all types.
//! * `mock`: a mock server on loopback, in the module `mock`, for tests without network and
//!   credentials.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod downlink;
#[cfg(feature = "mock")]
pub mod mock;

// The generator formats its output itself.
#[rustfmt::skip]
#[path = "../generated/mod.rs"]
mod generated;

pub use auth::{AccessKey, SignedLogin};
pub use downlink::{DownlinkValue, DownlinkValues};
pub use endpointc_runtime::{
    Authenticator, Batch, BatchItem, BoxFuture, CallError, CallFuture, Core, Drift, DriftCounter,
    DriftKind, Error, ErrorKind, Exchange, ExchangeAnswer, FailedItem, Json, Lang, Method, Page,
    Pages, Request, Response, RetryPolicy, Rows, Secret, Timestamp, Token, TokenStore, Transport,
    TransportError, TransportErrorKind, Unlisted,
};
pub use generated::*;

/// Compiles the code of the README.
#[cfg(doctest)]
#[doc = include_str!("README.md")]
mod readme {}
