//! Sign-in and token renewal.

use serde::Deserialize;

use crate::core::{CallError, Client, ErrorCode};

impl Client {
    /// Sign in with an access key.
    pub async fn access_key_login(
        &self,
        username: &str,
        password: &str,
    ) -> Result<AccessToken, CallError<AccessKeyLoginError>> {
        let query =
            [("grant_type", "password"), ("username", username), ("password", password)];
        self.call_flat("/v2/quecauth/accessKeyAuthrize/accessKeyLogin", &query).await
    }

    /// Exchange a token for one that lives longer.
    pub async fn refresh_token(
        &self,
        refresh_token: &str,
        scope: Option<&str>,
    ) -> Result<AccessToken, CallError<RefreshTokenError>> {
        let mut query = vec![("refresh_token", refresh_token), ("grant_type", "refresh_token")];
        if let Some(scope) = scope {
            query.push(("scope", scope));
        }
        self.call_flat("/v2/quecauth/accessKeyAuthrize/refreshToken", &query).await
    }
}

/// A token and how long it lives.
#[derive(Debug, Clone, Deserialize)]
pub struct AccessToken {
    /// The token with its prefix `QJWT `, to be sent as it is.
    pub access_token: String,
    /// Kind of the token: `jwt`.
    pub token_type: Option<String>,
    /// Lifetime in seconds.
    pub expires_in: Option<i64>,
    /// Lifetime under the name that the vendor's table gives.
    pub expire_in: Option<String>,
    /// What the token may be used for; empty means everything.
    pub scope: Option<String>,
}

/// Why a sign-in was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessKeyLoginError {
    /// The access key does not exist.
    AccessKeyNotFound,
    /// The request carries no valid token.
    Unauthorized,
    /// The server refuses the request.
    Forbidden,
    /// The server does not know this path.
    PathNotFound,
    /// The service failed.
    ServiceException,
    /// A parameter is not valid.
    InvalidParameter,
    /// The hub service is not available.
    HubUnavailable,
    /// A code that nobody listed.
    Other(i64),
}

impl ErrorCode for AccessKeyLoginError {
    fn from_code(code: i64) -> Self {
        match code {
            90047 => Self::AccessKeyNotFound,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::PathNotFound,
            50000 => Self::ServiceException,
            50005 => Self::InvalidParameter,
            70000 => Self::HubUnavailable,
            code => Self::Other(code),
        }
    }
}

/// Why a renewal was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshTokenError {
    /// The request carries no valid token.
    Unauthorized,
    /// The server refuses the request.
    Forbidden,
    /// The server does not know this path.
    PathNotFound,
    /// The service failed.
    ServiceException,
    /// A parameter is not valid.
    InvalidParameter,
    /// The hub service is not available.
    HubUnavailable,
    /// A code that nobody listed.
    Other(i64),
}

impl ErrorCode for RefreshTokenError {
    fn from_code(code: i64) -> Self {
        match code {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::PathNotFound,
            50000 => Self::ServiceException,
            50005 => Self::InvalidParameter,
            70000 => Self::HubUnavailable,
            code => Self::Other(code),
        }
    }
}
