use crate::protocol::Request;
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
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

    /// The first request has no `delay`, which is in ms.
    #[wasm_bindgen(method, js_name = send)]
    fn send_form(
        this: &PendingCall,
        url: &str,
        form: Option<&str>,
        single_use: bool,
        delay: Option<f64>,
        request: PendingRequest,
    );

    /// Milliseconds until the deadline; `Infinity` without one.
    #[wasm_bindgen(method, getter)]
    pub fn remaining(this: &PendingCall) -> f64;

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

    /// Whether the deadline has passed before the request was sent.
    #[wasm_bindgen(method, getter, js_name = isUnsent)]
    pub fn is_unsent(this: &Failure) -> bool;

    #[wasm_bindgen(method, getter)]
    pub fn malformed(this: &Failure) -> Option<String>;

    /// The HTTP status of a malformed response.
    #[wasm_bindgen(method, getter, js_name = httpStatus)]
    pub fn http_status(this: &Failure) -> Option<u16>;

    /// The platform's error and its causes, one after another: name, message, code and syscall, separated by NUL.
    #[wasm_bindgen(method, getter)]
    pub fn causes(this: &Failure) -> String;

    /// What to do, if JavaScript knows it: an environment variable names a proxy that fetch ignores, or fetch is a
    /// double that gives no Response.
    #[wasm_bindgen(method, getter)]
    pub fn hint(this: &Failure) -> Option<String>;
}

impl PendingCall {
    /// Sends a request: a `GET`, or a `POST` if there is a form. Method and media type do not cross to JavaScript,
    /// because each string that crosses costs a decoding.
    pub fn send(&self, request: &Request, single_use: bool, delay: Option<f64>) -> AnswerFuture {
        let slot = Rc::<Slot>::default();
        self.send_form(&request.url, request.body.as_deref(), single_use, delay, PendingRequest(slot.clone()));
        AnswerFuture(slot)
    }
}

/// A response and the bytes of its body.
pub struct Answer {
    pub response: Response,
    pub body: Vec<u8>,
}

/// A request that JavaScript sends. It settles it once, by one of the methods.
///
/// This is not a Promise, because waiting for one takes two closures and two more promises.
#[wasm_bindgen]
pub struct PendingRequest(Rc<Slot>);

#[wasm_bindgen]
impl PendingRequest {
    /// Settles it with a response.
    pub fn answered(self, response: Response, body: Vec<u8>) {
        self.0.settle(Ok(Answer { response, body }));
    }

    /// Settles it with a failure.
    pub fn failed(self, failure: Failure) {
        self.0.settle(Err(failure));
    }
}

/// The future of a [`PendingRequest`].
pub struct AnswerFuture(Rc<Slot>);

impl Future for AnswerFuture {
    type Output = Result<Answer, Failure>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.outcome.take() {
            Some(outcome) => Poll::Ready(outcome),
            None => {
                self.0.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

/// What a [`PendingRequest`] and its future share.
#[derive(Default)]
struct Slot {
    outcome: Cell<Option<Result<Answer, Failure>>>,
    waker: Cell<Option<Waker>>,
}

impl Slot {
    fn settle(&self, outcome: Result<Answer, Failure>) {
        self.outcome.set(Some(outcome));
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}
