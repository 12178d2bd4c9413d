//! Matching of old nodes with new ones.
//!
//! Callers use names, so nodes are matched by name first. A node without a counterpart of the same name is matched by what
//! it is on the wire, and counts as renamed.

use std::collections::{HashMap, HashSet};

use super::node::{Node, NodeKind};
use super::rename::{self, Renames};

/// An old node and a new one; `None` if there is no counterpart.
pub(super) type Pair<'a> = (Option<&'a Node>, Option<&'a Node>);

/// Properties by which a node is found in the other tree.
type Identity = fn(&Node) -> (NodeKind, &str, &str);

/// Pairs the children of two nodes: the old ones in order, then the new ones without a counterpart.
pub(super) fn pairs<'a>(old: &'a [Node], new: &'a [Node]) -> Vec<Pair<'a>> {
    let partners = partners(old, new);
    let taken: HashSet<usize> = partners.iter().flatten().copied().collect();
    let both = old.iter().zip(partners).map(|(node, index)| (Some(node), index.map(|at| &new[at])));
    let fresh = new.iter().enumerate().filter(|(index, _)| !taken.contains(index));
    both.chain(fresh.map(|(_, node)| (None, Some(node)))).collect()
}

/// For each old node, the index of its counterpart.
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

/// Finds renamed and moved items whose names are part of other names. Groups come first, because their names are part of the
/// names of endpoints and types.
pub(super) fn renames(old: &Node, new: &Node) -> Renames {
    let mut renames = Renames::new();
    for kinds in [&[NodeKind::Group][..], &[NodeKind::Type, NodeKind::Endpoint]] {
        let of = |tree: &Node| -> Vec<Node> {
            tree.children.iter().filter(|node| kinds.contains(&node.kind)).cloned().collect()
        };
        let (old, new) = (of(old), of(new));
        let mapped: Vec<Node> = new.iter().map(|node| with_old_names(node, &renames)).collect();
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
    if old.kind == NodeKind::Endpoint {
        let request = |node: &Node| format!("{}Request", node.path);
        renames.insert(request(new), request(old));
    }
}

/// Replaces new names in a tree by old ones, except in the texts of messages.
pub(super) fn with_old_names(node: &Node, renames: &Renames) -> Node {
    let before = |text: &String| rename::renamed(text, renames);
    let mut node = node.clone();
    node.is_renamed = is_named_by_others(node.kind) && renames.contains_key(&node.path);
    node.path = match node.kind {
        NodeKind::Group => renames.get(&node.path).unwrap_or(&node.path).clone(),
        _ => before(&node.path),
    };
    node.keys = node.keys.iter().map(before).collect();
    for fact in &mut node.facts {
        if !fact.impact.keys.is_empty() {
            fact.id = before(&fact.id);
        }
        fact.impact.keys = fact.impact.keys.iter().map(before).collect();
    }
    for order in &mut node.orders {
        order.paths = order.paths.iter().map(before).collect();
        order.key = order.key.as_ref().map(before);
    }
    node.children = node.children.iter().map(|child| with_old_names(child, renames)).collect();
    node
}

/// Returns whether the name is part of other names, so that the node is compared under its old name.
pub(super) fn is_named_by_others(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Group | NodeKind::Type | NodeKind::Endpoint)
}
