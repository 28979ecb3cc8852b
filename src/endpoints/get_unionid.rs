//! The user's id across all apps of one legal entity (主体).
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_getunionid/>. The access token must stand in the query
//! and the openid in the form, or Baidu answers `Invalid parameter`.

use crate::endpoint::{Credential, Endpoint, Params};
use crate::error::Error;
use crate::http::{Hosts, Request};
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

/// Asks for a user's unionid.
#[derive(Clone, Debug)]
pub struct GetUnionid {
    /// The app's own access token (`24.…`).
    pub access_token: Secret,
    /// The user in this app, who has authorized it.
    pub openid: String,
}

/// The output of [`GetUnionid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unionid {
    /// The user, in all apps of one legal entity.
    pub unionid: String,
    /// Baidu's name for this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Baidu's clock, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<u64>,
}

impl Endpoint for GetUnionid {
    type Output = Unionid;

    const NAME: &'static str = "getUnionid";
    const CREDENTIAL: Credential = Credential::TokenForUnionid;

    fn from_params(params: &impl Params) -> Result<Self, Error> {
        Ok(Self {
            access_token: params.text(Self::NAME, "access_token")?.into(),
            openid: params.text(Self::NAME, "openid")?,
        })
    }

    fn request(&self, hosts: &Hosts) -> Request {
        let query = [("access_token", self.access_token.expose())];
        let form = [("openid", self.openid.as_str())];
        Request::post(hosts.openapi.as_str(), "/rest/2.0/smartapp/getunionid", &query, &form)
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![self.access_token.clone()]
    }

    fn output(reply: &Reply) -> Option<Unionid> {
        Some(Unionid {
            unionid: reply.text(&["unionid", "union_id"])?,
            request_id: reply.request_id(),
            timestamp: reply.timestamp(),
        })
    }
}
