//! Login, first party, v2: an app's access token stands in for its secret.
//!
//! Baidu's page: <https://smartprogram.baidu.com/docs/develop/api/open/getSessionKey/>. The request is the one of
//! Baidu's Go, PHP and C# SDKs: everything in the query, an empty form.

use super::Session;
use crate::endpoint::{Call, Credential, Endpoint, Value};
use crate::http::{Host, Method};
use crate::secret::Secret;

/// Exchanges a login code for a session.
#[derive(Clone, Debug)]
pub struct GetSessionKey {
    /// The app's own access token (`24.…`).
    pub access_token: Secret,
    /// What `swan.getLoginCode` gave; works once.
    pub code: Secret,
}

impl Endpoint for GetSessionKey {
    type Output = Session;

    const CALL: Call = Call {
        name: "getSessionKey",
        credential: Credential::Code,
        method: Method::Post,
        host: Host::Openapi,
        path: "/rest/2.0/smartapp/getsessionkey",
        query: &[("access_token", Value::Secret("access_token")), ("code", Value::Secret("code"))],
        form: &[],
    };

    fn params(&self) -> Vec<&str> {
        vec![self.access_token.expose(), self.code.expose()]
    }
}
