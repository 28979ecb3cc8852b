//! Information for a third-party platform (第三方平台) about a mini program that has authorized it.
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>. Its table and its sample disagree about the types of half a dozen
//! fields; none but `app_id` and `app_key` must be there.

use crate::reply::Absent;
use crate::secret::Secret;

endpoint! {
    /// Gets information about the mini program.
    pub struct TpGetAppInfo {
        /// The authorized mini program's access token (`45.…`).
        pub access_token: Secret,
    }
    name: "tpGetAppInfo",
    credential: AppToken,
    send: Get Openapi "/rest/2.0/smartapp/app/info",
    query: { access_token },
    form: {},
    output: AppInfo,
}

output! {
    /// The output of [`TpGetAppInfo`].
    pub struct AppInfo {
        /// The mini program's App ID, digits.
        pub app_id: String = Digits("app_id"),
        /// Its AppKey, with which its user data decrypts; `app_key` on the wire.
        pub client_id: String = Text("app_key"),
        /// Its name, `app_name` on the wire; empty if it has none yet.
        pub name: String = Text("app_name") or Absent::Empty,
        /// What the platform may do for it: `scope_name` of each `auth_info`.
        pub scopes: Vec<String> = Texts("auth_info", "scope_name"),
        /// Its description of itself, `app_desc` on the wire.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String> = Text("app_desc"),
        /// Its pictures, JSON as Baidu writes it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub photo_addr: Option<String> = Text("photo_addr"),
    }
}
