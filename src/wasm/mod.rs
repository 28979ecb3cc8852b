//! The JavaScript side: reads parameters, has requests sent, hands out plain objects.
//!
//! What is written once for all endpoints is not generic: each generic line is paid for seven times in bytes.

mod call;
mod error;
mod exchange;
mod params;

use crate::endpoints::{
    GetAccessToken, GetSessionKey, GetUnionid, Jscode2SessionKey, NaloginGetSessionKeyByCode, TpGetSessionKeyByCode,
    TpGetUnionid,
};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::token::TokenLife;
use crate::user_data::EncryptedUserData;
use call::{Binding, send};
use error::{Failure, to_js};
use exchange::{Exchange, Options};
use js_sys::{JSON, Promise};
use params::{JsParams, property};
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

static BINDINGS: [Binding; 7] = [
    Binding::of::<Jscode2SessionKey>(),
    Binding::of::<GetSessionKey>(),
    Binding::of::<GetUnionid>(),
    Binding::of::<GetAccessToken>(),
    Binding::of::<TpGetSessionKeyByCode>(),
    Binding::of::<TpGetUnionid>(),
    Binding::of::<NaloginGetSessionKeyByCode>(),
];

/// Makes the call `endpoint`, one of the public functions that give a promise.
#[wasm_bindgen]
pub fn call(endpoint: &str, params: JsValue, options: Options, exchange: Exchange) -> Promise {
    send(binding("call", endpoint), &params, options, exchange)
}

/// `buildRequest(endpoint, params, options)`, of which only the hosts are asked for.
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(endpoint: JsValue, params: JsValue, options: Options) -> Result<JsValue, JsValue> {
    let build = || {
        let binding = binding("buildRequest", &endpoint.as_string().unwrap_or_default())?;
        let (request, _) = binding.prepare(&params, &options.hosts(&binding.call)?)?;
        Ok(to_js(&request.into()))
    };
    build().map_err(|error: Box<Error>| Failure::from(error).into_js())
}

/// `parseResponse(endpoint, { status, body }, params?)`
#[wasm_bindgen(js_name = parseResponse)]
pub fn parse_response(endpoint: JsValue, response: JsValue, params: JsValue) -> Result<JsValue, JsValue> {
    let parse = || {
        let binding = binding("parseResponse", &endpoint.as_string().unwrap_or_default())?;
        let wrong = |what| Error::new(Code::InvalidArgument, binding.call.name).message(what);
        let status = property(&response, "status")
            .as_f64()
            .map(|status| (status, status as u16))
            .filter(|(given, status)| f64::from(*status) == *given && *status < 1000)
            .ok_or_else(|| {
                wrong("status is not an HTTP status").hint("Pass { status, body } with the status as a number.")
            })?
            .1;
        let body = property(&response, "body")
            .as_string()
            .ok_or_else(|| wrong("body is not a string").hint("Pass { status, body } with the body as text."))?;
        let parsed = binding.parse(&Response { status, body });
        parsed.map_err(|mut error| {
            // The parameters are optional here and only tell what to keep out of the error.
            if let Ok(params) = binding.call.read(&JsParams(&params)) {
                error.redact(&binding.call.secrets(&params));
            }
            error
        })
    };
    parse().map_err(|error: Box<Error>| Failure::from(error).into_js())
}

/// `decryptUserData({ data, iv, session_key, client_id })`
#[wasm_bindgen(js_name = decryptUserData)]
pub fn decrypt_user_data(params: JsValue) -> Result<JsValue, JsValue> {
    let decrypt = || {
        let content = EncryptedUserData::from_params(&JsParams(&params))?.decrypt()?;
        // JavaScript's own error would quote the content.
        JSON::parse(content.expose()).map_err(|_| Error::new(Code::DecryptFailed, EncryptedUserData::NAME))
    };
    decrypt().map_err(|error: Box<Error>| Failure::from(error).into_js())
}

/// When to renew an access token; `NaN` if it is not live. Times are in ms since 1970, `random` is in `0.0..1.0`.
#[wasm_bindgen(js_name = renewAt)]
pub fn renew_at(issued_at: f64, expires_at: f64, now: f64, random: f64) -> f64 {
    let life = TokenLife { issued_at, expires_at };
    if life.is_live(now) { life.renew_at(random) } else { f64::NAN }
}

fn binding(caller: &'static str, endpoint: &str) -> Result<&'static Binding, Box<Error>> {
    BINDINGS.iter().find(|binding| binding.call.name == endpoint).ok_or_else(|| {
        Error::new(Code::InvalidArgument, caller)
            .message("endpoint is not the name of a call")
            .hint("Pass the function's name as a string, such as \"jscode2sessionkey\".")
    })
}

/// Traps, as a bug would: at once, or when `promise` is settled. Only in the build that tests what happens then.
#[cfg(feature = "trap")]
#[wasm_bindgen]
pub fn trap(promise: Option<Promise>) -> Promise {
    let Some(promise) = promise else { core::arch::wasm32::unreachable() };
    wasm_bindgen_futures::future_to_promise(async {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        core::arch::wasm32::unreachable()
    })
}
