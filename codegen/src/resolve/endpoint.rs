//! Endpoints: route, parameters, and declarations inherited from the group.

use heck::ToUpperCamelCase;

use super::checks::{CheckKind, check_limits, constant_type};
use super::types::{Context, Types, secret};
use super::{Scope, check_name, errors, is_snake_case, look_up, paging, wire_names};
use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{
    DeclaredIn, Endpoint, Envelope, Field, ListStyle, Method, Paging, Parameter, ParameterLocation,
    PathPart, Presence, Shape, Type,
};
use crate::source::Span;
use crate::syntax::{EndpointFile, GroupDecl, ParameterDecl, Spanned};

/// Resolves a file. Returns `None` if it has no valid route or no envelope.
pub(super) fn resolve(
    file: &EndpointFile,
    group: &GroupDecl,
    scope: &Scope<'_>,
    types: &mut Types,
    sink: &mut Sink,
) -> Option<Endpoint> {
    check_file_name(file, sink);
    let parts = parts(file, group, scope, types, sink);
    wire_names::check(&parts.parameters, token(file, scope), types, sink);
    let errors = errors::of_endpoint(file, group, parts.envelope, scope, sink);
    let route = route(file, sink);
    check_bodies(file, route.map(|(method, _)| method), sink);
    let (method, path) = route?;
    let path_parts = path_parts(path, &parts.parameters, sink)?;
    check_path_parameters(file, path, &path_parts, sink);
    Some(Endpoint {
        name: file.name.clone(),
        group: file.group.clone(),
        file: file.path.clone(),
        summary: file.summary.clone(),
        doc: file.doc.clone(),
        method,
        path: path_parts,
        parameters: parts.parameters,
        returns: parts.returns,
        paging: parts.paging,
        envelope: parts.envelope?.clone(),
        authenticated: token(file, scope).is_some(),
        idempotent: file.idempotent.unwrap_or(method != Method::Post && method != Method::Patch),
        errors,
        examples: super::examples::resolve(file, sink),
        quirks: file.quirks.clone(),
        source: file.source.clone(),
        deprecated: file.deprecated.clone(),
        since: file.since.clone(),
        span: path.span,
    })
}

/// The parts of an endpoint that refer to types and envelopes.
struct Parts<'a> {
    parameters: Vec<Parameter>,
    returns: Option<Type>,
    envelope: Option<&'a Envelope>,
    paging: Option<Paging>,
}

fn parts<'a>(
    file: &EndpointFile,
    group: &GroupDecl,
    scope: &Scope<'a>,
    types: &mut Types,
    sink: &mut Sink,
) -> Parts<'a> {
    let context = context(file);
    let mut parameters = parameters(file, &context, types, sink);
    let answer = context.inside("answer");
    let returns = file.returns.as_ref().map(|ty| types.resolve(ty, &answer, sink));
    let envelope = envelope(file, group, scope, sink);
    check_payload(file, returns.as_ref(), envelope, types);
    let paging = paging::of_endpoint(file, returns.as_ref(), envelope, scope, sink);
    if let (Some(paging), Some(name)) = (&paging, &file.paging) {
        parameters.extend(paging::parameters(paging, name.span));
    }
    Parts { parameters, returns, envelope, paging }
}

/// The header of the token, if the call carries one.
fn token<'a>(file: &EndpointFile, scope: &Scope<'a>) -> Option<&'a str> {
    let auth = scope.file.auth.as_ref().filter(|_| !file.without_auth)?;
    Some(&auth.header.value)
}

/// Defers the check that a result has fields if its envelope has no `data`.
fn check_payload(
    file: &EndpointFile,
    returns: Option<&Type>,
    envelope: Option<&Envelope>,
    types: &mut Types,
) {
    let stands_beside = envelope.is_some_and(|one| one.code.is_some() && one.data.is_none());
    if let (true, Some(written), Some(ty)) = (stands_beside, &file.returns, returns) {
        types.claim(written.span(), ty, CheckKind::BesideCode);
    }
}

