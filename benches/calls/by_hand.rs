//! Handwritten types with derived serde: the baseline of calls, and of decoding alone.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Deserialize)]
pub struct Envelope<T> {
    pub code: i64,
    pub msg: Option<String>,
    pub data: Option<T>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    pub product_key: Option<String>,
    pub device_key: Option<String>,
    pub display_name: Option<String>,
    pub online: Option<Online>,
    pub activated: Option<bool>,
    pub signal_strength: Option<i64>,
    pub message_count: Option<u64>,
    pub battery_level: Option<f64>,
    pub create_time: Option<i64>,
    #[serde(default)]
    pub labels: Vec<String>,
    pub owner: Option<Owner>,
    #[serde(default)]
    pub channels: Vec<Channel>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Owner {
    pub id: Option<u64>,
    pub name: Option<String>,
    pub mail: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Channel {
    pub id: Option<u64>,
    pub code: Option<String>,
    pub name: Option<String>,
    pub kind: Option<Kind>,
    pub value: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub writable: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(from = "i64")]
pub enum Online {
    Offline,
    Online,
    Other(i64),
}

impl From<i64> for Online {
    fn from(value: i64) -> Self {
        match value {
            0 => Self::Offline,
            1 => Self::Online,
            other => Self::Other(other),
        }
    }
}

/// An unknown value is lost, because keeping it would cost an allocation for every value.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    Int,
    Float,
    Text,
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewValues<'a> {
    pub product_key: &'a str,
    pub device_key: &'a str,
    pub values: Vec<NewValue>,
}

#[derive(Debug, Clone, Serialize)]
pub struct NewValue {
    pub id: u64,
    pub value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Receipt {
    pub ticket: Option<String>,
}
