use crate::error::{Code, Error};
use crate::secret::Secret;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// What JavaScript makes its error of: the fields of an [`Error`], the platform's own error, and the secrets to
    /// keep out of the latter.
    #[wasm_bindgen(js_name = Failure)]
    type JsFailure;

    #[wasm_bindgen(constructor, js_class = Failure)]
    fn new(fields: &JsValue, cause: &JsValue, secrets: Vec<JsValue>) -> JsFailure;
}

/// Why a call rejects.
pub enum Failure {
    /// For a reason of ours.
    Error {
        /// What happened.
        error: Box<Error>,
        /// What the platform said, if it was the platform.
        cause: JsValue,
        /// What `cause` may repeat.
        secrets: Vec<Secret>,
    },
    /// For the caller's own reason: it aborted.
    Abort(JsValue),
}

impl From<Box<Error>> for Failure {
    fn from(error: Box<Error>) -> Self {
        Self::Error { error, cause: JsValue::UNDEFINED, secrets: Vec::new() }
    }
}

impl Failure {
    /// What JavaScript catches.
    pub fn into_js(self) -> JsValue {
        match self {
            Self::Abort(reason) => reason,
            Self::Error { error, cause, secrets } => {
                let fields = to_js(&error).unwrap_or_default();
                let secrets = secrets.iter().map(|secret| JsValue::from_str(secret.expose())).collect();
                JsFailure::new(&fields, &cause, secrets).into()
            }
        }
    }
}

/// A plain JavaScript object.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, Box<Error>> {
    serde_wasm_bindgen::to_value(value).map_err(|_| Error::new(Code::Internal, "swan-login"))
}
