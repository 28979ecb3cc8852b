use super::MAX_SECRETS;
use super::redact::redacted;
use super::text::decimal;
use crate::secret::Secret;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Why a call failed. Contains no secret, neither in its text nor in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// The kind of failure.
    pub code: Code,
    /// The call that failed, by the name it has in JavaScript.
    pub endpoint: &'static str,
    /// The name of the wrong parameter; only with [`Code::InvalidArgument`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param: Option<&'static str>,
    /// What happened, in a sentence.
    pub message: Cow<'static, str>,
    /// Whether the same call may succeed if it is made again.
    pub retryable: bool,
    /// Whether the login code, authorization code or refresh token is spent; only on calls that spend one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_consumed: Option<CodeConsumed>,
    /// The HTTP status of Baidu's response, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// Baidu's error fields, as received, except that secrets are removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baidu: Option<Baidu>,
    /// What to do, in a sentence.
    pub hint: Cow<'static, str>,
}

/// Baidu's error fields, as received. Missing fields are `None`; long texts are cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Baidu {
    /// Validator and envelope: `{errno, …}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errno: Option<Number>,
    /// Gateway: `{error_code, error_msg}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<Number>,
    /// OAuth and validator: `{error, error_description}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// OAuth and validator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
    /// `msg`, `errmsg` or `error_msg`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Baidu's identifier of this request, with all its digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// Whether this is an OAuth error such as `invalid_grant`. Other texts under this name may be long and quote anything.
fn looks_like_oauth(error: &str) -> bool {
    error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// An error number: Baidu sends it as a number or as a string of digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Number {
    /// An integer that a JavaScript number can represent exactly.
    #[serde(serialize_with = "as_js_number")]
    Integer(i64),
    /// Anything else, as received.
    Text(String),
}

/// As the only kind of number that JavaScript has: the code for integers would be 1 KB of formatting.
pub(super) fn as_js_number<S: Serializer>(integer: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(*integer as f64)
}

impl Baidu {
    /// The numbers and the OAuth name, for the message of an error.
    fn particulars(&self) -> String {
        let mut text = String::new();
        for (name, number) in [(", errno ", &self.errno), (", error_code ", &self.error_code)] {
            if let Some(Number::Integer(number)) = number {
                text += name;
                text += &decimal(*number);
            }
        }
        if let Some(name) = self.error.as_deref().filter(|name| looks_like_oauth(name)) {
            text += ", ";
            text += name;
        }
        text
    }

    /// A number that has a secret in its digits becomes a text.
    fn redact(&mut self, secrets: &[Secret]) {
        let clean = |text: &str| match secrets.len() > MAX_SECRETS {
            true => "[redacted]".to_owned(),
            false => redacted(text, secrets),
        };
        for text in [&mut self.error, &mut self.error_description, &mut self.message, &mut self.request_id]
            .into_iter()
            .flatten()
        {
            *text = clean(text);
        }
        for number in [&mut self.errno, &mut self.error_code].into_iter().flatten() {
            let text = match number {
                Number::Text(text) => text.clone(),
                Number::Integer(integer) => decimal(*integer),
            };
            let clean = clean(&text);
            if clean != text {
                *number = Number::Text(clean);
            }
        }
    }
}

/// The closed set of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A parameter is missing, empty or of the wrong type; nothing was sent.
    InvalidArgument,
    /// No response, or one that broke off.
    Network,
    /// The deadline passed.
    Timeout,
    /// Baidu: the login code, authorization code or refresh token is wrong, used or expired.
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
    /// A failure of Baidu's servers, or HTTP 5xx.
    Server,
    /// The response is not one that this endpoint gives.
    MalformedResponse,
    /// User data or a push cannot be decrypted to data of this app or platform.
    DecryptFailed,
    /// The third-party platform has no valid ticket.
    PlatformNotReady,
    /// Baidu: the mini program has not authorized the third-party platform, or has withdrawn its authorization.
    AppNotAuthorized,
}

/// Whether a failed call has spent its login code, authorization code or refresh token, which works once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeConsumed {
    /// It certainly never reached Baidu.
    No,
    /// Baidu says that it is no longer valid.
    Yes,
    /// It is not known: get a new one.
    Unknown,
}

