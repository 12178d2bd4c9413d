//! The front page and the pages of groups.

use serde::Serialize;

use super::endpoint::{badges, call};
use super::page::{Link, Page, PageContext};
use super::samples::{first_call, has_success};
use crate::backend::rust::names::paths;
use crate::backend::site::context::SiteContext;
use crate::backend::site::highlight::Token;
use crate::backend::site::i18n::Lang;
use crate::backend::site::rich_text::RichText;
use crate::backend::site::urls;
use crate::markup::text;
use crate::model::{Api, Auth, Endpoint, Group, Method, Server};

#[derive(Serialize)]
struct HomeView {
    title: RichText,
    doc: RichText,
    endpoints: usize,
    types: usize,
    codes: usize,
    servers: Vec<ServerView>,
    sign_in: SignInView,
    /// Endpoint and code of the first call.
    first_call: Option<FirstCallView>,
    groups: Vec<GroupView>,
}

#[derive(Serialize)]
struct ServerView {
    name: String,
    /// Path in Rust: `Server::Europe`.
    rust: String,
    url: String,
    is_link: bool,
    doc: RichText,
}

#[derive(Serialize)]
struct SignInView {
    how: RichText,
    doc: RichText,
    /// Statuses and codes of a rejected token.
    renewed_on: Vec<RenewedOn>,
    /// Endpoints without authentication, if others require it.
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
    title: RichText,
    href: String,
    doc: RichText,
    /// Call in Rust: `client.devices()`.
    call: String,
    endpoints: Vec<EndpointLine>,
}

/// An endpoint in a list.
#[derive(Serialize)]
struct EndpointLine {
    title: RichText,
    href: String,
    method: &'static str,
    route: String,
    call: String,
    badges: Vec<&'static str>,
}

/// Number of endpoints up to which the front page lists them. With more, only the pages of groups do.
const MANY: usize = 150;

pub(super) fn page(site: &SiteContext<'_>, lang: Lang) -> Page {
    let context = PageContext::new(site, lang, urls::HOME);
    let api = site.api;
    let view = HomeView {
        title: context.api_title(),
        doc: RichText::new(&api.doc, lang),
        endpoints: api.endpoints().count(),
        types: api.types.len(),
        codes: site.failures.len(),
        servers: api.servers.iter().map(|one| server(&context, one)).collect(),
        sign_in: sign_in(&context),
        first_call: first(api).and_then(|endpoint| {
            Some(FirstCallView {
                code: first_call(&context, endpoint)?,
                endpoint: context.endpoint(endpoint),
            })
        }),
        groups: api.groups.iter().map(|one| group_in_short(&context, one)).collect(),
    };
    context.page("home.html.j2", None, &context.api_title(), view)
}

/// Returns the page of a group.
pub(super) fn group(site: &SiteContext<'_>, group: &Group, lang: Lang) -> Page {
    let context = PageContext::new(site, lang, site.urls.group(&group.name));
    let view = group_view(&context, group);
    context.page("group.html.j2", Some(&group.name), &context.group_title(group), view)
}

fn group_in_short(context: &PageContext<'_>, group: &Group) -> GroupView {
    let view = group_view(context, group);
    if context.api().endpoints().count() > MANY {
        GroupView { endpoints: Vec::new(), ..view }
    } else {
        view
    }
}

fn group_view(context: &PageContext<'_>, group: &Group) -> GroupView {
    GroupView {
        title: context.group_title(group),
        href: context.to(context.site.urls.group(&group.name)),
        doc: RichText::new(&group.doc, context.lang),
        call: paths::group(&group.name).replace("Client::", "client.") + "()",
        endpoints: group.endpoints.iter().map(|one| line(context, one)).collect(),
    }
}

fn line(context: &PageContext<'_>, endpoint: &Endpoint) -> EndpointLine {
    let route = endpoint.route();
    EndpointLine {
        title: context.endpoint_title(endpoint),
        href: context.endpoint(endpoint).href,
        method: endpoint.method.as_str(),
        route: route.split_once(' ').map_or("", |(_, path)| path).to_owned(),
        call: call(endpoint),
        badges: badges(context, endpoint),
    }
}

fn server(context: &PageContext<'_>, server: &Server) -> ServerView {
    ServerView {
        name: server.name.clone(),
        rust: paths::server(&server.name),
        url: server.url.clone(),
        is_link: text::is_address(&server.url),
        doc: RichText::new(&server.doc, context.lang),
    }
}

fn sign_in(context: &PageContext<'_>) -> SignInView {
    let Some(auth) = &context.api().auth else {
        return SignInView {
            how: RichText::own(context.words.sign_in_none),
            doc: RichText::default(),
            renewed_on: Vec::new(),
            without: Vec::new(),
        };
    };
    let without = context.api().endpoints().filter(|one| !one.authenticated);
    SignInView {
        how: super::fields::sentence(context.words.sign_in_text, &auth.header),
        doc: RichText::new(&auth.doc, context.lang),
        renewed_on: renewed_on(context, auth),
        without: without.map(|one| context.endpoint(one)).collect(),
    }
}

fn renewed_on(context: &PageContext<'_>, auth: &Auth) -> Vec<RenewedOn> {
    let known = |code: i64| context.site.failures.contains_key(&code).then(|| context.code(code));
    let status = |status: &u16| RenewedOn {
        text: format!("HTTP {status}"),
        href: known(i64::from(*status)),
    };
    let code = |code: &i64| RenewedOn { text: code.to_string(), href: known(*code) };
    auth.renew_on_status.iter().map(status).chain(auth.renew_on_codes.iter().map(code)).collect()
}

/// Chooses an endpoint for the first call: one that reads, has an example, and needs few arguments.
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