/// The context of the endpoint's inline types, whose names begin with that of the endpoint.
fn context(file: &EndpointFile) -> Context {
    let home = DeclaredIn::Endpoint { group: file.group.clone(), endpoint: file.name.clone() };
    Context::new(home, &file.name.to_upper_camel_case())
}

fn check_file_name(file: &EndpointFile, sink: &mut Sink) {
    if !is_snake_case(&file.name) {
        sink.push(messages::bad_name("an endpoint", Span::file(file.file), &file.name));
    }
}

fn envelope<'a>(
    file: &EndpointFile,
    group: &GroupDecl,
    scope: &Scope<'a>,
    sink: &mut Sink,
) -> Option<&'a Envelope> {
    match file.envelope.as_ref().or(group.envelope.as_ref()) {
        Some(name) => look_up("envelope", name, scope.envelopes, sink),
        None => {
            sink.push(messages::missing_envelope(group.name.span, &group.name.value));
            None
        }
    }
}

fn route<'a>(file: &'a EndpointFile, sink: &mut Sink) -> Option<(Method, &'a Spanned<String>)> {
    match file.routes.as_slice() {
        [] => {
            sink.push(messages::missing_route(Span::file(file.file)));
            None
        }
        [(method, path)] => Some((*method, path)),
        [(_, first), (_, second), ..] => {
            sink.push(messages::multiple_routes(second.span, first.span));
            None
        }
    }
}

/// Splits a path such as `/users/{id}` into texts and parameters. Returns `None` if the path is invalid.
fn path_parts(
    path: &Spanned<String>,
    parameters: &[Parameter],
    sink: &mut Sink,
) -> Option<Vec<PathPart>> {
    let pieces = match split_path(&path.value) {
        Ok(pieces) => pieces,
        Err(reason) => {
            sink.push(messages::bad_path(path.span, reason));
            return None;
        }
    };
    pieces.into_iter().map(|piece| path_part(piece, path, parameters, sink)).collect()
}

fn path_part(
    piece: Piece<'_>,
    path: &Spanned<String>,
    parameters: &[Parameter],
    sink: &mut Sink,
) -> Option<PathPart> {
    let name = match piece {
        Piece::Text(text) => return Some(PathPart::Text(text.to_owned())),
        Piece::Name(name) => name,
    };
    let is_meant = |one: &Parameter| one.place == ParameterLocation::Path && one.wire_name == name;
    let index = parameters.iter().position(is_meant);
    if index.is_none() {
        let reason = format!("`{{{name}}}` is not declared under `path`");
        sink.push(messages::bad_path(path.span, &reason));
    }
    index.map(PathPart::Parameter)
}

enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

fn split_path(path: &str) -> Result<Vec<Piece<'_>>, &'static str> {
    if !path.starts_with('/') {
        return Err("it does not begin with `/`");
    }
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some((text, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("an opening brace has no closing brace")?;
        pieces.extend([check_text(text)?, Piece::Name(name)]);
        rest = after;
    }
    pieces.push(check_text(rest)?);
    pieces.retain(|piece| !matches!(piece, Piece::Text("")));
    Ok(pieces)
}

fn check_text(text: &str) -> Result<Piece<'_>, &'static str> {
    let segments = || text.split('/');
    if text.contains('}') {
        Err("a closing brace has no opening brace")
    } else if text.contains(['?', '#']) {
        Err("it contains a query or a fragment")
    } else if segments().any(|segment| segment == "." || segment == "..") {
        Err("it contains the segment `.` or `..`, which HTTP clients remove")
    } else if !text.chars().all(|c| c.is_ascii_graphic() && !"\"<>\\^`|".contains(c)) {
        Err("it contains a space or a character that must be percent-encoded")
    } else if !is_encoded(text) {
        Err("a `%` is not followed by two hexadecimal digits")
    } else {
        Ok(Piece::Text(text))
    }
}

/// Returns true if two hexadecimal digits follow each `%`.
fn is_encoded(text: &str) -> bool {
    let is_byte = |rest: &str| {
        rest.get(..2).is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()))
    };
    text.split('%').skip(1).all(is_byte)
}

