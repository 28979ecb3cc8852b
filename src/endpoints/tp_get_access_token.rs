//! The access token of a third-party platform (第三方平台).
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>. Baidu pushes a new ticket every 10 minutes; the call stands under
//! `/public`, unlike all others.

use super::AccessToken;
use crate::secret::Secret;

endpoint! {
    /// Gets the platform's access token (`42.…`).
    pub struct TpGetAccessToken {
        /// The platform's key (TP key); not a mini program's AppKey.
        pub client_id: String,
        /// The newest ticket that Baidu has pushed.
        pub ticket: Secret,
    }
    name: "tpGetAccessToken",
    credential: Ticket,
    send: Get Openapi "/public/2.0/smartapp/auth/tp/token",
    query: { client_id, ticket },
    form: {},
    output: AccessToken,
}
