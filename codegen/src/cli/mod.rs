//! The commands. Each returns an [`Outcome`], which `main` shows.

pub(crate) mod args;
mod check;
mod compile;
mod diff;
mod docs;
mod explain;
mod export;
mod generate;
mod mock;
mod new;
mod outcome;
mod revision;
mod schema;
mod timings;
mod watch;

pub(crate) use check::check;
pub(crate) use diff::diff;
pub(crate) use docs::docs;
pub(crate) use explain::explain;
pub(crate) use export::export;
pub(crate) use generate::generate;
pub(crate) use mock::mock;
pub(crate) use new::new;
pub(crate) use outcome::{Failure, Outcome};
pub(crate) use schema::schema;
pub(crate) use timings::Timer;
pub(crate) use watch::watch;
