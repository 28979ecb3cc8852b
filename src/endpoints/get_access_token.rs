//! The app's own access token (OAuth 2.0, client credentials).
//!
//! <https://smartprogram.baidu.com/docs/develop/serverapi/power_exp/>. The page recommends `POST`, which keeps the
//! secret out of URLs. `session_key` and `session_secret` of the reply are an old signature key, not a user's session,
//! and its refresh token is of no use with client credentials; neither is passed on.

use crate::endpoint::{Call, Credential, Endpoint, Output, Value};
use crate::http::{Host, Method};
use crate::plain::Plain;
use crate::reply::Reply;
use crate::secret::Secret;

/// Asks for an access token.
#[derive(Clone, Debug)]
pub struct GetAccessToken {
    /// The app's AppKey; not its App ID.
    pub client_id: String,
    /// The app's AppSecret, `client_secret` on the wire.
    pub sk: Secret,
}

/// The output of [`GetAccessToken`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// The token (`24.…`). It must not leave the server.
    pub access_token: Secret,
    /// How long it lives, in seconds; 2,592,000 at the time of writing.
    pub expires_in: u32,
    /// What it may do, separated by spaces.
    pub scope: Option<String>,
}

impl Endpoint for GetAccessToken {
    type Output = AccessToken;

    const CALL: Call = Call {
        name: "getAccessToken",
        credential: Credential::App,
        method: Method::Post,
        host: Host::Openapi,
        path: "/oauth/2.0/token",
        query: &[],
        form: &[
            ("grant_type", Value::Fixed("client_credentials")),
            ("client_id", Value::Param("client_id")),
            ("client_secret", Value::Secret("sk")),
            ("scope", Value::Fixed("smartapp_snsapi_base")),
        ],
    };

    fn params(&self) -> Vec<&str> {
        vec![&self.client_id, self.sk.expose()]
    }
}

impl Output for AccessToken {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self {
            access_token: reply.text(&["access_token"])?.into(),
            expires_in: reply.positive("expires_in")?,
            scope: reply.text(&["scope"]),
        })
    }
}

impl From<AccessToken> for Plain {
    fn from(AccessToken { access_token, expires_in, scope }: AccessToken) -> Self {
        Self::Object(vec![
            ("access_token", Some(access_token.into())),
            ("expires_in", Some(Plain::Number(expires_in.into()))),
            ("scope", scope.map(Plain::from)),
        ])
    }
}
