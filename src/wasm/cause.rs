use crate::retry;
use crate::secret::{Secret, redacted};
use crate::wasm::params::{kind, property};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What the platform said of a failure, copied: the original may hold the URL, and with it secrets.
#[derive(Serialize)]
pub struct Cause {
    name: Option<String>,
    message: String,
    code: Option<String>,
    syscall: Option<String>,
    cause: Option<Box<Cause>>,
    /// Whether it shows that no byte of the request was sent.
    #[serde(skip)]
    pub never_left: bool,
}

/// As deep as undici's TypeError -> AggregateError -> error, and then some; bounded, for an error may be its own cause.
const MAX_DEPTH: u32 = 4;

/// Longer messages are cut: what they say is said by then.
const MAX_CHARS: usize = 1_000;

impl Cause {
    /// Reads `reason`, which may be anything, without `secrets`.
    pub fn read(reason: &JsValue, secrets: &[Secret]) -> Self {
        Self::read_to(MAX_DEPTH, reason, secrets)
    }

    fn read_to(depth: u32, reason: &JsValue, secrets: &[Secret]) -> Self {
        let clean = |text: String| redacted(&text.chars().take(MAX_CHARS).collect::<String>(), secrets);
        let text = |name| property(reason, name).as_string().map(clean);
        let inner = [property(reason, "cause"), property(&property(reason, "errors"), "0")]
            .into_iter()
            .find(|inner| inner.is_object());
        let cause =
            depth.checked_sub(1).zip(inner).map(|(depth, inner)| Box::new(Self::read_to(depth, &inner, secrets)));
        // Of the words as they came: a secret may be a part of them, such as a login code "c".
        let [code, syscall] = ["code", "syscall"].map(|name| property(reason, name).as_string());
        let never_left = retry::never_left(code.as_deref().unwrap_or_default(), syscall.as_deref())
            || cause.as_ref().is_some_and(|cause| cause.never_left);
        Self {
            name: text("name"),
            message: text("message")
                .or_else(|| reason.as_string().map(clean))
                .unwrap_or_else(|| kind(reason).to_owned()),
            code: code.map(clean),
            syscall: syscall.map(clean),
            cause,
            never_left,
        }
    }
}
