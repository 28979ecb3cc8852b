//! HTTP requests and responses as plain data.

use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// A request, ready to be sent by any HTTP client.
///
/// `url` and `body` contain secrets. `Debug` shows neither of them; `Serialize` writes both.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// The HTTP method.
    #[serde(serialize_with = "method_name")]
    pub method: Method,
    /// The absolute URL, query included.
    pub url: String,
    /// The headers.
    pub headers: Headers,
    /// The encoded form; none for `GET`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// The methods that Baidu's login endpoints take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST` of a form
    Post,
}

impl Method {
    /// The name in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// The headers of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Headers {
    /// The media type of the body, if there is a body.
    #[serde(rename = "content-type", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<&'static str>,
}

/// An HTTP response: the status, and the body as text.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The whole body, decoded as UTF-8.
    pub body: String,
}

impl Request {
    /// A request. `form` is its body if it is a `POST`.
    pub fn new(method: Method, url: String, form: String) -> Self {
        let (content_type, body) = match method {
            Method::Get => (None, None),
            Method::Post => (Some("application/x-www-form-urlencoded"), Some(form)),
        };
        Self { method, url, headers: Headers { content_type }, body }
    }
}

fn method_name<S: Serializer>(method: &Method, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(method.name())
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

/// Appends a value of a query or a form as `application/x-www-form-urlencoded` (WHATWG URL standard).
pub(crate) fn append_encoded(text: &mut String, value: &str) {
    text.extend(form_urlencoded::byte_serialize(value.as_bytes()));
}

/// A host of Baidu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// `spapi.baidu.com`
    Spapi,
    /// `openapi.baidu.com`
    Openapi,
}

/// The addresses of Baidu's two hosts, or of a proxy or a mock instead. They have no slash at the end.
///
/// Secrets are sent there unencrypted unless the address is `https`. The caller must check that, or that the address is
/// this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    /// Replaces `https://spapi.baidu.com`.
    pub spapi: Cow<'static, str>,
    /// Replaces `https://openapi.baidu.com`.
    pub openapi: Cow<'static, str>,
}

impl Hosts {
    pub(super) fn base(&self, host: Host) -> &str {
        match host {
            Host::Spapi => &self.spapi,
            Host::Openapi => &self.openapi,
        }
    }
}

impl Default for Hosts {
    fn default() -> Self {
        Self { spapi: "https://spapi.baidu.com".into(), openapi: "https://openapi.baidu.com".into() }
    }
}