fn check_path_parameters(
    file: &EndpointFile,
    path: &Spanned<String>,
    parts: &[PathPart],
    sink: &mut Sink,
) {
    for (index, decl) in file.parameters.iter().enumerate() {
        if decl.place == ParameterLocation::Path && !parts.contains(&PathPart::Parameter(index)) {
            sink.push(messages::unused_path_parameter(&decl.wire_name, path.span));
        }
        if decl.place == ParameterLocation::Path && !decl.required && decl.constant.is_none() {
            sink.push(messages::optional_path_parameter(&decl.wire_name));
        }
    }
}

fn check_bodies(file: &EndpointFile, method: Option<Method>, sink: &mut Sink) {
    let first = |place| file.parameters.iter().find(|decl| decl.place == place);
    let (body, form) = (first(ParameterLocation::Body), first(ParameterLocation::Form));
    if let (Some(body), Some(form)) = (body, form) {
        sink.push(messages::multiple_bodies(form.wire_name.span, body.wire_name.span));
    }
    if let (Some(Method::Get), Some(decl)) = (method, body.or(form)) {
        sink.push(messages::body_on_get(decl.wire_name.span));
    }
}

fn parameters(
    file: &EndpointFile,
    context: &Context,
    types: &mut Types,
    sink: &mut Sink,
) -> Vec<Parameter> {
    file.parameters.iter().map(|decl| parameter(decl, context, types, sink)).collect()
}

fn parameter(
    decl: &ParameterDecl,
    context: &Context,
    types: &mut Types,
    sink: &mut Sink,
) -> Parameter {
    if let Some(name) = &decl.name {
        check_name("a parameter", name, sink);
    }
    let name = &decl.name.as_ref().unwrap_or(&decl.wire_name).value;
    let before = sink.errors();
    let ty = parameter_type(decl, &context.inside(name), types, sink);
    // An unknown type was reported already.
    if sink.errors() == before {
        match decl.spread {
            Some(_) => check_spread(decl, &ty, types, sink),
            None => check_place(decl, &ty, types, sink),
        }
        check_limits(&decl.limits, &ty, sink);
    }
    Parameter {
        wire_name: decl.wire_name.value.clone(),
        name: decl.name.as_ref().map(|name| name.value.clone()),
        place: decl.place,
        presence: presence(decl, sink),
        spread: decl.spread.is_some(),
        list: list_style(decl, &ty, sink),
        limits: decl.limits.iter().map(|limit| limit.value.clone()).collect(),
        secret: decl.secret,
        undocumented: decl.undocumented,
        doc: decl.doc.clone(),
        span: decl.wire_name.span,
        ty,
    }
}

/// The declared type, or that of the constant.
fn parameter_type(
    decl: &ParameterDecl,
    context: &Context,
    types: &mut Types,
    sink: &mut Sink,
) -> Type {
    match (decl.ty.as_ref().or(decl.spread.as_ref()), &decl.constant) {
        (Some(written), constant) => {
            let ty = types.resolve(written, context, sink);
            if let Some(constant) = constant {
                types.claim_constant(constant, &ty, sink);
            }
            if let Some(default) = &decl.default {
                types.claim(default.span, &ty, CheckKind::ParameterDefault(default.value.clone()));
            }
            match secret(ty, decl.secret, &decl.wire_name, sink) {
                // Callers provide secrets as text. The flag of the parameter redacts them.
                Type::Secret => Type::Text,
                other => other,
            }
        }
        (None, Some(constant)) => constant_type(constant, sink),
        (None, None) => {
            sink.push(messages::missing_type("parameter", &decl.wire_name));
            Type::Text
        }
    }
}

