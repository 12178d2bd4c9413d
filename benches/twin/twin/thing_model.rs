//! Thing models of products.

use serde::Deserialize;
use serde_json::Value;

use crate::core::{CallError, Client, ErrorCode};

impl Client {
    /// Export the released thing model of a product.
    pub async fn export_tsl(
        &self,
        product_key: &str,
        language: Option<Language>,
    ) -> Result<Tsl, CallError<ExportTslError>> {
        let mut query = vec![("productKey", product_key)];
        if let Some(language) = &language {
            query.push(("language", language.as_str()));
        }
        self.call("/v2/quectsl/openapi/product/export/tslFile", &query).await
    }
}

/// Language of names and texts in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Chinese,
    /// English.
    English,
    /// A value that nobody listed.
    Other(String),
}

impl Language {
    /// The value as the wire holds it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Chinese => "CN",
            Self::English => "EN",
            Self::Other(value) => value,
        }
    }
}

/// Why an export was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportTslError {
    /// Neither product id nor product key was given.
    ProductMissing,
    /// Neither device id nor product key with device key was given.
    DeviceMissing,
    /// The product does not exist.
    ProductNotFound,
    /// A device in transparent mode takes no thing model data.
    TransparentDevice,
    /// The application may not use this product or device.
    NotAuthorizedForProduct,
    /// The product has an empty thing model.
    TslEmpty,
    /// The present version has no thing model data.
    TslNotReleased,
    /// Source and target product are of different kinds.
    ProductKindsDiffer,
    /// There is no thing model to copy from.
    NoSourceTsl,
    /// The call is not available for products on China Telecom AEP.
    NotForAep,
    /// The request carries no valid token.
    Unauthorized,
    /// The server refuses the request.
    Forbidden,
    /// The server does not know this path.
    PathNotFound,
    /// The service failed.
    ServiceException,
    /// A parameter is not valid.
    InvalidParameter,
    /// The hub service is not available.
    HubUnavailable,
    /// The token does not exist.
    TokenNotFound,
    /// The token is wrong.
    TokenInvalid,
    /// The application may not do this.
    NoPermission,
    /// The caller's IP address is not on the allow list.
    AddressNotAllowed,
    /// The API package is not enabled for the application.
    ApiNotEnabled,
    /// A code that nobody listed.
    Other(i64),
}

impl ErrorCode for ExportTslError {
    fn from_code(code: i64) -> Self {
        match code {
            50006 => Self::ProductMissing,
            50007 => Self::DeviceMissing,
            70017 => Self::ProductNotFound,
            70063 => Self::TransparentDevice,
            70089 => Self::NotAuthorizedForProduct,
            70097 => Self::TslEmpty,
            71006 => Self::TslNotReleased,
            71009 => Self::ProductKindsDiffer,
            71010 => Self::NoSourceTsl,
            80005 => Self::NotForAep,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::PathNotFound,
            50000 => Self::ServiceException,
            50005 => Self::InvalidParameter,
            70000 => Self::HubUnavailable,
            91001 => Self::TokenNotFound,
            91004 => Self::TokenInvalid,
            91005 => Self::NoPermission,
            91006 => Self::AddressNotAllowed,
            91007 => Self::ApiNotEnabled,
            code => Self::Other(code),
        }
    }
}

/// A thing model.
#[derive(Debug, Clone, Deserialize)]
pub struct Tsl {
    /// Which model this is.
    pub profile: Option<TslProfile>,
    /// What a device is like.
    #[serde(default)]
    pub properties: Vec<TslItem>,
    /// What a device can be asked to do.
    #[serde(default)]
    pub services: Vec<TslItem>,
    /// What a device reports by itself.
    #[serde(default)]
    pub events: Vec<TslItem>,
}

/// Which thing model this is.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TslProfile {
    /// Version of the format, such as `1.2.0`.
    pub tsl_version: Option<String>,
    /// Product key.
    pub product_key: Option<String>,
    /// Version of the model; a time of 17 digits.
    pub version: Option<String>,
}

/// A property, a service or an event.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TslItem {
    /// Number that is unique in the model.
    pub id: Option<i64>,
    /// Identifier for reading and writing.
    pub code: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// Which of the three it is.
    #[serde(rename = "type")]
    pub kind: Option<TslItemType>,
    /// Of a property `R`, `W` or `RW`; of a service `ASYNC` or `SYNC`; of an event `INFO`, `WARN` or `ERROR`.
    pub sub_type: Option<String>,
    /// Type of a property's value.
    pub data_type: Option<TslDataType>,
    /// Limits or values, by data type.
    pub specs: Option<Value>,
    /// What a service takes.
    pub input_data: Option<Value>,
    /// What a service or an event gives.
    pub output_data: Option<Value>,
    /// Position in lists.
    pub sort: Option<i64>,
    /// A note, mostly empty.
    #[serde(rename = "desc")]
    pub note: Option<String>,
}

/// Kind of an item of a thing model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum TslItemType {
    /// A property.
    Property,
    /// A service.
    Service,
    /// An event.
    Event,
    /// A value that nobody listed.
    Other(String),
}

impl From<String> for TslItemType {
    fn from(value: String) -> Self {
        match value.as_str() {
            "PROPERTY" => Self::Property,
            "SERVICE" => Self::Service,
            "EVENT" => Self::Event,
            _ => Self::Other(value),
        }
    }
}

/// Type of a value in a thing model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum TslDataType {
    /// One of two values.
    Bool,
    /// An integer.
    Int,
    /// A number of single precision.
    Float,
    /// A number of double precision.
    Double,
    /// One of several values.
    Enum,
    /// Text.
    Text,
    /// A moment in epoch milliseconds.
    Date,
    /// Bytes.
    Raw,
    /// Members with names.
    Struct,
    /// A list.
    Array,
    /// A value that nobody listed.
    Other(String),
}

impl From<String> for TslDataType {
    fn from(value: String) -> Self {
        match value.as_str() {
            "BOOL" => Self::Bool,
            "INT" => Self::Int,
            "FLOAT" => Self::Float,
            "DOUBLE" => Self::Double,
            "ENUM" => Self::Enum,
            "TEXT" => Self::Text,
            "DATE" => Self::Date,
            "RAW" => Self::Raw,
            "STRUCT" => Self::Struct,
            "ARRAY" => Self::Array,
            _ => Self::Other(value),
        }
    }
}
