//! Stateful part of the mock: one product with devices that can be listed and written to, so that a sequence of calls
//! can be tested.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use endpointc::json::{Value, json};
use endpointc::mock::{Builder, Call, Reply};
use endpointc_runtime::Timestamp;

use super::PRODUCT_KEY;

/// Number of devices of the product: more than two pages of the default size.
pub const DEVICES: usize = 25;

/// The only device that is offline.
pub const OFFLINE_DEVICE: &str = "DK00025";

/// Result code for a device that is offline.
const OFFLINE: i64 = 61002;

/// First ticket. Like the platform's, it is too large for a float to represent exactly.
const FIRST_TICKET: u64 = 1_335_004_867_605_954_560;

/// Messages sent to devices.
#[derive(Debug, Default)]
struct SentMessages {
    sent: Mutex<Vec<Value>>,
}

/// Installs the handlers of the known product. Requests for other products get the examples.
pub(super) fn install(builder: Builder) -> Builder {
    let sent = Arc::new(SentMessages::default());
    let history = Arc::clone(&sent);
    builder
        .handle("devices.list", of_product(list_devices))
        .handle("messages.write_properties", of_product(move |call| sent.send(call)))
        .handle("messages.data_history", of_product(move |call| history.show(call)))
}

fn of_product(answer: impl Fn(&Call) -> Reply) -> impl Fn(&Call) -> Reply {
    move |call| match call.parameter("productKey") {
        Some(PRODUCT_KEY) => answer(call),
        _ => Reply::example(),
    }
}

fn list_devices(call: &Call) -> Reply {
    let asked = |name: &str, value: &Value| {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        call.parameter(name).is_none_or(|asked| asked == shown)
    };
    let fits = |device: &Value| {
        ["deviceKey", "deviceStatus"].iter().all(|name| asked(name, &device[*name]))
    };
    let devices: Vec<Value> = (1..=DEVICES).map(device).filter(fits).collect();
    call.page_of(&devices)
}

fn device(number: usize) -> Value {
    let key = format!("DK{number:05}");
    json!({
        "productKey": PRODUCT_KEY,
        "deviceName": format!("Device {number}"),
        "deviceStatus": i64::from(key != OFFLINE_DEVICE),
        "deviceKey": key,
        "isActived": 1,
        "isVerified": 1,
        "isVirtual": 0,
        "dataFmt": 3,
        "authMode": 0,
    })
}

impl SentMessages {
    fn send(&self, call: &Call) -> Reply {
        let devices = call.value("devices").and_then(Value::as_array).cloned().unwrap_or_default();
        let receipts = devices.iter().map(|device| self.receipt(call, device));
        Reply::success(receipts.collect::<Value>())
    }

    fn receipt(&self, call: &Call, device: &Value) -> Value {
        if device == OFFLINE_DEVICE {
            return json!({
                "code": OFFLINE,
                "productKey": PRODUCT_KEY,
                "deviceKey": device,
                "ticket": null,
                "message": "device offline",
            });
        }
        let ticket = self.record(call, device);
        json!({
            "code": 200,
            "productKey": PRODUCT_KEY,
            "deviceKey": device,
            "ticket": ticket,
            "message": null,
        })
    }

    /// Records a message in the history and returns its ticket.
    fn record(&self, call: &Call, device: &Value) -> String {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let ticket = (FIRST_TICKET + sent.len() as u64).to_string();
        let now = Timestamp::from(SystemTime::now()).as_millis().to_string();
        sent.push(json!({
            "productKey": PRODUCT_KEY,
            "deviceKey": device,
            "direction": 2,
            "msgType": "down",
            "dmData": call.value("data"),
            "ticket": ticket,
            "sendStatus": 1,
            "sendTime": now,
            "createTime": now,
        }));
        ticket
    }

    /// Returns the history of a device, newest first.
    fn show(&self, call: &Call) -> Reply {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = call.value("deviceKey");
        let of_device = |record: &&Value| Some(&record["deviceKey"]) == asked;
        let records: Vec<Value> = sent.iter().rev().filter(of_device).cloned().collect();
        call.page_of(&records)
    }
}
