use crate::endpoint::{Call, Credential, Endpoint, Output};
use crate::error::{Code, CodeConsumed, Error};
use crate::http::{Hosts, Request, Response};
use crate::reply::Reply;
use crate::retry;
use crate::secret::Secret;
use crate::wasm::cause::Cause;
use crate::wasm::deadline::{Deadline, Rejection};
use crate::wasm::error::{Failure, to_js};
use crate::wasm::fetch::{self, Exchange, Problem};
use crate::wasm::options::Options;
use crate::wasm::params::JsParams;
use js_sys::{Math, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// An [`Endpoint`] whose output is hidden behind JavaScript's.
pub struct Binding {
    pub call: Call,
    output: fn(&Reply) -> Option<JsValue>,
}

impl Binding {
    /// Hides the output of `E`.
    pub const fn of<E: Endpoint>() -> Self {
        Self { call: E::CALL, output: |reply| to_js(&E::Output::read(reply)?).ok() }
    }

    /// The request, and what of it nobody may see.
    pub fn prepare(&self, params: &JsValue, hosts: &Hosts) -> Result<(Request, Vec<Secret>), Box<Error>> {
        let params = self.call.read(&JsParams(params))?;
        let params: Vec<&str> = params.iter().map(String::as_str).collect();
        Ok((self.call.request(&params, hosts), self.call.secrets(&params)))
    }

    /// Reads the response.
    pub fn parse(&self, response: &Response) -> Result<JsValue, Box<Error>> {
        self.call.parse(response, self.output)
    }

    fn spends_code(&self) -> bool {
        self.call.credential == Credential::Code
    }
}

/// Makes the call: checks everything, then sends, and sends again where that is allowed.
pub fn send(binding: Result<&'static Binding, Box<Error>>, params: JsValue, options: JsValue) -> Promise {
    let call = binding.and_then(|binding| Sending::new(binding, &params, &options));
    future_to_promise(async move {
        match call {
            Ok(call) => call.run().await.map_err(Failure::into_js),
            Err(error) => Err(Failure::from(error).into_js()),
        }
    })
}

struct Sending {
    binding: &'static Binding,
    options: Options,
    request: Request,
    secrets: Vec<Secret>,
}

impl Sending {
    fn new(binding: &'static Binding, params: &JsValue, options: &JsValue) -> Result<Self, Box<Error>> {
        let prepare = || {
            let options = Options::read(binding.call.name, options)?;
            let (request, secrets) = binding.prepare(params, &options.hosts)?;
            Ok(Self { binding, options, request, secrets })
        };
        prepare().map_err(|mut error: Box<Error>| {
            error.code_consumed = binding.spends_code().then_some(CodeConsumed::No);
            error
        })
    }

    async fn run(self) -> Result<JsValue, Failure> {
        let deadline = Deadline::new(self.options.timeout, &self.options.signal)
            .map_err(|_| self.error(Code::InvalidArgument, CodeConsumed::No).message("signal is not an AbortSignal"))?;
        let result = self.repeat(&deadline).await;
        let _ = deadline.clear();
        result
    }

    async fn repeat(&self, deadline: &Deadline) -> Result<JsValue, Failure> {
        let mut attempt = 0;
        loop {
            let (failure, retry_after) = match self.exchange(deadline).await {
                Ok(output) => return Ok(output),
                Err(failed) => failed,
            };
            let Failure::Error(error, _) = &failure else { return Err(failure) };
            let delay = retry::delay(attempt, retry_after, Math::random());
            let is_last = attempt >= self.options.retries || delay >= deadline.remaining().min(retry::LONGEST_WAIT);
            if is_last || !retry::may_repeat(self.binding.call.credential, error) {
                return Err(failure);
            }
            attempt = attempt.saturating_add(1);
            // A code that waits here has certainly not left.
            deadline.wait(delay).await.map_err(|rejection| self.rejected(rejection, CodeConsumed::No))?;
        }
    }

    /// One request and its answer; with a failure, the wait that Baidu asks for.
    async fn exchange(&self, deadline: &Deadline) -> Result<JsValue, (Failure, Option<f64>)> {
        let Exchange { response, headers, retry_after } =
            fetch::exchange(self.binding.call.credential, &self.request, &self.options, deadline)
                .await
                .map_err(|problem| (self.failed(problem), None))?;
        if let Some(observer) = &self.options.on_response {
            fetch::observe(observer, self.binding.call.name, &response, &headers);
        }
        self.binding.parse(&response).map_err(|mut error| {
            error.redact(&self.secrets);
            (Failure::from(error), retry_after)
        })
    }

    fn failed(&self, problem: Problem) -> Failure {
        match problem {
            Problem::Rejected(rejection) => self.rejected(rejection, CodeConsumed::Unknown),
            Problem::Malformed { status, what } => {
                let mut error = self.error(Code::MalformedResponse, CodeConsumed::Unknown).message(what);
                error.status = status;
                error.into()
            }
        }
    }

    fn rejected(&self, rejection: Rejection, consumed: CodeConsumed) -> Failure {
        match rejection {
            Rejection::Abort(reason) => Failure::Abort(reason),
            Rejection::Timeout => self.error(Code::Timeout, consumed).into(),
            Rejection::Other(reason) => {
                let cause = Cause::read(&reason, &self.secrets);
                let consumed = if cause.never_left { CodeConsumed::No } else { consumed };
                Failure::Error(self.error(Code::Network, consumed), Some(cause))
            }
        }
    }

    fn error(&self, code: Code, consumed: CodeConsumed) -> Box<Error> {
        let mut error = Error::new(code, self.binding.call.name);
        error.code_consumed = self.binding.spends_code().then_some(consumed);
        error
    }
}
