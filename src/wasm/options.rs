use crate::error::{Code, Error};
use crate::http::{Hosts, Origin};
use crate::wasm::params::{is_array, property};
use js_sys::Function;
use wasm_bindgen::prelude::*;

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
        let reader = Reader { endpoint, options };
        if !(options.is_undefined() || options.is_null() || options.is_object()) {
            return Err(reader.wrong("options", "an object"));
        }
        Ok(Self {
            signal: reader.signal()?,
            timeout: reader.number("timeout", 10_000.0, 0.0, MAX_TIMEOUT)?,
            retries: reader.number("retries", 2.0, 0.0, 100.0)? as u32,
            fetch: reader.function("fetch")?,
            hosts: reader.hosts()?,
            max_body_bytes: reader.number("maxBodyBytes", 1_048_576.0, 1.0, f64::from(u32::MAX))? as usize,
            on_response: reader.function("onResponse")?,
        })
    }
}

struct Reader<'a> {
    endpoint: &'static str,
    options: &'a JsValue,
}

impl Reader<'_> {
    fn get(&self, name: &str) -> Option<JsValue> {
        let value = property(self.options, name);
        (!value.is_undefined() && !value.is_null()).then_some(value)
    }

    fn signal(&self) -> Result<JsValue, Box<Error>> {
        match self.get("signal") {
            None => Ok(JsValue::UNDEFINED),
            Some(signal) if property(&signal, "addEventListener").is_function() => Ok(signal),
            Some(_) => Err(self.wrong("signal", "an AbortSignal")),
        }
    }

    fn number(&self, name: &str, default: f64, least: f64, most: f64) -> Result<f64, Box<Error>> {
        let Some(value) = self.get(name) else { return Ok(default) };
        let number =
            value.as_f64().filter(|number| (least..=most).contains(number) && f64::from(*number as u32) == *number);
        number.ok_or_else(|| self.wrong(name, "a whole number in its range"))
    }

    fn function(&self, name: &str) -> Result<Option<Function>, Box<Error>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        value.dyn_into().map(Some).map_err(|_| self.wrong(name, "a function"))
    }

    fn hosts(&self) -> Result<Hosts, Box<Error>> {
        let Some(base) = self.get("baseUrl") else { return Ok(Hosts::default()) };
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
        Error::new(Code::InvalidArgument, self.endpoint)
            .message([name, " is not ", expected].concat())
            .hint(["Pass ", name, " as ", expected, ", or leave it out."].concat())
    }
}
