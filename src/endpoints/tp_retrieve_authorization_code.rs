//! Recovers access to a mini program whose refresh token a third-party platform (第三方平台) has lost.
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>. Baidu's SDKs place the parameters in five ways; this is the
//! page's.

use crate::secret::Secret;

endpoint! {
    /// Gets another authorization code of a mini program that has authorized the platform.
    pub struct TpRetrieveAuthorizationCode {
        /// The platform's access token (`42.…`).
        pub access_token: Secret,
        /// The mini program's App ID, digits; not its AppKey.
        pub app_id: String,
    }
    name: "tpRetrieveAuthorizationCode",
    credential: PlatformToken,
    send: Post Openapi "/rest/2.0/smartapp/auth/retrieve/authorizationcode",
    query: { access_token },
    form: { app_id },
    output: AuthorizationCode,
}

output! {
    /// The output of [`TpRetrieveAuthorizationCode`].
    pub struct AuthorizationCode {
        /// The code that [`TpGetAppToken`](super::TpGetAppToken) exchanges; works once.
        #[serde(serialize_with = "Secret::reveal")]
        pub authorization_code: Secret = Text("authorization_code"),
        /// Its lifetime in seconds; 18,000 at the time of writing.
        pub expires_in: u32 = Lifetime("expires_in"),
    }
}
