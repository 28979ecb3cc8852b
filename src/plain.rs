use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;

/// What JavaScript is handed: texts, numbers and plain objects of them. Whoever serializes one spells out the secrets
/// that it holds; there is no `Debug`, which would do so by accident.
#[derive(Clone)]
pub enum Plain {
    /// A string.
    Text(Cow<'static, str>),
    /// A number.
    Number(f64),
    /// A boolean.
    Bool(bool),
    /// Names and values, in their order; those without a value are left out.
    Object(Vec<(&'static str, Option<Plain>)>),
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Bool(bool) => serializer.serialize_bool(*bool),
            // A map, not a struct: for the names of structs serde-wasm-bindgen keeps a cache, 3 KB of code.
            Self::Object(fields) => {
                serializer.collect_map(fields.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))))
            }
        }
    }
}

impl<T: Into<Cow<'static, str>>> From<T> for Plain {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}
