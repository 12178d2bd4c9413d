use quectel_openapi::{AccessKey, Timestamp};

use super::{Case, case};
use crate::support::{GUIDE_KEY, GUIDE_MOMENT, GUIDE_SECRET};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("token.access_key_login", |client| {
            let key = AccessKey::new(GUIDE_KEY, GUIDE_SECRET);
            let login = key.sign(Timestamp::from_millis(GUIDE_MOMENT));
            client.token().access_key_login(&login.username, login.password.expose())
        }),
        case("token.refresh_token", |client| {
            client.token().refresh_token("QJWT a.b_c-d").scope("userinfo tls ota")
        }),
        case("token.refresh_token: required only", |client| {
            client.token().refresh_token("QJWT a.b_c-d")
        }),
    ]
}
