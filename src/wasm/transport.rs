use crate::protocol::Request;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    /// One call in JavaScript: its promise, its deadline, and fetch, timers and streams, which are the platform's.
    pub type PendingCall;

    /// Settles the promise of the caller.
    #[wasm_bindgen(method)]
    pub fn resolve(this: &PendingCall, result: &JsValue);

    #[wasm_bindgen(method)]
    pub fn reject(this: &PendingCall, reason: &JsValue);

    #[wasm_bindgen(method, js_name = send)]
    fn send_form(this: &PendingCall, url: &str, form: Option<&str>, single_use: bool) -> Promise<Answer, Failure>;

    /// Waits, in ms.
    #[wasm_bindgen(method)]
    pub fn sleep(this: &PendingCall, ms: f64) -> Promise<JsValue, Failure>;

    /// Milliseconds until the deadline; `Infinity` without one.
    #[wasm_bindgen(method, getter)]
    pub fn remaining(this: &PendingCall) -> f64;

    /// A Response whose body is read.
    pub type Answer;

    #[wasm_bindgen(method, getter)]
    pub fn response(this: &Answer) -> Response;

    #[wasm_bindgen(method, getter)]
    pub fn body(this: &Answer) -> String;

    /// Why there is no answer: the caller has aborted, the deadline has passed, the answer is malformed, or else the
    /// platform has failed.
    pub type Failure;

    #[wasm_bindgen(method, getter, js_name = isAborted)]
    pub fn is_aborted(this: &Failure) -> bool;

    /// Why the caller has aborted.
    #[wasm_bindgen(method, getter)]
    pub fn reason(this: &Failure) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = isTimeout)]
    pub fn is_timeout(this: &Failure) -> bool;

    #[wasm_bindgen(method, getter)]
    pub fn malformed(this: &Failure) -> Option<String>;

    /// The HTTP status of a malformed answer.
    #[wasm_bindgen(method, getter, js_name = httpStatus)]
    pub fn http_status(this: &Failure) -> Option<u16>;

    /// The error of the platform and its causes, one after another: name, message, code and syscall, with a NUL between.
    #[wasm_bindgen(method, getter)]
    pub fn causes(this: &Failure) -> String;

    /// What to do, where JavaScript knows it: the environment of the process names a proxy that fetch ignores.
    #[wasm_bindgen(method, getter)]
    pub fn hint(this: &Failure) -> Option<String>;
}

impl PendingCall {
    /// Sends a request: a `GET`, or the `POST` of a form. Method and media type do not cross: each text that does is
    /// decoded anew.
    pub fn send(&self, request: &Request, single_use: bool) -> Promise<Answer, Failure> {
        self.send_form(&request.url, request.body.as_deref(), single_use)
    }
}
