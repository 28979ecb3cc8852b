use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// The end of a call, whichever comes first of its timeout and its caller's abort. Timers and listeners are the
    /// platform's, so it is written in JavaScript.
    pub type Deadline;

    /// Starts the clock. Throws what a signal throws that is none.
    #[wasm_bindgen(constructor, catch)]
    pub fn new(timeout: f64, caller: &JsValue) -> Result<Deadline, JsValue>;

    /// For fetch.
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &Deadline) -> AbortSignal;

    /// Why the caller has aborted.
    #[wasm_bindgen(method, getter, catch)]
    fn reason(this: &Deadline) -> Result<JsValue, JsValue>;

    /// Milliseconds left; `Infinity` without a timeout.
    #[wasm_bindgen(method, getter)]
    pub fn remaining(this: &Deadline) -> f64;

    /// Whether the call has ended.
    #[wasm_bindgen(method, getter, js_name = isOver)]
    fn is_over(this: &Deadline) -> bool;

    /// `""` while the call runs, then `"timeout"` or `"abort"`.
    #[wasm_bindgen(method, getter)]
    fn state(this: &Deadline) -> String;

    /// Settles as `promise` does, or rejects when the call ends before it.
    #[wasm_bindgen(method)]
    fn race(this: &Deadline, promise: &JsValue) -> Promise;

    /// Waits, in ms; rejects when the call ends before.
    #[wasm_bindgen(method)]
    fn sleep(this: &Deadline, ms: f64) -> Promise;

    /// Stops the clock and takes the listener off the caller's signal.
    #[wasm_bindgen(method, catch)]
    pub fn clear(this: &Deadline) -> Result<(), JsValue>;

    /// Cancels a stream, or the reader that holds it.
    #[wasm_bindgen(static_method_of = Deadline)]
    pub fn discard(stream: &JsValue);
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
    /// Awaits `promise`, or whatever else is there, until the call ends.
    pub async fn within(&self, promise: &JsValue) -> Result<JsValue, Rejection> {
        JsFuture::from(self.race(promise)).await.map_err(|reason| self.over().err().unwrap_or(Rejection::Other(reason)))
    }

    /// Waits, in ms.
    pub async fn wait(&self, ms: f64) -> Result<(), Rejection> {
        // A sleep is only ever interrupted.
        let _ = JsFuture::from(self.sleep(ms)).await;
        self.over()
    }

    /// Fails once the call has ended.
    pub fn over(&self) -> Result<(), Rejection> {
        if !self.is_over() {
            return Ok(());
        }
        match self.state().as_str() {
            "timeout" => Err(Rejection::Timeout),
            _ => Err(Rejection::Abort(self.reason().unwrap_or_default())),
        }
    }
}
