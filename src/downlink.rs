//! Values for devices, in the format of the platform.

use endpointc_runtime::{Encode, Json, Timestamp, ValueRef};

/// Values of properties, inputs of services, or members of a struct: by identifier of the thing model, in order.
///
/// The platform expects JSON inside a string, with every scalar as text, every list as objects with the key `0`,
/// and every struct as a list of objects with one member each.
///
/// 下发给设备的值，以物模型标识符为键。
///
/// ```
/// use quectel_openapi::DownlinkValues;
///
/// let position = DownlinkValues::new().set("x", 1.5).set("y", -2.0);
/// let properties = DownlinkValues::new()
///     .set("switch", true)
///     .set("level", 3)
///     .set("names", ["north", "south"])
///     .set("position", position);
/// assert_eq!(
///     properties.to_string(),
///     r#"[{"switch":"true"},{"level":"3"},{"names":[{"0":"north"},{"0":"south"}]},{"position":[{"x":"1.5"},{"y":"-2"}]}]"#,
/// );
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DownlinkValues(Json);

/// One value for a device: a scalar, a list, or a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct DownlinkValue(Json);

impl DownlinkValues {
    /// Creates an empty set of values.
    pub fn new() -> Self {
        Self(Json::Array(Vec::new()))
    }

    /// Adds a value.
    #[must_use]
    pub fn set(mut self, identifier: &str, value: impl Into<DownlinkValue>) -> Self {
        let DownlinkValue(value) = value.into();
        if let Json::Array(values) = &mut self.0 {
            values.push(single(identifier, value));
        }
        self
    }
}

impl Default for DownlinkValues {
    fn default() -> Self {
        Self::new()
    }
}

/// The JSON that is sent as a string.
impl std::fmt::Display for DownlinkValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Encode for DownlinkValues {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Json(&self.0)
    }
}

impl From<DownlinkValues> for DownlinkValue {
    fn from(members: DownlinkValues) -> Self {
        Self(members.0)
    }
}

impl From<&str> for DownlinkValue {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for DownlinkValue {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

/// Epoch milliseconds.
impl From<Timestamp> for DownlinkValue {
    fn from(moment: Timestamp) -> Self {
        moment.as_millis().into()
    }
}

macro_rules! scalars {
    ($($scalar:ty),*) => {$(
        /// Sent as text, as in the platform's examples.
        impl From<$scalar> for DownlinkValue {
            fn from(value: $scalar) -> Self {
                Self(value.to_string().into())
            }
        }
    )*};
}

scalars!(bool, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);

impl<T: Into<DownlinkValue>> From<Vec<T>> for DownlinkValue {
    fn from(items: Vec<T>) -> Self {
        let item = |item: T| single("0", item.into().0);
        Self(items.into_iter().map(item).collect())
    }
}

impl<T: Into<DownlinkValue>, const N: usize> From<[T; N]> for DownlinkValue {
    fn from(items: [T; N]) -> Self {
        Vec::from(items).into()
    }
}

impl<T: Into<DownlinkValue> + Clone> From<&[T]> for DownlinkValue {
    fn from(items: &[T]) -> Self {
        items.to_vec().into()
    }
}

/// An object with one member.
fn single(key: &str, value: Json) -> Json {
    Json::Object([(key.to_owned(), value)].into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: DownlinkValues, expected: &str) {
        assert_eq!(values.to_string(), expected);
    }

    #[test]
    fn the_forms_are_those_of_the_documentation() {
        check(DownlinkValues::new().set("key", "value"), r#"[{"key":"value"}]"#);
        let list = DownlinkValues::new().set("key", ["value1", "value2"]);
        check(list, r#"[{"key":[{"0":"value1"},{"0":"value2"}]}]"#);
        let members = DownlinkValues::new().set("key1", "value1").set("key2", "value2");
        let of_struct = DownlinkValues::new().set("key", members);
        check(of_struct, r#"[{"key":[{"key1":"value1"},{"key2":"value2"}]}]"#);
        let one = DownlinkValues::new().set("key1", "value1");
        let two = DownlinkValues::new().set("key2", "value2");
        let of_structs = DownlinkValues::new().set("key", vec![one, two]);
        check(of_structs, r#"[{"key":[{"0":[{"key1":"value1"}]},{"0":[{"key2":"value2"}]}]}]"#);
    }

    #[test]
    fn scalars_are_text() {
        let values = DownlinkValues::new()
            .set("bool", false)
            .set("int", i64::MIN)
            .set("float", 0.5)
            .set("date", Timestamp::from_millis(1_749_262_714_000));
        check(
            values,
            r#"[{"bool":"false"},{"int":"-9223372036854775808"},{"float":"0.5"},{"date":"1749262714000"}]"#,
        );
    }
}
