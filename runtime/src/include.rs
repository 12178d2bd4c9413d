//! Inclusion of generated clients.

/// Includes the client that `endpointc::Build` generated into `OUT_DIR`.
///
/// ```text
/// endpointc_runtime::include_client!(pub mod api);
/// ```
///
/// The module must have the name that the build script uses: `api`, or the one set with `Build::module`. The lints of the
/// crate do not apply inside it, because generated code cannot be edited.
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
