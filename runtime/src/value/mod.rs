//! Values that generated code and its users share: secrets, timestamps, scalars, languages, values encoded in strings.

mod lang;
mod scalar;
mod secret;
mod string_encoded;
mod timestamp;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod timestamp_conversions;

pub use self::lang::Lang;
pub use self::scalar::{Scalar, Unlisted};
pub use self::secret::Secret;
pub use self::string_encoded::{Delimited, JsonString};
pub use self::timestamp::Timestamp;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use self::timestamp_conversions::OutOfRange;
