use crate::error::{Code, Error};
use crate::http::{Hosts, Origin};
use crate::wasm::params::{is_array, property};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "host")]
extern "C" {
    /// The options in the order of [`Options`], unchecked.
    #[wasm_bindgen(catch, js_name = readOptions)]
    fn read_options(options: &JsValue) -> Result<Array, JsValue>;
}

/// The options of a call, checked.
pub struct Options {
    /// The caller's `AbortSignal`, or `undefined`.
    pub signal: JsValue,
    /// For the whole call, in ms; 0 means none.
    pub timeout: f64,
    /// How often a call that may be repeated is repeated.
    pub retries: u32,
    /// Instead of the global fetch.
    pub fetch: Option<Function>,
    /// Where Baidu is.
    pub hosts: Hosts,
    /// Of the decoded body.
    pub max_body_bytes: usize,
    /// Hears of every answer before it is read.
    pub on_response: Option<Function>,
}

/// The longest delay that timers of JavaScript know, in ms.
const MAX_TIMEOUT: f64 = 2_147_483_647.0;

impl Options {
    /// Reads `options`, which may be `undefined`.
    pub fn read(endpoint: &'static str, options: &JsValue) -> Result<Self, Box<Error>> {
        let fields = match options {
            none if none.is_undefined() || none.is_null() => Array::new(),
            options if options.is_object() => {
                read_options(options).map_err(|_| wrong(endpoint, "options", "an object that can be read"))?
            }
            _ => return Err(wrong(endpoint, "options", "an object")),
        };
        let reader = Reader { endpoint, fields };
        Ok(Self {
            signal: reader.signal(0)?,
            timeout: reader.number(1, "timeout", 10_000.0, 0.0, MAX_TIMEOUT)?,
            retries: reader.number(2, "retries", 2.0, 0.0, 100.0)? as u32,
            fetch: reader.function(3, "fetch")?,
            hosts: reader.hosts(4)?,
            max_body_bytes: reader.number(5, "maxBodyBytes", 1_048_576.0, 1.0, f64::from(u32::MAX))? as usize,
            on_response: reader.function(6, "onResponse")?,
        })
    }
}

/// The values, in the order in which JavaScript gives them.
struct Reader {
    endpoint: &'static str,
    fields: Array,
}

impl Reader {
    fn get(&self, index: u32) -> Option<JsValue> {
        let value = self.fields.get_unchecked(index);
        (!value.is_undefined() && !value.is_null()).then_some(value)
    }

    fn signal(&self, index: u32) -> Result<JsValue, Box<Error>> {
        match self.get(index) {
            None => Ok(JsValue::UNDEFINED),
            Some(signal) if property(&signal, "addEventListener").is_function() => Ok(signal),
            Some(_) => Err(self.wrong("signal", "an AbortSignal")),
        }
    }

    fn number(&self, index: u32, name: &str, default: f64, least: f64, most: f64) -> Result<f64, Box<Error>> {
        let Some(value) = self.get(index) else { return Ok(default) };
        let number =
            value.as_f64().filter(|number| (least..=most).contains(number) && f64::from(*number as u32) == *number);
        number.ok_or_else(|| self.wrong(name, "a whole number in its range"))
    }

    fn function(&self, index: u32, name: &str) -> Result<Option<Function>, Box<Error>> {
        let Some(value) = self.get(index) else { return Ok(None) };
        value.dyn_into().map(Some).map_err(|_| self.wrong(name, "a function"))
    }

    fn hosts(&self, index: u32) -> Result<Hosts, Box<Error>> {
        let Some(base) = self.get(index) else { return Ok(Hosts::default()) };
        if let Some(text) = base.as_string() {
            let origin = Origin::parse(self.endpoint, &text)?;
            return Ok(Hosts { spapi: origin.clone(), openapi: origin });
        }
        if !base.is_object() || is_array(&base) {
            return Err(self.wrong("baseUrl", "a string or { spapi, openapi }"));
        }
        let origin = |name, default| match property(&base, name) {
            value if value.is_undefined() => Ok(default),
            value => match value.as_string() {
                Some(text) => Origin::parse(self.endpoint, &text),
                None => Err(self.wrong("baseUrl", "a string or { spapi, openapi }")),
            },
        };
        let baidu = Hosts::default();
        Ok(Hosts { spapi: origin("spapi", baidu.spapi)?, openapi: origin("openapi", baidu.openapi)? })
    }

    fn wrong(&self, name: &str, expected: &str) -> Box<Error> {
        wrong(self.endpoint, name, expected)
    }
}

fn wrong(endpoint: &'static str, name: &str, expected: &str) -> Box<Error> {
    Error::new(Code::InvalidArgument, endpoint)
        .message([name, " is not ", expected].concat())
        .hint(["Pass ", name, " as ", expected, ", or leave it out."].concat())
}
