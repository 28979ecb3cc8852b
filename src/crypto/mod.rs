//! Decryption of data that Baidu encrypts for the server of an app or of a platform.

mod base64;
mod constant_time;
mod envelope;
mod push;
mod sha1;
mod user_data;

pub use push::EncryptedPush;
pub use user_data::EncryptedUserData;
