//! Server-side login for Baidu Smart Mini Programs (百度智能小程序).
//!
//! This crate is the protocol without I/O, clock or JavaScript: an [`Endpoint`] builds a plain [`Request`] and reads a
//! plain [`Response`]. Send it with any HTTP client:
//!
//! ```
//! use swan_login::{Endpoint, Hosts, Response, endpoints::Jscode2SessionKey};
//!
//! let login = Jscode2SessionKey {
//!     code: "e4a13af4e6d8c491b701a86682a5bc76NW".into(),
//!     client_id: "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7".into(),
//!     sk: "the app's secret".into(),
//! };
//! let request = login.request(&Hosts::default());
//! assert_eq!(request.url, "https://spapi.baidu.com/oauth/jscode2sessionkey");
//!
//! let response = Response { status: 200, body: r#"{"openid":"o","session_key":"k"}"#.to_owned() };
//! assert_eq!(Jscode2SessionKey::parse(&response)?.openid, "o");
//! # Ok::<(), Box<swan_login::Error>>(())
//! ```
//!
//! For `wasm32-unknown-unknown` it is also the core of the npm package `swan-login`.

pub mod crypto;
pub mod endpoints;
pub mod network;
mod protocol;
mod reply;
pub mod retry;
mod secret;

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod wasm;

pub use endpoints::Endpoint;
pub use protocol::{
    Call, Field, Headers, Host, Hosts, Method, Param, ParamDeclaration, Params, Request, Response, Value,
};
pub use reply::{
    Absent, Baidu, Code, CodeConsumed, Credential, Error, Number, Output, OutputField, Record, Reply, Scalar, Source,
};
pub use secret::Secret;
