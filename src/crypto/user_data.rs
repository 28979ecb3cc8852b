//! The user's data that `swan.getUserInfo` and `getPhoneNumber` give a mini program; only its server can read it.
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_userdata/>. An envelope under the session key with AES-192,
//! which ends with the AppKey.

use super::constant_time::difference;
use super::{base64, envelope};
use crate::protocol::Params;
use crate::reply::{Code, Error};
use crate::secret::Secret;
use aes::Aes192Dec;

/// User data as the mini program hands it on, and what opens it.
#[derive(Clone, Debug)]
pub struct EncryptedUserData {
    /// The data, in base64: `data` of `swan.getUserInfo`, `encryptedData` of `getPhoneNumber`.
    pub data: Secret,
    /// The initialization vector that came with the data, in base64.
    pub iv: Secret,
    /// The key of the user's session.
    pub session_key: Secret,
    /// The app's AppKey, which the data must end with.
    pub client_id: String,
}

impl EncryptedUserData {
    /// The name of the call in JavaScript.
    pub const NAME: &'static str = "decryptUserData";

    /// The largest data that is decrypted unless the caller says otherwise, in bytes; Baidu's Java SDK refuses more.
    pub const MAX_BYTES: usize = 65_536;

    /// Reads the parameters; an error names the first one that is missing or wrong.
    pub fn from_params(params: &impl Params) -> Result<Self, Box<Error>> {
        Ok(Self {
            data: params.text(Self::NAME, "data")?.into(),
            iv: params.text(Self::NAME, "iv")?.into(),
            session_key: params.text(Self::NAME, "session_key")?.into(),
            client_id: params.text(Self::NAME, "client_id")?,
        })
    }

    /// The content, which is JSON, of data of at most [`Self::MAX_BYTES`].
    pub fn decrypt(&self) -> Result<Secret, Box<Error>> {
        self.decrypt_up_to(Self::MAX_BYTES)
    }

    /// The content, which is JSON, of data of at most `max_bytes`.
    ///
    /// A text that is not base64 is refused by name. For everything else there is one error: whoever sends forged data
    /// must not learn how far it came.
    pub fn decrypt_up_to(&self, max_bytes: usize) -> Result<Secret, Box<Error>> {
        // Four characters of base64 are three bytes.
        if self.data.expose().len() / 4 * 3 > max_bytes {
            let hint = "Pass data as the mini program got it, or raise maxBytes.";
            return Err(Error::invalid_argument(Self::NAME, "data", "data is larger than maxBytes", hint));
        }
        let mut data = Self::decode("data", &self.data)?;
        let iv = Self::decode("iv", &self.iv)?;
        let key = Self::decode("session_key", &self.session_key)?;
        envelope::open::<Aes192Dec>(&mut data, &key, &iv, self.client_id.as_bytes()).map(Secret::from).ok_or_else(
            || {
                let error = Error::new(Code::DecryptFailed, Self::NAME);
                if is_usual(&iv, &key) { error } else { error.hint(OTHER_SESSION) }
            },
        )
    }

    fn decode(name: &'static str, text: &Secret) -> Result<Vec<u8>, Box<Error>> {
        base64::decode(text.expose()).ok_or_else(|| {
            let message = [name, " is not base64"].concat();
            Error::invalid_argument(Self::NAME, name, message, base64::explain(text.expose()))
        })
    }
}

const OTHER_SESSION: &str = "session_key does not belong to this data; log in again and decrypt with the new one.";

/// Whether the iv is the first 16 bytes of the key, as in Baidu's sample, and by their form in all others that are
/// public; one that is not comes most likely from another session.
///
/// The answer shows in the hint, so it is for all 16 bytes at once: for fewer, or by its time, it would tell the key
/// byte by byte to whoever sends an iv.
fn is_usual(iv: &[u8], key: &[u8]) -> bool {
    iv.len() == 16 && key.len() == 24 && difference(iv, key) == 0
}
