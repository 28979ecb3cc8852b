//! HTTP requests and responses as plain data.

use crate::error::{Code, Error};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A request, ready to be sent by any HTTP client.
///
/// `url` and `body` hold secrets. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The absolute URL, query included.
    pub url: String,
    /// The headers to send.
    pub headers: Headers,
    /// The form, encoded; none for `GET`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// The methods that Baidu's login endpoints take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Method {
    /// `GET`
    #[serde(rename = "GET")]
    Get,
    /// `POST`
    #[serde(rename = "POST")]
    Post,
}

/// The headers of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Headers {
    /// The media type of the body, where there is one.
    #[serde(rename = "content-type", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<&'static str>,
}

/// What came back: the status, and the body as text.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The whole body, decoded as UTF-8.
    pub body: String,
}

/// Names and values of a query or a form, in the order in which they are sent.
pub type Fields<'a> = &'a [(&'static str, &'a str)];

impl Request {
    /// A `GET` with all fields in the query.
    pub fn get(origin: &str, path: &str, query: Fields) -> Self {
        Self { method: Method::Get, url: url(origin, path, query), headers: Headers { content_type: None }, body: None }
    }

    /// A `POST` with a form as its body.
    pub fn post(origin: &str, path: &str, query: Fields, form: Fields) -> Self {
        Self {
            method: Method::Post,
            url: url(origin, path, query),
            headers: Headers { content_type: Some("application/x-www-form-urlencoded") },
            body: Some(encode(form, String::new())),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Request").field("method", &self.method).field("url", &address).finish_non_exhaustive()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}

fn url(origin: &str, path: &str, query: Fields) -> String {
    let mut url = String::with_capacity(256);
    url.push_str(origin);
    url.push_str(path);
    if query.is_empty() {
        return url;
    }
    url.push('?');
    encode(query, url)
}

/// Appends `fields` to `text` as `application/x-www-form-urlencoded` (WHATWG URL standard).
fn encode(fields: Fields, mut text: String) -> String {
    for (index, (name, value)) in fields.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.extend(form_urlencoded::byte_serialize(value.as_bytes()));
    }
    text
}

/// Where Baidu's two hosts are: theirs, or a proxy or a mock instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// In place of `https://spapi.baidu.com`.
    pub spapi: Origin,
    /// In place of `https://openapi.baidu.com`.
    pub openapi: Origin,
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            spapi: Origin(Cow::Borrowed("https://spapi.baidu.com")),
            openapi: Origin(Cow::Borrowed("https://openapi.baidu.com")),
        }
    }
}

/// The part of a URL before an endpoint's path: `https`, or `http` to this very machine, so that no secret crosses a
/// network in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(Cow<'static, str>);

impl Origin {
    /// Reads `https://host[:port][/prefix]`, or the same with `http` and a loopback address.
    pub fn parse(endpoint: &'static str, text: &str) -> Result<Self, Error> {
        is_safe_origin(text)
            .then(|| Self(Cow::Owned(text.trim_end_matches('/').to_owned())))
            .ok_or_else(|| {
                Error::new(Code::InvalidArgument, endpoint).message("baseUrl is refused").hint(
                    "Pass https://host[:port][/path], or http:// with localhost, 127.0.0.1 or [::1]; no user name, query or fragment.",
                )
            })
    }

    /// The origin as it begins a URL, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_safe_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let (authority, path) = rest.find('/').and_then(|slash| rest.split_at_checked(slash)).unwrap_or((rest, ""));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let ipv6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')?.parse::<Ipv6Addr>().ok());
    let ipv4 = host.parse::<Ipv4Addr>().ok();
    let is_loopback = host.eq_ignore_ascii_case("localhost")
        || ipv4.is_some_and(|address| address.is_loopback())
        || ipv6.is_some_and(|address| address.is_loopback());
    let is_name = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let is_path = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte));
    let is_port = port.is_none_or(|port| !port.starts_with('+') && port.parse::<u16>().is_ok());
    let is_scheme_safe = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") && is_loopback;
    is_scheme_safe && (is_name || ipv6.is_some()) && is_port && is_path
}
