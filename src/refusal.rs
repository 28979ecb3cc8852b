//! What a reply without a success means.
//!
//! Baidu has documented few of its numbers, so a class comes from the first thing that is known: gateway number,
//! errno, OAuth error, the words of the text, HTTP status. Numbers nobody has documented are passed on, not guessed.

use crate::endpoint::{Call, Credential};
use crate::error::{Code, CodeConsumed, Error};
use crate::reply::{Baidu, Number};
use crate::text::{contains_ignore_ascii_case, decimal};

/// The error that `call` reports for a reply that is no success.
pub fn error(call: &Call, status: u16, baidu: Baidu) -> Box<Error> {
    let credential = call.credential;
    let code = classify(credential, status, &baidu);
    let mut error = Error::new(code, call.name);
    error.status = Some(status);
    error.code_consumed = (credential == Credential::Code).then_some(match code {
        Code::CodeInvalid => CodeConsumed::Yes,
        _ => CodeConsumed::Unknown,
    });
    // 19: the total number of calls that the app may make is spent.
    error.retryable &= baidu.error_code != Some(Number::Integer(19));
    let is_undocumented = code == Code::MalformedResponse && baidu != Baidu::default();
    let is_refusal = is_undocumented || matches!(code, Code::BadRequest | Code::Permission);
    if is_refusal && credential == Credential::TokenForUnionid {
        error.hint = UNIONID_PRECONDITION.into();
    } else if is_undocumented {
        error.hint = UNDOCUMENTED.into();
    }
    error.message = [&error.message, " (", &particulars(status, &baidu), ")"].concat().into();
    error.baidu = Some(baidu);
    error
}

const UNIONID_PRECONDITION: &str = "Baidu gives a unionid only when the user has authorized this app (userinfo) once, and the openid is this app's own, from the same user's login; handle users who have not authorized.";
const UNDOCUMENTED: &str =
    "Baidu has not documented this answer; see baidu for its words, and report it to swan-login if it comes again.";

/// The numbers of an error, and its OAuth name. Not its free text: that may repeat what was sent.
fn particulars(status: u16, baidu: &Baidu) -> String {
    let mut text = ["HTTP ", &decimal(status.into())].concat();
    for (name, number) in [(", errno ", &baidu.errno), (", error_code ", &baidu.error_code)] {
        if let Some(Number::Integer(number)) = number {
            text += name;
            text += &decimal(*number);
        }
    }
    if let Some(name) = baidu.error.as_deref().filter(|name| OAUTH_ERRORS.contains(name)) {
        text += ", ";
        text += name;
    }
    text
}

fn classify(credential: Credential, status: u16, baidu: &Baidu) -> Code {
    number(&baidu.error_code)
        .and_then(gateway)
        .or_else(|| errno(number(&baidu.errno)?, credential))
        .or_else(|| oauth(baidu.error.as_deref()?, credential))
        .or_else(|| words(baidu, credential))
        .unwrap_or(match status {
            429 => Code::RateLimited,
            500.. => Code::Server,
            _ => Code::MalformedResponse,
        })
}

fn number(number: &Option<Number>) -> Option<i64> {
    match number {
        Some(Number::Integer(number)) => Some(*number),
        _ => None,
    }
}

/// Baidu's open API gateway: `error_code`.
fn gateway(error_code: i64) -> Option<Code> {
    Some(match error_code {
        1 | 2 => Code::Server,
        3 | 100 | 104..=107 | 109 => Code::BadRequest,
        4 | 17..=19 => Code::RateLimited,
        5..=7 | 210..=212 => Code::Permission,
        13 | 110 | 111 => Code::TokenInvalid,
        14 | 15 | 101 | 900 => Code::BadCredentials,
        _ => return None,
    })
}

/// Baidu's login and third-party services: `errno`. Source: Baidu's pages of getunionid and jscode2sessionkey;
/// `SmartAppErrorCode` of smartapp-openapi-java.
fn errno(errno: i64, credential: Credential) -> Option<Code> {
    Some(match errno {
        // getunionid's page of 2020 knows 0 and 1 only.
        1 if credential == Credential::TokenForUnionid => Code::BadRequest,
        110 | 111 | 44002..=44004 => Code::TokenInvalid,
        400 | 404 | 2002 | 40001 | 40002 | 41000 | 10010100 => Code::BadRequest,
        405 | 6001 | 40004 | 40007 | 40008 | 44001 | 45001 | 45002 | 50032 | 50041 | 50044 | 50053 => Code::Permission,
        500 | 501 | 1000 | 5000 | 6002 | 10010500 => Code::Server,
        45000 | 50002 => Code::BadCredentials,
        50029 => Code::RateLimited,
        _ => return None,
    })
}

/// RFC 6749 and what Baidu's OAuth page adds to it.
const OAUTH_ERRORS: &[&str] = &[
    "expired_token",
    "invalid_client",
    "invalid_grant",
    "invalid_referer",
    "invalid_request",
    "invalid_scope",
    "redirect_uri_mismatch",
    "slow_down",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
];

fn oauth(error: &str, credential: Credential) -> Option<Code> {
    Some(match error {
        "expired_token" | "invalid_grant" => grant_refused(credential),
        "invalid_client" => Code::BadCredentials,
        "invalid_request"
        | "invalid_scope"
        | "redirect_uri_mismatch"
        | "unsupported_grant_type"
        | "unsupported_response_type" => Code::BadRequest,
        "invalid_referer" | "unauthorized_client" => Code::Permission,
        "slow_down" => Code::RateLimited,
        _ => return None,
    })
}

/// Texts that were seen where no number is known.
fn words(baidu: &Baidu, credential: Credential) -> Option<Code> {
    let texts =
        [&baidu.error, &baidu.error_description, &baidu.message].map(|text| text.as_deref().unwrap_or_default());
    let say = |words: &[&str]| texts.iter().any(|text| words.iter().any(|word| contains_ignore_ascii_case(text, word)));
    if say(&["invalid code", "expired or revoked", "authorization code"]) {
        Some(grant_refused(credential))
    } else if say(&["unknown client id", "authentication failed", "app not exist"]) {
        Some(Code::BadCredentials)
    } else {
        None
    }
}

/// The grant is whatever the call has shown.
fn grant_refused(credential: Credential) -> Code {
    match credential {
        Credential::Code => Code::CodeInvalid,
        Credential::TokenForUnionid => Code::TokenInvalid,
        Credential::App => Code::BadCredentials,
    }
}
