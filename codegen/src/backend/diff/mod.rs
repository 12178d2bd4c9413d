//! Changes between two descriptions, as callers of the clients see them.
//!
//! Each description becomes a [`Snapshot`]: a tree of nodes, which are the described items, and a surface, which are the
//! public Rust items of the client, read from the generated code. [`diff`] matches the nodes, by Rust names or else by their
//! names on the wire, and reports each difference.
//!
//! The surface decides about labels: a change is breaking if an item of the old surface that belongs to it is missing or
//! different in the new one. Differences of the surface that belong to no node are reported at the end, so that none is
//! missed.
//!
//! Labels are valid for callers in other crates, for which `#[non_exhaustive]` has an effect. [`render`] prints changes.

mod change;
mod compare;
mod matching;
mod node;
mod rename;
pub mod render;
mod surface;
mod tree;

use crate::diagnostics::Diagnostic;
use crate::model::Api;
use crate::options::Options;
use crate::output::FileSet;
use crate::source::Span;

pub use self::change::{Action, Bump, Change, Changes, Label};

use self::node::Node;
use self::surface::Surface;

/// A description and its client, ready to be compared.
#[derive(Debug, Clone)]
pub struct Snapshot {
    tree: Node,
    surface: Surface,
}

impl Snapshot {
    /// Takes a snapshot of an API and of the client that was generated from it with these options.
    ///
    /// # Errors
    ///
    /// A file of the client is not Rust.
    pub fn new(api: &Api, client: &FileSet, options: &Options) -> Result<Self, Box<Diagnostic>> {
        let tree = tree::tree(api, options.serde_feature.is_some());
        Ok(Self { tree, surface: Surface::of(client)? })
    }
}

/// Compares two snapshots.
pub fn diff(old: &Snapshot, new: &Snapshot) -> Changes {
    let renames = matching::renames(&old.tree, &new.tree);
    let tree = matching::with_old_names(&new.tree, &renames);
    let surface = new.surface.renamed(&renames);
    let mut list = compare::changes((&old.tree, &old.surface), (&tree, &surface));
    list.sort_by_key(|change| (change.label, place(change.new), place(change.old)));
    Changes { list }
}

fn place(span: Option<Span>) -> (u32, u32) {
    span.map_or((u32::MAX, 0), |span| (span.file, span.start))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::diagnostics::Sink;

    /// Items that every client has.
    const FIXED: [&str; 6] = [
        "Client:",
        "Client::builder",
        "ClientBuilder",
        "ErrorCode",
        "Server::custom",
        "Server::url",
    ];

    /// Items that come with a type.
    const COMMON: [&str; 5] = ["Unlisted", "new", "pages", "rows", "send"];

    /// If a node named an item differently from the generator, changes of the item would be reported without the node.
    #[test]
    fn every_public_item_belongs_to_something_described() {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit");
        for case in std::fs::read_dir(cases).expect("they are there").flatten() {
            let snapshot = snapshot(&case.path().join("spec"));
            let mut known = BTreeSet::from(["Client", "Server", "Server::Custom"]);
            collect(&snapshot.tree, &mut known);
            let strange = snapshot.surface.iter().map(|(key, _)| key);
            let strange: Vec<&str> = strange.filter(|key| !belongs(key, &known)).collect();
            assert_eq!(strange, [""; 0], "{}", case.path().display());
        }
    }

    /// Traits and a few methods belong to the node of their type; other items have a node of their own.
    fn belongs(key: &str, known: &BTreeSet<&str>) -> bool {
        let item = key.trim_start_matches("match ").trim_start_matches("literal ");
        let holder = match item.split_once(": ") {
            Some((holder, _)) => Some(holder),
            None => item.rsplit_once("::").filter(|(_, name)| COMMON.contains(name)).map(|it| it.0),
        };
        let is_fixed = FIXED.iter().any(|one| item.starts_with(one));
        known.contains(item) || is_fixed || holder.is_some_and(|one| known.contains(one))
    }

    fn snapshot(folder: &Path) -> Snapshot {
        let sources = crate::source::read(folder).expect("it can be read");
        let (mut sink, options) = (Sink::default(), Options::for_crate("demo"));
        let api = crate::describe(&sources, &mut sink).expect("it is valid");
        let client = crate::compile(&api, &options, &mut sink).expect("it can be made");
        Snapshot::new(&api, &client, &options).expect("the client is Rust")
    }

    fn collect<'a>(node: &'a Node, known: &mut BTreeSet<&'a str>) {
        known.extend(node.keys.iter().map(String::as_str));
        node.children.iter().for_each(|child| collect(child, known));
    }
}
