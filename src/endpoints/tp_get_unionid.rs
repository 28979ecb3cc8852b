//! The user's id across all apps of one developer, for a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/login/>. The page's heading says `GET`, its curl line `POST`; Baidu's
//! SDKs send `GET`.

use crate::endpoint::{Credential, Endpoint, Params};
use crate::error::Error;
use crate::http::{Hosts, Request};
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

/// Asks for the unionid of an authorized mini program's user.
#[derive(Clone, Debug)]
pub struct TpGetUnionid {
    /// The authorized mini program's access token (`45.…`).
    pub access_token: Secret,
    /// The user in that mini program, who has authorized it.
    pub openid: String,
}

/// The output of [`TpGetUnionid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TpUnionid {
    /// The user, in all apps of one developer.
    pub unionid: String,
}

impl Endpoint for TpGetUnionid {
    type Output = TpUnionid;

    const NAME: &'static str = "tpGetUnionid";
    const CREDENTIAL: Credential = Credential::TokenForUnionid;

    fn from_params(params: &impl Params) -> Result<Self, Error> {
        Ok(Self {
            access_token: params.text(Self::NAME, "access_token")?.into(),
            openid: params.text(Self::NAME, "openid")?,
        })
    }

    fn request(&self, hosts: &Hosts) -> Request {
        let query = [("access_token", self.access_token.expose()), ("open_id", &self.openid)];
        Request::get(hosts.openapi.as_str(), "/rest/2.0/smartapp/unionId/get", &query)
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![self.access_token.clone()]
    }

    fn output(reply: &Reply) -> Option<TpUnionid> {
        Some(TpUnionid { unionid: reply.text(&["unionid", "union_id"])? })
    }
}
