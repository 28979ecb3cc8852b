//! User data from `swan.getUserInfo` and `getPhoneNumber`, which only the app's server can decrypt.
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_userdata/>. An envelope under the session key with AES-192,
//! which ends with the AppKey.

use super::constant_time::difference;
use super::{base64, envelope};
use crate::protocol::Params;
use crate::reply::{Code, Error};
use crate::secret::Secret;
use aes::Aes192Dec;

/// Encrypted user data from the mini program, and everything needed to decrypt it.
#[derive(Clone, Debug)]
pub struct EncryptedUserData {
    /// The data, in base64: `data` of `swan.getUserInfo`, `encryptedData` of `getPhoneNumber`.
    pub data: Secret,
    /// The initialization vector that came with the data, in base64.
    pub iv: Secret,
    /// The key of the user's session at the time when the mini program got the data.
    pub session_key: Secret,
    /// The app's AppKey. The decrypted data must end with it.
    pub client_id: String,
}

impl EncryptedUserData {
    /// The name of the call in JavaScript.
    pub const NAME: &'static str = "decryptUserData";

    /// The default of the largest data to decrypt, in bytes. Baidu's Java SDK has the same limit.
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

    /// Decrypts data of at most [`Self::MAX_BYTES`]. The result is JSON.
    pub fn decrypt(&self) -> Result<Secret, Box<Error>> {
        self.decrypt_up_to(Self::MAX_BYTES)
    }

    /// Decrypts data of at most `max_bytes`. The result is JSON.
    ///
    /// If a parameter is not base64, the error names it. All other failures are the same error, so that an attacker
    /// learns nothing from forged data.
    pub fn decrypt_up_to(&self, max_bytes: usize) -> Result<Secret, Box<Error>> {
        if base64::decoded_len(self.data.expose()) > max_bytes {
            let hint = "Pass data as the mini program got it, or raise maxBytes.";
            return Err(Error::invalid_argument(Self::NAME, "data", "data is larger than maxBytes", hint));
        }
        let mut data = Self::decode("data", &self.data)?;
        let iv = Self::decode("iv", &self.iv)?;
        let key = Self::decode("session_key", &self.session_key)?;
        let content = envelope::open::<Aes192Dec>(&mut data, &key, &iv, self.client_id.as_bytes());
        content.map(Secret::from).ok_or_else(|| {
            let error = Error::new(Code::DecryptFailed, Self::NAME);
            if is_usual(&iv, &key) { error } else { error.hint(OTHER_SESSION) }
        })
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
/// The hint shows the result. So it is computed for all 16 bytes and in constant time: otherwise an attacker who sends
/// ivs could find the key byte by byte.
fn is_usual(iv: &[u8], key: &[u8]) -> bool {
    iv.len() == 16 && key.len() == 24 && key.get(..16).is_some_and(|start| difference(iv, start) == 0)
}
