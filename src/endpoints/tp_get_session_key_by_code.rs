//! Login for a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/login/>

use super::Session;
use crate::endpoint::{Credential, Endpoint, Params};
use crate::error::Error;
use crate::http::{Hosts, Request};
use crate::reply::Reply;
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

    const NAME: &'static str = "tpGetSessionKeyByCode";
    const CREDENTIAL: Credential = Credential::Code;

    fn from_params(params: &impl Params) -> Result<Self, Error> {
        Ok(Self {
            access_token: params.text(Self::NAME, "access_token")?.into(),
            code: params.text(Self::NAME, "code")?.into(),
        })
    }

    fn request(&self, hosts: &Hosts) -> Request {
        let query = [
            ("access_token", self.access_token.expose()),
            ("code", self.code.expose()),
            ("grant_type", "authorization_code"),
        ];
        Request::get(hosts.openapi.as_str(), "/rest/2.0/oauth/getsessionkeybycode", &query)
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![self.access_token.clone(), self.code.clone()]
    }

    fn output(reply: &Reply) -> Option<Session> {
        Session::read(reply)
    }
}
