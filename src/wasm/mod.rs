//! The JavaScript side: reads parameters and options, sends requests with fetch, hands out plain objects.
//!
//! What is written once for all endpoints is not generic: each generic line is paid for seven times in bytes.

mod call;
mod deadline;
mod error;
mod fetch;
mod options;
mod params;

use crate::endpoints::{
    GetAccessToken, GetSessionKey, GetUnionid, Jscode2SessionKey, NaloginGetSessionKeyByCode, TpGetSessionKeyByCode,
    TpGetUnionid,
};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::user_data::EncryptedUserData;
use call::{Binding, send};
use error::Failure;
use js_sys::{JSON, Promise, Reflect};
use options::Options;
use params::JsParams;
use wasm_bindgen::prelude::*;

const BINDINGS: [Binding; 7] = [
    Binding::of::<Jscode2SessionKey>(),
    Binding::of::<GetSessionKey>(),
    Binding::of::<GetUnionid>(),
    Binding::of::<GetAccessToken>(),
    Binding::of::<TpGetSessionKeyByCode>(),
    Binding::of::<TpGetUnionid>(),
    Binding::of::<NaloginGetSessionKeyByCode>(),
];

/// `jscode2sessionkey({ code, client_id, sk }, options?)`
#[wasm_bindgen]
pub fn jscode2sessionkey(params: JsValue, options: JsValue) -> Promise {
    send(Binding::of::<Jscode2SessionKey>(), params, options)
}

/// `getSessionKey({ access_token, code }, options?)`
#[wasm_bindgen(js_name = getSessionKey)]
pub fn get_session_key(params: JsValue, options: JsValue) -> Promise {
    send(Binding::of::<GetSessionKey>(), params, options)
}

/// `getUnionid({ access_token, openid }, options?)`
#[wasm_bindgen(js_name = getUnionid)]
pub fn get_unionid(params: JsValue, options: JsValue) -> Promise {
    send(Binding::of::<GetUnionid>(), params, options)
}

/// `getAccessToken({ client_id, sk }, options?)`
#[wasm_bindgen(js_name = getAccessToken)]
pub fn get_access_token(params: JsValue, options: JsValue) -> Promise {
    send(Binding::of::<GetAccessToken>(), params, options)
}

/// `tpGetSessionKeyByCode({ access_token, code }, options?)`
#[wasm_bindgen(js_name = tpGetSessionKeyByCode)]
pub fn tp_get_session_key_by_code(params: JsValue, options: JsValue) -> Promise {
    send(Binding::of::<TpGetSessionKeyByCode>(), params, options)
}

/// `tpGetUnionid({ access_token, openid }, options?)`
#[wasm_bindgen(js_name = tpGetUnionid)]
pub fn tp_get_unionid(params: JsValue, options: JsValue) -> Promise {
    send(Binding::of::<TpGetUnionid>(), params, options)
}

/// `naloginGetSessionKeyByCode({ code, client_id, sk }, options?)`
#[wasm_bindgen(js_name = naloginGetSessionKeyByCode)]
pub fn nalogin_get_session_key_by_code(params: JsValue, options: JsValue) -> Promise {
    send(Binding::of::<NaloginGetSessionKeyByCode>(), params, options)
}

/// `buildRequest(endpoint, params, { baseUrl }?)`
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(endpoint: JsValue, params: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let build = || {
        let binding = binding("buildRequest", &endpoint)?;
        let hosts = Options::read(binding.name, &options)?.hosts;
        let (request, _) = (binding.prepare)(&params, &hosts)?;
        error::to_js(&request)
    };
    build().map_err(|error| Failure::from(error).into_js())
}

/// `parseResponse(endpoint, { status, body }, params?)`
#[wasm_bindgen(js_name = parseResponse)]
pub fn parse_response(endpoint: JsValue, response: JsValue, params: JsValue) -> Result<JsValue, JsValue> {
    let parse = || {
        let binding = binding("parseResponse", &endpoint)?;
        let get = |name| Reflect::get(&response, &JsValue::from_str(name)).unwrap_or_default();
        let wrong = |what| Error::new(Code::InvalidArgument, binding.name).message(what);
        let status = get("status")
            .as_f64()
            .filter(|status| status.fract() == 0.0 && (0.0..1000.0).contains(status))
            .ok_or_else(|| {
                wrong("status is not an HTTP status").hint("Pass { status, body } with the status as a number.")
            })?;
        let body = get("body")
            .as_string()
            .ok_or_else(|| wrong("body is not a string").hint("Pass { status, body } with the body as text."))?;
        let parsed = (binding.parse)(&Response { status: status as u16, body });
        parsed.map_err(|mut error| {
            // The parameters are optional here and only tell what to keep out of the error.
            if let Ok((_, secrets)) = (binding.prepare)(&params, &Default::default()) {
                error.redact(&secrets);
            }
            error
        })
    };
    parse().map_err(|error| Failure::from(error).into_js())
}

/// `decryptUserData({ data, iv, session_key, client_id })`
#[wasm_bindgen(js_name = decryptUserData)]
pub fn decrypt_user_data(params: JsValue) -> Result<JsValue, JsValue> {
    let decrypt = || {
        let content = EncryptedUserData::from_params(&JsParams(&params))?.decrypt()?;
        // JavaScript's own error would quote the content.
        JSON::parse(content.expose()).map_err(|_| Error::new(Code::DecryptFailed, EncryptedUserData::NAME))
    };
    decrypt().map_err(|error| Failure::from(error).into_js())
}

fn binding(caller: &'static str, endpoint: &JsValue) -> Result<&'static Binding, Error> {
    let name = endpoint.as_string().unwrap_or_default();
    BINDINGS.iter().find(|binding| binding.name == name).ok_or_else(|| {
        Error::new(Code::InvalidArgument, caller)
            .message("endpoint is not the name of a call")
            .hint("Pass the function's name as a string, such as \"jscode2sessionkey\".")
    })
}

/// Traps, as a bug would. Only in the build that tests what happens then.
#[cfg(feature = "trap")]
#[wasm_bindgen]
pub fn trap() {
    core::arch::wasm32::unreachable()
}
