//! The code with which a third-party platform (第三方平台) opens Baidu's authorization page.
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>

use crate::secret::Secret;

endpoint! {
    /// Gets a pre-authorization code.
    pub struct TpCreatePreAuthCode {
        /// The platform's access token (`42.…`).
        pub access_token: Secret,
    }
    name: "tpCreatePreAuthCode",
    credential: PlatformToken,
    send: Get Openapi "/rest/2.0/smartapp/tp/createpreauthcode",
    query: { access_token },
    form: {},
    output: PreAuthCode,
}

output! {
    /// The output of [`TpCreatePreAuthCode`].
    pub struct PreAuthCode {
        /// The code, a part of the authorization page's URL.
        #[serde(serialize_with = "Secret::reveal")]
        pub pre_auth_code: Secret = Text("pre_auth_code"),
        /// Its lifetime in seconds; 1,200 at the time of writing.
        pub expires_in: u32 = Lifetime("expires_in"),
    }
}
