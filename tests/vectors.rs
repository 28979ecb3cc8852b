//! Runs the conformance vectors of `js-tests/vectors`, the same files that every JavaScript runtime runs.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at what it does not expect"
)]

use serde::Serialize;
use serde_json::{Value, json};
use swan_login::crypto::{EncryptedPush, EncryptedUserData};
use swan_login::endpoints::*;
use swan_login::{Code, Endpoint, Error, Hosts, Param, Params, Response};

#[test]
fn the_core_agrees_with_every_vector() {
    let mut count = 0;
    let mut failures = Vec::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/js-tests/vectors")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        for vector in document["vectors"].as_array().unwrap() {
            count += 1;
            // JavaScript reads addresses, with the platform's URL.
            if vector["error"]["field"] == "baseUrl" {
                continue;
            }
            let outcome = run_by_name(vector);
            if !agrees(&with_floats(vector), &with_floats(&outcome)) {
                failures.push(format!("{}: got {outcome}", vector["name"]));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} vectors fail:\n{}", failures.len(), failures.join("\n"));
    assert!(count >= 1_300, "only {count} vectors were found");
}

fn run_by_name(vector: &Value) -> Value {
    if vector["kind"] == "userData" {
        return user_data(&vector["params"]);
    }
    if vector["kind"] == "push" {
        return push(&vector["params"]);
    }
    match vector["endpoint"].as_str().unwrap() {
        "jscode2sessionkey" => run::<Jscode2SessionKey>(vector),
        "getSessionKey" => run::<GetSessionKey>(vector),
        "getUnionid" => run::<GetUnionid>(vector),
        "getAccessToken" => run::<GetAccessToken>(vector),
        "tpGetSessionKeyByCode" => run::<TpGetSessionKeyByCode>(vector),
        "tpGetUnionid" => run::<TpGetUnionid>(vector),
        "naloginGetSessionKeyByCode" => run::<NaloginGetSessionKeyByCode>(vector),
        "tpGetAccessToken" => run::<TpGetAccessToken>(vector),
        "tpCreatePreAuthCode" => run::<TpCreatePreAuthCode>(vector),
        "tpGetAppToken" => run::<TpGetAppToken>(vector),
        "tpRefreshAppToken" => run::<TpRefreshAppToken>(vector),
        "tpGetAppInfo" => run::<TpGetAppInfo>(vector),
        "tpRetrieveAuthorizationCode" => run::<TpRetrieveAuthorizationCode>(vector),
        other => panic!("no endpoint has the name {other}"),
    }
}

fn user_data(params: &Value) -> Value {
    match EncryptedUserData::from_params(&JsonParams(params)).and_then(|data| data.decrypt()) {
        Ok(content) => json!({ "result": serde_json::from_str::<Value>(content.expose()).unwrap() }),
        Err(error) => json!({ "error": plain(*error) }),
    }
}

/// With one key after another, as JavaScript does.
fn push(params: &Value) -> Value {
    let keys = match &params["aesKey"] {
        Value::Array(keys) if !keys.is_empty() => keys.clone(),
        Value::Array(_) => vec![Value::Null],
        key => vec![key.clone()],
    };
    let mut params = params.clone();
    let mut outcome = json!({});
    for key in keys {
        params["aesKey"] = key;
        match EncryptedPush::from_params(&JsonParams(&params)).and_then(|push| push.decrypt()) {
            Ok(message) => return json!({ "result": serde_json::from_str::<Value>(message.expose()).unwrap() }),
            Err(error) if error.code == Code::DecryptFailed => outcome = json!({ "error": plain(*error) }),
            Err(error) => return json!({ "error": plain(*error) }),
        }
    }
    outcome
}

fn run<E: Endpoint>(vector: &Value) -> Value {
    let outcome = match vector["kind"].as_str().unwrap() {
        "request" => request::<E>(vector).map(|request| json!({ "request": request })),
        "reply" => {
            let status = vector["status"].as_u64().unwrap().try_into().unwrap();
            let body = vector["body"].as_str().unwrap().to_owned();
            E::parse(&Response { status, body }).map(|result| json!({ "result": plain(result) }))
        }
        other => panic!("no vector is of the kind {other}"),
    };
    outcome.unwrap_or_else(|error| json!({ "error": plain(*error) }))
}

/// Through the endpoint's own fields, which the declaration binds by name.
fn request<E: Endpoint>(vector: &Value) -> Result<Value, Box<Error>> {
    let base = &vector["baseUrl"];
    let (spapi, openapi) = if base.is_object() { (&base["spapi"], &base["openapi"]) } else { (base, base) };
    let mut hosts = Hosts::default();
    for (host, value) in [(&mut hosts.spapi, spapi), (&mut hosts.openapi, openapi)] {
        if let Some(base) = value.as_str() {
            *host = base.trim_end_matches('/').to_owned().into();
        }
    }
    let endpoint = E::from_params(&JsonParams(&vector["params"]))?;
    Ok(plain(endpoint.request(&hosts)))
}

/// As JavaScript has it.
fn plain(value: impl Serialize) -> Value {
    json!(value)
}

/// JavaScript has one kind of numbers.
fn with_floats(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(values) => values.iter().map(with_floats).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), with_floats(value))).collect(),
        other => other.clone(),
    }
}

/// A vector names what matters of an error; its wording may change.
fn agrees(vector: &Value, outcome: &Value) -> bool {
    let Some(expected) = vector.get("error") else {
        return ["request", "result"].iter().all(|kind| vector.get(kind) == outcome.get(kind));
    };
    let Some(error) = outcome.get("error") else { return false };
    let says = |text: &Value, word: &Value| text.as_str().unwrap().contains(word.as_str().unwrap());
    expected.as_object().unwrap().iter().all(|(name, value)| match name.as_str() {
        "field" => error.get("param") == Some(value),
        "hintIncludes" => value.as_array().unwrap().iter().all(|word| says(&error["hint"], word)),
        _ => error.get(name) == Some(value),
    })
}

struct JsonParams<'a>(&'a Value);

impl Params for JsonParams<'_> {
    fn get(&self, name: &'static str) -> Param {
        match self.0.get(name) {
            None | Some(Value::Null) => Param::Missing,
            Some(Value::String(text)) => Param::Text(text.clone()),
            Some(_) => Param::Other("something else"),
        }
    }
}
