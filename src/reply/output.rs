//! The results of calls as data, so that one copy of the code reads and writes all of them.

use super::error::as_js_number;
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

/// The result of a call. `Serialize` writes it for JavaScript, including secrets.
pub trait Output: Serialize + Sized {
    /// What the result consists of.
    const FIELDS: &'static [OutputField];

    /// The result from the values of these fields.
    fn from_record(record: Record) -> Self;
}

/// A field of a result.
#[derive(Debug)]
pub struct OutputField {
    /// Its name in JavaScript and in Rust.
    pub name: &'static str,
    /// What it is, and where a reply has it.
    pub source: Source,
    /// Its names in a reply; the first one with such a value counts.
    pub names: &'static [&'static str],
    /// Its value if a reply lacks it.
    pub absent: Absent,
}

/// What a field is, and where a reply has it: on its top level or in `data`, unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A text that is not empty.
    Text,
    /// Digits, as a number or as a text.
    Digits,
    /// Whole seconds from 1 to 2^32 - 1, as a number or as a text. A larger number counts as 2^32 - 1.
    Lifetime,
    /// The texts under the second name, in every object under the first: one object, or an array of objects.
    Texts,
    /// Baidu's identifier of this request, on the top level, under any of its names.
    RequestId,
    /// Seconds since 1970, on the top level.
    Timestamp,
}

/// The value of a field that a reply lacks.
#[derive(Debug)]
pub enum Absent {
    /// None: the reply is not a success.
    Fails,
    /// None: the result lacks the field, too.
    Omitted,
    /// This number.
    Number(u32),
    /// The empty text.
    Empty,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Scalar {
    /// A text.
    Text(String),
    /// An integer that JavaScript can represent exactly.
    #[serde(serialize_with = "as_js_number")]
    Integer(i64),
    /// Texts.
    Texts(Vec<String>),
}

/// A result of any call: its fields and their values. `Serialize` writes it for JavaScript, including secrets.
pub struct Record {
    pub(super) fields: &'static [OutputField],
    pub(super) values: Vec<Option<Scalar>>,
}

impl Record {
    /// The values, in the order of the fields.
    pub fn into_values(self) -> impl Iterator<Item = Option<Scalar>> {
        self.values.into_iter()
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Record", self.fields.len())?;
        for (field, value) in self.fields.iter().zip(&self.values) {
            if let Some(value) = value {
                object.serialize_field(field.name, value)?;
            }
        }
        object.end()
    }
}
