//! Runs the conformance vectors of `js-tests/vectors`, the same files that every JavaScript runtime runs.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at what it does not expect"
)]

use serde_json::{Value, json};
use swan_login::endpoints::*;
use swan_login::http::Response;
use swan_login::{EncryptedUserData, Endpoint, Error, Hosts, Origin, Param, Params, Plain};

#[test]
fn the_core_agrees_with_every_vector() {
    let mut count = 0;
    let mut failures = Vec::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/js-tests/vectors")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        for vector in document["vectors"].as_array().unwrap() {
            let outcome = run_by_name(vector);
            count += 1;
            if !agrees(&with_floats(vector), &with_floats(&outcome)) {
                failures.push(format!("{}: got {outcome}", vector["name"]));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {count} vectors fail:\n{}", failures.len(), failures.join("\n"));
    assert!(count >= 800, "only {count} vectors were found");
}

fn run_by_name(vector: &Value) -> Value {
    if vector["kind"] == "userData" {
        return user_data(&vector["params"]);
    }
    match vector["endpoint"].as_str().unwrap() {
        "jscode2sessionkey" => run::<Jscode2SessionKey>(vector),
        "getSessionKey" => run::<GetSessionKey>(vector),
        "getUnionid" => run::<GetUnionid>(vector),
        "getAccessToken" => run::<GetAccessToken>(vector),
        "tpGetSessionKeyByCode" => run::<TpGetSessionKeyByCode>(vector),
        "tpGetUnionid" => run::<TpGetUnionid>(vector),
        "naloginGetSessionKeyByCode" => run::<NaloginGetSessionKeyByCode>(vector),
        other => panic!("no endpoint has the name {other}"),
    }
}

fn user_data(params: &Value) -> Value {
    match EncryptedUserData::from_params(&JsonParams(params)).and_then(|data| data.decrypt()) {
        Ok(content) => json!({ "result": serde_json::from_str::<Value>(content.expose()).unwrap() }),
        Err(error) => json!({ "error": plain(*error) }),
    }
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

fn request<E: Endpoint>(vector: &Value) -> Result<Value, Box<Error>> {
    let params = E::CALL.read(&JsonParams(&vector["params"]))?;
    let origin = |value: &Value| match value {
        Value::Null => Ok(None),
        value => Origin::parse(E::CALL.name, value.as_str().unwrap_or_default()).map(Some),
    };
    let base = &vector["baseUrl"];
    let (spapi, openapi) = if base.is_object() { (&base["spapi"], &base["openapi"]) } else { (base, base) };
    let baidu = Hosts::default();
    let hosts =
        Hosts { spapi: origin(spapi)?.unwrap_or(baidu.spapi), openapi: origin(openapi)?.unwrap_or(baidu.openapi) };
    Ok(plain(E::CALL.request(&params, &hosts)))
}

/// As JavaScript has it.
fn plain(value: impl Into<Plain>) -> Value {
    json!(value.into())
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
        "field" => says(&error["message"], value),
        "hintIncludes" => value.as_array().unwrap().iter().all(|word| says(&error["hint"], word)),
        _ => error.get(name) == Some(value),
    })
}

struct JsonParams<'a>(&'a Value);

impl Params for JsonParams<'_> {
    fn get(&self, name: &'static str) -> Param {
        match self.0.get(name) {
            None | Some(Value::Null) => Param::Missing { instead: None },
            Some(Value::String(text)) => Param::Text(text.clone()),
            Some(_) => Param::Other("something else"),
        }
    }
}
