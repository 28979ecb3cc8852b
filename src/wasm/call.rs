use super::params::JsParams;
use super::results::{error_to_js, to_js};
use super::transport::{Answer, AnswerFuture, Failure, PendingCall};
use crate::network::{SEPARATOR, diagnose};
use crate::protocol::{Call, Host, Hosts, Request, Response};
use crate::reply::{Code, CodeConsumed, Error, redacted};
use crate::retry;
use gloo_net::http::Response as HttpResponse;
use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::ResponseType;

/// The request of a call, and the parameters in it. `base` replaces the address of the call's host.
pub fn prepare(call: &Call, params: &JsValue, base: Option<String>) -> Result<(Request, Vec<String>), Box<Error>> {
    let values = call.read(&JsParams(params))?;
    let mut hosts = Hosts::default();
    if let Some(base) = base {
        match call.host {
            Host::Spapi => hosts.spapi = base.into(),
            Host::Openapi => hosts.openapi = base.into(),
        }
    }
    Ok((call.request(&values, &hosts), values))
}

/// A call, from its first request to its result.
pub struct CallInFlight {
    call: &'static Call,
    request: Request,
    values: Vec<String>,
    retries: u32,
    pending: PendingCall,
}

/// Why an attempt failed.
enum Failed {
    /// The caller has aborted, with this reason.
    Aborted(JsValue),
    Error {
        error: Box<Error>,
        /// The description of the platform's errors, without secrets.
        causes: Option<String>,
        /// The response, if there was one.
        response: Option<HttpResponse>,
    },
}

impl CallInFlight {
    pub fn new(call: &'static Call, request: Request, values: Vec<String>, retries: u32, pending: PendingCall) -> Self {
        Self { call, request, values, retries, pending }
    }

    /// Sends the first request synchronously, so that fetch runs in the caller's async context. A future does the rest.
    pub fn start(self) {
        let answered = self.send(None);
        spawn_local(self.run(answered));
    }

    /// The loop over all attempts: await the response, parse it, send again after a wait.
    async fn run(self, mut answered: AnswerFuture) {
        let mut attempt = 0;
        let failed = loop {
            let failed = match answered.await {
                Ok(answer) => match self.read(answer) {
                    Ok(result) => return self.pending.resolve(&result),
                    Err(failed) => failed,
                },
                Err(failure) => self.failed(failure),
            };
            let Some(delay) = self.delay(attempt, &failed) else { break failed };
            attempt = attempt.saturating_add(1);
            answered = self.send(Some(delay));
        };
        self.pending.reject(&failed.into_js());
    }

    fn send(&self, delay: Option<f64>) -> AnswerFuture {
        self.pending.send(&self.request, self.call.credential.is_single_use(), delay)
    }

    /// The wait before the next attempt, in ms; `None` if there is no next attempt.
    fn delay(&self, attempt: u32, failed: &Failed) -> Option<f64> {
        let Failed::Error { error, response, .. } = failed else { return None };
        if attempt >= self.retries || !retry::may_repeat(self.call.credential, error) {
            return None;
        }
        let delay = retry::delay(attempt, response.as_ref().map_or(0.0, retry_after), Math::random());
        (delay < self.pending.remaining().min(retry::LONGEST_WAIT)).then_some(delay)
    }

    /// Parses a response.
    fn read(&self, answer: Answer) -> Result<JsValue, Failed> {
        let call = self.call;
        let response = HttpResponse::from(answer.response);
        let status = response.status();
        let result = if is_redirect(status, &response) {
            let mut error = call.error(Code::MalformedResponse, CodeConsumed::Unknown);
            error.http_status = (status != 0).then_some(status);
            Err(error.message(REDIRECT).hint(REDIRECT_HINT))
        } else {
            // As `Response.text()` decodes: what is malformed becomes U+FFFD.
            // The first way is faster, and every reply of Baidu's takes it.
            let body = String::from_utf8(answer.body)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            call.parse(&Response { status, body }).map(|result| to_js(&result))
        };
        result.map_err(|mut error| {
            error.redact(&call.secrets(&self.values));
            Failed::Error { error, causes: None, response: Some(response) }
        })
    }

