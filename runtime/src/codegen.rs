//! The interface for generated code. It may change in any release: `endpointc` generates code only for the runtime of the
//! same version.

pub use crate::auth::TokenStore;
#[cfg(feature = "blocking")]
pub use crate::call::wait;
pub use crate::call::{Authenticator, Builder, Call, CallFuture, Core, Pages, RetryPolicy, Rows};
pub use crate::decode::{
    Decode, Destination, Drift, EnumSlot, Keys, List, Map, Object, OpenEnum, Optional, Union,
    deserialize, open_enum,
};
pub use crate::descriptor::{
    Api, Auth, CodeFact, Constant, Constraint, Endpoint, Envelope, ListStyle, Meaning, Method,
    PagePart, Paging, Parameter, ParameterLocation, PathPart,
};
pub use crate::encode::{Encode, Entries, Items, Members, ValueRef, owned, serialize};
pub use crate::error::{CallError, Error, ErrorCase, ErrorKind};
pub use crate::impl_serde;
pub use crate::observe::Exchange;
pub use crate::response::{
    Answer, Batch, BatchItem, FailedItem, ItemError, Page, assert_round_trips, read_example,
    read_page_example,
};
pub use crate::send_blocking;
pub use crate::transport::Transport;
pub use crate::value::{Delimited, JsonString, Lang, Scalar, Secret, Timestamp, Unlisted};

pub use serde;
pub use serde_json;

/// Any JSON, for values without a described type.
pub use serde_json::Value as Json;

/// Implements serde's traits for generated types with [`serialize`] and [`deserialize`].
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

/// Adds a blocking `send` to a call. A feature of this crate decides, rather than one of the crate with the generated code.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! send_blocking {
    ($output:ty, $case:ty) => {
        /// Sends the call and waits for its result, for programs without an async runtime.
        ///
        /// # Errors
        ///
        /// Returns the error of the call. Fails inside an async runtime, where blocking would deadlock.
        pub fn send_blocking(self) -> Result<$output, $crate::codegen::CallError<$case>> {
            $crate::codegen::wait(self.send())
        }
    };
}

/// Adds nothing: the feature `blocking` is disabled.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! send_blocking {
    ($output:ty, $case:ty) => {};
}
