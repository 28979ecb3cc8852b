//! Login, first party, v2: an app's access token stands in for its secret.
//!
//! Baidu's page: <https://smartprogram.baidu.com/docs/develop/api/open/getSessionKey/>. The request is the one of
//! Baidu's Go, PHP and C# SDKs: everything in the query, an empty form.

use super::Session;
use crate::endpoint::{Credential, Endpoint, Params};
use crate::error::Error;
use crate::http::{Hosts, Request};
use crate::reply::Reply;
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

    const NAME: &'static str = "getSessionKey";
    const CREDENTIAL: Credential = Credential::Code;

    fn from_params(params: &impl Params) -> Result<Self, Error> {
        Ok(Self {
            access_token: params.text(Self::NAME, "access_token")?.into(),
            code: params.text(Self::NAME, "code")?.into(),
        })
    }

    fn request(&self, hosts: &Hosts) -> Request {
        let query = [("access_token", self.access_token.expose()), ("code", self.code.expose())];
        Request::post(hosts.openapi.as_str(), "/rest/2.0/smartapp/getsessionkey", &query, &[])
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![self.access_token.clone(), self.code.clone()]
    }

    fn output(reply: &Reply) -> Option<Session> {
        Session::read(reply)
    }
}
