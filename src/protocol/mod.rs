//! What a call is: its declaration, its parameters, its request and response, all of them plain data.

mod call;
mod http;
mod params;

pub use call::{Call, Field, Value};
pub use http::{Headers, Host, Hosts, Method, Request, Response};
pub use params::{Param, ParamDeclaration, Params};
pub(crate) use params::{Parameter, trim};
