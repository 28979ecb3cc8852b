//! Logs users of a Baidu Smart Mini Program (百度智能小程序) in.
//!
//! This crate is the protocol without I/O, clock or JavaScript: an [`Endpoint`] builds a plain [`http::Request`] and
//! reads a plain [`http::Response`]. Send it with any HTTP client:
//!
//! ```
//! use swan_login::{Endpoint, Hosts, endpoints::Jscode2SessionKey, http::Response};
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

mod endpoint;
pub mod endpoints;
mod error;
pub mod http;
mod json;
mod plain;
mod refusal;
mod reply;
pub mod retry;
mod secret;
mod text;
mod token;
mod user_data;

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod wasm;

pub use endpoint::{Call, Credential, Endpoint, Field, Output, Param, Params, Value};
pub use error::{Code, CodeConsumed, Error};
pub use http::{Host, Hosts, Origin};
pub use plain::Plain;
pub use reply::{Baidu, Number, Reply};
pub use secret::Secret;
pub use token::TokenLife;
pub use user_data::EncryptedUserData;
