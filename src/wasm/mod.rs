//! The bindings to JavaScript: parameters in, requests through the platform's fetch, plain objects out.
//!
//! Not generic: code for all endpoints is type-erased, to keep the module small.
//!
//! Exports return an error as a value, a `CoreError`, which JavaScript throws. A `Result` would be three values, and for
//! such an export V8 compiles a wrapper before the first call.

mod call;
mod params;
mod results;
mod transport;

use crate::crypto::{EncryptedPush, EncryptedUserData};
use crate::endpoints::CALLS;
use crate::protocol::{Call, Response};
use crate::reply::{Code, CodeConsumed, Error};
use crate::secret::Secret;
use call::{CallInFlight, prepare};
use js_sys::JSON;
use params::JsParams;
use results::{error_to_js, to_js};
use transport::PendingCall;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Makes a call and settles `pending`. `base` replaces the address of the call's host.
#[wasm_bindgen]
pub fn call(endpoint: usize, params: &JsValue, base: Option<String>, retries: u32, pending: PendingCall) {
    match prepare(declaration(endpoint), params, base) {
        Ok((request, values)) => CallInFlight::new(declaration(endpoint), request, values, retries, pending).start(),
        Err(error) => pending.reject(&error_to_js(*error, None)),
    }
}

/// Builds the request of a call.
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(endpoint: usize, params: &JsValue, base: Option<String>) -> JsValue {
    match prepare(declaration(endpoint), params, base) {
        Ok((request, _)) => to_js(&request),
        Err(error) => error_to_js(*error, None),
    }
}

/// Parses the response of a call. The secrets of `params`, which are optional, are removed from an error.
#[wasm_bindgen(js_name = parseResponse)]
pub fn parse_response(endpoint: usize, status: u16, body: String, params: &JsValue) -> JsValue {
    let call = declaration(endpoint);
    match call.parse(&Response { status, body }) {
        Ok(result) => to_js(&result),
        Err(mut error) => {
            error.redact(&call.secrets_in(&JsParams(params)));
            error_to_js(*error, None)
        }
    }
}

/// Decrypts user data of at most `max_bytes`.
#[wasm_bindgen(js_name = decryptUserData)]
pub fn decrypt_user_data(params: &JsValue, max_bytes: Option<u32>) -> JsValue {
    let max_bytes = max_bytes.map_or(EncryptedUserData::MAX_BYTES, |bytes| bytes as usize);
    let data = EncryptedUserData::from_params(&JsParams(params));
    parse_content(EncryptedUserData::NAME, data.and_then(|data| data.decrypt_up_to(max_bytes)))
}

/// Decrypts a message that Baidu has pushed.
#[wasm_bindgen(js_name = decryptPush)]
pub fn decrypt_push(params: &JsValue) -> JsValue {
    let push = EncryptedPush::from_params(&JsParams(params));
    parse_content(EncryptedPush::NAME, push.and_then(|push| push.decrypt()))
}

/// Parses decrypted JSON.
fn parse_content(name: &'static str, content: Result<Secret, Box<Error>>) -> JsValue {
    // The error of JSON.parse would quote the content.
    let value = content.and_then(|text| JSON::parse(text.expose()).map_err(|_| Error::new(Code::DecryptFailed, name)));
    value.unwrap_or_else(|error| error_to_js(*error, None))
}

/// The error of a call whose deadline passed before it could send a request.
#[wasm_bindgen(js_name = timedOut)]
pub fn timed_out(endpoint: usize) -> JsValue {
    error_to_js(*declaration(endpoint).error(Code::Timeout, CodeConsumed::No), None)
}

/// The call with an index, which JavaScript takes from a table that is generated from [`CALLS`].
fn declaration(endpoint: usize) -> &'static Call {
    let [first, ..] = &CALLS;
    CALLS.get(endpoint).unwrap_or(first)
}

/// Traps, as a bug would: at once, or after `promise` has settled. Only in the build that tests traps.
#[cfg(feature = "trap")]
#[wasm_bindgen]
pub fn trap(promise: Option<js_sys::Promise>) {
    let Some(promise) = promise else { core::arch::wasm32::unreachable() };
    wasm_bindgen_futures::spawn_local(async {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        core::arch::wasm32::unreachable()
    });
}
