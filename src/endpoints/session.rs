use crate::secret::Secret;

output! {
    /// A user's session: the output of every call that spends a login code.
    pub struct Session {
        /// The user in this app. The same user has another openid in another app. Its format is not fixed.
        pub openid: String = Text("openid", "open_id"),
        /// The key of this user's encrypted data. Baidu does not say how long it lives. It must not leave the server.
        #[serde(serialize_with = "Secret::reveal")]
        pub session_key: Secret = Text("session_key"),
    }
}
