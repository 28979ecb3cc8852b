use crate::endpoint::{Call, Credential, Endpoint, Output};
use crate::error::{Code, CodeConsumed, Error};
use crate::http::{Hosts, Request, Response};
use crate::plain::Plain;
use crate::reply::Reply;
use crate::retry;
use crate::secret::{Secret, redacted};
use crate::wasm::error::{Failure, to_js};
use crate::wasm::exchange::{Exchange, Options, Outcome};
use crate::wasm::params::JsParams;
use js_sys::{Math, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

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

    /// The request, and the parameters it is made of.
    pub fn prepare(&self, params: &JsValue, hosts: &Hosts) -> Result<(Request, Vec<String>), Box<Error>> {
        let params = self.call.read(&JsParams(params))?;
        Ok((self.call.request(&params, hosts), params))
    }

    /// Reads the response.
    pub fn parse(&self, response: &Response) -> Result<JsValue, Box<Error>> {
        self.call.parse(response, self.output).map(|output| to_js(&output))
    }

    fn spends_code(&self) -> bool {
        self.call.credential == Credential::Code
    }
}

/// Makes the call: checks everything, then sends, and sends again where that is allowed.
pub fn send(
    binding: Result<&'static Binding, Box<Error>>,
    params: &JsValue,
    options: Options,
    exchange: Exchange,
) -> Promise {
    match binding.and_then(|binding| Sending::new(binding, params, options, exchange)) {
        Ok(call) => Rc::new(call).begin(),
        Err(error) => Promise::reject(&Failure::from(error).into_js()),
    }
}

struct Sending {
    binding: &'static Binding,
    options: Options,
    exchange: Exchange,
    request: Request,
    params: Vec<String>,
}

impl Sending {
    fn new(
        binding: &'static Binding,
        params: &JsValue,
        options: Options,
        exchange: Exchange,
    ) -> Result<Self, Box<Error>> {
        let prepared = options.hosts(&binding.call).and_then(|hosts| binding.prepare(params, &hosts));
        match prepared {
            Ok((request, params)) => Ok(Self { binding, options, exchange, request, params }),
            Err(mut error) => {
                error.code_consumed = binding.spends_code().then_some(CodeConsumed::No);
                Err(error)
            }
        }
    }

    /// The first attempt, for most calls the only one. JavaScript hands its outcome to a closure: a future would be
    /// polled for it in turns of its own.
    fn begin(self: Rc<Self>) -> Promise {
        let call = Rc::clone(&self);
        let read = Closure::once_into_js(move |outcome: Outcome| match call.read(outcome) {
            Err(failure) if call.may_repeat(&failure) => Ok(future_to_promise(call.repeat(failure)).into()),
            result => result.map_err(Failure::into_js),
        });
        self.exchange.first(&self.request, self.spends_code(), read)
    }

    /// The attempts after the first, which failed and may be repeated.
    async fn repeat(self: Rc<Self>, mut failure: Failure) -> Result<JsValue, JsValue> {
        for attempt in 0..self.options.retries() {
            let delay = retry::delay(attempt, failure.retry_after(), Math::random());
            if delay >= self.exchange.remaining().min(retry::LONGEST_WAIT) {
                break;
            }
            if let Some(end) = self.exchange.sleep(delay).await {
                // A code that waits here has certainly not left.
                return Err(self.ended(end, CodeConsumed::No).into_js());
            }
            match self.read(self.exchange.again(&self.request, self.spends_code()).await) {
                Ok(output) => return Ok(output),
                Err(next) => failure = next,
            }
            if !self.may_repeat(&failure) {
                break;
            }
        }
        Err(failure.into_js())
    }

    fn may_repeat(&self, failure: &Failure) -> bool {
        matches!(failure, Failure::Error { error, .. } if retry::may_repeat(self.binding.call.credential, error))
    }

    fn read(&self, outcome: Outcome) -> Result<JsValue, Failure> {
        let Some(body) = outcome.body() else { return Err(self.ended(outcome, CodeConsumed::Unknown)) };
        let response = Response { status: outcome.status().unwrap_or_default(), body };
        self.binding.parse(&response).map_err(|mut error| {
            error.redact(&self.secrets());
            Failure::Error { error, words: None, retry_after: outcome.retry_after() }
        })
    }

    /// Why there is no body.
    fn ended(&self, outcome: Outcome, consumed: CodeConsumed) -> Failure {
        if outcome.is_aborted() {
            return Failure::Abort(outcome.reason());
        }
        let mut error = self.error(Code::Timeout, consumed);
        let mut words = None;
        if let Some(what) = outcome.malformed() {
            error = self.error(Code::MalformedResponse, consumed).message(what);
            error.status = outcome.status();
        } else if let Some(failure) = outcome.failure() {
            // Judged as it came: a secret may be a part of its words, such as a login code "c".
            let consumed = if retry::never_left(&failure) { CodeConsumed::No } else { consumed };
            error = self.error(Code::Network, consumed);
            words = Some(redacted(&failure, &self.secrets()));
        }
        Failure::Error { error, words, retry_after: 0.0 }
    }

    fn error(&self, code: Code, consumed: CodeConsumed) -> Box<Error> {
        let mut error = Error::new(code, self.binding.call.name);
        error.code_consumed = self.spends_code().then_some(consumed);
        error
    }

    fn secrets(&self) -> Vec<Secret> {
        self.binding.call.secrets(&self.params)
    }

    fn spends_code(&self) -> bool {
        self.binding.spends_code()
    }
}
