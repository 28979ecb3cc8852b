use crate::reply::Absent;
use crate::secret::Secret;

output! {
    /// The tokens with which a third-party platform acts for a mini program.
    pub struct AppToken {
        /// The mini program's access token (`45.…`).
        #[serde(serialize_with = "Secret::reveal")]
        pub access_token: Secret = Text("access_token"),
        /// The token that gets the next access token (`46.…`). Works once, lives ten years, and must not be lost.
        #[serde(serialize_with = "Secret::reveal")]
        pub refresh_token: Secret = Text("refresh_token"),
        /// The lifetime of the access token in seconds; 3,600 at the time of writing.
        pub expires_in: u32 = Lifetime("expires_in") or USUAL_LIFETIME,
    }
}

/// The lifetime that Baidu documents. A reply without one still has the only refresh token that works.
const USUAL_LIFETIME: Absent = Absent::Number(3_600);
