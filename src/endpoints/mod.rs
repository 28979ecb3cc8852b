//! Baidu's login calls, and those of a third-party platform that lead to them, one file and one declaration each.

#[macro_use]
mod declare;
#[macro_use]
mod output;
mod app_token;
mod get_access_token;
mod get_session_key;
mod get_unionid;
mod jscode2sessionkey;
mod nalogin_get_session_key_by_code;
mod session;
mod tp_create_pre_auth_code;
mod tp_get_access_token;
mod tp_get_app_info;
mod tp_get_app_token;
mod tp_get_session_key_by_code;
mod tp_get_unionid;
mod tp_refresh_app_token;
mod tp_retrieve_authorization_code;

pub use app_token::AppToken;
pub use get_access_token::{AccessToken, GetAccessToken};
pub use get_session_key::GetSessionKey;
pub use get_unionid::{GetUnionid, Unionid};
pub use jscode2sessionkey::Jscode2SessionKey;
pub use nalogin_get_session_key_by_code::NaloginGetSessionKeyByCode;
pub use session::Session;
pub use tp_create_pre_auth_code::{PreAuthCode, TpCreatePreAuthCode};
pub use tp_get_access_token::TpGetAccessToken;
pub use tp_get_app_info::{AppInfo, TpGetAppInfo};
pub use tp_get_app_token::TpGetAppToken;
pub use tp_get_session_key_by_code::TpGetSessionKeyByCode;
pub use tp_get_unionid::{TpGetUnionid, TpUnionid};
pub use tp_refresh_app_token::TpRefreshAppToken;
pub use tp_retrieve_authorization_code::{AuthorizationCode, TpRetrieveAuthorizationCode};

use crate::protocol::{Call, Hosts, Params, Request, Response};
use crate::reply::{Error, Output};

/// A call to Baidu: a value has the parameters and builds the request; the type parses the response.
pub trait Endpoint: Sized {
    /// The result of the call.
    type Output: Output;

    /// The declaration.
    const CALL: Call;

    /// Reads the parameters; an error names the first one that is missing or wrong.
    fn from_params(params: &dyn Params) -> Result<Self, Box<Error>>;

    /// The values of the parameters, in the order of [`Self::CALL`].
    fn values(&self) -> Vec<&str>;

    /// The request to send.
    fn request(&self, hosts: &Hosts) -> Request {
        Self::CALL.request(&self.values(), hosts)
    }

    /// Parses the response, whatever its status. It is a success if it has the output and no error number.
    fn parse(response: &Response) -> Result<Self::Output, Box<Error>> {
        Self::CALL.parse(response).map(Self::Output::from_record)
    }
}

/// The declaration of every call. JavaScript uses the index in this list.
pub static CALLS: [Call; 13] = [
    Jscode2SessionKey::CALL,
    GetSessionKey::CALL,
    GetUnionid::CALL,
    GetAccessToken::CALL,
    TpGetSessionKeyByCode::CALL,
    TpGetUnionid::CALL,
    NaloginGetSessionKeyByCode::CALL,
    TpGetAccessToken::CALL,
    TpCreatePreAuthCode::CALL,
    TpGetAppToken::CALL,
    TpRefreshAppToken::CALL,
    TpGetAppInfo::CALL,
    TpRetrieveAuthorizationCode::CALL,
];
