use crate::error::Error;
use crate::plain::Plain;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// What JavaScript makes its error of: the fields of an [`Error`], and the words of the platform.
    #[wasm_bindgen(js_name = Failure)]
    type Failure;

    #[wasm_bindgen(constructor, js_class = Failure)]
    fn new(fields: &JsValue, words: Option<String>) -> Failure;
}

/// What JavaScript catches.
pub fn into_js(error: Error, words: Option<String>) -> JsValue {
    Failure::new(&to_js(&error.into()), words).into()
}

/// A plain JavaScript object.
pub fn to_js(value: &Plain) -> JsValue {
    // It has no other keys than texts, which alone would fail.
    value.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or_default()
}
