use crate::endpoint::{Call, Credential, Endpoint, Output};
use crate::error::{Code, CodeConsumed, Error};
use crate::http::{Hosts, Request, Response};
use crate::plain::Plain;
use crate::reply::Reply;
use crate::retry;
use crate::secret::{Secret, redacted};
use crate::wasm::error::{into_js, to_js};
use crate::wasm::exchange::{Exchange, Outcome};
use crate::wasm::params::JsParams;
use js_sys::{Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// An [`Endpoint`] whose output is hidden behind JavaScript's.
pub struct Binding {
    pub call: Call,
    output: fn(&Reply) -> Option<Plain>,
}

impl Binding {
    /// Hides the output of `E`.
    pub const fn of<E: Endpoint>() -> Self {
        Self { call: E::CALL, output: |reply| Some(E::Output::read(reply)?.into()) }
    }

    /// The request, and what of it nobody may see.
    pub fn prepare(&self, params: &JsValue, hosts: &Hosts) -> Result<(Request, Vec<Secret>), Box<Error>> {
        let params = self.call.read(&JsParams(params))?;
        let params: Vec<&str> = params.iter().map(String::as_str).collect();
        Ok((self.call.request(&params, hosts), self.call.secrets(&params)))
    }

    /// Reads the response.
    pub fn parse(&self, response: &Response) -> Result<JsValue, Box<Error>> {
        self.call.parse(response, self.output).map(|output| to_js(&output))
    }

    fn spends_code(&self) -> bool {
        self.call.credential == Credential::Code
    }

    fn error(&self, code: Code, consumed: CodeConsumed) -> Box<Error> {
        let mut error = Error::new(code, self.call.name);
        error.code_consumed = self.spends_code().then_some(consumed);
        error
    }
}

/// Makes the call: checks everything, then sends, and sends again where that is allowed.
pub fn send(binding: Result<&'static Binding, Box<Error>>, params: &JsValue, exchange: Exchange) -> Promise {
    let call = binding.and_then(|binding| Sending::new(binding, params, exchange));
    future_to_promise(async move {
        match call {
            Ok(call) => call.run().await,
            Err(error) => Err(into_js(*error, None)),
        }
    })
}

struct Sending {
    binding: &'static Binding,
    exchange: Exchange,
    request: Request,
    secrets: Vec<Secret>,
}

impl Sending {
    fn new(binding: &'static Binding, params: &JsValue, exchange: Exchange) -> Result<Self, Box<Error>> {
        let prepared = exchange.hosts(binding.call.name).and_then(|hosts| binding.prepare(params, &hosts));
        match prepared {
            Ok((request, secrets)) => Ok(Self { binding, exchange, request, secrets }),
            Err(mut error) => {
                error.code_consumed = binding.spends_code().then_some(CodeConsumed::No);
                Err(error)
            }
        }
    }

    async fn run(self) -> Result<JsValue, JsValue> {
        let mut attempt = 0;
        loop {
            let sent = self.exchange.send(&self.request, self.binding.spends_code());
            let outcome: Outcome = JsFuture::from(sent).await?.unchecked_into();
            let Failed { error, words, retry_after } = match self.read(outcome) {
                Ok(output) => return Ok(output),
                Err(failed) => failed,
            };
            let delay = retry::delay(attempt, retry_after, Math::random());
            let is_last =
                attempt >= self.exchange.retries() || delay >= self.exchange.remaining().min(retry::LONGEST_WAIT);
            if is_last || !retry::may_repeat(self.binding.call.credential, &error) {
                return Err(into_js(*error, words));
            }
            attempt = attempt.saturating_add(1);
            if JsFuture::from(self.exchange.sleep(delay)).await?.is_truthy() {
                // A code that waits here has certainly not left.
                return Err(into_js(*self.binding.error(Code::Timeout, CodeConsumed::No), None));
            }
        }
    }

    fn read(&self, outcome: Outcome) -> Result<JsValue, Failed> {
        let Some(body) = outcome.body() else { return Err(self.failed(outcome)) };
        let retry_after = outcome.retry_after();
        let response = Response { status: outcome.status().unwrap_or_default(), body };
        self.binding.parse(&response).map_err(|mut error| {
            error.redact(&self.secrets);
            Failed { error, words: None, retry_after }
        })
    }

    fn failed(&self, outcome: Outcome) -> Failed {
        let mut error = self.binding.error(Code::Timeout, CodeConsumed::Unknown);
        let mut words = None;
        if let Some(what) = outcome.malformed() {
            error = self.binding.error(Code::MalformedResponse, CodeConsumed::Unknown).message(what);
            error.status = outcome.status();
        } else if let Some(failure) = outcome.failure() {
            // Judged as it came: a secret may be a part of its words, such as a login code "c".
            let consumed = if retry::never_left(&failure) { CodeConsumed::No } else { CodeConsumed::Unknown };
            error = self.binding.error(Code::Network, consumed);
            words = Some(redacted(&failure, &self.secrets));
        }
        Failed { error, words, retry_after: 0.0 }
    }
}

/// Why an attempt gave nothing.
struct Failed {
    error: Box<Error>,
    /// Of the platform, without secrets.
    words: Option<String>,
    /// The wait that Baidu asks for, in ms.
    retry_after: f64,
}
