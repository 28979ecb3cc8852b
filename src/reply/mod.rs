//! Baidu's replies: JSON in one of four dialects, and the errors that they mean.

mod classify;
mod error;
pub(crate) mod json;
mod redact;
mod text;

pub use classify::Credential;
pub(crate) use classify::classify_reply;
pub use error::{Baidu, Code, CodeConsumed, Error, Number};
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(crate) use redact::redacted;

use crate::secret::Secret;
use json::{Object, Value};

/// A reply of Baidu, in any of four dialects.
///
/// Baidu's gateway, its OAuth server, the validator of the login service and the envelope of its REST calls use
/// different names and types for the same things, and one body may mix them. So all fields are collected before the
/// reply is classified. A body that is not a JSON object is a reply without fields.
pub struct Reply<'a> {
    fields: Object<'a>,
}

impl<'a> Reply<'a> {
    /// Reads a body.
    pub fn read(body: &'a str) -> Self {
        let json = body.strip_prefix('\u{feff}').unwrap_or(body);
        match json::parse(json.as_bytes()) {
            Some(Value::Object(fields)) => Self { fields },
            _ => Self { fields: Vec::new() },
        }
    }

    /// The text of a success field. It may have one of several `names`, and may be inside `data`.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        self.success(names, text).map(str::to_owned)
    }

    /// The positive integer of a success field, such as `expires_in`: a number, or a string of digits.
    pub fn positive(&self, name: &str) -> Option<u32> {
        self.success(&[name], positive)?.parse().ok()
    }

    /// The digits of a success field, such as an App ID: a number, or a string of digits.
    pub fn digits(&self, name: &str) -> Option<String> {
        self.success(&[name], digits).map(str::to_owned)
    }

    /// The number of a success field.
    pub fn number(&self, name: &str) -> Option<Number> {
        self.success(&[name], written).map(cut).map(Number::read)
    }

    /// The first of `names` in every object of the success field `outer`, which is one object or an array of them.
    pub fn nested(&self, outer: &str, names: &[&str]) -> Vec<String> {
        let read = |value: &Value| match value {
            Value::Object(object) => find(object, names, written).map(str::to_owned),
            _ => None,
        };
        match self.places().find_map(|place| field(place, outer)) {
            Some(Value::Array(values)) => values.iter().filter_map(read).collect(),
            Some(value) => read(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// `timestamp`: Baidu's clock in seconds since 1970.
    pub fn timestamp(&self) -> Option<u64> {
        digits(field(&self.fields, "timestamp")?)?.parse().ok().filter(|&seconds| seconds <= MAX_SAFE_INTEGER)
    }

    /// Baidu's identifier of this request.
    pub fn request_id(&self) -> Option<String> {
        // One of Baidu's own samples has requeset_id.
        self.written(&["request_id", "requestId", "requeset_id", "traceId"]).map(cut)
    }

    /// Whether there is an `errno` or `error_code` that is not zero.
    pub fn has_error_number(&self) -> bool {
        ["errno", "error_code"]
            .iter()
            .any(|name| find(&self.fields, &[name], written).is_some_and(|text| !is_zero(text)))
    }

    /// All secrets of the reply, at any depth: strings and numbers.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let mut secrets = Vec::new();
        collect_secrets(&self.fields, &mut secrets);
        secrets
    }

    /// All fields about an error.
    pub fn into_baidu(self) -> Baidu {
        let text = |names: &[&str]| self.written(names).map(cut);
        let number = |name| text(&[name]).map(Number::read);
        Baidu {
            errno: number("errno"),
            error_code: number("error_code"),
            error: text(&["error"]),
            error_description: text(&["error_description"]),
            message: text(&["msg", "errmsg", "error_msg"]),
            request_id: self.request_id(),
        }
    }

    /// The first of `names` that is a text or a number, flat.
    pub(crate) fn written(&self, names: &[&str]) -> Option<&str> {
        find(&self.fields, names, written)
    }

    fn success(&self, names: &[&str], read: Read) -> Option<&str> {
        self.places().find_map(|place| find(place, names, read))
    }

    /// The objects that may have a success field: the reply itself, and its `data`.
    fn places(&self) -> impl Iterator<Item = &Object<'a>> {
        let data = match field(&self.fields, "data") {
            Some(Value::Object(data)) => Some(data),
            _ => None,
        };
        [Some(&self.fields), data].into_iter().flatten()
    }
}

/// The largest safe integer of JavaScript, 2^53 - 1.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// The names of fields that no error may show.
const SECRET_NAMES: &[&str] =
    &["session_key", "access_token", "refresh_token", "session_secret", "authorization_code", "pre_auth_code"];

/// Shorter texts are not keys, and may be a part of any word.
const SHORTEST_SECRET: usize = 16;

/// The longest text that an error keeps, in bytes. It bounds the time of redaction, too.
const LONGEST_TEXT: usize = 1_000;

fn collect_secrets(object: &Object, secrets: &mut Vec<Secret>) {
    for (name, value) in object {
        if SECRET_NAMES.contains(&name.as_ref()) {
            secrets.extend(written(value).filter(|text| text.len() >= SHORTEST_SECRET).map(Secret::from));
        }
        collect_nested_secrets(value, secrets);
    }
}

/// Arrays may hold objects; the parser bounds the depth.
fn collect_nested_secrets(value: &Value, secrets: &mut Vec<Secret>) {
    match value {
        Value::Object(object) => collect_secrets(object, secrets),
        Value::Array(values) => values.iter().for_each(|value| collect_nested_secrets(value, secrets)),
        _ => {}
    }
}

fn cut(text: &str) -> String {
    let end = (0..=LONGEST_TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.get(..end).unwrap_or(text).to_owned()
}

impl Number {
    /// Reads a number as Baidu wrote it.
    pub(crate) fn read(text: String) -> Self {
        if is_zero(&text) {
            return Self::Integer(0);
        }
        match text.parse::<i64>() {
            Ok(integer) if !text.starts_with('+') && integer.unsigned_abs() <= MAX_SAFE_INTEGER => {
                Self::Integer(integer)
            }
            _ => Self::Text(text),
        }
    }
}

/// Whether a text is a number of value 0: `0`, `-0`, `0.0`, `0e5`.
fn is_zero(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let is_zeros = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte == b'0');
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    is_zeros(whole) && is_zeros(fraction) && !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a value; `None` if it has another type.
type Read = for<'v> fn(&'v Value) -> Option<&'v str>;

/// The value of the first of `names` that can be read.
fn find<'o>(object: &'o Object, names: &[&str], read: Read) -> Option<&'o str> {
    names.iter().find_map(|name| field(object, name).and_then(read))
}

/// The value of `name`. If the name occurs several times, the last one counts, as in `JSON.parse`.
fn field<'o, 'a>(object: &'o Object<'a>, name: &str) -> Option<&'o Value<'a>> {
    object.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// A string that is not empty.
fn text<'v>(value: &'v Value) -> Option<&'v str> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// A string that is not empty, or a number with its digits.
fn written<'v>(value: &'v Value) -> Option<&'v str> {
    match value {
        Value::Number((text, _)) => Some(text),
        _ => text(value),
    }
}

/// The digits of a number, or of a string.
fn digits<'v>(value: &'v Value) -> Option<&'v str> {
    written(value).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The digits of a number that is not zero, and not too large.
fn positive<'v>(value: &'v Value) -> Option<&'v str> {
    digits(value).filter(|text| text.parse::<u32>().is_ok_and(|number| number > 0))
}
