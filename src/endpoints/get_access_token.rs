//! The app's own access token (OAuth 2.0, client credentials).
//!
//! <https://smartprogram.baidu.com/docs/develop/serverapi/power_exp/>. The page recommends `POST`, which keeps the
//! secret out of URLs. `session_key` and `session_secret` of the reply are an old signature key, not a user's session,
//! and its refresh token cannot be used with client credentials. Neither is part of the output.

use crate::secret::Secret;

endpoint! {
    /// Gets an access token.
    pub struct GetAccessToken {
        /// The app's AppKey; not its App ID.
        pub client_id: String,
        /// The app's AppSecret, `client_secret` on the wire.
        pub sk: Secret,
    }
    name: "getAccessToken",
    credential: App,
    send: Post Openapi "/oauth/2.0/token",
    query: {},
    form: {
        "grant_type" = "client_credentials",
        client_id,
        "client_secret" = sk,
        "scope" = "smartapp_snsapi_base",
    },
    output: AccessToken,
}

output! {
    /// The output of [`GetAccessToken`] and of [`TpGetAccessToken`](super::TpGetAccessToken).
    pub struct AccessToken {
        /// The token (an app's `24.…`, a platform's `42.…`). It must not leave the server.
        #[serde(serialize_with = "Secret::reveal")]
        pub access_token: Secret = Text("access_token"),
        /// Its lifetime in seconds; 2,592,000 at the time of writing.
        pub expires_in: u32 = Lifetime("expires_in"),
        /// Its permissions, separated by spaces.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scope: Option<String> = Text("scope"),
    }
}
