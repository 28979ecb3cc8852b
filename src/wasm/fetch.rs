use crate::endpoint::Credential;
use crate::http::{Method, Request, Response};
use crate::wasm::deadline::{Deadline, Rejection};
use crate::wasm::options::Options;
use crate::wasm::params::property;
use gloo_net::http::Response as HttpResponse;
use js_sys::{ArrayBuffer, Date, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    ReadableStream, ReadableStreamDefaultReader, Request as RawRequest, RequestInit, RequestRedirect,
    Response as RawResponse, ResponseType,
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
pub async fn exchange(
    credential: Credential,
    request: &Request,
    options: &Options,
    deadline: &Deadline,
) -> Result<Exchange, Problem> {
    deadline.over()?;
    let init = init(request, deadline);
    if credential == Credential::Code {
        // Bun sends a GET again by itself when a kept-alive connection breaks under it; over one of its own it does not.
        let _ = Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::FALSE);
    }
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
    let status = status(answer)
        .ok_or(Problem::Malformed { status: None, what: "fetch gave something that is not a Response" })?;
    let malformed = |what| Problem::Malformed { status: (status != 0).then_some(status), what };
    let raw: RawResponse = answer.clone().unchecked_into();
    let response = HttpResponse::from(Clone::clone(&raw));
    if matches!(status, 300..=399) || response.type_() == ResponseType::Opaqueredirect {
        return Err(malformed("a redirect, which is never followed: it would carry the secret elsewhere"));
    }
    let headers = property(answer, "headers");
    let length = header(&headers, "content-length").and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > options.max_body_bytes) {
        return Err(malformed(TOO_LARGE));
    }
    // Content-Length is to be relied on where the platform's own fetch holds the peer to it; across origins a browser
    // shows it, but hides Content-Encoding.
    let is_known_to_fit = length.is_some()
        && options.fetch.is_none()
        && header(&headers, "content-encoding").is_none()
        && response.type_() != ResponseType::Cors;
    let body = match response.body().filter(|body| !is_known_to_fit && property(body, "getReader").is_function()) {
        Some(stream) => read_stream(&stream, options.max_body_bytes, deadline).await?.map_err(malformed)?,
        None => read_text(&raw, options.max_body_bytes, deadline).await?.map_err(malformed)?,
    };
    let retry_after = header(&headers, "retry-after").and_then(|value| retry_after(&value));
    Ok(Exchange { response: Response { status, body }, headers, retry_after })
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
    if let Ok(Ok(promise)) = observer.call1(&JsValue::UNDEFINED, &event).map(JsCast::dyn_into::<Promise>) {
        spawn_local(async {
            let _ = JsFuture::from(promise).await;
        });
    }
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
    ACCEPTED.with(|accepted| set(&init, accepted));
    init.set_signal(Some(&deadline.signal()));
    init
}

type Member = (&'static str, &'static str);

/// What a runtime may refuse to be told, by throwing: workerd does so with `cache` before compatibility date 2024-11-11.
const OPTIONAL: [Member; 3] = [("credentials", "omit"), ("cache", "no-store"), ("referrerPolicy", "no-referrer")];

thread_local! {
    /// Those of [`OPTIONAL`] that this runtime takes; all where there is no `Request` to ask.
    static ACCEPTED: Vec<Member> = match accepts(&OPTIONAL) || !accepts(&[]) {
        true => OPTIONAL.to_vec(),
        false => OPTIONAL.into_iter().filter(|member| accepts(&[*member])).collect(),
    };
}

/// Asks with a `Request` that is never sent: whether fetch refuses before or after sending could not be told apart.
fn accepts(members: &[Member]) -> bool {
    let init = RequestInit::new();
    set(&init, members);
    RawRequest::new_with_str_and_init("https://spapi.baidu.com", &init).is_ok()
}

fn set(init: &RequestInit, members: &[Member]) {
    for (name, value) in members {
        let _ = Reflect::set(init, &JsValue::from_str(name), &JsValue::from_str(value));
    }
}

/// The status of what fetch gave, if that is a `Response`. Fetch may be anybody's: so everything that is used of its
/// answer is looked at first, where a look that throws does no harm.
fn status(answer: &JsValue) -> Option<u16> {
    let is_response = answer.is_object()
        && ["body", "type"].iter().all(|name| Reflect::get(answer, &JsValue::from_str(name)).is_ok())
        && property(answer, "text").is_function()
        && property(&property(answer, "headers"), "get").is_function();
    let status = property(answer, "status").as_f64().filter(|_| is_response)?;
    (f64::from(status as u16) == status).then_some(status as u16)
}

/// A header of the answer; not by gloo-net's `get`, which panics when the one that fetch has given throws.
fn header(headers: &JsValue, name: &str) -> Option<String> {
    let get = property(headers, "get").dyn_into::<Function>().ok()?;
    get.call1(headers, &JsValue::from_str(name)).ok()?.as_string()
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

async fn read_stream(stream: &ReadableStream, max: usize, deadline: &Deadline) -> Result<Body, Rejection> {
    let Ok(reader) = ReadableStreamDefaultReader::new(stream) else { return Ok(Err("the body is already read")) };
    let body = read_chunks(&reader, max, deadline).await;
    if !matches!(body, Ok(Ok(_))) {
        Deadline::discard(&reader);
    }
    body
}

async fn read_chunks(reader: &ReadableStreamDefaultReader, max: usize, deadline: &Deadline) -> Result<Body, Rejection> {
    let mut body = Vec::new();
    let mut left = max;
    loop {
        let chunk = deadline.within(&reader.read().into()).await?;
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
