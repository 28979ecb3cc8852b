//! The next access token of a mini program that has authorized a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>. The refresh token is replaced by each answer; when that is lost,
//! [`TpRetrieveAuthorizationCode`](super::TpRetrieveAuthorizationCode) is the way back.

use super::AppToken;
use crate::secret::Secret;

endpoint! {
    /// Exchanges a refresh token for the mini program's next tokens.
    pub struct TpRefreshAppToken {
        /// The platform's access token (`42.…`).
        pub access_token: Secret,
        /// The mini program's refresh token (`46.…`); works once.
        pub refresh_token: Secret,
    }
    name: "tpRefreshAppToken",
    credential: RefreshToken,
    send: Get Openapi "/rest/2.0/oauth/token",
    query: { access_token, refresh_token, "grant_type" = "app_to_tp_refresh_token" },
    form: {},
    output: AppToken,
}
