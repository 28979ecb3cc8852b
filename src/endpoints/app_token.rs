use super::Output;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

/// What a third-party platform acts for a mini program with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppToken {
    /// The mini program's access token (`45.…`).
    #[serde(serialize_with = "Secret::reveal")]
    pub access_token: Secret,
    /// What gets the next access token (`46.…`). Works once, lives ten years, and must not be lost.
    #[serde(serialize_with = "Secret::reveal")]
    pub refresh_token: Secret,
    /// How long the access token lives, in seconds; 3,600 at the time of writing.
    pub expires_in: u32,
}

/// What Baidu documents. An answer that does not say it still holds the only refresh token that works.
const USUAL_LIFETIME: u32 = 3_600;

impl Output for AppToken {
    fn read(reply: &Reply) -> Option<Self> {
        Some(Self {
            access_token: reply.text(&["access_token"])?.into(),
            refresh_token: reply.text(&["refresh_token"])?.into(),
            expires_in: reply.positive("expires_in").unwrap_or(USUAL_LIFETIME),
        })
    }
}
