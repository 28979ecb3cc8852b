//! Baidu's login calls, and those of a third-party platform that lead to them, one file and one declaration each.

mod app_token;
#[macro_use]
mod declare;
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
pub use tp_get_app_info::{AppInfo, Qualification, TpGetAppInfo};
pub use tp_get_app_token::TpGetAppToken;
pub use tp_get_session_key_by_code::TpGetSessionKeyByCode;
pub use tp_get_unionid::{TpGetUnionid, TpUnionid};
pub use tp_refresh_app_token::TpRefreshAppToken;
pub use tp_retrieve_authorization_code::{AuthorizationCode, TpRetrieveAuthorizationCode};

use crate::protocol::{Call, Hosts, Params, Request, Response};
use crate::reply::{Error, Reply, classify_reply};
use serde::Serialize;

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
        parse(&Self::CALL, response, Self::Output::read)
    }
}

/// The result of a call. `Serialize` writes it for JavaScript, including secrets.
pub trait Output: Serialize + Sized {
    /// The output, if `reply` has all of it.
    fn read(reply: &Reply) -> Option<Self>;
}

/// Every endpoint. JavaScript uses the index in this list.
macro_rules! all_endpoints {
    ($list:ident) => {
        $list![
            Jscode2SessionKey,
            GetSessionKey,
            GetUnionid,
            GetAccessToken,
            TpGetSessionKeyByCode,
            TpGetUnionid,
            NaloginGetSessionKeyByCode,
            TpGetAccessToken,
            TpCreatePreAuthCode,
            TpGetAppToken,
            TpRefreshAppToken,
            TpGetAppInfo,
            TpRetrieveAuthorizationCode,
        ]
    };
}
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(crate) use all_endpoints;

macro_rules! calls {
    ($($endpoint:ident,)+) => { &[$( $endpoint::CALL, )+] };
}

/// The declaration of every call. JavaScript uses the index in this list.
pub const CALLS: &[Call] = all_endpoints!(calls);

/// Parses a response of `call`. Not a method of the trait, so that one copy serves all endpoints.
pub(crate) fn parse<T>(call: &Call, response: &Response, output: fn(&Reply) -> Option<T>) -> Result<T, Box<Error>> {
    let reply = Reply::read(&response.body);
    let output = if reply.has_error_number() { None } else { output(&reply) };
    output.ok_or_else(|| {
        let secrets = reply.secrets();
        let baidu = reply.into_baidu();
        let mut error = classify_reply(call.name, call.credential, response.status, &response.body, baidu);
        error.redact(&secrets);
        error
    })
}
