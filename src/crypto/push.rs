//! Messages that Baidu pushes to a third-party platform (第三方平台): tickets, and changes of authorizations.
//!
//! <https://smartprogram.baidu.com/docs/third/deciphering/>. An envelope under the platform's key with AES-256, which
//! ends with the platform's `client_id`, and a signature with SHA-1. The page says neither how the content is laid out
//! nor what the initialization vector is; that comes from code that is in use.

use super::constant_time::difference;
use super::{base64, envelope};
use crate::protocol::Params;
use crate::reply::{Code, Error, Reply};
use crate::secret::Secret;
use aes::Aes256Dec;
use sha1::{Digest as _, Sha1};

/// An encrypted message, and everything needed to decrypt it.
#[derive(Clone, Debug)]
pub struct EncryptedPush {
    /// The body of Baidu's request: JSON with `Nonce`, `TimeStamp`, `Encrypt` and `MsgSignature`.
    pub body: Secret,
    /// The token that signs (消息校验 Token).
    pub token: Secret,
    /// The key that encrypts (消息加解密 Key), 43 letters and digits. Several while it is being changed.
    pub aes_keys: Vec<Secret>,
    /// The platform's key (TP key), which the message must end with.
    pub client_id: String,
}

impl EncryptedPush {
    /// The name of the call in JavaScript.
    pub const NAME: &'static str = "decryptPush";

    /// Reads the parameters; an error names the first one that is missing or wrong.
    pub fn from_params(params: &impl Params) -> Result<Self, Box<Error>> {
        let aes_keys = params.texts(Self::NAME, "aesKey")?;
        Ok(Self {
            body: params.text(Self::NAME, "body")?.into(),
            token: params.text(Self::NAME, "token")?.into(),
            aes_keys: aes_keys.into_iter().map(Secret::from).collect(),
            client_id: params.text(Self::NAME, "client_id")?,
        })
    }

    /// Decrypts the message, which is JSON.
    ///
    /// If the body is not a push or a key is not one, the error names it. All other failures are the same error, so
    /// that an attacker learns nothing from a forged push.
    pub fn decrypt(&self) -> Result<Secret, Box<Error>> {
        let keys = self.aes_keys.iter().map(read_key).collect::<Result<Vec<_>, _>>()?;
        let push = SignedText::read(self.body.expose())?;
        let message = || {
            if !push.is_signed_with(self.token.expose()) {
                return None;
            }
            let data = base64::decode(&push.encrypt)?;
            keys.iter().find_map(|key| {
                let iv = key.get(..16)?;
                envelope::open::<Aes256Dec>(&mut data.clone(), key, iv, self.client_id.as_bytes()).map(Secret::from)
            })
        };
        message().ok_or_else(|| Error::new(Code::DecryptFailed, Self::NAME).message(FORGED).hint(CONFIGURATION))
    }
}

const FORGED: &str = "the push is not Baidu's, or not for this platform";
const CONFIGURATION: &str = "Refuse it with 403. If every push fails, compare token (消息校验 Token), aesKey (消息加解密 Key) and client_id (TP key) with Baidu's console.";

/// The bytes of a key. Its 43 characters of base64 leave two bits over, which need not be zero.
fn read_key(text: &Secret) -> Result<Vec<u8>, Box<Error>> {
    let text = text.expose();
    let is_key = text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_key.then(|| base64::decode(text)).flatten().ok_or_else(|| {
        let hint = "Pass the 消息加解密 Key of Baidu's console as it stands there.";
        Error::invalid_argument(EncryptedPush::NAME, "aesKey", "aesKey is not 43 letters and digits", hint)
    })
}

/// The parts of a push.
struct SignedText {
    nonce: String,
    timestamp: String,
    encrypt: String,
    signature: String,
}

impl SignedText {
    fn read(body: &str) -> Result<Self, Box<Error>> {
        let reply = Reply::read(body);
        let part = |name| reply.written(&[name]).map(str::to_owned);
        let read = || {
            Some(Self {
                nonce: part("Nonce")?,
                timestamp: part("TimeStamp")?,
                encrypt: part("Encrypt")?,
                signature: part("MsgSignature")?,
            })
        };
        read().ok_or_else(|| {
            let hint =
                "Pass the body of Baidu's POST as it came: JSON with Nonce, TimeStamp, Encrypt and MsgSignature.";
            Error::invalid_argument(EncryptedPush::NAME, "body", "body is not a push", hint)
        })
    }

    fn is_signed_with(&self, token: &str) -> bool {
        let mut parts = [token, &self.timestamp, &self.nonce, &self.encrypt];
        parts.sort_unstable();
        let mut hash = Sha1::new();
        parts.iter().for_each(|part| hash.update(part));
        let signature = hex(&hash.finalize());
        self.signature.len() == signature.len() && difference(self.signature.as_bytes(), &signature) == 0
    }
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| DIGITS.get(usize::from(digit)).copied())
        .collect()
}
