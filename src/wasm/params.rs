use crate::endpoint::{Param, Params};
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

/// Parameters in a JavaScript object.
pub struct JsParams<'a>(pub &'a JsValue);

impl Params for JsParams<'_> {
    fn get(&self, name: &'static str) -> Param {
        match text_of(self.0, name) {
            Some(text) => Param::Text(text),
            None => match property(self.0, name) {
                value if value.is_undefined() || value.is_null() => {
                    Param::Missing { instead: self.other_spelling(name) }
                }
                value => Param::Other(kind(&value)),
            },
        }
    }
}

impl JsParams<'_> {
    /// The key that says the same as `name` in another case, such as `clientId` for `client_id`.
    fn other_spelling(&self, name: &str) -> Option<String> {
        let letters = |name: &str| -> Vec<u8> {
            name.bytes().filter(|byte| !b"_-".contains(byte)).map(|byte| byte.to_ascii_lowercase()).collect()
        };
        // Not Object.keys: what a Proxy throws there nobody would catch.
        let keys = Reflect::own_keys(self.0).unwrap_or_default();
        keys.iter().filter_map(|key| key.as_string()).find(|key| key != name && letters(key) == letters(name))
    }
}

/// A property of anything; `undefined` where there is none, or its getter throws.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    // Where there can be none, making the exception would take longer than the whole call.
    if object.is_undefined() || object.is_null() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// The property of a name if it is a string; `undefined` if not, or if its getter throws.
    #[wasm_bindgen(js_name = textOf)]
    fn text_of(object: &JsValue, name: &str) -> Option<String>;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn try_is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Also an array of another realm, which is no instance of this one's `Array`. Of a revoked proxy nobody can say.
fn is_array(value: &JsValue) -> bool {
    try_is_array(value).unwrap_or(false)
}

/// What a value is, with its article.
fn kind(value: &JsValue) -> &'static str {
    if value.is_undefined() {
        "undefined"
    } else if value.is_null() {
        "null"
    } else if value.as_f64().is_some() {
        "a number"
    } else if value.as_bool().is_some() {
        "a boolean"
    } else if value.is_bigint() {
        "a bigint"
    } else if value.is_symbol() {
        "a symbol"
    } else if value.has_type::<Function>() {
        "a function"
    } else if is_array(value) {
        "an array"
    } else {
        "an object"
    }
}
