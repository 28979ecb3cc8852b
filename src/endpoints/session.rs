use super::Output;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

/// A user's session: the output of every call that spends a login code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Session {
    /// The user in this app. The same user has another openid in another app. Its format is not fixed.
    pub openid: String,
    /// The key of this user's encrypted data. Its lifetime is not documented. It must not leave the server.
    #[serde(serialize_with = "Secret::reveal")]
    pub session_key: Secret,
}

impl Output for Session {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self { openid: reply.text(&["openid", "open_id"])?, session_key: reply.text(&["session_key"])?.into() })
    }
}
