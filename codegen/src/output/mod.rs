//! Files that a back end generated, in memory and on disk.
//!
//! | module | contents |
//! |---|---|
//! | `file_set` | [`FileSet`]: generated files by path, written to a folder |
//! | `kind` | differences between kinds of output: marker, index file, manifest |
//! | `disk` | one file at a time: read, replaced, removed; temporary files |
//! | `compare` | how a folder differs from generated files (feature `compare`) |
//! | [`manifest`] | record of the last run, and the lock of a folder |

#[cfg(feature = "compare")]
mod compare;
mod disk;
mod file_set;
mod kind;
pub mod manifest;

#[cfg(feature = "compare")]
pub use self::compare::Difference;
pub use self::disk::replace;
pub use self::file_set::{FileSet, Written};
pub(crate) use self::kind::{CLIENT, MARKER};
#[cfg(feature = "docs")]
pub(crate) use self::kind::{SITE, SITE_MARKER};
