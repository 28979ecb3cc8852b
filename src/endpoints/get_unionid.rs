//! The user's id across all apps of one legal entity (主体).
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_getunionid/>. The access token must stand in the query
//! and the openid in the form, or Baidu answers `Invalid parameter`.

use super::Output;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::{Serialize, Serializer};

endpoint! {
    /// Gets a user's unionid.
    pub struct GetUnionid {
        /// The app's own access token (`24.…`).
        pub access_token: Secret,
        /// The user in this app, who has authorized it.
        pub openid: String,
    }
    name: "getUnionid",
    credential: TokenForUnionid,
    send: Post Openapi "/rest/2.0/smartapp/getunionid",
    query: { access_token },
    form: { openid },
    output: Unionid,
}

/// The output of [`GetUnionid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unionid {
    /// The user, in all apps of one legal entity.
    pub unionid: String,
    /// Baidu's identifier of this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Baidu's clock, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_js_number")]
    pub timestamp: Option<u64>,
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

/// As the only kind of number that JavaScript has: the code for integers would be 1 KB of formatting.
fn as_js_number<S: Serializer>(seconds: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    seconds.map(|seconds| seconds as f64).serialize(serializer)
}
