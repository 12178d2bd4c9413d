//! Routing: from method and path to endpoints.

use super::encoding;
use crate::model::{Api, Endpoint};
use crate::wire::routes::{Constants, Piece, pieces};

/// The paths of an API, split into segments.
pub(super) struct Router {
    routes: Vec<Route>,
}

/// The result of routing.
pub(super) enum Found<'a> {
    /// An endpoint, and others with the same method and path that differ in a constant, such as `grant_type`.
    Endpoints(Candidate<'a>, Vec<Candidate<'a>>),
    /// The path exists, but only with these methods.
    OtherMethod(Vec<&'static str>),
    /// No endpoint has this path.
    Nothing,
}

/// An endpoint, and the parameters in the path of the request.
pub(super) type Candidate<'a> = (&'a Endpoint, Captures);

/// Path parameters: the name of the parameter, and its decoded text.
pub(super) type Captures = Vec<(String, String)>;

struct Route {
    group: usize,
    endpoint: usize,
    segments: Vec<Vec<Part>>,
}

/// A part of a segment.
#[derive(Debug, Clone)]
enum Part {
    /// Decoded text.
    Text(String),
    /// The wire name of a parameter.
    Parameter(String),
}

impl Router {
    pub(super) fn new(api: &Api) -> Self {
        let endpoints = api.groups.iter().enumerate().flat_map(|(group, members)| {
            let numbered = members.endpoints.iter().enumerate();
            numbered.map(move |(endpoint, described)| (group, endpoint, described))
        });
        let route = |(group, endpoint, described): (usize, usize, &Endpoint)| Route {
            group,
            endpoint,
            segments: segments(described),
        };
        Self { routes: endpoints.map(route).collect() }
    }

    pub(super) fn find<'a>(&self, api: &'a Api, method: &str, path: &str) -> Found<'a> {
        // Segments are decoded after splitting, because `%2F` does not end a segment.
        let path: Vec<String> = path.split('/').map(encoding::decode).collect();
        let on_path = self.routes.iter().filter_map(|route| {
            let endpoint = &api.groups[route.group].endpoints[route.endpoint];
            Some((route, endpoint, route.capture(&path)?))
        });
        let (meant, others): (Vec<_>, Vec<_>) =
            on_path.partition(|(_, endpoint, _)| endpoint.method.as_str() == method);
        let best = meant.iter().map(|(route, ..)| route.literals()).max();
        let mut meant = meant
            .into_iter()
            .filter(|(route, ..)| Some(route.literals()) == best)
            .map(|(_, endpoint, captures)| (endpoint, captures));
        match meant.next() {
            Some(first) => Found::Endpoints(first, meant.collect()),
            None if others.is_empty() => Found::Nothing,
            None => Found::OtherMethod(methods(others.into_iter().map(|(_, other, _)| other))),
        }
    }
}

impl Route {
    fn capture(&self, path: &[String]) -> Option<Captures> {
        let mut captures = Captures::new();
        let fits = self.segments.len() == path.len()
            && self
                .segments
                .iter()
                .zip(path)
                .all(|(parts, text)| capture(parts, text, &mut captures));
        fits.then_some(captures)
    }

    /// Returns true for each segment that is text. If two routes match, the one with an earlier text is selected, so that
    /// `/users/me` is not the user `me`.
    fn literals(&self) -> Vec<bool> {
        self.segments
            .iter()
            .map(|parts| parts.iter().all(|part| matches!(part, Part::Text(_))))
            .collect()
    }
}

/// The methods in alphabetical order, each once.
fn methods<'a>(endpoints: impl Iterator<Item = &'a Endpoint>) -> Vec<&'static str> {
    let mut methods: Vec<&str> = endpoints.map(|endpoint| endpoint.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    methods
}

/// Splits a path at its slashes. Constants count as parameters: a wrong value is a bad request, not an unknown path.
fn segments(endpoint: &Endpoint) -> Vec<Vec<Part>> {
    let mut segments = Vec::new();
    let mut current = Vec::new();
    for piece in pieces(endpoint, Constants::Named) {
        let text = match piece {
            Piece::Text(text) => text,
            Piece::Parameter(parameter) => {
                current.push(Part::Parameter(parameter.wire_name.clone()));
                continue;
            }
        };
        for (number, piece) in text.split('/').enumerate() {
            if number > 0 {
                segments.push(std::mem::take(&mut current));
            }
            if !piece.is_empty() {
                // Paths of requests are decoded before they are compared.
                current.push(Part::Text(encoding::decode(piece)));
            }
        }
    }
    segments.push(current);
    segments
}

/// Matches the parts of a segment against its text. A parameter ends where the text after it begins, or at the end of the
/// segment.
fn capture(parts: &[Part], text: &str, captures: &mut Captures) -> bool {
    match parts {
        [] => text.is_empty(),
        [Part::Text(literal), rest @ ..] => {
            text.strip_prefix(literal.as_str()).is_some_and(|after| capture(rest, after, captures))
        }
        [Part::Parameter(name), rest @ ..] => {
            let end = match rest {
                [Part::Text(literal)] => text.strip_suffix(literal.as_str()).map(str::len),
                [Part::Text(literal), ..] => text.find(literal.as_str()),
                [] | [Part::Parameter(_), ..] => Some(text.len()),
            };
            end.is_some_and(|end| {
                captures.push((name.clone(), text[..end].to_owned()));
                capture(rest, &text[end..], captures)
            })
        }
    }
}
