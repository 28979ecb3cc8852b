use crate::endpoint::Credential;
use crate::http::{Method, Request, Response};
use crate::wasm::deadline::{Deadline, Rejection};
use crate::wasm::options::Options;
use crate::wasm::params::property;
use gloo_net::http::Response as HttpResponse;
use js_sys::{Array, ArrayBuffer, Date, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, RequestInit, Response as RawResponse, ResponseType};

#[wasm_bindgen]
extern "C" {
    /// The global fetch, looked up at each call, so that a replaced one is used. Bound directly: gloo-net's own `send`
    /// builds a `URL` and two `Request`s first, and panics when fetch rejects with anything but an `Error`.
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// Status and type in an object, headers, and of the headers Content-Length, Content-Encoding and Retry-After.
    #[wasm_bindgen(catch, js_name = readAnswer)]
    fn read_answer(answer: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_name = requestInit)]
    fn request_init(
        method: &str,
        content_type: Option<&str>,
        body: Option<&str>,
        is_once: bool,
        signal: &AbortSignal,
    ) -> RequestInit;
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
pub async fn exchange(
    credential: Credential,
    request: &Request,
    options: &Options,
    deadline: &Deadline,
) -> Result<Exchange, Problem> {
    deadline.over()?;
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    let is_once = credential == Credential::Code;
    let init = request_init(method, request.headers.content_type, request.body.as_deref(), is_once, &deadline.signal());
    let answer = match &options.fetch {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&request.url), &init),
        None => global_fetch(&request.url, &init),
    };
    let answer = deadline.within(&answer.map_err(Rejection::Other)?).await?;
    let read = read(&answer, options, deadline).await;
    if read.is_err() {
        Deadline::discard(&property(&answer, "body"));
    }
    read
}

async fn read(answer: &JsValue, options: &Options, deadline: &Deadline) -> Result<Exchange, Problem> {
    const NO_RESPONSE: Problem =
        Problem::Malformed { status: None, what: "fetch gave something that is not a Response" };
    let fields = read_answer(answer).map_err(|_| NO_RESPONSE)?;
    let field = |index| fields.get_unchecked(index);
    let response = HttpResponse::from(field(0).unchecked_into::<RawResponse>());
    let (status, kind) = (response.status(), response.type_());
    let malformed = |what| Problem::Malformed { status: (status != 0).then_some(status), what };
    if matches!(status, 300..=399) || kind == ResponseType::Opaqueredirect {
        return Err(malformed("a redirect, which is never followed: it would carry the secret elsewhere"));
    }
    let length = field(2).as_string().and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > options.max_body_bytes) {
        return Err(malformed(TOO_LARGE));
    }
    // Content-Length is to be relied on where the platform's own fetch holds the peer to it; across origins a browser
    // shows it, but hides Content-Encoding.
    let is_known_to_fit =
        length.is_some() && options.fetch.is_none() && !field(3).is_string() && kind != ResponseType::Cors;
    let stream = match is_known_to_fit {
        true => JsValue::UNDEFINED,
        false => Reflect::get(answer, &JsValue::from_str("body")).map_err(|_| NO_RESPONSE)?,
    };
    let body = if property(&stream, "getReader").is_function() {
        read_stream(&stream, options.max_body_bytes, deadline).await?
    } else {
        read_text(answer.unchecked_ref(), options.max_body_bytes, deadline).await?
    }
    .map_err(malformed)?;
    let retry_after = field(4).as_string().and_then(|value| retry_after(&value));
    Ok(Exchange { response: Response { status, body }, headers: field(1), retry_after })
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
    let Ok(promise) = observer.call1(&JsValue::UNDEFINED, &event) else { return };
    if property(&promise, "then").is_function() {
        spawn_local(async move {
            let _ = JsFuture::from(Promise::resolve(&promise)).await;
        });
    }
}

const TOO_LARGE: &str = "the body is larger than options.maxBodyBytes";

/// A body, or what is wrong with it.
type Body = Result<String, &'static str>;

/// Not gloo-net's text(): it panics when the body fails with anything but an `Error`.
async fn read_text(raw: &RawResponse, max: usize, deadline: &Deadline) -> Result<Body, Rejection> {
    let text = deadline.within(&raw.text().map_err(Rejection::Other)?.into()).await?;
    Ok(match text.as_string() {
        Some(text) if text.len() > max => Err(TOO_LARGE),
        Some(text) => Ok(text),
        None => Err("the body is no text"),
    })
}

/// The stream may be anybody's, as fetch may, so its methods are called where what they throw does no harm.
async fn read_stream(stream: &JsValue, max: usize, deadline: &Deadline) -> Result<Body, Rejection> {
    let Ok(reader) = method(stream, "getReader")() else { return Ok(Err("the body is already read")) };
    let body = read_chunks(&reader, max, deadline).await;
    if !matches!(body, Ok(Ok(_))) {
        Deadline::discard(&reader);
    }
    body
}

/// A method without parameters.
fn method(object: &JsValue, name: &str) -> impl Fn() -> Result<JsValue, JsValue> {
    let method: Function = property(object, name).unchecked_into();
    move || method.call0(object)
}

async fn read_chunks(reader: &JsValue, max: usize, deadline: &Deadline) -> Result<Body, Rejection> {
    let read = method(reader, "read");
    let mut body = Vec::new();
    let mut left = max;
    loop {
        let chunk = deadline.within(&read().map_err(Rejection::Other)?).await?;
        if property(&chunk, "done").is_truthy() {
            return Ok(Ok(String::from_utf8_lossy(&body).into_owned()));
        }
        // Not by instanceof: a test runner's stream may be of another realm.
        let bytes = property(&chunk, "value");
        if !ArrayBuffer::is_view(&bytes) || property(&bytes, "BYTES_PER_ELEMENT") != 1 {
            return Ok(Err("the body is no stream of bytes"));
        }
        let bytes: Uint8Array = bytes.unchecked_into();
        // An empty chunk counts as a byte, or a stream of nothing else would never end, nor let a timer run.
        let Some(rest) = left.checked_sub(bytes.length().max(1) as usize) else { return Ok(Err(TOO_LARGE)) };
        left = rest;
        body.extend(bytes.to_vec());
    }
}

/// `Retry-After` in seconds or as an HTTP date, in ms from now.
fn retry_after(value: &str) -> Option<f64> {
    let value = value.trim();
    let ms = match value.parse::<u32>() {
        Ok(seconds) => f64::from(seconds) * 1_000.0,
        // Other texts make dates too: -1 is one of the year 2001.
        Err(_) if value.ends_with("GMT") => Date::parse(value) - Date::now(),
        Err(_) => return None,
    };
    (!ms.is_nan()).then(|| ms.max(0.0))
}
