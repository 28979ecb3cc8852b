//! Baidu's replies: JSON in one of four dialects, and the errors that they mean.

mod classify;
mod error;
mod integer;
pub(crate) mod json;
mod output;
mod quota;
mod redact;
mod text;

pub use classify::Credential;
pub(crate) use classify::classify_reply;
pub use error::{Baidu, Code, CodeConsumed, Error, Number};
pub use output::{Absent, Output, OutputField, Record, Scalar, Source};
pub use quota::Quota;
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

    /// The result with `fields`, if the reply has all of them that must be there.
    pub(crate) fn output(&self, fields: &'static [OutputField]) -> Option<Record> {
        let mut values = Vec::with_capacity(fields.len());
        for field in fields {
            values.push(match (self.scalar(field), &field.absent) {
                (None, Absent::Fails) => return None,
                (None, Absent::Number(number)) => Some(Scalar::Integer((*number).into())),
                (None, Absent::Empty) => Some(Scalar::Text(String::new())),
                (scalar, _) => scalar,
            });
        }
        Some(Record { fields, values })
    }

    fn scalar(&self, field: &OutputField) -> Option<Scalar> {
        let found = match (field.source, field.names) {
            (Source::Text, names) => self.success(names, text),
            (Source::Digits, names) => self.success(names, digits),
            (Source::Lifetime, names) => self.success(names, lifetime),
            (Source::Texts, names) => return Some(Scalar::Texts(self.nested(names))),
            (Source::RequestId, _) => return self.request_id().map(Scalar::Text),
            (Source::Timestamp, names) => find(&self.fields, names, written),
        };
        match field.source {
            Source::Lifetime => integer::parse(found?).map(|seconds| Scalar::Integer(seconds.min(u32::MAX.into()))),
            Source::Timestamp => safe_integer(found?).filter(|seconds| *seconds >= 0).map(Scalar::Integer),
            _ => Some(Scalar::Text(found?.to_owned())),
        }
    }

    /// The texts under the second name in every object under the first: one object, or an array of objects.
    fn nested(&self, names: &[&str]) -> Vec<String> {
        let Some((outer, inner)) = names.split_first() else { return Vec::new() };
        let values = match self.places().find_map(|place| field(place, outer)) {
            Some(Value::Array(values)) => values,
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let objects = values.iter().filter_map(|value| match value {
            Value::Object(object) => Some(object),
            _ => None,
        });
        objects.filter_map(|object| find(object, inner, written)).map(str::to_owned).collect()
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
            .any(|name| find(&self.fields, &[name], written).is_some_and(|text| integer::parse(text) != Some(0)))
    }

    /// All secrets of the reply, at any depth: strings and numbers.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let mut secrets = Vec::new();
        collect_secrets(&self.fields, 0, &mut secrets);
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

/// A reply that has more secrets is none of Baidu's. The bound also limits the time of redaction.
pub(crate) const MAX_SECRETS: usize = 32;

/// Texts may be JSON again, so deep.
const MAX_JSON_IN_TEXT: usize = 2;

fn collect_secrets(object: &Object, depth: usize, secrets: &mut Vec<Secret>) {
    for (name, value) in object {
        if is_secret_name(name) {
            collect_texts(value, secrets);
        }
        collect_nested_secrets(value, depth, secrets);
    }
}

/// Looks into objects, arrays, and texts that are JSON. The parser bounds the depth of each.
fn collect_nested_secrets(value: &Value, depth: usize, secrets: &mut Vec<Secret>) {
    match value {
        _ if secrets.len() > MAX_SECRETS => {}
        Value::Object(object) => collect_secrets(object, depth, secrets),
        Value::Array(values) => values.iter().for_each(|value| collect_nested_secrets(value, depth, secrets)),
        Value::String(text) if depth < MAX_JSON_IN_TEXT && text.starts_with(['{', '[']) => {
            if let Some(inner) = json::parse(text.as_bytes()) {
                collect_nested_secrets(&inner, depth.saturating_add(1), secrets);
            }
        }
        _ => {}
    }
}

/// Every text under the name of a secret.
fn collect_texts(value: &Value, secrets: &mut Vec<Secret>) {
    match value {
        _ if secrets.len() > MAX_SECRETS => {}
        Value::Object(object) => object.iter().for_each(|(_, value)| collect_texts(value, secrets)),
        Value::Array(values) => values.iter().for_each(|value| collect_texts(value, secrets)),
        _ => secrets.extend(written(value).filter(|text| text.len() >= SHORTEST_SECRET).map(Secret::from)),
    }
}

/// In any case, and with or without underscores: `sessionKey` is as secret as `session_key`.
fn is_secret_name(name: &str) -> bool {
    let letters = || name.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase());
    SECRET_NAMES.iter().any(|secret| letters().eq(secret.bytes().filter(|byte| *byte != b'_')))
}

fn cut(text: &str) -> String {
    let end = (0..=LONGEST_TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.get(..end).unwrap_or(text).to_owned()
}

impl Number {
    /// Reads a number as Baidu wrote it.
    pub(crate) fn read(text: String) -> Self {
        match safe_integer(&text) {
            Some(integer) => Self::Integer(integer),
            None => Self::Text(text),
        }
    }
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

/// The integer that a text is, if JavaScript can represent it exactly.
fn safe_integer(text: &str) -> Option<i64> {
    integer::parse(text).filter(|integer| integer.unsigned_abs() <= MAX_SAFE_INTEGER)
}

/// The digits of a number, or of a string.
fn digits<'v>(value: &'v Value) -> Option<&'v str> {
    written(value).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A number of seconds that is a lifetime.
fn lifetime<'v>(value: &'v Value) -> Option<&'v str> {
    written(value).filter(|text| integer::parse(text).is_some_and(|seconds| seconds > 0))
}
