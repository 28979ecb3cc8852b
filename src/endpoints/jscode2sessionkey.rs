//! Login, first party: a code becomes a session.
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_Session-Key/>. Baidu's SDKs send a `GET` with the secret
//! in its URL; the page says `POST`, which keeps it out of logs.

use super::Session;
use crate::secret::Secret;

endpoint! {
    /// Exchanges a login code for a session.
    pub struct Jscode2SessionKey {
        /// From `swan.getLoginCode`; works once, for 5 minutes (Baidu's newer pages say 10).
        pub code: Secret,
        /// The app's AppKey; not its App ID.
        pub client_id: String,
        /// The app's AppSecret.
        pub sk: Secret,
    }
    name: "jscode2sessionkey",
    credential: Code,
    send: Post Spapi "/oauth/jscode2sessionkey",
    query: {},
    form: { code, client_id, sk },
    output: Session,
}