impl Error {
    /// An error of `endpoint`, with the usual message, hint and `retryable` of its code.
    pub fn new(code: Code, endpoint: &'static str) -> Box<Self> {
        let (message, hint) = code.texts();
        Box::new(Self {
            code,
            endpoint,
            param: None,
            message: Cow::Borrowed(message),
            retryable: matches!(
                code,
                Code::Network | Code::Timeout | Code::RateLimited | Code::Server | Code::PlatformNotReady
            ),
            code_consumed: None,
            http_status: None,
            baidu: None,
            hint: Cow::Borrowed(hint),
        })
    }

    /// The error for a wrong parameter. Nothing was sent.
    pub fn invalid_argument(
        endpoint: &'static str,
        param: &'static str,
        message: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        let mut error = Self::new(Code::InvalidArgument, endpoint).message(message).hint(hint);
        error.param = Some(param);
        error
    }

    /// Replaces the message.
    pub fn message(mut self: Box<Self>, message: impl Into<Cow<'static, str>>) -> Box<Self> {
        self.message = message.into();
        self
    }

    /// Replaces the hint.
    pub fn hint(mut self: Box<Self>, hint: impl Into<Cow<'static, str>>) -> Box<Self> {
        self.hint = hint.into();
        self
    }

    /// Adds the numbers of the reply and its OAuth name to the message. Not its free text, which may contain parameters
    /// of the request.
    pub(super) fn describe(&mut self) {
        if let (Some(status), Some(baidu)) = (self.http_status, &self.baidu) {
            self.message =
                [&self.message, " (HTTP ", &decimal(status.into()), &baidu.particulars(), ")"].concat().into();
        }
    }

    /// Removes `secrets` from Baidu's texts and numbers, which may repeat parameters of the request.
    pub fn redact(&mut self, secrets: &[Secret]) {
        let Some(baidu) = &mut self.baidu else { return };
        let before = baidu.particulars();
        baidu.redact(secrets);
        let after = baidu.particulars();
        if let Some(summary) = self.message.strip_suffix(')').and_then(|message| message.strip_suffix(&before)) {
            self.message = [summary, &after, ")"].concat().into();
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.endpoint, self.message)
    }
}

impl std::error::Error for Error {}

impl Code {
    /// The usual message and hint of a code.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidArgument => ("a parameter is wrong", "Correct the parameter; nothing was sent."),
            Self::Network => (
                "no answer from Baidu",
                "See cause: ENOTFOUND is DNS, ECONNREFUSED a wrong address or port, ETIMEDOUT a firewall or proxy, CERT_ an untrusted certificate or a wrong clock.",
            ),
            Self::Timeout => ("no answer in time", "Try again, or raise options.timeout."),
            Self::CodeInvalid => (
                "the login code is wrong, used or expired",
                "Let the mini program call swan.getLoginCode again and exchange the new code once, within 5 minutes, with the AppKey of the same app.",
            ),
            Self::BadCredentials => (
                "client_id or sk is wrong",
                "Pass the AppKey as client_id (not the App ID, nor a third-party platform's key) and the current AppSecret as sk; a reset secret ends the old one.",
            ),
            Self::BadRequest => (
                "Baidu refuses a parameter",
                "Compare the parameters with Baidu's page of this call; baidu.error_description or baidu.message names the one.",
            ),
            Self::TokenInvalid => (
                "the access token is invalid, expired or of the wrong kind",
                "Get a new access token and try once more. An app's own calls take its 24. token, third-party calls the authorized mini program's 45. token; resetting the AppSecret ends tokens.",
            ),
            Self::Permission => (
                "this app, address or token may not do that",
                "Check that the app has this capability, that the scope was granted, and that this server's IP address is in the whitelist.",
            ),
            Self::RateLimited => {
                ("too many calls", "Wait before the next call; keep access tokens instead of fetching them anew.")
            }
            Self::Server => ("Baidu fails", "Try again later."),
            Self::MalformedResponse => (
                "the answer is not one that this endpoint gives",
                "See httpStatus, and the body through options.onResponse; a proxy or firewall may have answered in Baidu's place.",
            ),
            Self::DecryptFailed => (
                "the user data does not decrypt to this app's data",
                "Pass data and iv whole, as they came together, and the AppKey of the app they come from as client_id.",
            ),
            Self::PlatformNotReady => {
                ("the platform has no valid ticket", "Wait for the next ticket: Baidu pushes one every 10 minutes.")
            }
            Self::AppNotAuthorized => (
                "the mini program does not authorize this platform (any more)",
                "Let its administrator authorize the platform.",
            ),
        }
    }
}
