use crate::wasm::params::property;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// The end of a call, whichever comes first of its timeout and its caller's abort. Timers and listeners are the
    /// platform's, so it is written in JavaScript.
    pub type Deadline;

    /// Starts the clock.
    #[wasm_bindgen(constructor)]
    pub fn new(timeout: f64, caller: &JsValue) -> Deadline;

    /// For fetch.
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &Deadline) -> AbortSignal;

    /// Milliseconds left; `Infinity` without a timeout.
    #[wasm_bindgen(method, getter)]
    pub fn remaining(this: &Deadline) -> f64;

    /// `""` while the call runs, then `"timeout"` or `"abort"`.
    #[wasm_bindgen(method, getter)]
    fn state(this: &Deadline) -> String;

    /// Settles as `promise` does, or rejects when the call ends before it.
    #[wasm_bindgen(method)]
    fn race(this: &Deadline, promise: &Promise) -> Promise;

    /// Waits, in ms; rejects when the call ends before.
    #[wasm_bindgen(method)]
    fn sleep(this: &Deadline, ms: f64) -> Promise;

    /// Stops the clock and takes the listener off the caller's signal.
    #[wasm_bindgen(method)]
    pub fn clear(this: &Deadline);
}

/// How an awaited promise failed.
pub enum Rejection {
    /// The timeout has passed.
    Timeout,
    /// The caller has aborted, for this reason.
    Abort(JsValue),
    /// The promise itself was rejected, for this reason.
    Other(JsValue),
}

impl Deadline {
    /// Awaits `promise` until the call ends.
    pub async fn within(&self, promise: &Promise) -> Result<JsValue, Rejection> {
        JsFuture::from(self.race(promise)).await.map_err(|reason| self.rejection(reason))
    }

    /// Waits, in ms.
    pub async fn wait(&self, ms: f64) -> Result<(), Rejection> {
        JsFuture::from(self.sleep(ms)).await.map(|_| ()).map_err(|reason| self.rejection(reason))
    }

    fn rejection(&self, reason: JsValue) -> Rejection {
        match self.state().as_str() {
            "timeout" => Rejection::Timeout,
            "abort" => Rejection::Abort(property(&self.signal(), "reason")),
            _ => Rejection::Other(reason),
        }
    }
}
