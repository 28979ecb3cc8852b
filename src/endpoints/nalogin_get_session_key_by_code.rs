//! Login, first party, at its old address.
//!
//! Superseded by `jscode2sessionkey`, whose page asks developers to change the address. Whether this one still answers
//! is not documented; Baidu's own demo called it in 2021.

use super::Session;
use crate::endpoint::{Credential, Endpoint, Params};
use crate::error::Error;
use crate::http::{Hosts, Request};
use crate::reply::Reply;
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

    const NAME: &'static str = "naloginGetSessionKeyByCode";
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
        Request::post(hosts.openapi.as_str(), "/nalogin/getSessionKeyByCode", &[], &form)
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![self.code.clone(), self.sk.clone()]
    }

    fn output(reply: &Reply) -> Option<Session> {
        Session::read(reply)
    }
}
