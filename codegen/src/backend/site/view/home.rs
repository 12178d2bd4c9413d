//! The front page, and the pages of groups.

use serde::Serialize;

use super::endpoint::{badges, call};
use super::samples::{first_call, has_success};
use super::{Book, Here, Link, Page};
use crate::backend::rust::paths;
use crate::backend::site::highlight::Token;
use crate::backend::site::urls;
use crate::backend::site::rich_text::Prose;
use crate::backend::site::i18n::Lang;
use crate::markup::text;
use crate::model::{Api, Auth, Endpoint, Group, Method, Server};

#[derive(Serialize)]
struct HomeView {
    title: Prose,
    doc: Prose,
    endpoints: usize,
    types: usize,
    codes: usize,
    servers: Vec<ServerView>,
    sign_in: SignInView,
    /// What the first call calls, and the program that does.
    first_call: Option<FirstCallView>,
    groups: Vec<GroupView>,
}

#[derive(Serialize)]
struct ServerView {
    name: String,
    /// In Rust: `Server::Europe`.
    rust: String,
    url: String,
    is_link: bool,
    doc: Prose,
}

#[derive(Serialize)]
struct SignInView {
    how: Prose,
    doc: Prose,
    /// Which answers say that a token is refused.
    renewed_on: Vec<RenewedOn>,
    /// Endpoints that need no token, if others do.
    without: Vec<Link>,
}

#[derive(Serialize)]
struct RenewedOn {
    text: String,
    href: Option<String>,
}

#[derive(Serialize)]
struct FirstCallView {
    endpoint: Link,
    code: Vec<Token>,
}

#[derive(Serialize)]
struct GroupView {
    title: Prose,
    href: String,
    doc: Prose,
    /// In Rust: `client.devices()`.
    call: String,
    endpoints: Vec<EndpointLine>,
}

/// An endpoint in a list.
#[derive(Serialize)]
struct EndpointLine {
    title: Prose,
    href: String,
    method: &'static str,
    route: String,
    call: String,
    badges: Vec<&'static str>,
}

/// Of so many endpoints the front page has a line each; of more they are on the pages of their groups.
const MANY: usize = 150;

pub(super) fn page(book: &Book<'_>, lang: Lang) -> Page {
    let here = Here::new(book, lang, urls::HOME);
    let api = book.api;
    let view = HomeView {
        title: here.api_title(),
        doc: Prose::new(&api.doc, lang),
        endpoints: api.endpoints().count(),
        types: api.types.len(),
        codes: book.failures.len(),
        servers: api.servers.iter().map(|one| server(&here, one)).collect(),
        sign_in: sign_in(&here),
        first_call: first(api).and_then(|endpoint| {
            Some(FirstCallView {
                code: first_call(&here, endpoint)?,
                endpoint: here.endpoint(endpoint),
            })
        }),
        groups: api.groups.iter().map(|one| group_in_short(&here, one)).collect(),
    };
    here.page("home.html.j2", None, &here.api_title(), view)
}

/// The page of a group.
pub(super) fn group(book: &Book<'_>, group: &Group, lang: Lang) -> Page {
    let here = Here::new(book, lang, book.places.group(&group.name));
    let view = group_view(&here, group);
    here.page("group.html.j2", Some(&group.name), &here.group_title(group), view)
}

fn group_in_short(here: &Here<'_>, group: &Group) -> GroupView {
    let view = group_view(here, group);
    match here.api().endpoints().count() > MANY {
        true => GroupView { endpoints: Vec::new(), ..view },
        false => view,
    }
}

fn group_view(here: &Here<'_>, group: &Group) -> GroupView {
    GroupView {
        title: here.group_title(group),
        href: here.to(here.book.places.group(&group.name)),
        doc: Prose::new(&group.doc, here.lang),
        call: paths::group(&group.name).replace("Client::", "client.") + "()",
        endpoints: group.endpoints.iter().map(|one| line(here, one)).collect(),
    }
}

fn line(here: &Here<'_>, endpoint: &Endpoint) -> EndpointLine {
    let route = endpoint.route();
    EndpointLine {
        title: here.endpoint_title(endpoint),
        href: here.endpoint(endpoint).href,
        method: endpoint.method.as_str(),
        route: route.split_once(' ').map_or("", |(_, path)| path).to_owned(),
        call: call(endpoint),
        badges: badges(here, endpoint),
    }
}

fn server(here: &Here<'_>, server: &Server) -> ServerView {
    ServerView {
        name: server.name.clone(),
        rust: paths::server(&server.name),
        url: server.url.clone(),
        is_link: text::is_address(&server.url),
        doc: Prose::new(&server.doc, here.lang),
    }
}

fn sign_in(here: &Here<'_>) -> SignInView {
    let Some(auth) = &here.api().auth else {
        return SignInView {
            how: Prose::own(here.lang.word("sign_in_none")),
            doc: Prose::default(),
            renewed_on: Vec::new(),
            without: Vec::new(),
        };
    };
    let without = here.api().endpoints().filter(|one| !one.authenticated);
    SignInView {
        how: super::fields::sentence(here, "sign_in_text", &auth.header),
        doc: Prose::new(&auth.doc, here.lang),
        renewed_on: renewed_on(here, auth),
        without: without.map(|one| here.endpoint(one)).collect(),
    }
}

fn renewed_on(here: &Here<'_>, auth: &Auth) -> Vec<RenewedOn> {
    let known = |code: i64| here.book.failures.contains_key(&code).then(|| here.code(code));
    let status = |status: &u16| RenewedOn {
        text: format!("HTTP {status}"),
        href: known(i64::from(*status)),
    };
    let code = |code: &i64| RenewedOn { text: code.to_string(), href: known(*code) };
    auth.renew_on_status.iter().map(status).chain(auth.renew_on_codes.iter().map(code)).collect()
}

/// The endpoint that shows best how a call looks: one that reads, that has an example, and that needs little.
fn first(api: &Api) -> Option<&Endpoint> {
    let is_simple = |one: &&Endpoint| {
        one.method == Method::Get && one.deprecated.is_none() && one.returns.is_some()
    };
    let worse = |one: &&Endpoint| {
        let needs_token = one.authenticated || api.auth.is_none();
        (!needs_token, !has_success(one), one.required().count() > 1)
    };
    api.endpoints().filter(is_simple).min_by_key(worse).or(api.endpoints().next())
}
