//! Baidu's login calls, one file each.

mod get_access_token;
mod get_session_key;
mod get_unionid;
mod jscode2sessionkey;
mod nalogin_get_session_key_by_code;
mod session;
mod tp_get_session_key_by_code;
mod tp_get_unionid;

pub use get_access_token::{AccessToken, GetAccessToken};
pub use get_session_key::GetSessionKey;
pub use get_unionid::{GetUnionid, Unionid};
pub use jscode2sessionkey::Jscode2SessionKey;
pub use nalogin_get_session_key_by_code::NaloginGetSessionKeyByCode;
pub use session::Session;
pub use tp_get_session_key_by_code::TpGetSessionKeyByCode;
pub use tp_get_unionid::{TpGetUnionid, TpUnionid};
