//! The access token of a mini program that has authorized a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>

use super::AppToken;
use crate::secret::Secret;

endpoint! {
    /// Exchanges an authorization code for the mini program's tokens.
    pub struct TpGetAppToken {
        /// The platform's access token (`42.…`).
        pub access_token: Secret,
        /// The authorization code, from the redirect, a push, or [`TpRetrieveAuthorizationCode`]; works once.
        ///
        /// [`TpRetrieveAuthorizationCode`]: super::TpRetrieveAuthorizationCode
        pub code: Secret,
    }
    name: "tpGetAppToken",
    credential: AuthorizationCode,
    send: Get Openapi "/rest/2.0/oauth/token",
    query: { access_token, code, "grant_type" = "app_to_tp_authorization_code" },
    form: {},
    output: AppToken,
}
