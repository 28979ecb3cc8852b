use crate::reply::Error;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// The class of the same name in pkg/core: the fields of an [`Error`], and the description of its causes.
    type CoreError;

    #[wasm_bindgen(constructor)]
    fn new(fields: &JsValue, causes: Option<String>) -> CoreError;
}

/// Converts to a plain JavaScript object.
pub fn to_js(value: &impl Serialize) -> JsValue {
    // Outputs and errors have only strings and numbers, which always serialize.
    value.serialize(&Serializer::new()).unwrap_or_default()
}

/// The value that an export returns or a call rejects with. `causes` describes the platform's errors, without secrets.
pub fn error_to_js(error: Error, causes: Option<String>) -> JsValue {
    CoreError::new(&to_js(&error), causes).into()
}
