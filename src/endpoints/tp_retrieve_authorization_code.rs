//! Recovers access to a mini program whose refresh token a third-party platform (第三方平台) has lost.
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>. Baidu's SDKs place the parameters in five ways; this is the
//! page's.

use super::Output;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

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

/// The output of [`TpRetrieveAuthorizationCode`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuthorizationCode {
    /// The code, for [`TpGetAppToken`](super::TpGetAppToken); works once.
    #[serde(serialize_with = "Secret::reveal")]
    pub authorization_code: Secret,
    /// Its lifetime in seconds; 18,000 at the time of writing.
    pub expires_in: u32,
}

impl Output for AuthorizationCode {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self {
            authorization_code: reply.text(&["authorization_code"])?.into(),
            expires_in: reply.positive("expires_in")?,
        })
    }
}
