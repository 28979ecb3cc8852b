use crate::error::Error;
use crate::http::{Hosts, Origin, Request};
use gloo_net::http::Response as HttpResponse;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    /// Where the caller has Baidu's hosts instead: options that are checked, or an [`Exchange`].
    pub type Bases;

    #[wasm_bindgen(method, getter)]
    fn spapi(this: &Bases) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn openapi(this: &Bases) -> Option<String>;

    /// The traffic of one call, within the options of its caller. Fetch, timers and streams are the platform's, so it
    /// is written in JavaScript.
    #[wasm_bindgen(extends = Bases)]
    pub type Exchange;

    /// An [`Outcome`]; rejects when the caller aborts, with its reason, and for nothing else.
    #[wasm_bindgen(method, js_name = send)]
    fn send_parts(
        this: &Exchange,
        method: &str,
        url: &str,
        content_type: Option<&str>,
        body: Option<&str>,
        is_once: bool,
    ) -> Promise;

    /// Waits, in ms; an [`Outcome`] when the deadline passes before. Rejects as `send` does.
    #[wasm_bindgen(method)]
    pub fn sleep(this: &Exchange, ms: f64) -> Promise;

    /// Milliseconds left; `Infinity` without a timeout.
    #[wasm_bindgen(method, getter)]
    pub fn remaining(this: &Exchange) -> f64;

    /// How often the call may be repeated.
    #[wasm_bindgen(method, getter)]
    pub fn retries(this: &Exchange) -> u32;

    /// What came of sending: a body; or what is malformed about the answer; or the failure of the platform, in its
    /// words; or none of these, for the deadline passed.
    pub type Outcome;

    #[wasm_bindgen(method, getter)]
    pub fn body(this: &Outcome) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    pub fn malformed(this: &Outcome) -> Option<String>;

    /// Of an error and its causes, one after another: name, message, code and syscall, with a NUL between.
    #[wasm_bindgen(method, getter)]
    pub fn failure(this: &Outcome) -> Option<String>;

    /// What `Retry-After` asks for, in ms; 0 if nothing. Only beside a body.
    #[wasm_bindgen(method, getter, js_name = retryAfter)]
    pub fn retry_after(this: &Outcome) -> f64;
}

impl Bases {
    /// The hosts to send to.
    pub fn hosts(&self, endpoint: &'static str) -> Result<Hosts, Box<Error>> {
        let mut hosts = Hosts::default();
        for (host, base) in [(&mut hosts.spapi, self.spapi()), (&mut hosts.openapi, self.openapi())] {
            if let Some(base) = base {
                *host = Origin::parse(endpoint, &base)?;
            }
        }
        Ok(hosts)
    }
}

impl Exchange {
    /// Sends `request`.
    pub fn send(&self, request: &Request, is_once: bool) -> Promise {
        let Request { method, url, headers, body } = request;
        self.send_parts(method.name(), url, headers.content_type, body.as_deref(), is_once)
    }
}

impl Outcome {
    /// The HTTP status, if there was an answer that has one.
    pub fn status(self) -> Option<u16> {
        let status = HttpResponse::from(self.unchecked_into::<Response>()).status();
        (status != 0).then_some(status)
    }
}
