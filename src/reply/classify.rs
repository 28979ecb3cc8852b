//! Turns a reply that is not a success into an error.
//!
//! Baidu has documented few of its numbers. So the code comes from the first of these that is known: gateway number,
//! errno, OAuth error, words in the text, HTTP status. Undocumented numbers are passed on unchanged.

use super::error::{Baidu, Code, CodeConsumed, Error, Number};
use super::quota::Quota;
use super::text::contains_ignore_ascii_case;

/// What authorizes a call. It decides what a refusal means and whether the call may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A login code, which works only once.
    Code,
    /// An access token, for a unionid.
    TokenForUnionid,
    /// Only AppKey and AppSecret.
    App,
    /// A third-party platform's key and the ticket that Baidu has pushed to it.
    Ticket,
    /// A platform's access token.
    PlatformToken,
    /// A platform's access token and a mini program's authorization code, which works once.
    AuthorizationCode,
    /// A platform's access token and a mini program's refresh token, which works once.
    RefreshToken,
    /// The access token of a mini program that has authorized a platform.
    AppToken,
}

impl Credential {
    /// Whether it works once, so that the call is sent again only if it certainly was not sent.
    pub fn is_single_use(self) -> bool {
        matches!(self, Self::Code | Self::AuthorizationCode | Self::RefreshToken)
    }

    /// What to do when a platform may have spent a credential that works once.
    pub(crate) fn hint_if_spent(self) -> Option<&'static str> {
        matches!(self, Self::AuthorizationCode | Self::RefreshToken).then_some(RETRIEVE)
    }
}

/// The error of `endpoint` for a reply that is not a success.
pub fn classify_reply(
    endpoint: &'static str,
    credential: Credential,
    status: u16,
    body: &str,
    baidu: Baidu,
) -> Box<Error> {
    let code = classify(credential, status, &baidu);
    let mut error = Error::new(code, endpoint);
    error.http_status = Some(status);
    error.code_consumed = credential.is_single_use().then_some(match code {
        Code::CodeInvalid => CodeConsumed::Yes,
        _ => CodeConsumed::Unknown,
    });
    error.retryable &= Quota::named_by(&baidu) != Some(Quota::InTotal);
    if let (Code::CodeInvalid, Some(_)) = (code, credential.hint_if_spent()) {
        error.message = "the authorization code or refresh token is wrong, used or expired".into();
    }
    if let Some(hint) = hint(code, credential, status, body, &baidu) {
        error.hint = hint.into();
    }
    error.baidu = Some(baidu);
    error.describe();
    error
}

/// A hint that is more precise than the one of the class.
fn hint(code: Code, credential: Credential, status: u16, body: &str, baidu: &Baidu) -> Option<&'static str> {
    let is_unknown = code == Code::MalformedResponse;
    let is_silent = *baidu == Baidu::default();
    if let Some(quota) = Quota::named_by(baidu) {
        return Some(quota.hint());
    }
    Some(match (number(&baidu.error_code), number(&baidu.errno)) {
        (Some(5), _) | (_, Some(40008)) => IP_NOT_ALLOWED,
        (Some(6), _) => NO_CAPABILITY,
        _ if is_unknown && status == NETWORK_LOGIN => CAPTIVE_PORTAL,
        _ if is_unknown && status == PROXY_LOGIN => PROXY_CREDENTIALS,
        // What became of a credential that works once matters more than who answered.
        _ if is_silent && is_markup(body) && credential.hint_if_spent().is_none() => match code {
            Code::MalformedResponse => PAGE,
            Code::Server => PAGE_OF_SERVER,
            _ => return None,
        },
        _ if credential == Credential::TokenForUnionid && says_unionid_refused(code, is_silent) => UNIONID_PRECONDITION,
        _ if is_unknown && !is_silent => UNDOCUMENTED,
        _ => return credential_hint(code, credential),
    })
}

/// A hint that depends on what authorizes the call.
fn credential_hint(code: Code, credential: Credential) -> Option<&'static str> {
    use Credential::{AuthorizationCode, PlatformToken, RefreshToken, Ticket};
    match (code, credential) {
        (Code::Server, Credential::Code) => Some(CODE_MAY_BE_SPENT),
        (Code::Server | Code::CodeInvalid, _) => credential.hint_if_spent(),
        (Code::TokenInvalid, PlatformToken | AuthorizationCode | RefreshToken) => Some(PLATFORM_TOKEN),
        (Code::BadCredentials, Ticket) => Some(PLATFORM_KEY),
        _ => None,
    }
}

/// Whether the reply may mean that the user has not authorized the app. Baidu has not documented this reply.
fn says_unionid_refused(code: Code, is_silent: bool) -> bool {
    matches!(code, Code::BadRequest | Code::Permission) || (code == Code::MalformedResponse && !is_silent)
}

/// Whether a body is HTML or XML.
fn is_markup(body: &str) -> bool {
    body.trim_start_matches(|char: char| char == '\u{feff}' || char.is_ascii_whitespace()).starts_with('<')
}

