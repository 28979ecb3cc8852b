//! Login, first party, at its old address.
//!
//! Superseded by `jscode2sessionkey`, whose page asks developers to change the address. Whether this one still answers
//! is not documented; Baidu's own demo called it in 2021.

use super::Session;
use crate::secret::Secret;

endpoint! {
    /// Exchanges a login code for a session at the old address. Use [`super::Jscode2SessionKey`] instead.
    pub struct NaloginGetSessionKeyByCode {
        /// From `swan.login`; works once.
        pub code: Secret,
        /// The app's AppKey; not its App ID.
        pub client_id: String,
        /// The app's AppSecret.
        pub sk: Secret,
    }
    name: "naloginGetSessionKeyByCode",
    credential: Code,
    send: Post Openapi "/nalogin/getSessionKeyByCode",
    query: {},
    form: { code, client_id, sk },
    output: Session,
}
