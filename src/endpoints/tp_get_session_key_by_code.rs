//! Login for a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/login/>

use super::Session;
use crate::secret::Secret;

endpoint! {
    /// Exchanges a login code of an authorized mini program for a session.
    pub struct TpGetSessionKeyByCode {
        /// The authorized mini program's access token (`45.…`); not the platform's own.
        pub access_token: Secret,
        /// From `swan.getLoginCode`; works once.
        pub code: Secret,
    }
    name: "tpGetSessionKeyByCode",
    credential: Code,
    send: Get Openapi "/rest/2.0/oauth/getsessionkeybycode",
    query: { access_token, code, "grant_type" = "authorization_code" },
    form: {},
    output: Session,
}
