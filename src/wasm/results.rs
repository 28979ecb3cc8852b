use crate::reply::Error;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// What JavaScript makes its error from: the fields of an [`Error`], and the description of its causes.
    type CoreError;

    #[wasm_bindgen(constructor)]
    fn new(fields: &JsValue, causes: Option<String>) -> CoreError;
}

/// A plain JavaScript object.
pub fn to_js(value: &impl Serialize) -> JsValue {
    // Outputs and errors hold texts and numbers only, which always serialize.
    value.serialize(&Serializer::new()).unwrap_or_default()
}

/// What a call rejects with. `causes` describes the errors of the platform, without secrets.
pub fn error_to_js(error: Error, causes: Option<String>) -> JsValue {
    CoreError::new(&to_js(&error), causes).into()
}
