use crate::plain::Plain;
use crate::reply::Baidu;
use crate::secret::{Secret, redacted};
use std::borrow::Cow;
use std::fmt;

/// Why a call failed. Holds no secret: neither in its text, nor in any field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The class of the failure.
    pub code: Code,
    /// The call that failed, by the name it has in JavaScript.
    pub endpoint: &'static str,
    /// What happened, in a sentence.
    pub message: Cow<'static, str>,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// Whether the login code is spent; only on calls that spend one.
    pub code_consumed: Option<CodeConsumed>,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What Baidu said, as received, save for secrets of the request that it repeats.
    pub baidu: Option<Baidu>,
    /// What to do, in a sentence.
    pub hint: Cow<'static, str>,
}

/// The closed set of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A parameter is missing, empty or of the wrong type; nothing was sent.
    InvalidArgument,
    /// No answer.
    Network,
    /// The deadline passed.
    Timeout,
    /// Baidu: the login code is wrong, used or expired.
    CodeInvalid,
    /// Baidu: `client_id` or `sk` is wrong.
    BadCredentials,
    /// Baidu: a parameter is refused.
    BadRequest,
    /// Baidu: the access token is invalid, expired or of the wrong kind.
    TokenInvalid,
    /// Baidu: this app, address or token may not do that.
    Permission,
    /// Baidu: too many calls.
    RateLimited,
    /// Baidu: its own failure, or HTTP 5xx.
    Server,
    /// The answer is not one that the endpoint gives.
    MalformedResponse,
    /// User data does not decrypt to this app's data.
    DecryptFailed,
    /// A bug in this package.
    Internal,
}

/// Whether a call that failed has spent its login code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeConsumed {
    /// The code certainly never reached Baidu.
    No,
    /// Baidu says that the code is of no use any more.
    Yes,
    /// Nobody can tell: ask the mini program for a new code.
    Unknown,
}

impl Error {
    /// A failure of `endpoint`, with the message, hint and `retryable` that its class usually has.
    pub fn new(code: Code, endpoint: &'static str) -> Box<Self> {
        let (_, message, hint) = code.texts();
        Box::new(Self {
            code,
            endpoint,
            message: Cow::Borrowed(message),
            retryable: matches!(code, Code::Network | Code::Timeout | Code::RateLimited | Code::Server),
            code_consumed: None,
            status: None,
            baidu: None,
            hint: Cow::Borrowed(hint),
        })
    }

    /// The same failure, told in other words.
    pub fn message(mut self: Box<Self>, message: impl Into<Cow<'static, str>>) -> Box<Self> {
        self.message = message.into();
        self
    }

    /// The same failure with another advice.
    pub fn hint(mut self: Box<Self>, hint: impl Into<Cow<'static, str>>) -> Box<Self> {
        self.hint = hint.into();
        self
    }

    /// Takes `secrets` out of what Baidu said: its messages may repeat a parameter.
    pub fn redact(&mut self, secrets: &[Secret]) {
        for text in self.baidu.iter_mut().flat_map(|baidu| baidu.texts_mut()) {
            *text = redacted(text, secrets);
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.endpoint, self.message)
    }
}

impl std::error::Error for Error {}

impl From<Error> for Plain {
    fn from(error: Error) -> Self {
        Self::Object(vec![
            ("code", Some(error.code.name().into())),
            ("endpoint", Some(error.endpoint.into())),
            ("message", Some(error.message.into())),
            ("retryable", Some(Plain::Bool(error.retryable))),
            ("codeConsumed", error.code_consumed.map(|consumed| consumed.name().into())),
            ("status", error.status.map(|status| Plain::Number(status.into()))),
            ("baidu", error.baidu.map(Plain::from)),
            ("hint", Some(error.hint.into())),
        ])
    }
}

impl CodeConsumed {
    /// As JavaScript has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unknown => "unknown",
        }
    }
}

impl Code {
    /// As JavaScript has it.
    pub fn name(self) -> &'static str {
        self.texts().0
    }

    /// Its name, and as a rule what happened and what to do.
    fn texts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::InvalidArgument => {
                ("invalid_argument", "a parameter is wrong", "Correct the parameter; nothing was sent.")
            }
            Self::Network => (
                "network",
                "no answer from Baidu",
                "Check DNS, proxy and firewall between this machine and Baidu's hosts; cause says what failed.",
            ),
            Self::Timeout => ("timeout", "no answer in time", "Try again, or raise options.timeout."),
            Self::CodeInvalid => (
                "code_invalid",
                "the login code is wrong, used or expired",
                "Let the mini program call swan.getLoginCode again and exchange the new code once, within 5 minutes, with the AppKey of the same app.",
            ),
            Self::BadCredentials => (
                "bad_credentials",
                "client_id or sk is wrong",
                "Pass the AppKey as client_id (not the App ID, nor a third-party platform's key) and the current AppSecret as sk; a reset secret ends the old one.",
            ),
            Self::BadRequest => (
                "bad_request",
                "Baidu refuses a parameter",
                "Compare the parameters with Baidu's page of this call; baidu.error_description or baidu.message names the one.",
            ),
            Self::TokenInvalid => (
                "token_invalid",
                "the access token is invalid, expired or of the wrong kind",
                "Get a new access token and try once more. An app's own calls take its 24. token, third-party calls the authorized mini program's 45. token; resetting the AppSecret ends tokens.",
            ),
            Self::Permission => (
                "permission",
                "this app, address or token may not do that",
                "Check that the app has this capability, that the scope was granted, and that this server's IP address is in the whitelist.",
            ),
            Self::RateLimited => (
                "rate_limited",
                "too many calls",
                "Wait before the next call; keep access tokens instead of fetching them anew.",
            ),
            Self::Server => ("server", "Baidu fails", "Try again later."),
            Self::MalformedResponse => (
                "malformed_response",
                "the answer is not one that this endpoint gives",
                "See status, and the body through options.onResponse; a proxy or firewall may have answered in Baidu's place.",
            ),
            Self::DecryptFailed => (
                "decrypt_failed",
                "the user data does not decrypt to this app's data",
                "Pass data and iv whole, as they came together, and the AppKey of the app they come from as client_id.",
            ),
            Self::Internal => {
                ("internal", "a bug in swan-login", "Report it; the next call works on a fresh instance.")
            }
        }
    }
}
