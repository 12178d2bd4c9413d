//! Types that contain each other.
//!
//! A recursion group is a set of types that contain each other without a list or a map in between. Clients store
//! fields inside of a group behind a pointer. If every value of a type contains another type of the group, no value
//! is finite, and the group is reported.

use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{Alternative, Field, Shape, Type, TypeDef, TypeId};

/// Marks the recursion group of each type, its default alternative, and the types that contain a `one_of` type.
/// Reports types without finite values.
pub(super) fn mark(types: &mut [TypeDef], sink: &mut Sink) {
    let mut constructible = vec![false; types.len()];
    for (number, group) in groups(types, holds).into_iter().enumerate() {
        if is_closed(types, &group, holds) {
            group.iter().for_each(|&id| types[id].recursion_group = Some(number));
        }
        find_constructible(&group, types, &mut constructible);
        report_endless(&group, types, &mut constructible, sink);
    }
    for group in groups(types, unions).iter().filter(|group| is_closed(types, group, unions)) {
        let first = &types[group.iter().copied().min().unwrap_or_default()];
        sink.push(messages::infinite_union(first.span, &first.name));
    }
    mark_choices(types);
}

/// The edges from one type to others.
type Edges = fn(&[TypeDef], usize) -> Vec<usize>;

/// Returns true if the types are recursive: several types, or one that contains itself.
fn is_closed(types: &[TypeDef], group: &[usize], edges: Edges) -> bool {
    group.len() > 1 || edges(types, group[0]).contains(&group[0])
}

/// The unions among the types of a union. All are decoded from the same JSON.
fn unions(types: &[TypeDef], id: usize) -> Vec<usize> {
    let Shape::Union(union) = &types[id].shape else { return Vec::new() };
    let is_union = |id: &TypeId| matches!(types[id.0].shape, Shape::Union(_));
    let named = union.variants.iter().filter_map(|variant| match &variant.ty {
        Type::Named(id) => Some(*id),
        _ => None,
    });
    named.filter(is_union).map(|id| id.0).collect()
}

/// The types that a value of this type contains directly, outside of lists and maps.
fn holds(types: &[TypeDef], id: usize) -> Vec<usize> {
    types[id].shape.types().filter_map(Type::directly).map(|id| id.0).collect()
}

/// All types in strongly connected groups, each after the groups that it depends on (Tarjan's algorithm). The
/// search is iterative, because types can be nested more deeply than the stack allows.
fn groups(types: &[TypeDef], edges: Edges) -> Vec<Vec<usize>> {
    let order = vec![None; types.len()];
    let mut search = Search { edges, order, seen: 0, open: Vec::new(), groups: Vec::new() };
    for start in 0..types.len() {
        if search.order[start].is_none() {
            search.from(start, types);
        }
    }
    search.groups
}

struct Search {
    edges: Edges,
    /// The order in which types were first seen.
    order: Vec<Option<usize>>,
    seen: usize,
    /// Types whose group is not complete.
    open: Vec<usize>,
    groups: Vec<Vec<usize>>,
}

/// A type on the path of a search: its edges, the number of those that were followed, and the earliest type
/// that can be reached from it.
struct Step {
    id: usize,
    holds: Vec<usize>,
    next: usize,
    low: usize,
}

/// The order of types whose group is complete: greater than that of all others.
const CLOSED: usize = usize::MAX;

impl Search {
    fn from(&mut self, start: usize, types: &[TypeDef]) {
        let mut way = vec![self.enter(start, types)];
        while let Some(step) = way.last_mut() {
            if let Some(&inside) = step.holds.get(step.next) {
                step.next += 1;
                match self.order[inside] {
                    None => way.push(self.enter(inside, types)),
                    Some(order) => step.low = step.low.min(order),
                }
                continue;
            }
            let (id, low) = (step.id, step.low);
            way.pop();
            if let Some(before) = way.last_mut() {
                before.low = before.low.min(low);
            }
            if self.order[id] == Some(low) {
                self.close(id);
            }
        }
    }

    fn enter(&mut self, id: usize, types: &[TypeDef]) -> Step {
        let order = self.seen;
        self.seen += 1;
        self.order[id] = Some(order);
        self.open.push(id);
        Step { id, holds: (self.edges)(types, id), next: 0, low: order }
    }

    fn close(&mut self, first: usize) {
        let at = self.open.iter().rposition(|&id| id == first).unwrap_or_default();
        let group = self.open.split_off(at);
        group.iter().for_each(|&id| self.order[id] = Some(CLOSED));
        self.groups.push(group);
    }
}

/// Finds the types of a group that have finite values, given the groups before it.
fn find_constructible(group: &[usize], types: &mut [TypeDef], constructible: &mut [bool]) {
    let mut found = true;
    while found {
        found = false;
        for &id in group.iter().filter(|id| !constructible[**id]).collect::<Vec<_>>() {
            constructible[id] = is_constructible(&mut types[id].shape, constructible);
            found |= constructible[id];
        }
    }
}

/// Returns true if the type has a finite value. Marks the first alternative that has one.
fn is_constructible(shape: &mut Shape, constructible: &[bool]) -> bool {
    match shape {
        Shape::Struct(fields) => all_constructible(fields, constructible),
        Shape::OneOf(ways) => {
            let way = ways
                .iter_mut()
                .find(|way: &&mut Alternative| all_constructible(&way.fields, constructible));
            way.map(|way| way.is_default = true).is_some()
        }
        Shape::Union(union) => {
            let constructible = |ty: &Type| ty.directly().is_none_or(|id| constructible[id.0]);
            union.variants.is_empty()
                || union.variants.iter().any(|variant| constructible(&variant.ty))
        }
        Shape::Enum(_) | Shape::External(_) => true,
    }
}

fn all_constructible(fields: &[Field], constructible: &[bool]) -> bool {
    let must_be_there = |field: &&Field| field.required && !field.nullable;
    let inside = fields.iter().filter(must_be_there).filter_map(|field| field.ty.directly());
    inside.into_iter().all(|id: TypeId| constructible[id.0])
}

/// Reports a group once. Types outside of it that contain one of its types are not reported.
fn report_endless(group: &[usize], types: &[TypeDef], constructible: &mut [bool], sink: &mut Sink) {
    let endless = group.iter().copied().filter(|id| !constructible[*id]).min();
    if let Some(id) = endless {
        sink.push(messages::infinite_type(types[id].span, &types[id].name));
    }
    group.iter().for_each(|&id| constructible[id] = true);
}

/// Marks types that contain a `one_of` type. They cannot be decoded, because no field names the alternative.
fn mark_choices(types: &mut [TypeDef]) {
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    for (id, definition) in types.iter().enumerate() {
        for inside in definition.shape.types().filter_map(Type::innermost) {
            holders[inside.0].push(id);
        }
    }
    let is_choice = |(_, one): &(usize, &TypeDef)| matches!(one.shape, Shape::OneOf(_));
    let mut found: Vec<usize> =
        types.iter().enumerate().filter(is_choice).map(|(id, _)| id).collect();
    while let Some(id) = found.pop() {
        if !std::mem::replace(&mut types[id].holds_choice, true) {
            found.extend(&holders[id]);
        }
    }
}
