//! The one door for generated code. Not for people: names here may change with any release of `endpointc`, which
//! writes code only for the runtime of its own version.

pub use crate::auth::{Authenticator, TokenStore};
#[cfg(feature = "blocking")]
pub use crate::call::blocking::wait;
pub use crate::call::client::{Builder, Core};
pub use crate::call::pages::{Page, Pages, Rows};
pub use crate::call::retry::RetryPolicy;
pub use crate::call::{Call, Sending};
pub use crate::decode::drift::Drift;
pub use crate::decode::{
    Decode, EnumSlot, Keys, List, Map, Object, OpenEnum, Optional, Target, Union, deserialize,
    open_enum,
};
pub use crate::descriptor::{
    Api, Auth, CodeFact, Constant, Endpoint, Envelope, Limit, ListStyle, Meaning, Method, PagePart,
    Paging, Parameter, PathPart, Place,
};
pub use crate::encode::{Encode, Entries, Items, Members, Shape, owned, serialize};
pub use crate::error::{CallError, Error, ErrorCase, ErrorKind};
pub use crate::impl_serde;
pub use crate::observe::exchange::Exchange;
pub use crate::response::batch::{Batch, BatchItem, FailedItem, ItemError};
pub use crate::response::example::{Answer, assert_round_trips, read_example, read_page_example};
pub use crate::send_blocking;
pub use crate::transport::Transport;
pub use crate::value::string_encoded::{Joined, JsonText};
pub use crate::value::{Lang, Secret, Timestamp, Unlisted, Wire};

pub use serde;
pub use serde_json;

/// Any JSON, for what a description leaves open.
pub use serde_json::Value as Json;

/// Implements serde's traits for generated types by way of [`serialize`] and [`deserialize`].
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde {
    ($($name:ty),* $(,)?) => {$(
        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::codegen::serialize(self, serializer)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codegen::deserialize(deserializer)
            }
        }
    )*};
}

/// The blocking twin of a call's `send`, where there is one: a feature of this crate decides, not one of the crate that
/// the code is generated into.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! send_blocking {
    ($output:ty, $case:ty) => {
        /// Sends the call and waits for its outcome, for programs without an async runtime.
        ///
        /// # Errors
        ///
        /// Those of the call; and an error instead of a standstill inside of an async runtime.
        pub fn send_blocking(self) -> Result<$output, $crate::codegen::CallError<$case>> {
            $crate::codegen::wait(self.send())
        }
    };
}

/// Nothing: there is no blocking client.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! send_blocking {
    ($output:ty, $case:ty) => {};
}
