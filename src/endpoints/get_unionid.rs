//! The user's id across all apps of one legal entity (主体).
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_getunionid/>. The access token must stand in the query
//! and the openid in the form, or Baidu answers `Invalid parameter`.

use crate::secret::Secret;

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

output! {
    /// The output of [`GetUnionid`].
    pub struct Unionid {
        /// The user, in all apps of one legal entity.
        pub unionid: String = Text("unionid", "union_id"),
        /// Baidu's identifier of this request.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<String> = RequestId(),
        /// Baidu's clock, in seconds since 1970.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub timestamp: Option<u64> = Timestamp("timestamp"),
    }
}
