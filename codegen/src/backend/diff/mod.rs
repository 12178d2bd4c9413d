//! What changed between two descriptions, for callers, in Rust terms.
//!
//! Each description is an [`Edition`]: a tree of nodes (what is described) and a surface (the
//! public Rust items of the client, read from the generated code). [`diff`] pairs the nodes, by
//! their Rust names or else by what they are on the wire, and says what became of each. How bad
//! that is follows from the surface and not from a list of cases: a change is breaking if an item
//! of the old surface that has to do with it is not in the new one as it was. What is left of the
//! surface and not said by any node is said at the end, so that nothing can be passed over.
//!
//! Labels are for callers in other crates, to whom `#[non_exhaustive]` means something.
//! [`render`] shows what was found; reading folders and revisions is left to the command line.

mod compare;
mod node;
mod matching;
pub mod render;
mod surface;
mod rename;

use crate::model::Api;
use crate::options::Options;
use crate::output::Generated;
use crate::source::Span;

use self::node::Node;
use self::surface::Surface;

/// A description, ready to be compared.
#[derive(Debug, Clone)]
pub struct Edition {
    tree: Node,
    surface: Surface,
}

/// What changed, the worst first; in each label in the order of the places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// All of it.
    pub list: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it means for callers.
    pub label: Label,
    /// What sort of thing changed: `parameter`.
    pub kind: &'static str,
    /// What became of it.
    pub action: Action,
    /// What changed, in a sentence without a full stop.
    pub sentence: String,
    /// Where it stood, in the sources of the old description.
    pub old: Option<Span>,
    /// Where it stands, in the sources of the new one.
    pub new: Option<Span>,
}

/// What a change means for callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Something that compiled does not any more.
    Breaking,
    /// It compiles, but acts differently.
    Behaviour,
    /// Nothing that was there is different.
    Compatible,
    /// Only texts are different.
    Docs,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
    /// It is the same on the wire, under another name.
    Renamed,
    /// Something about it is different.
    Changed,
}

/// What has to be raised in the version of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing: there is nothing to release.
    None,
    /// `x.y.Z`
    Patch,
    /// `x.Y.0`
    Minor,
    /// `X.0.0`
    Major,
}

impl Edition {
    /// What is described, and the client that was made of it with these options.
    pub fn new(api: &Api, client: &Generated, options: &Options) -> Self {
        let tree = node::tree(api, options.serde_feature.is_some());
        Self { tree, surface: Surface::of(client) }
    }
}

/// What changed for callers.
pub fn diff(old: &Edition, new: &Edition) -> Changes {
    let renames = matching::renames(&old.tree, &new.tree);
    let tree = matching::in_old_words(&new.tree, &renames);
    let surface = new.surface.renamed(&renames);
    let mut list = compare::changes((&old.tree, &old.surface), (&tree, &surface));
    list.sort_by_key(|change| (change.label, place(change.new), place(change.old)));
    Changes { list }
}

fn place(span: Option<Span>) -> (u32, u32) {
    span.map_or((u32::MAX, 0), |span| (span.file, span.start))
}

impl Changes {
    /// The worst label, if anything changed.
    pub fn worst(&self) -> Option<Label> {
        self.list.iter().map(|change| change.label).min()
    }

    /// The changes with a label.
    pub fn of(&self, label: Label) -> impl Iterator<Item = &Change> {
        self.list.iter().filter(move |change| change.label == label)
    }

    /// What follows for a client of version 0.x, where a minor step may break.
    pub fn step_before_1(&self) -> Step {
        match self.worst() {
            None => Step::None,
            Some(Label::Breaking | Label::Behaviour) => Step::Minor,
            Some(Label::Compatible | Label::Docs) => Step::Patch,
        }
    }

    /// What follows for a client of version 1.0 or later.
    pub fn step_from_1(&self) -> Step {
        match self.worst() {
            None => Step::None,
            Some(Label::Breaking) => Step::Major,
            Some(Label::Behaviour | Label::Compatible) => Step::Minor,
            Some(Label::Docs) => Step::Patch,
        }
    }
}

impl Label {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Behaviour, Self::Compatible, Self::Docs];

    /// Its word: `breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Behaviour => "behaviour",
            Self::Compatible => "compatible",
            Self::Docs => "docs",
        }
    }
}

impl Action {
    /// Its word: `added`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

impl Step {
    /// Its word: `minor`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::diagnostics::Sink;

    /// What every client has, whatever is described.
    const FIXED: [&str; 6] = [
        "Client:",
        "Client::builder",
        "ClientBuilder",
        "ErrorCode",
        "Server::custom",
        "Server::url",
    ];

    /// What comes with a type.
    const COMMON: [&str; 5] = ["Unlisted", "new", "pages", "rows", "send"];

    /// If a node called an item otherwise than the generator does, its changes would be told as
    /// those of an item that belongs to nothing.
    #[test]
    fn every_public_item_belongs_to_something_described() {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit");
        for case in std::fs::read_dir(cases).expect("they are there").flatten() {
            let edition = edition(&case.path().join("spec"));
            let mut known = BTreeSet::from(["Client", "Server", "Server::Custom"]);
            collect(&edition.tree, &mut known);
            let strange = edition.surface.iter().map(|(key, _)| key);
            let strange: Vec<&str> = strange.filter(|key| !belongs(key, &known)).collect();
            assert_eq!(strange, [""; 0], "{}", case.path().display());
        }
    }

    /// Traits and a few methods come with the type that has them; the rest has a node of its own.
    fn belongs(key: &str, known: &BTreeSet<&str>) -> bool {
        let item = key.trim_start_matches("match ").trim_start_matches("literal ");
        let holder = match item.split_once(": ") {
            Some((holder, _)) => Some(holder),
            None => item.rsplit_once("::").filter(|(_, name)| COMMON.contains(name)).map(|it| it.0),
        };
        let is_fixed = FIXED.iter().any(|one| item.starts_with(one));
        known.contains(item) || is_fixed || holder.is_some_and(|one| known.contains(one))
    }

    fn edition(folder: &Path) -> Edition {
        let sources = crate::source::read(folder).expect("it can be read");
        let (mut sink, options) = (Sink::default(), Options::for_crate("demo"));
        let api = crate::describe(&sources, &mut sink).expect("it is valid");
        let client = crate::compile(&api, &options, &mut sink).expect("it can be made");
        Edition::new(&api, &client, &options)
    }

    fn collect<'a>(node: &'a Node, known: &mut BTreeSet<&'a str>) {
        known.extend(node.keys.iter().map(String::as_str));
        node.children.iter().for_each(|child| collect(child, known));
    }
}