    /// The error for a request without a response.
    fn failed(&self, failure: Failure) -> Failed {
        let call = self.call;
        if failure.is_aborted() {
            return Failed::Aborted(failure.reason());
        }
        if failure.is_timeout() {
            // What works once is sent again only if it was not sent before, so it is still unused.
            return Failed::from(call.error(Code::Timeout, consumed_if(!failure.is_unsent())));
        }
        if let Some(message) = failure.malformed() {
            let mut error = call.error(Code::MalformedResponse, CodeConsumed::Unknown).message(message);
            error.http_status = failure.http_status();
            return Failed::from(match failure.hint() {
                Some(hint) => error.hint(hint),
                None => error,
            });
        }
        let causes = failure.causes();
        // Before redaction: a short login code may be a part of an error code, which would then be lost.
        let diagnosis = diagnose(&causes);
        let consumed = consumed_if(!diagnosis.failed_before_send);
        let mut error = call.error(Code::Network, consumed);
        error.retryable = diagnosis.retryable;
        // What became of a credential that works once matters more than why there is no answer.
        if consumed != CodeConsumed::Unknown || call.credential.hint_if_spent().is_none() {
            if let Some(hint) = diagnosis.hint {
                error = error.hint(hint);
            }
            // Where a server has refused the connection for a reason of its own, a proxy would not help.
            if let Some(hint) = failure.hint().filter(|_| diagnosis.retryable) {
                error = error.hint(hint);
            }
        }
        let secrets = call.secrets(&self.values);
        // One text after another: a login code that is the separator must not remove the separators.
        let mut clean = String::with_capacity(causes.len());
        for (index, text) in causes.split(SEPARATOR).enumerate() {
            if index > 0 {
                clean.push(SEPARATOR);
            }
            clean += &redacted(text, &secrets);
        }
        Failed::Error { error, causes: Some(clean), response: None }
    }
}

impl From<Box<Error>> for Failed {
    fn from(error: Box<Error>) -> Self {
        Self::Error { error, causes: None, response: None }
    }
}

impl Failed {
    fn into_js(self) -> JsValue {
        match self {
            Self::Aborted(reason) => reason,
            Self::Error { error, causes, .. } => error_to_js(*error, causes),
        }
    }
}

/// Whether a credential that works once may be spent.
fn consumed_if(was_sent: bool) -> CodeConsumed {
    if was_sent { CodeConsumed::Unknown } else { CodeConsumed::No }
}

const REDIRECT: &str = "a redirect, which is never followed: it would carry the secret elsewhere";
const REDIRECT_HINT: &str =
    "Check baseUrl, and proxies and login pages of the network: Baidu's endpoints do not redirect.";

/// Browsers hide a redirect: its status is 0. The type is read only then, because it crosses as a text.
fn is_redirect(status: u16, response: &HttpResponse) -> bool {
    (300..400).contains(&status) || (status == 0 && response.type_() == ResponseType::Opaqueredirect)
}

/// The wait that `Retry-After` asks for, in ms; 0 without it. Its value is a number of seconds or an HTTP date.
fn retry_after(response: &HttpResponse) -> f64 {
    let Some(text) = response.headers().get("retry-after") else { return 0.0 };
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a u64 has: longer than any wait.
        text.parse::<u64>().map_or(f64::INFINITY, |seconds| seconds as f64 * 1_000.0)
    } else if text.ends_with("GMT") {
        // Only HTTP dates end with GMT. Date::parse accepts other texts as well: it reads -1 as a date in 2001.
        (Date::parse(text) - Date::now()).max(0.0)
    } else {
        0.0
    }
}
