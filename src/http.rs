//! HTTP requests and responses as plain data.

use crate::error::{Code, Error};
use crate::plain::Plain;
use std::borrow::Cow;
use std::fmt;

/// A request, ready to be sent by any HTTP client.
///
/// `url` and `body` hold secrets. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The absolute URL, query included.
    pub url: String,
    /// The headers to send.
    pub headers: Headers,
    /// The form, encoded; none for `GET`.
    pub body: Option<String>,
}

/// The methods that Baidu's login endpoints take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

/// The headers of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headers {
    /// The media type of the body, where there is one.
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

impl Request {
    /// A request with `form` in its body if it is a `POST`.
    pub fn new(method: Method, url: String, form: String) -> Self {
        let (content_type, body) = match method {
            Method::Get => (None, None),
            Method::Post => (Some("application/x-www-form-urlencoded"), Some(form)),
        };
        Self { method, url, headers: Headers { content_type }, body }
    }
}

impl From<Request> for Plain {
    fn from(Request { method, url, headers, body }: Request) -> Self {
        let headers = vec![("content-type", headers.content_type.map(Plain::from))];
        Self::Object(vec![
            ("method", Some(method.name().into())),
            ("url", Some(url.into())),
            ("headers", Some(Plain::Object(headers))),
            ("body", body.map(Plain::from)),
        ])
    }
}

impl Method {
    /// As HTTP spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
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

/// Appends a field of a query or a form as `application/x-www-form-urlencoded` (WHATWG URL standard).
pub(crate) fn append_field(text: &mut String, separator: &str, name: &str, value: &str) {
    for part in [separator, name, "="] {
        text.push_str(part);
    }
    text.extend(form_urlencoded::byte_serialize(value.as_bytes()));
}

/// A host of Baidu's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// `spapi.baidu.com`
    Spapi,
    /// `openapi.baidu.com`
    Openapi,
}

/// Where Baidu's two hosts are: theirs, or a proxy or a mock instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// In place of `https://spapi.baidu.com`.
    pub spapi: Origin,
    /// In place of `https://openapi.baidu.com`.
    pub openapi: Origin,
}

impl Hosts {
    pub(crate) fn origin(&self, host: Host) -> &Origin {
        match host {
            Host::Spapi => &self.spapi,
            Host::Openapi => &self.openapi,
        }
    }
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
    pub fn parse(endpoint: &'static str, text: &str) -> Result<Self, Box<Error>> {
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

/// Reads by hand what is needed: the standard library's address parsers cost more than the rest of this file.
fn is_safe_origin(text: &str) -> bool {
    let (rest, is_tls) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (rest, true),
        (_, Some(rest)) => (rest, false),
        _ => return false,
    };
    let (authority, path) = split_before(rest, b'/');
    let (is_host, is_loopback, port) = match authority.strip_prefix("[") {
        Some(rest) => {
            let (address, rest) = split_before(rest, b']');
            let Some(port) = rest.strip_prefix("]") else { return false };
            (consists_of(address, u8::is_ascii_hexdigit, b":."), address == "::1", port)
        }
        None => {
            let (name, port) = split_before(authority, b':');
            (consists_of(name, u8::is_ascii_alphanumeric, b"-._"), name == "localhost" || is_loopback(name), port)
        }
    };
    let is_port = match port.strip_prefix(":") {
        Some(number) => consists_of(number, u8::is_ascii_digit, b"") && number.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    let is_path = path.is_empty() || consists_of(path, u8::is_ascii_alphanumeric, b"/-._~%");
    is_host && is_port && is_path && (is_tls || is_loopback)
}

/// Whether a name is an IPv4 address of this machine. In bytes: splitting texts would bring in a search for characters.
fn is_loopback(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("127.") else { return false };
    let is_byte = |text: &[u8]| std::str::from_utf8(text).is_ok_and(|text| text.parse::<u8>().is_ok());
    let bytes = || rest.as_bytes().split(|byte| *byte == b'.');
    bytes().count() == 3 && bytes().all(is_byte)
}

/// Whether `text` is not empty and has only bytes of this class, or among `others`.
fn consists_of(text: &str, class: fn(&u8) -> bool, others: &[u8]) -> bool {
    !text.is_empty() && text.bytes().all(|byte| class(&byte) || others.contains(&byte))
}

/// Both parts of `text`, the second of which begins at the first `delimiter`.
fn split_before(text: &str, delimiter: u8) -> (&str, &str) {
    text.bytes().position(|byte| byte == delimiter).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}
