//! Exact request lines and headers.
//!
//! The server accepts any token and any signature, so that the guide's worked example can be sent
//! unchanged.

use crate::support;
use std::collections::BTreeMap;

use crate::support::calls;
use crate::support::{
    EXPORT, GUIDE_KEY, GUIDE_MOMENT, GUIDE_SECRET, LOGIN, REFRESH, client_of, lenient_server, wait,
};
use endpointc::mock::Mock;
use endpointc::model::{Api, Endpoint, ParameterLocation, Shape, Type};
use quectel_openapi::mock::Recorded;
use quectel_openapi::types::Language;
use quectel_openapi::{AccessKey, Client, Timestamp};

/// The user name of the guide's worked example, "after uriencode".
const GUIDE_USERNAME: &str = "ver%3D1%26auth_mode%3DaccessKey%26sign_method%3Dsha256\
                              %26access_key%3D24b9zicjuns41H6MDg71AMnP%26timestamp%3D1743059249391";

/// The password of the guide's worked example (Chinese edition), "after sha256".
const GUIDE_PASSWORD: &str = "34fe86986230670cba424cadd01ded50f04929de3bfb0b0aef033ccee314fed1";

/// Path of the thing model's endpoint.
const EXPORT_PATH: &str = "/v2/quectsl/openapi/product/export/tslFile";

/// Path of the renewal.
const REFRESH_PATH: &str = "/v2/quecauth/accessKeyAuthrize/refreshToken";

/// Path of the sign-in, misspelt as the vendor has it.
const LOGIN_PATH: &str = "/v2/quecauth/accessKeyAuthrize/accessKeyLogin";

/// A server and a client of it.
fn start() -> (Mock, Client) {
    let server = lenient_server();
    let client = client_of(&server).user_agent("acme-fleet/2.1").build().expect("it is built");
    (server, client)
}

/// Makes a call and gives the request that reached its endpoint last.
#[track_caller]
fn sent<F: IntoFuture>(endpoint: &str, call: impl FnOnce(&Client) -> F) -> Recorded {
    let (server, client) = start();
    // The response is irrelevant here.
    drop(wait(call(&client)));
    let all = server.requests();
    let reached = all.into_iter().rfind(|request| request.endpoint.as_deref() == Some(endpoint));
    let request = reached.unwrap_or_else(|| panic!("nothing has reached `{endpoint}`"));
    assert_eq!(request.unknown_parameters(), [""; 0], "the endpoint declares all that is sent");
    request
}

/// Checks the request line, and that it is a GET without a body.
#[track_caller]
fn check<F: IntoFuture>(endpoint: &str, call: impl FnOnce(&Client) -> F, target: &str) {
    let request = sent(endpoint, call);
    assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", target));
    assert!(request.body.is_empty(), "{:?}", request.text());
}

#[test]
fn the_thing_model_is_asked_for_as_described() {
    check(
        EXPORT,
        |client| client.thing_model().export_tsl("p11v14").language(Language::English),
        &format!("{EXPORT_PATH}?productKey=p11v14&language=EN"),
    );
}

#[test]
fn what_is_not_set_is_not_sent_and_neither_is_its_default() {
    check(
        EXPORT,
        |client| client.thing_model().export_tsl("p11v14"),
        &format!("{EXPORT_PATH}?productKey=p11v14"),
    );
    check(
        REFRESH,
        |client| client.token().refresh_token("t"),
        &format!("{REFRESH_PATH}?refresh_token=t&grant_type=refresh_token"),
    );
}

/// A default is not sent, because the server applies it.
#[test]
fn what_the_caller_sets_is_sent_even_if_it_is_the_default() {
    check(
        EXPORT,
        |client| client.thing_model().export_tsl("p").language(Language::Chinese),
        &format!("{EXPORT_PATH}?productKey=p&language=CN"),
    );
}

#[test]
fn the_last_value_that_is_set_counts() {
    let call = |client: &Client| {
        let call = client.thing_model().export_tsl("p").language(Language::Chinese);
        call.language(Language::English)
    };
    check(EXPORT, call, &format!("{EXPORT_PATH}?productKey=p&language=EN"));
}

#[test]
fn an_enum_value_that_is_not_listed_is_sent_unchanged() {
    for (value, wire) in [("FR", "FR"), ("en", "en"), ("zh TW", "zh%20TW"), ("CN", "CN")] {
        check(
            EXPORT,
            |client| client.thing_model().export_tsl("p").language(Language::from(value)),
            &format!("{EXPORT_PATH}?productKey=p&language={wire}"),
        );
    }
}

#[test]
fn values_are_percent_encoded_once() {
    for (value, wire) in [
        ("a b", "a%20b"),
        ("a+b", "a%2Bb"),
        ("a%20b", "a%2520b"),
        ("a&b=c#d?e", "a%26b%3Dc%23d%3Fe"),
        ("a/b:c", "a%2Fb%3Ac"),
        ("移远", "%E7%A7%BB%E8%BF%9C"),
        ("-._~", "-._~"),
        ("\u{1f6f0}\r\n", "%F0%9F%9B%B0%0D%0A"),
    ] {
        check(
            EXPORT,
            |client| client.thing_model().export_tsl(value),
            &format!("{EXPORT_PATH}?productKey={wire}"),
        );
    }
}

