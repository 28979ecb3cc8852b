use crate::endpoint::Call;
use crate::error::Error;
use crate::http::{Host, Hosts, Origin, Request};
use gloo_net::http::Response as HttpResponse;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    /// The caller's options, checked but for where it has Baidu's hosts instead.
    pub type Options;

    #[wasm_bindgen(method, getter)]
    fn spapi(this: &Options) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn openapi(this: &Options) -> Option<String>;

    /// How often the call may be repeated.
    #[wasm_bindgen(method, getter)]
    pub fn retries(this: &Options) -> u32;

    /// The traffic of one call, within the options of its caller. Fetch, timers and streams are the platform's, so it
    /// is written in JavaScript.
    pub type Exchange;

    /// Sends the first request, a `GET` or the `POST` of a form, and hands the [`Outcome`] to `read`, whose result is
    /// that of the promise. Method and media type do not cross: each text that does is decoded anew.
    #[wasm_bindgen(method)]
    fn send(this: &Exchange, url: &str, form: Option<&str>, is_once: bool, read: JsValue) -> Promise;

    /// Sends a request again; gives an [`Outcome`].
    #[wasm_bindgen(method, js_name = again)]
    fn send_again(this: &Exchange, url: &str, form: Option<&str>, is_once: bool) -> Promise;

    /// Waits, in ms; an [`Outcome`] when the call ends before.
    #[wasm_bindgen(method, js_name = sleep)]
    fn start_sleep(this: &Exchange, ms: f64) -> Promise;

    /// Milliseconds left; `Infinity` without a timeout.
    #[wasm_bindgen(method, getter)]
    pub fn remaining(this: &Exchange) -> f64;

    /// What came of sending: a body; or what is malformed about the answer; or the failure of the platform, in its
    /// words; or the caller's abort; or none of these, for the deadline passed.
    #[derive(Clone)]
    pub type Outcome;

    #[wasm_bindgen(method, getter)]
    pub fn body(this: &Outcome) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    pub fn malformed(this: &Outcome) -> Option<String>;

    /// Of an error and its causes, one after another: name, message, code and syscall, with a NUL between.
    #[wasm_bindgen(method, getter)]
    pub fn failure(this: &Outcome) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = isAborted)]
    pub fn is_aborted(this: &Outcome) -> bool;

    #[wasm_bindgen(method, getter)]
    pub fn reason(this: &Outcome) -> JsValue;

    /// What `Retry-After` asks for, in ms; 0 if nothing. Only beside a body.
    #[wasm_bindgen(method, getter, js_name = retryAfter)]
    pub fn retry_after(this: &Outcome) -> f64;
}

impl Options {
    /// The hosts to send `call` to; its own is read, and may be refused.
    pub fn hosts(&self, call: &Call) -> Result<Hosts, Box<Error>> {
        let mut hosts = Hosts::default();
        let (host, base) = match call.host {
            Host::Spapi => (&mut hosts.spapi, self.spapi()),
            Host::Openapi => (&mut hosts.openapi, self.openapi()),
        };
        if let Some(base) = base {
            *host = Origin::parse(call.name, &base)?;
        }
        Ok(hosts)
    }
}

impl Exchange {
    /// Sends `request` and hands the [`Outcome`] to `read`, whose result is the promise's.
    pub fn first(&self, request: &Request, is_once: bool, read: JsValue) -> Promise {
        self.send(&request.url, request.body.as_deref(), is_once, read)
    }

    /// Sends `request` again.
    pub async fn again(&self, request: &Request, is_once: bool) -> Outcome {
        settled(self.send_again(&request.url, request.body.as_deref(), is_once)).await.unchecked_into()
    }

    /// Waits, in ms; an [`Outcome`] when the call ends before.
    pub async fn sleep(&self, ms: f64) -> Option<Outcome> {
        let end = settled(self.start_sleep(ms)).await;
        (!end.is_undefined()).then(|| end.unchecked_into())
    }
}

/// The value of a promise that does not reject.
async fn settled(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.unwrap_or_default()
}

impl Outcome {
    /// The HTTP status, if there was an answer that has one.
    pub fn status(&self) -> Option<u16> {
        // It has the members of a Response that were looked at, and no getter that could throw.
        let status = HttpResponse::from(self.clone().unchecked_into::<Response>()).status();
        (status != 0).then_some(status)
    }
}
