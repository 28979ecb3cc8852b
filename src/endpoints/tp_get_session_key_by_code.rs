//! Login for a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/login/>

use super::Session;
use crate::endpoint::{Call, Credential, Endpoint, Value};
use crate::http::{Host, Method};
use crate::secret::Secret;

/// Exchanges a login code of an authorized mini program for a session.
#[derive(Clone, Debug)]
pub struct TpGetSessionKeyByCode {
    /// The authorized mini program's access token (`45.…`); not the platform's own.
    pub access_token: Secret,
    /// What `swan.getLoginCode` gave; works once.
    pub code: Secret,
}

impl Endpoint for TpGetSessionKeyByCode {
    type Output = Session;

    const CALL: Call = Call {
        name: "tpGetSessionKeyByCode",
        credential: Credential::Code,
        method: Method::Get,
        host: Host::Openapi,
        path: "/rest/2.0/oauth/getsessionkeybycode",
        query: &[
            ("access_token", Value::Secret("access_token")),
            ("code", Value::Secret("code")),
            ("grant_type", Value::Fixed("authorization_code")),
        ],
        form: &[],
    };

    fn params(&self) -> Vec<&str> {
        vec![self.access_token.expose(), self.code.expose()]
    }
}
