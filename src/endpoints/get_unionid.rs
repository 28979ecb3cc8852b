//! The user's id across all apps of one legal entity (主体).
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_getunionid/>. The access token must stand in the query
//! and the openid in the form, or Baidu answers `Invalid parameter`.

use crate::endpoint::{Call, Credential, Endpoint, Output, Value};
use crate::http::{Host, Method};
use crate::plain::Plain;
use crate::reply::Reply;
use crate::secret::Secret;

/// Asks for a user's unionid.
#[derive(Clone, Debug)]
pub struct GetUnionid {
    /// The app's own access token (`24.…`).
    pub access_token: Secret,
    /// The user in this app, who has authorized it.
    pub openid: String,
}

/// The output of [`GetUnionid`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unionid {
    /// The user, in all apps of one legal entity.
    pub unionid: String,
    /// Baidu's name for this request.
    pub request_id: Option<String>,
    /// Baidu's clock, in seconds since 1970.
    pub timestamp: Option<u64>,
}

impl Endpoint for GetUnionid {
    type Output = Unionid;

    const CALL: Call = Call {
        name: "getUnionid",
        credential: Credential::TokenForUnionid,
        method: Method::Post,
        host: Host::Openapi,
        path: "/rest/2.0/smartapp/getunionid",
        query: &[("access_token", Value::Secret("access_token"))],
        form: &[("openid", Value::Param("openid"))],
    };

    fn params(&self) -> Vec<&str> {
        vec![self.access_token.expose(), &self.openid]
    }
}

impl Output for Unionid {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self {
            unionid: reply.text(&["unionid", "union_id"])?,
            request_id: reply.request_id(),
            timestamp: reply.timestamp(),
        })
    }
}

impl From<Unionid> for Plain {
    fn from(Unionid { unionid, request_id, timestamp }: Unionid) -> Self {
        Self::Object(vec![
            ("unionid", Some(unionid.into())),
            ("request_id", request_id.map(Plain::from)),
            ("timestamp", timestamp.map(|seconds| Plain::Number(seconds as f64))),
        ])
    }
}
