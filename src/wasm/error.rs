use crate::error::Error;
use crate::plain::Plain;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// What JavaScript makes its error of: the fields of an [`Error`], and the words of the platform.
    #[wasm_bindgen(js_name = Failure)]
    type JsFailure;

    #[wasm_bindgen(constructor, js_class = Failure)]
    fn new(fields: &JsValue, words: Option<String>) -> JsFailure;
}

/// Why a call rejects.
pub enum Failure {
    /// For a reason of ours.
    Error {
        error: Box<Error>,
        /// What the platform said, without secrets.
        words: Option<String>,
        /// The wait that Baidu asks for, in ms; 0 if none.
        retry_after: f64,
    },
    /// For the caller's own reason: it aborted.
    Abort(JsValue),
}

impl From<Box<Error>> for Failure {
    fn from(error: Box<Error>) -> Self {
        Self::Error { error, words: None, retry_after: 0.0 }
    }
}

impl Failure {
    /// The wait that Baidu asks for, in ms; 0 if none.
    pub fn retry_after(&self) -> f64 {
        match self {
            Self::Error { retry_after, .. } => *retry_after,
            Self::Abort(_) => 0.0,
        }
    }

    /// What JavaScript catches.
    pub fn into_js(self) -> JsValue {
        match self {
            Self::Error { error, words, .. } => JsFailure::new(&to_js(&(*error).into()), words).into(),
            Self::Abort(reason) => reason,
        }
    }
}

/// A plain JavaScript object.
pub fn to_js(value: &Plain) -> JsValue {
    // It has no other keys than texts, which alone would fail.
    value.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or_default()
}
