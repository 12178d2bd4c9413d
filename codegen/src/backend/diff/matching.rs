//! Which node of the new tree is which of the old one.
//!
//! Callers know things by their names, so a name decides before the wire does; only what has no
//! namesake is looked for by what it is on the wire, and was renamed then.

use std::collections::{HashMap, HashSet};

use super::node::{Kind, Node};
use super::rename::{self, Renames};

/// A node of either tree, with its counterpart if it has one.
pub(super) type Pair<'a> = (Option<&'a Node>, Option<&'a Node>);

/// What makes a node the one that it was.
type Identity = fn(&Node) -> (Kind, &str, &str);

/// Pairs the parts of two nodes: those of the old one in order, then what is new.
pub(super) fn pairs<'a>(old: &'a [Node], new: &'a [Node]) -> Vec<Pair<'a>> {
    let partners = partners(old, new);
    let taken: HashSet<usize> = partners.iter().flatten().copied().collect();
    let both = old.iter().zip(partners).map(|(node, index)| (Some(node), index.map(|at| &new[at])));
    let fresh = new.iter().enumerate().filter(|(index, _)| !taken.contains(index));
    both.chain(fresh.map(|(_, node)| (None, Some(node)))).collect()
}

/// For each old node, which new one it is.
fn partners(old: &[Node], new: &[Node]) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    let keys: [Identity; 3] = [
        |node| (node.kind, &node.path, &node.wire),
        |node| (node.kind, &node.path, ""),
        |node| (node.kind, "", &node.wire),
    ];
    for key in keys {
        let mut free: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, node) in new.iter().enumerate().rev().filter(|(index, _)| !taken[*index]) {
            free.entry(key(node)).or_default().push(index);
        }
        for (node, partner) in old.iter().zip(&mut partners).filter(|(_, one)| one.is_none()) {
            *partner = free.get_mut(&key(node)).and_then(Vec::pop);
            partner.iter().for_each(|index| taken[*index] = true);
        }
    }
    partners
}

/// What was renamed or moved, of all that other things are named by: groups first, since what is
/// in them is called after them.
pub(super) fn renames(old: &Node, new: &Node) -> Renames {
    let mut renames = Renames::new();
    for kinds in [&[Kind::Group][..], &[Kind::Type, Kind::Endpoint]] {
        let of = |tree: &Node| -> Vec<Node> {
            tree.children.iter().filter(|node| kinds.contains(&node.kind)).cloned().collect()
        };
        let (old, new) = (of(old), of(new));
        let mapped: Vec<Node> = new.iter().map(|node| in_old_words(node, &renames)).collect();
        for (old, partner) in old.iter().zip(partners(&old, &mapped)) {
            if let Some(at) = partner.filter(|at| mapped[*at].path != old.path) {
                add(&mut renames, old, &new[at]);
            }
        }
    }
    renames
}

fn add(renames: &mut Renames, old: &Node, new: &Node) {
    renames.insert(new.path.clone(), old.path.clone());
    for (new, old) in new.keys.iter().zip(&old.keys) {
        renames.insert(new.clone(), old.clone());
    }
    if old.kind == Kind::Endpoint {
        let request = |node: &Node| format!("{}Request", node.path);
        renames.insert(request(new), request(old));
    }
}

/// A new tree in which everything is called as it was before, but for what sentences say.
pub(super) fn in_old_words(node: &Node, renames: &Renames) -> Node {
    let before = |text: &String| rename::renamed(text, renames);
    let mut node = node.clone();
    node.is_renamed = is_named_by_others(node.kind) && renames.contains_key(&node.path);
    node.path = match node.kind {
        Kind::Group => renames.get(&node.path).unwrap_or(&node.path).clone(),
        _ => before(&node.path),
    };
    node.keys = node.keys.iter().map(before).collect();
    for fact in &mut node.facts {
        if !fact.weight.keys.is_empty() {
            fact.id = before(&fact.id);
        }
        fact.weight.keys = fact.weight.keys.iter().map(before).collect();
    }
    for order in &mut node.orders {
        order.paths = order.paths.iter().map(before).collect();
        order.key = order.key.as_ref().map(before);
    }
    node.children = node.children.iter().map(|child| in_old_words(child, renames)).collect();
    node
}

/// What is compared under its old name, because other things are named by it.
pub(super) fn is_named_by_others(kind: Kind) -> bool {
    matches!(kind, Kind::Group | Kind::Type | Kind::Endpoint)
}