fn presence(decl: &ParameterDecl, sink: &mut Sink) -> Presence {
    check_presence(decl, sink);
    if let Some(constant) = &decl.constant {
        Presence::Constant(constant.value.clone())
    } else if decl.required {
        Presence::Required
    } else {
        Presence::Optional { default: decl.default.as_ref().map(|json| json.value.clone()) }
    }
}

/// Reports keys of a parameter that contradict each other.
fn check_presence(decl: &ParameterDecl, sink: &mut Sink) {
    let beside_constant = if decl.required {
        Some("required")
    } else if decl.default.is_some() {
        Some("default")
    } else {
        decl.limits.first().map(|limit| limit.value.key())
    };
    if let (Some(_), Some(other)) = (&decl.constant, beside_constant) {
        sink.push(messages::conflicting_constant("parameter", &decl.wire_name, other));
    }
    if decl.constant.is_none() && decl.required && decl.default.is_some() {
        sink.push(messages::required_with_default("parameter", &decl.wire_name));
    }
}

fn list_style(decl: &ParameterDecl, ty: &Type, sink: &mut Sink) -> ListStyle {
    let Some(word) = &decl.list else { return ListStyle::Repeat };
    if !matches!(ty, Type::List(_))
        || !matches!(decl.place, ParameterLocation::Query | ParameterLocation::Form)
    {
        sink.push(messages::mismatched_list(&decl.wire_name));
    }
    match word.as_str() {
        "comma" => ListStyle::Comma,
        "brackets" => ListStyle::Brackets,
        _ => ListStyle::Repeat,
    }
}

/// Reports a spread type without fields, and fields that cannot be sent in its location.
fn check_spread(decl: &ParameterDecl, ty: &Type, types: &Types, sink: &mut Sink) {
    let shape = match ty {
        Type::Named(id) => types.shape_of(*id),
        _ => None,
    };
    let fields: Vec<&Field> = shape.into_iter().flat_map(Shape::fields).collect();
    let alone =
        decl.ty.is_none() && decl.constant.is_none() && decl.place != ParameterLocation::Path;
    if fields.is_empty() || !alone {
        sink.push(messages::bad_spread(&decl.wire_name));
    }
    for field in fields {
        if !fits_place(decl.place, &field.ty, types) {
            let name = Spanned { value: field.wire_name.clone(), span: field.span };
            sink.push(messages::bad_parameter_type(&name, place_name(decl.place)));
        }
    }
}

/// Returns true if a type can be sent in a location: objects only in JSON bodies, lists also in queries and forms.
fn check_place(decl: &ParameterDecl, ty: &Type, types: &Types, sink: &mut Sink) {
    if !fits_place(decl.place, ty, types) {
        sink.push(messages::bad_parameter_type(&decl.wire_name, place_name(decl.place)));
    }
}

fn fits_place(place: ParameterLocation, ty: &Type, types: &Types) -> bool {
    let repeats = matches!(place, ParameterLocation::Query | ParameterLocation::Form);
    match ty {
        _ if place == ParameterLocation::Body => true,
        Type::List(item) => repeats && is_scalar(item, types),
        other => is_scalar(other, types),
    }
}

fn place_name(place: ParameterLocation) -> &'static str {
    match place {
        ParameterLocation::Body => "body",
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Form => "form",
    }
}

fn is_scalar(ty: &Type, types: &Types) -> bool {
    match ty {
        Type::Bool
        | Type::Int
        | Type::Uint
        | Type::Float
        | Type::Text
        | Type::Secret
        | Type::Timestamp
        | Type::JsonString(_) => true,
        Type::Delimited(item, _) => is_scalar(item, types),
        Type::Json | Type::List(_) | Type::Map(_) => false,
        Type::Named(id) => match types.shape_of(*id) {
            // The shape of a hand-written type is unknown.
            Some(Shape::Enum(_) | Shape::External(_)) => true,
            Some(Shape::Struct(_) | Shape::OneOf(_) | Shape::Union(_)) | None => false,
        },
    }
}