#[test]
fn the_guides_sign_in_is_sent_as_the_guide_has_it() {
    let key = AccessKey::new(GUIDE_KEY, GUIDE_SECRET);
    let login = key.sign(Timestamp::from_millis(GUIDE_MOMENT));
    check(
        LOGIN,
        |client| client.token().access_key_login(&login.username, login.password.expose()),
        &format!(
            "{LOGIN_PATH}?grant_type=password&username={GUIDE_USERNAME}&password={GUIDE_PASSWORD}"
        ),
    );
}

#[test]
fn the_client_signs_in_as_the_guide_has_it() {
    let request = sent(LOGIN, |client| client.thing_model().export_tsl("p"));
    let (_, rest) = request.target.split_once("%26timestamp%3D").expect("it holds a moment");
    let (moment, _) = rest.split_once('&').expect("the password follows");
    let moment = moment.parse().expect("it is in milliseconds");
    let login = AccessKey::new(GUIDE_KEY, GUIDE_SECRET).sign(Timestamp::from_millis(moment));
    let username = GUIDE_USERNAME.replace(&GUIDE_MOMENT.to_string(), &moment.to_string());
    let password = login.password.expose();
    assert_eq!(
        request.target,
        format!("{LOGIN_PATH}?grant_type=password&username={username}&password={password}")
    );
}

#[test]
fn a_renewal_carries_the_token_with_its_prefix() {
    check(
        REFRESH,
        |client| client.token().refresh_token("QJWT a.b_c-d").scope("userinfo devices"),
        &format!(
            "{REFRESH_PATH}?refresh_token=QJWT%20a.b_c-d&grant_type=refresh_token\
             &scope=userinfo%20devices"
        ),
    );
}

/// Query parameters are sent in the order of the description.
#[test]
fn the_query_is_in_the_order_of_the_description() {
    let (server, client) = start();
    let api = support::api();
    for endpoint in api.endpoints() {
        drop(wait(calls::of(&endpoint.full_name()).call(&client)));
        let target = server.requests().pop().expect("it has arrived").target;
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let sent: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        let mut declared = in_query(&api, endpoint);
        declared.retain(|name| sent.contains(name));
        assert_eq!(sent.join("&"), declared.join("&"), "{}", endpoint.full_name());
    }
}

/// Names of an endpoint's query, in order; those of a spread parameter stand in its place.
fn in_query<'a>(api: &'a Api, endpoint: &'a Endpoint) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for parameter in endpoint.parameters.iter().filter(|one| one.place == ParameterLocation::Query)
    {
        let found: Vec<&str> = match &parameter.ty {
            Type::Named(id) if parameter.spread => match &api.type_def(*id).shape {
                Shape::Struct(fields) => fields.iter().map(|field| &*field.wire_name).collect(),
                Shape::OneOf(ways) => {
                    ways.iter().flat_map(|way| &way.fields).map(|field| &*field.wire_name).collect()
                }
                Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
            },
            _ => vec![&parameter.wire_name],
        };
        for name in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

// Headers

/// Checks that these headers are there and no others. The host is checked for all.
#[track_caller]
fn check_headers<F: IntoFuture>(
    endpoint: &str,
    call: impl FnOnce(&Client) -> F,
    expected: &[(&str, &str)],
) {
    let request = sent(endpoint, call);
    let mut headers: BTreeMap<&str, &str> =
        request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(headers.len(), request.headers.len(), "none is sent twice: {:?}", request.headers);
    let host = headers.remove("host").expect("HTTP/1.1 needs it");
    assert!(host.starts_with("127.0.0.1:"), "{host}");
    let agent = headers.remove("user-agent").expect("the program is named");
    let ours = agent.strip_prefix("acme-fleet/2.1 ").expect("the product comes first");
    assert!(ours.starts_with("endpointc-runtime/"), "{agent}");
    assert_eq!(headers, expected.iter().copied().collect());
}

#[test]
fn a_call_carries_the_token_as_it_was_received() {
    let api = support::api();
    let login = api.endpoint(LOGIN).expect("it is described");
    let answer = login.examples[0].response.as_ref().expect("it has an answer");
    let token = answer["access_token"].as_str().expect("it holds a token");
    assert!(token.starts_with("QJWT "), "{token}");
    check_headers(
        EXPORT,
        |client| client.thing_model().export_tsl("p"),
        &[("accept", "application/json"), ("authorization", token)],
    );
}

#[test]
fn the_token_endpoints_carry_no_token() {
    let accept = [("accept", "application/json")];
    check_headers(LOGIN, |client| client.thing_model().export_tsl("p"), &accept);
    check_headers(REFRESH, |client| client.token().refresh_token("t"), &accept);
    // This holds even if the client has a token.
    check_headers(
        REFRESH,
        |client| {
            let client = client.clone();
            async move {
                client.renew_token().await.expect("it signs in");
                client.token().refresh_token("t").await
            }
        },
        &accept,
    );
}

#[test]
fn without_a_product_the_user_agent_is_ours() {
    let server = lenient_server();
    let client = client_of(&server).build().expect("it is built");
    drop(wait(client.token().refresh_token("t")));
    let agent = server.requests()[0].header("user-agent").map(str::to_owned);
    assert!(agent.is_some_and(|agent| agent.starts_with("endpointc-runtime/")));
}

#[test]
fn a_base_path_of_the_server_stays() {
    let server = lenient_server();
    let url = format!("{}/white/label/", server.url());
    let client = support::builder(&url).build();
    drop(wait(client.expect("it is built").token().refresh_token("t")));
    let target = &server.requests()[0].target;
    assert!(target.starts_with(&format!("/white/label{REFRESH_PATH}?")), "{target}");
}
