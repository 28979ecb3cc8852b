//! The user's id across all apps of one developer, for a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/login/>. The page's heading says `GET`, its curl line `POST`; Baidu's
//! SDKs send `GET`.

use super::Output;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

endpoint! {
    /// Gets the unionid of an authorized mini program's user.
    pub struct TpGetUnionid {
        /// The authorized mini program's access token (`45.…`).
        pub access_token: Secret,
        /// The user in that mini program, who has authorized it.
        pub openid: String,
    }
    name: "tpGetUnionid",
    credential: TokenForUnionid,
    send: Get Openapi "/rest/2.0/smartapp/unionId/get",
    query: { access_token, "open_id" = openid },
    form: {},
    output: TpUnionid,
}

/// The output of [`TpGetUnionid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TpUnionid {
    /// The user, in all apps of one developer.
    pub unionid: String,
}

impl Output for TpUnionid {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self { unionid: reply.text(&["unionid", "union_id"])? })
    }
}
