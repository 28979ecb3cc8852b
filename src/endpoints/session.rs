use super::Output;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

/// A user's session, the output of every call that spends a login code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Session {
    /// The user, in this app; another app gets another openid for the same user. Its form is not fixed.
    pub openid: String,
    /// The key of this user's encrypted data. Baidu renews it with use and does not say how long it lives. It must
    /// not leave the server.
    #[serde(serialize_with = "Secret::reveal")]
    pub session_key: Secret,
}

impl Output for Session {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self { openid: reply.text(&["openid", "open_id"])?, session_key: reply.text(&["session_key"])?.into() })
    }
}
