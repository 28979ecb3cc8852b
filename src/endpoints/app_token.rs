use super::Output;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

/// The tokens with which a third-party platform acts for a mini program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppToken {
    /// The mini program's access token (`45.…`).
    #[serde(serialize_with = "Secret::reveal")]
    pub access_token: Secret,
    /// The refresh token (`46.…`). It works once, lives ten years, and must not be lost.
    #[serde(serialize_with = "Secret::reveal")]
    pub refresh_token: Secret,
    /// The lifetime of the access token in seconds; 3,600 at the time of writing.
    pub expires_in: u32,
}

/// The lifetime that Baidu documents, for a reply without one: the reply has the only valid refresh token, so it must
/// not be refused.
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
