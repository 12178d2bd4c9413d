//! Error enums are non-exhaustive, so a `match` over one needs a wildcard arm.

use quectel_openapi::token::RefreshTokenError;

fn main() {}

fn knows_them_all(case: RefreshTokenError) -> &'static str {
    match case {
        RefreshTokenError::Unauthorized => "401",
        RefreshTokenError::Forbidden => "403",
        RefreshTokenError::PathNotFound => "404",
        RefreshTokenError::ServiceException => "50000",
        RefreshTokenError::InvalidParameter => "50005",
        RefreshTokenError::HubUnavailable => "70000",
        RefreshTokenError::Unlisted => "another",
    }
}
