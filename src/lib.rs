//! A client of the Quectel / Acceleronix IoT cloud ("SaaS OpenAPI").
//!
//! 移远（Acceleronix）物联网平台 SaaS OpenAPI 的 Rust 客户端。
//!
//! ```no_run
//! use quectel_openapi::types::Language;
//! use quectel_openapi::{Client, Server};
//!
//! # async fn example() -> Result<(), quectel_openapi::Error> {
//! let quectel = Client::builder(Server::Europe).access_key("my key", "my secret").build()?;
//!
//! let tsl = quectel.thing_model().export_tsl("p11v14").language(Language::English).await?;
//! for property in &tsl.properties {
//!     println!("{:?}: {:?}", property.code, property.data_type);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! * The client signs in by itself, renews its token before it ends, and repeats a call once whose
//!   token was refused.
//! * A refusal is an `Err`, although the platform answers it with `200 OK`: [`CallError::case`]
//!   is the endpoint's own enum, [`CallError::code`] the number, [`Error::kind`] the sort of it.
//! * What the wire holds and the documentation does not is survived, and told to
//!   [`ClientBuilder::on_drift`].
//!
//! ```no_run
//! # use quectel_openapi::Client;
//! use quectel_openapi::thing_model::ExportTslError;
//!
//! # async fn example(quectel: Client) {
//! match quectel.thing_model().export_tsl("nope").await {
//!     Ok(tsl) => println!("{} properties", tsl.properties.len()),
//!     Err(error) => match error.case() {
//!         Some(ExportTslError::ProductNotFound) => println!("there is no such product"),
//!         Some(_) | None => println!("{error:#}"),
//!     },
//! }
//! # }
//! ```
//!
//! Lists come in pages: awaiting a call gives one, `.rows()` gives all rows, each page asked for when it is needed. A
//! call for many devices gives an outcome for each of them.
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
//! [`ErrorCode`] knows every code of the platform by name, kind, meaning and remedy, in English and Chinese. In the
//! search of this documentation, codes (`70017`), paths (`tslFile`) and the platform's own names (`productKey`) find
//! what they stand for here.
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
//! * `products`, `thing_model`, `devices`, `messages`, `subscriptions`, `end_users`: the groups of endpoints; all of them
//!   are `groups` (default). Without default features only those that are named are compiled; signing in is always there.
//! * `reqwest` (default): the built-in HTTP client; without it, give a [`Transport`].
//! * `blocking`: `send_blocking()` on every call, for programs without an async runtime.
//! * `serde`: `Serialize` and `Deserialize` for all types.
//! * `mock`: the described API on loopback, in the module `mock`, for tests without network and
//!   credentials.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod downlink;
#[cfg(feature = "mock")]
pub mod mock;

// The tree is printed by the generator, whose layout is proven to be what the description gives.
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
