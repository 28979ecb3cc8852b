//! Login, first party, v2: with the app's access token instead of its secret.
//!
//! Baidu's page: <https://smartprogram.baidu.com/docs/develop/api/open/getSessionKey/>. The request is the one of
//! Baidu's Go, PHP and C# SDKs: everything in the query, an empty form.

use super::Session;
use crate::secret::Secret;

endpoint! {
    /// Exchanges a login code for a session.
    pub struct GetSessionKey {
        /// The app's own access token (`24.…`).
        pub access_token: Secret,
        /// From `swan.getLoginCode`; works once.
        pub code: Secret,
    }
    name: "getSessionKey",
    credential: Code,
    send: Post Openapi "/rest/2.0/smartapp/getsessionkey",
    query: { access_token, code },
    form: {},
    output: Session,
}
