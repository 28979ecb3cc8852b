use crate::json::{self, Object, Value};
use crate::plain::Plain;
use crate::secret::Secret;

/// A reply of Baidu's, read field by field without knowing which of the four dialects it speaks.
///
/// Baidu's gateway, its OAuth server, the validator of the login service and the envelope of its REST calls name and
/// type the same things differently, and one body may mix them; so every field is collected before anything is
/// concluded. A body that is not a JSON object is a reply without fields.
pub struct Reply<'a> {
    fields: Object<'a>,
}

/// What Baidu said of an error, as received. Absent fields are those that were not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baidu {
    /// Validator and envelope: `{errno, …}`.
    pub errno: Option<Number>,
    /// Gateway: `{error_code, error_msg}`.
    pub error_code: Option<Number>,
    /// OAuth and validator: `{error, error_description}`.
    pub error: Option<String>,
    /// OAuth and validator.
    pub error_description: Option<String>,
    /// `msg`, `errmsg` or `error_msg`.
    pub message: Option<String>,
    /// Baidu's name for this request, all its digits kept.
    pub request_id: Option<String>,
}

/// An error number: Baidu sends it as a number or as a string of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// An integer that a JavaScript number holds exactly.
    Integer(i64),
    /// Anything else, as it was written.
    Text(String),
}

/// The largest integer that a JavaScript number holds exactly, 2^53 - 1.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

impl<'a> Reply<'a> {
    /// Reads a body.
    pub fn read(body: &'a str) -> Self {
        let json = body.strip_prefix('\u{feff}').unwrap_or(body);
        match json::parse(json.as_bytes()) {
            Some(Value::Object(fields)) => Self { fields },
            _ => Self { fields: Vec::new() },
        }
    }

    /// The text of a success field, which may have several `names` and stand in `data`.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        self.success(names, text).map(str::to_owned)
    }

    /// The positive integer of a success field, such as `expires_in`: a number, or a string of digits.
    pub fn positive(&self, name: &str) -> Option<u32> {
        self.success(&[name], positive)?.parse().ok()
    }

    /// `timestamp`: Baidu's clock in seconds since 1970.
    pub fn timestamp(&self) -> Option<u64> {
        digits(field(&self.fields, "timestamp")?)?.parse().ok().filter(|&seconds| seconds <= MAX_SAFE_INTEGER)
    }

    /// Baidu's name for this request.
    pub fn request_id(&self) -> Option<String> {
        // requeset_id is how one of Baidu's own samples spells it.
        self.written(&["request_id", "requestId", "requeset_id", "traceId"])
    }

    /// Whether `errno` or `error_code` is there and is not zero.
    pub fn has_error_number(&self) -> bool {
        ["errno", "error_code"]
            .iter()
            .any(|name| find(&self.fields, &[name], written).is_some_and(|text| !is_zero(text)))
    }

    /// What a reply may hold that nobody may see. Shorter texts are no keys, and may be part of any word.
    pub fn secrets(&self) -> Vec<Secret> {
        let names = ["session_key", "access_token", "refresh_token", "session_secret"];
        names.iter().filter_map(|name| self.text(&[name])).filter(|text| text.len() >= 16).map(Secret::from).collect()
    }

    /// All that tells of an error.
    pub fn into_baidu(self) -> Baidu {
        let number = |name| self.written(&[name]).map(Number::read);
        Baidu {
            errno: number("errno"),
            error_code: number("error_code"),
            error: self.written(&["error"]),
            error_description: self.written(&["error_description"]),
            message: self.written(&["msg", "errmsg", "error_msg"]),
            request_id: self.request_id(),
        }
    }

    fn written(&self, names: &[&str]) -> Option<String> {
        find(&self.fields, names, written).map(str::to_owned)
    }

    fn success(&self, names: &[&str], read: Read) -> Option<&str> {
        find(&self.fields, names, read).or_else(|| match field(&self.fields, "data") {
            Some(Value::Object(data)) => find(data, names, read),
            _ => None,
        })
    }
}

impl Baidu {
    /// Every text that Baidu wrote.
    pub(crate) fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let numbers = [&mut self.errno, &mut self.error_code].into_iter().flatten().filter_map(|number| match number {
            Number::Text(text) => Some(text),
            Number::Integer(_) => None,
        });
        [&mut self.error, &mut self.error_description, &mut self.message, &mut self.request_id]
            .into_iter()
            .flatten()
            .chain(numbers)
    }
}

impl From<Baidu> for Plain {
    fn from(baidu: Baidu) -> Self {
        Self::Object(vec![
            ("errno", baidu.errno.map(Plain::from)),
            ("error_code", baidu.error_code.map(Plain::from)),
            ("error", baidu.error.map(Plain::from)),
            ("error_description", baidu.error_description.map(Plain::from)),
            ("message", baidu.message.map(Plain::from)),
            ("request_id", baidu.request_id.map(Plain::from)),
        ])
    }
}

impl From<Number> for Plain {
    fn from(number: Number) -> Self {
        match number {
            Number::Integer(integer) => Self::Number(integer as f64),
            Number::Text(text) => text.into(),
        }
    }
}

impl Number {
    fn read(text: String) -> Self {
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

/// A way to read a value, which may not be of the kind that is read.
type Read = for<'v> fn(&'v Value) -> Option<&'v str>;

/// The first of `names` whose value can be read.
fn find<'o>(object: &'o Object, names: &[&str], read: Read) -> Option<&'o str> {
    names.iter().find_map(|name| field(object, name).and_then(read))
}

/// The value of `name`; of several with that name the last, as in `JSON.parse`.
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
