//! The user's id across all apps of one developer, for a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/login/>. The page's heading says `GET`, its curl line `POST`; Baidu's
//! SDKs send `GET`.

use crate::endpoint::{Call, Credential, Endpoint, Output, Value};
use crate::http::{Host, Method};
use crate::plain::Plain;
use crate::reply::Reply;
use crate::secret::Secret;

/// Asks for the unionid of an authorized mini program's user.
#[derive(Clone, Debug)]
pub struct TpGetUnionid {
    /// The authorized mini program's access token (`45.…`).
    pub access_token: Secret,
    /// The user in that mini program, who has authorized it.
    pub openid: String,
}

/// The output of [`TpGetUnionid`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TpUnionid {
    /// The user, in all apps of one developer.
    pub unionid: String,
}

impl Endpoint for TpGetUnionid {
    type Output = TpUnionid;

    const CALL: Call = Call {
        name: "tpGetUnionid",
        credential: Credential::TokenForUnionid,
        method: Method::Get,
        host: Host::Openapi,
        path: "/rest/2.0/smartapp/unionId/get",
        query: &[("access_token", Value::Secret("access_token")), ("open_id", Value::Param("openid"))],
        form: &[],
    };

    fn params(&self) -> Vec<&str> {
        vec![self.access_token.expose(), &self.openid]
    }
}

impl Output for TpUnionid {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self { unionid: reply.text(&["unionid", "union_id"])? })
    }
}

impl From<TpUnionid> for Plain {
    fn from(TpUnionid { unionid }: TpUnionid) -> Self {
        Self::Object(vec![("unionid", Some(unionid.into()))])
    }
}