const IP_NOT_ALLOWED: &str = "Add this server's public IP address to the IP whitelist in Baidu's developer console.";
const NO_CAPABILITY: &str = "Apply for this capability in Baidu's developer console, and pass an access token of the kind and app that the call wants.";
const CAPTIVE_PORTAL: &str =
    "The network asks for a login before it lets anything through (captive portal): log in to the network.";
const PROXY_CREDENTIALS: &str =
    "A proxy between this machine and Baidu asks for a user name and password: configure them for the proxy.";
const PAGE: &str = "The answer is an HTML page or XML, so a proxy, firewall or login page of the network answered in Baidu's place; read it through options.onResponse.";
const PAGE_OF_SERVER: &str = "The answer is an HTML page or XML, of Baidu's gateway or of a proxy in between: try again later, or read it through options.onResponse.";
const UNIONID_PRECONDITION: &str = "Baidu gives a unionid only when the user has authorized this app (userinfo) once, and the openid is this app's own, from the same user's login; handle users who have not authorized.";
const UNDOCUMENTED: &str =
    "Baidu has not documented this answer; see baidu for its words, and report it to swan-login if it comes again.";
const CODE_MAY_BE_SPENT: &str =
    "Let the mini program call swan.getLoginCode and try again with the new code: this one may be spent.";
const RETRIEVE: &str = "Do not send it again: get another code by tpRetrieveAuthorizationCode.";
const PLATFORM_TOKEN: &str = "Get a new access token of the platform by tpGetAccessToken.";
const PLATFORM_KEY: &str = "Pass the platform's key (TP key) as client_id.";

/// HTTP 407 Proxy Authentication Required, RFC 9110. A proxy answers in Baidu's place.
const PROXY_LOGIN: u16 = 407;

/// HTTP 511 Network Authentication Required, RFC 6585. The network answers in Baidu's place.
const NETWORK_LOGIN: u16 = 511;

fn classify(credential: Credential, status: u16, baidu: &Baidu) -> Code {
    number(&baidu.error_code)
        .and_then(gateway)
        .or_else(|| errno(number(&baidu.errno)?, credential))
        .or_else(|| refresh_token(baidu, credential))
        .or_else(|| oauth(baidu.error.as_deref()?, credential))
        .or_else(|| words(baidu, credential))
        .unwrap_or(match status {
            429 => Code::RateLimited,
            NETWORK_LOGIN => Code::MalformedResponse,
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
        // Baidu's page of getunionid from 2020 lists only 0 and 1.
        1 if credential == Credential::TokenForUnionid => Code::BadRequest,
        110 | 111 | 44002..=44004 => Code::TokenInvalid,
        400 | 404 | 2002 | 40001 | 40002 | 41000 | 10010100 => Code::BadRequest,
        405 | 6001 | 40004 | 40007 | 40008 | 44001 | 45001 | 45002 | 50041 | 50044 | 50053 => Code::Permission,
        500 | 501 | 1000 | 5000 | 6002 | 10010500 => Code::Server,
        45000 | 50002 => Code::BadCredentials,
        50029 => Code::RateLimited,
        50001 | 50003 => Code::PlatformNotReady,
        50032 => Code::AppNotAuthorized,
        _ => return None,
    })
}

/// The errors of RFC 6749 and of Baidu's OAuth page. `None` means that the grant is refused, which is what authorizes
/// the call.
const OAUTH_ERRORS: &[(&str, Option<Code>)] = &[
    ("expired_token", None),
    ("invalid_client", Some(Code::BadCredentials)),
    ("invalid_grant", None),
    ("invalid_referer", Some(Code::Permission)),
    ("invalid_request", Some(Code::BadRequest)),
    ("invalid_scope", Some(Code::BadRequest)),
    ("redirect_uri_mismatch", Some(Code::BadRequest)),
    ("slow_down", Some(Code::RateLimited)),
    ("unauthorized_client", Some(Code::Permission)),
    ("unsupported_grant_type", Some(Code::BadRequest)),
    ("unsupported_response_type", Some(Code::BadRequest)),
];

/// Baidu's page describes `invalid_request` as "invalid refresh token".
fn refresh_token(baidu: &Baidu, credential: Credential) -> Option<Code> {
    let says = baidu.error_description.as_deref().is_some_and(|text| contains_ignore_ascii_case(text, "refresh token"));
    (says && credential == Credential::RefreshToken).then_some(Code::CodeInvalid)
}

fn oauth(error: &str, credential: Credential) -> Option<Code> {
    let (_, code) = OAUTH_ERRORS.iter().find(|(name, _)| *name == error)?;
    Some(code.unwrap_or_else(|| grant_refused(credential)))
}

/// Recognizes observed texts for which no number is known.
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

/// The code for a refused grant. The grant is what authorized the call.
fn grant_refused(credential: Credential) -> Code {
    match credential {
        Credential::Code | Credential::AuthorizationCode | Credential::RefreshToken => Code::CodeInvalid,
        Credential::TokenForUnionid | Credential::PlatformToken | Credential::AppToken => Code::TokenInvalid,
        Credential::App => Code::BadCredentials,
        Credential::Ticket => Code::PlatformNotReady,
    }
}
