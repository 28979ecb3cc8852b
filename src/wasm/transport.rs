use crate::protocol::Request;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    /// The class of the same name in pkg/core: the promise and the deadline of a call, and the platform's fetch.
    pub type PendingCall;

    /// Settles the promise of the caller.
    #[wasm_bindgen(method)]
    pub fn resolve(this: &PendingCall, result: &JsValue);

    #[wasm_bindgen(method)]
    pub fn reject(this: &PendingCall, reason: &JsValue);

    #[wasm_bindgen(method, js_name = send)]
    fn send_form(this: &PendingCall, url: &str, form: Option<&str>, single_use: bool) -> Promise<Answer, Failure>;

    /// Waits for some milliseconds, or until the deadline.
    #[wasm_bindgen(method)]
    pub fn sleep(this: &PendingCall, ms: f64) -> Promise<JsValue, Failure>;

    /// Milliseconds until the deadline; `Infinity` without one.
    #[wasm_bindgen(method, getter)]
    pub fn remaining(this: &PendingCall) -> f64;

    /// A Response and the bytes of its body.
    pub type Answer;

    #[wasm_bindgen(method, getter)]
    pub fn response(this: &Answer) -> Response;

    #[wasm_bindgen(method, getter)]
    pub fn body(this: &Answer) -> Vec<u8>;

    /// Why there is no response: the caller has aborted, the deadline has passed, the response is malformed, or fetch
    /// has failed.
    pub type Failure;

    #[wasm_bindgen(method, getter, js_name = isAborted)]
    pub fn is_aborted(this: &Failure) -> bool;

    /// The caller's reason to abort.
    #[wasm_bindgen(method, getter)]
    pub fn reason(this: &Failure) -> JsValue;

    #[wasm_bindgen(method, getter, js_name = isTimeout)]
    pub fn is_timeout(this: &Failure) -> bool;

    #[wasm_bindgen(method, getter)]
    pub fn malformed(this: &Failure) -> Option<String>;

    /// The HTTP status of a malformed response.
    #[wasm_bindgen(method, getter, js_name = httpStatus)]
    pub fn http_status(this: &Failure) -> Option<u16>;

    /// The platform's error and its causes, one after another: name, message, code and syscall, separated by NUL.
    #[wasm_bindgen(method, getter)]
    pub fn causes(this: &Failure) -> String;

    /// What to do, if JavaScript knows it: an environment variable names a proxy that fetch ignores.
    #[wasm_bindgen(method, getter)]
    pub fn hint(this: &Failure) -> Option<String>;
}

impl PendingCall {
    /// Sends a request: a `GET`, or a `POST` if there is a form. Method and media type do not cross to JavaScript,
    /// because each string that crosses costs a decoding.
    pub fn send(&self, request: &Request, single_use: bool) -> Promise<Answer, Failure> {
        self.send_form(&request.url, request.body.as_deref(), single_use)
    }
}
