use crate::http::{Method, Request, Response};
use crate::retry;
use crate::wasm::deadline::{Deadline, Rejection};
use crate::wasm::options::Options;
use crate::wasm::params::property;
use gloo_net::http::{Headers, Response as HttpResponse};
use js_sys::{Array, Date, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{
    ReadableStream, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response as RawResponse, ResponseType,
};

#[wasm_bindgen]
extern "C" {
    /// The global fetch, looked up at each call, so that a replaced one is used. Bound directly: gloo-net's own `send`
    /// builds a `URL` and two `Request`s first, and panics when fetch rejects with anything but an `Error`.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// A whole answer.
pub struct Exchange {
    pub response: Response,
    pub headers: JsValue,
    /// What `Retry-After` asks for, in ms.
    pub retry_after: Option<f64>,
}

/// Why there is no whole answer.
pub enum Problem {
    /// A promise of the platform was rejected, or the call has ended.
    Rejected(Rejection),
    /// Something answered that no endpoint answers.
    Malformed { status: Option<u16>, what: &'static str },
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// Sends `request` and reads the answer to its end.
pub async fn exchange(request: &Request, options: &Options, deadline: &Deadline) -> Result<Exchange, Problem> {
    let init = init(request, deadline);
    let answer = match &options.fetch {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&request.url), &init),
        None => global_fetch(&request.url, &init),
    };
    let answer = Promise::resolve(&answer.map_err(Rejection::Other)?);
    let answer = deadline.within(&answer).await?;
    if !is_response(&answer) {
        return Err(Problem::Malformed { status: None, what: "fetch gave something that is not a Response" });
    }
    let raw: RawResponse = answer.unchecked_into();
    let response = HttpResponse::from(Clone::clone(&raw));
    let status = response.status();
    if matches!(status, 300..=399) || response.type_() == ResponseType::Opaqueredirect {
        return Err(Problem::Malformed {
            status: (status != 0).then_some(status),
            what: "a redirect, which is never followed: it would carry the secret elsewhere",
        });
    }
    let headers = response.headers();
    let retry_after = headers.get("retry-after").and_then(|value| retry_after(&value));
    let body = match stream_to_measure(&response, &headers, options.max_body_bytes)? {
        Some(stream) => read_stream(stream, status, options.max_body_bytes, deadline).await?,
        None => read_text(&raw, deadline).await?,
    };
    Ok(Exchange { response: Response { status, body }, headers: raw.headers().into(), retry_after })
}

/// Tells the caller's `onResponse` what came. An observer that throws does not undo a login.
pub fn observe(observer: &Function, endpoint: &str, response: &Response, headers: &JsValue) {
    let event = Object::new();
    let fields = [
        ("endpoint", JsValue::from_str(endpoint)),
        ("status", JsValue::from(response.status)),
        ("headers", headers.clone()),
        ("body", JsValue::from_str(&response.body)),
    ];
    for (name, value) in fields {
        let _ = Reflect::set(&event, &JsValue::from_str(name), &value);
    }
    let _ = observer.call1(&JsValue::UNDEFINED, &event);
}

/// Whether a rejection of fetch shows that nothing was sent.
pub fn never_left(cause: &JsValue) -> bool {
    let mut signs = Vec::new();
    let mut errors = vec![cause.clone()];
    // Deep enough for undici's TypeError -> AggregateError -> errors; bounded, for a cause may be its own.
    while let Some(error) = errors.pop().filter(|_| signs.len() < 16) {
        signs.extend(["code", "message"].iter().filter_map(|name| property(&error, name).as_string()));
        let inner = property(&error, "cause");
        if inner.is_object() {
            errors.push(inner);
        }
        if let Ok(inner) = property(&error, "errors").dyn_into::<Array>() {
            errors.extend(inner.iter());
        }
    }
    retry::never_left(signs.iter().map(String::as_str))
}

fn init(request: &Request, deadline: &Deadline) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    });
    if let Some(content_type) = request.headers.content_type {
        let headers = Object::new();
        let _ = Reflect::set(&headers, &JsValue::from_str("content-type"), &JsValue::from_str(content_type));
        init.set_headers(&headers);
    }
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    init.set_redirect(RequestRedirect::Manual);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&deadline.signal()));
    init
}

/// Fetch may be anybody's, so what it gives is looked at before it is used.
fn is_response(answer: &JsValue) -> bool {
    answer.is_object()
        && property(answer, "status").as_f64().is_some()
        && property(answer, "text").is_function()
        && property(&property(answer, "headers"), "get").is_function()
}

/// The body as a stream, unless it is known to fit into `max` bytes before it is read: then text() is the fast way.
fn stream_to_measure(
    response: &HttpResponse,
    headers: &Headers,
    max: usize,
) -> Result<Option<ReadableStream>, Problem> {
    match headers.get("content-length").and_then(|length| length.parse::<usize>().ok()) {
        Some(announced) if announced > max => Err(too_large(response.status())),
        Some(_) if !may_be_compressed(response, headers) => Ok(None),
        _ => Ok(response.body()),
    }
}

/// Across origins a browser shows Content-Length, but hides Content-Encoding.
fn may_be_compressed(response: &HttpResponse, headers: &Headers) -> bool {
    headers.get("content-encoding").is_some() || response.type_() == ResponseType::Cors
}

/// Not gloo-net's text(): it panics when the body fails with anything but an `Error`.
async fn read_text(raw: &RawResponse, deadline: &Deadline) -> Result<String, Problem> {
    let text = raw.text().map_err(Rejection::Other)?;
    Ok(deadline.within(&text).await?.as_string().unwrap_or_default())
}

async fn read_stream(stream: ReadableStream, status: u16, max: usize, deadline: &Deadline) -> Result<String, Problem> {
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(Rejection::Other)?;
    let mut body = Vec::new();
    loop {
        let chunk = deadline.within(&reader.read()).await?;
        let bytes = property(&chunk, "value");
        if property(&chunk, "done").is_truthy() {
            return Ok(String::from_utf8_lossy(&body).into_owned());
        }
        let Some(bytes) = bytes.dyn_ref::<Uint8Array>() else {
            return Err(Problem::Malformed { status: Some(status), what: "the body is no stream of bytes" });
        };
        if body.len().saturating_add(bytes.length() as usize) > max {
            let _ = reader.cancel();
            return Err(too_large(status));
        }
        body.extend(bytes.to_vec());
    }
}

fn too_large(status: u16) -> Problem {
    Problem::Malformed { status: Some(status), what: "the body is larger than options.maxBodyBytes" }
}

/// `Retry-After` in seconds or as a date, in ms from now.
fn retry_after(value: &str) -> Option<f64> {
    let ms = match value.trim().parse::<u32>() {
        Ok(seconds) => f64::from(seconds) * 1_000.0,
        Err(_) => Date::parse(value) - Date::now(),
    };
    (!ms.is_nan()).then(|| ms.max(0.0))
}
