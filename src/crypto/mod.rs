//! What Baidu encrypts for an app's server.

mod base64;
mod constant_time;
mod user_data;

pub use user_data::EncryptedUserData;
