//! Information for a third-party platform (第三方平台) about a mini program that has authorized it.
//!
//! <https://smartprogram.baidu.com/docs/third/pro/>. Its table and its sample disagree about the types of half a dozen
//! fields; none but `app_id` and `app_key` must be there.

use super::Output;
use crate::reply::{Number, Reply};
use crate::secret::Secret;
use serde::Serialize;

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

/// The output of [`TpGetAppInfo`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppInfo {
    /// The mini program's App ID, digits.
    pub app_id: String,
    /// Its AppKey, with which its user data is decrypted; `app_key` on the wire.
    pub client_id: String,
    /// Its name, `app_name` on the wire; empty if it has none yet.
    pub name: String,
    /// The permissions of the platform: `scope_name` of each `auth_info`.
    pub scopes: Vec<String>,
    /// Its description, `app_desc` on the wire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its pictures, JSON as Baidu writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_addr: Option<String>,
    /// Its state, a number of Baidu's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Number>,
    /// The legal entity (主体) behind it; users have one unionid in all of its mini programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Qualification>,
}

/// A legal entity (主体), and whether Baidu has verified it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Qualification {
    /// Its name.
    pub name: String,
    /// Its kind, a number of Baidu's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<Number>,
    /// The state of its verification, a number of Baidu's; `satus` in Baidu's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Number>,
}

impl Output for AppInfo {
    fn read(reply: &Reply) -> Option<Self> {
        let qualification = |names| reply.nested("qualification", names).into_iter().next();
        Some(Self {
            app_id: reply.digits("app_id")?,
            client_id: reply.text(&["app_key"])?,
            name: reply.text(&["app_name"]).unwrap_or_default(),
            scopes: reply.nested("auth_info", &["scope_name"]),
            description: reply.text(&["app_desc"]),
            photo_addr: reply.text(&["photo_addr"]),
            status: reply.number("status"),
            qualification: qualification(&["name"]).map(|name| Qualification {
                name,
                r#type: qualification(&["type"]).map(Number::read),
                status: qualification(&["status", "satus"]).map(Number::read),
            }),
        })
    }
}
