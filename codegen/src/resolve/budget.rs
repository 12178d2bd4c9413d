//! Limits on the size of a description.
//!
//! A small description can produce a large output: an error set adds its variants to each endpoint
//! that uses it. The limits are far above the size of real APIs. They bound the time and memory that
//! a hostile description can take.

use std::collections::HashMap;

use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::source::Span;
use crate::syntax::{
    Description, EndpointFile, FieldDecl, GroupDecl, ShapeDecl, Spanned, TypeDecl, TypeExpr,
};

/// Maximum number of endpoints. The largest known APIs have about two thousand.
const MOST_ENDPOINTS: usize = 3_000;

/// Maximum number of parameters of an endpoint.
const MOST_PARAMETERS: usize = 1_000;

/// Maximum weight of one file. A field has the weight 1 and takes about 12 KiB of memory while the
/// output is printed.
const MOST_IN_A_FILE: usize = 50_000;

/// Maximum number of errors of all endpoints: six hundred endpoints with a hundred errors each.
const MOST_ERRORS: usize = 60_000;

/// Reports a description that is too large to be compiled.
pub(super) fn check(files: &Description, sink: &mut Sink) {
    if let Some(first) = files.endpoints.get(MOST_ENDPOINTS) {
        let excess = format!("an API has at most {MOST_ENDPOINTS} endpoints");
        sink.push(messages::too_large(Span::file(first.file), &excess));
    }
    let sets: usize = files.api.errors.iter().map(|(_, errors)| errors.len()).sum();
    check_file(files.api.name.span.file, types(&files.api.types) + sets, sink);
    for file in &files.endpoints {
        check_parameters(file, sink);
        check_file(file.file, endpoint(file), sink);
    }
    if errors(files) > MOST_ERRORS {
        let excess = format!("all endpoints together have more than {MOST_ERRORS} errors");
        sink.push(messages::too_large(files.api.name.span, &excess));
    }
}

fn check_parameters(file: &EndpointFile, sink: &mut Sink) {
    if let Some(first) = file.parameters.get(MOST_PARAMETERS) {
        let excess = format!("an endpoint has at most {MOST_PARAMETERS} parameters");
        sink.push(messages::too_large(first.wire_name.span, &excess));
    }
}

fn check_file(file: u32, weight: usize, sink: &mut Sink) {
    if weight > MOST_IN_A_FILE {
        let excess = "the file describes too many parameters, types, fields, values or errors";
        sink.push(messages::too_large(Span::file(file), excess));
    }
}

/// The number of errors of all endpoints. A set counts once for each endpoint that uses it.
fn errors(files: &Description) -> usize {
    let sizes: HashMap<&str, usize> =
        files.api.errors.iter().map(|(set, errors)| (set.value.as_str(), errors.len())).collect();
    let all = |sets: &[Spanned<String>]| -> usize {
        sets.iter().filter_map(|set| sizes.get(set.value.as_str())).sum()
    };
    let of_group = |group: &GroupDecl| all(&group.error_sets);
    let groups: HashMap<&str, usize> =
        files.api.groups.iter().map(|group| (group.name.value.as_str(), of_group(group))).collect();
    let of_endpoint = |file: &EndpointFile| {
        let taken_in = match &file.error_sets {
            Some(sets) => all(sets),
            None => groups.get(file.group.as_str()).copied().unwrap_or(0),
        };
        file.errors.len() + taken_in
    };
    files.endpoints.iter().map(of_endpoint).sum()
}

fn endpoint(file: &EndpointFile) -> usize {
    let given = file.parameters.iter().map(|one| 2 + expression(&one.ty) + expression(&one.spread));
    given.sum::<usize>() + expression(&file.returns) + types(&file.types) + file.errors.len()
}

fn types(decls: &[TypeDecl]) -> usize {
    decls.iter().map(|decl| shape(&decl.shape)).sum()
}

fn shape(shape: &ShapeDecl) -> usize {
    let values = shape.values.as_ref().map_or(0, Vec::len);
    let ways = shape.one_of.iter().flatten().map(|way| 1 + fields(&way.fields));
    let union = shape.union.iter().flat_map(|union| union.types.iter().chain(&union.shapes));
    let variants = union.map(|(_, ty)| 1 + inside(ty));
    5 + fields(shape.fields.as_deref().unwrap_or_default())
        + values
        + ways.sum::<usize>()
        + variants.sum::<usize>()
}

fn fields(fields: &[FieldDecl]) -> usize {
    fields.iter().map(|field| 1 + expression(&field.ty)).sum()
}

fn expression(ty: &Option<TypeExpr>) -> usize {
    ty.as_ref().map_or(0, inside)
}

/// The weight of inline types. The recursion is bounded by the nesting of YAML.
fn inside(ty: &TypeExpr) -> usize {
    match ty {
        TypeExpr::Name(_) => 0,
        TypeExpr::List(item) | TypeExpr::Joined(item, _) => inside(item),
        TypeExpr::Map(value) | TypeExpr::JsonText(value) => inside(value),
        TypeExpr::Inline(_, described) => shape(described),
    }
}
