//! Login, first party: a code becomes a session.
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_Session-Key/>. Baidu's SDKs send a `GET` with the secret
//! in its URL; the page says `POST`, which keeps it out of logs.

use super::Session;
use crate::endpoint::{Credential, Endpoint, Params};
use crate::error::Error;
use crate::http::{Hosts, Request};
use crate::reply::Reply;
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

    const NAME: &'static str = "jscode2sessionkey";
    const CREDENTIAL: Credential = Credential::Code;

    fn from_params(params: &impl Params) -> Result<Self, Error> {
        Ok(Self {
            code: params.text(Self::NAME, "code")?.into(),
            client_id: params.text(Self::NAME, "client_id")?,
            sk: params.text(Self::NAME, "sk")?.into(),
        })
    }

    fn request(&self, hosts: &Hosts) -> Request {
        let form = [("code", self.code.expose()), ("client_id", &self.client_id), ("sk", self.sk.expose())];
        Request::post(hosts.spapi.as_str(), "/oauth/jscode2sessionkey", &[], &form)
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![self.code.clone(), self.sk.clone()]
    }

    fn output(reply: &Reply) -> Option<Session> {
        Session::read(reply)
    }
}
