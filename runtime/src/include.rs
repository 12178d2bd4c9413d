//! Mounting a client that a build script has made.

/// Mounts the client that `endpointc::Build` has compiled into `OUT_DIR`.
///
/// ```text
/// endpointc_runtime::include_client!(pub mod api);
/// ```
///
/// The module is called as the build script calls it: `api`, unless it says `Build::module`. Lints of the crate do not
/// apply to what is in it, since nobody there can mend it.
#[macro_export]
macro_rules! include_client {
    ($(#[$attribute:meta])* $visibility:vis mod $name:ident) => {
        $(#[$attribute])*
        #[allow(
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction,
            dead_code,
            missing_docs,
            unreachable_pub,
            unused_imports
        )]
        $visibility mod $name {
            include!(concat!(env!("OUT_DIR"), "/", stringify!($name), "/mod.rs"));
        }
    };
}
