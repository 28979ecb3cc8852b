use crate::protocol::{Param, Params};
use js_sys::{Array, Function, JsString, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// Parameters in a JavaScript object.
pub struct JsParams<'a>(pub &'a JsValue);

impl Params for JsParams<'_> {
    fn get(&self, name: &'static str) -> Param {
        let name = interned(name);
        text_of(self.0, name).map_or_else(|| self.not_text(name), Param::Text)
    }

    fn other_spelling(&self, name: &str) -> Option<String> {
        let letters = |name: &str| -> Vec<u8> {
            name.bytes().filter(|byte| !b"_-".contains(byte)).map(|byte| byte.to_ascii_lowercase()).collect()
        };
        let means = |key: &String| {
            let spelling = letters(key);
            let is_alias = |&(other, alias): &(&str, &str)| other == name && alias.as_bytes() == spelling;
            key != name && (spelling == letters(name) || ALIASES.iter().any(is_alias))
        };
        let keys = Reflect::own_keys(self.0).unwrap_or_default();
        keys.iter().filter_map(|key| key.as_string()).find(means)
    }
}

impl JsParams<'_> {
    /// A parameter that is not a string.
    fn not_text(&self, name: &JsString) -> Param {
        // Without an object Reflect::get would throw, and creating that exception takes longer than the whole call.
        let value = match self.0.is_undefined() || self.0.is_null() {
            true => JsValue::UNDEFINED,
            false => Reflect::get(self.0, name).unwrap_or_default(),
        };
        if value.is_undefined() || value.is_null() { Param::Missing } else { Param::Other(kind(&value)) }
    }
}

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// The function of pkg/api/params.js. Each crossing costs, and this is one in place of six.
    #[wasm_bindgen(js_name = textOf)]
    fn text_of(params: &JsValue, name: &JsString) -> Option<String>;
}

/// Other common names of our parameters, by their letters: `encrypteddata` is `encryptedData` and `encrypted_data`.
const ALIASES: &[(&str, &str)] =
    &[("client_id", "appkey"), ("data", "encrypteddata"), ("sk", "appsecret"), ("sk", "clientsecret")];

/// The JavaScript string of a parameter's name. Each text that crosses is decoded anew, so a name crosses once.
fn interned(name: &'static str) -> &'static JsString {
    thread_local! {
        static NAMES: RefCell<Vec<(&'static str, &'static JsString)>> = const { RefCell::new(Vec::new()) };
    }
    NAMES.with_borrow_mut(|names| {
        if let Some((_, string)) = names.iter().find(|(known, _)| *known == name) {
            return *string;
        }
        let string: &JsString = Box::leak(Box::new(JsString::from(name)));
        names.push((name, string));
        string
    })
}

/// What a value is, with its article.
fn kind(value: &JsValue) -> &'static str {
    if value.as_f64().is_some() {
        "a number"
    } else if value.as_bool().is_some() {
        "a boolean"
    } else if value.is_bigint() {
        "a bigint"
    } else if value.is_symbol() {
        "a symbol"
    } else if value.has_type::<Function>() {
        "a function"
    } else if Array::is_array(value) {
        "an array"
    } else {
        "an object"
    }
}
