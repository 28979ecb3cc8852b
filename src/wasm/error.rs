use crate::error::{Code, Error};
use crate::wasm::cause::Cause;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// What JavaScript makes its error of: the fields of an [`Error`], and its [`Cause`].
    #[wasm_bindgen(js_name = Failure)]
    type JsFailure;

    #[wasm_bindgen(constructor, js_class = Failure)]
    fn new(fields: &JsValue, cause: &JsValue) -> JsFailure;
}

/// Why a call rejects.
pub enum Failure {
    /// For a reason of ours, and perhaps the platform's words for it.
    Error(Box<Error>, Option<Cause>),
    /// For the caller's own reason: it aborted.
    Abort(JsValue),
}

impl From<Box<Error>> for Failure {
    fn from(error: Box<Error>) -> Self {
        Self::Error(error, None)
    }
}

impl Failure {
    /// What JavaScript catches.
    pub fn into_js(self) -> JsValue {
        match self {
            Self::Abort(reason) => reason,
            Self::Error(error, cause) => {
                JsFailure::new(&to_js(&error).unwrap_or_default(), &to_js(&cause).unwrap_or_default()).into()
            }
        }
    }
}

/// A plain JavaScript object.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, Box<Error>> {
    serde_wasm_bindgen::to_value(value).map_err(|_| Error::new(Code::Internal, "swan-login"))
}
