//! Login, first party, at its old address.
//!
//! Superseded by `jscode2sessionkey`, whose page asks developers to change the address. Whether this one still answers
//! is not documented; Baidu's own demo called it in 2021.

use super::Session;
use crate::endpoint::{Call, Credential, Endpoint, Value};
use crate::http::{Host, Method};
use crate::secret::Secret;

/// Exchanges a login code for a session at the old address. New code wants [`super::Jscode2SessionKey`].
#[derive(Clone, Debug)]
pub struct NaloginGetSessionKeyByCode {
    /// What `swan.login` gave; works once.
    pub code: Secret,
    /// The app's AppKey; not its App ID.
    pub client_id: String,
    /// The app's AppSecret.
    pub sk: Secret,
}

impl Endpoint for NaloginGetSessionKeyByCode {
    type Output = Session;

    const CALL: Call = Call {
        name: "naloginGetSessionKeyByCode",
        credential: Credential::Code,
        method: Method::Post,
        host: Host::Openapi,
        path: "/nalogin/getSessionKeyByCode",
        query: &[],
        form: &[("code", Value::Secret("code")), ("client_id", Value::Param("client_id")), ("sk", Value::Secret("sk"))],
    };

    fn params(&self) -> Vec<&str> {
        vec![self.code.expose(), &self.client_id, self.sk.expose()]
    }
}
