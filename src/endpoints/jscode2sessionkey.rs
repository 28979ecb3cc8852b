//! Login, first party: a code becomes a session.
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_Session-Key/>. Baidu's SDKs send a `GET` with the secret
//! in its URL; the page says `POST`, which keeps it out of logs.

use super::Session;
use crate::endpoint::{Call, Credential, Endpoint, Value};
use crate::http::{Host, Method};
use crate::secret::Secret;

/// Exchanges a login code for a session.
#[derive(Clone, Debug)]
pub struct Jscode2SessionKey {
    /// What `swan.getLoginCode` gave; works once, for 5 minutes (Baidu's newer pages say 10).
    pub code: Secret,
    /// The app's AppKey; not its App ID.
    pub client_id: String,
    /// The app's AppSecret.
    pub sk: Secret,
}

impl Endpoint for Jscode2SessionKey {
    type Output = Session;

    const CALL: Call = Call {
        name: "jscode2sessionkey",
        credential: Credential::Code,
        method: Method::Post,
        host: Host::Spapi,
        path: "/oauth/jscode2sessionkey",
        query: &[],
        form: &[("code", Value::Secret("code")), ("client_id", Value::Param("client_id")), ("sk", Value::Secret("sk"))],
    };

    fn params(&self) -> Vec<&str> {
        vec![self.code.expose(), &self.client_id, self.sk.expose()]
    }
}
