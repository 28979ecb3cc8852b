//! The user's id across all apps of one developer, for a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/login/>. The page's heading says `GET`, its curl line `POST`; Baidu's
//! SDKs send `GET`.

use crate::secret::Secret;

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

output! {
    /// The output of [`TpGetUnionid`].
    pub struct TpUnionid {
        /// The user, in all apps of one developer.
        pub unionid: String = Text("unionid", "union_id"),
    }
}
