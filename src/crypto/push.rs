//! Messages that Baidu pushes to a third-party platform (第三方平台): tickets, and changes of authorizations.
//!
//! <https://smartprogram.baidu.com/docs/third/deciphering/>. An envelope under the platform's key with AES-256, which
//! ends with the platform's `client_id`, and a signature with SHA-1. The page says neither how the content is laid out
//! nor what the initialization vector is; that comes from code that is in use.

use super::constant_time::difference;
use super::sha1::sha1;
use super::{base64, envelope};
use crate::protocol::Params;
use crate::reply::{Code, Error, Reply};
use crate::secret::Secret;
use aes::Aes256Dec;

/// An encrypted message, and everything needed to decrypt it.
#[derive(Clone, Debug)]
pub struct EncryptedPush {
    /// The body of Baidu's request: JSON with `Nonce`, `TimeStamp`, `Encrypt` and `MsgSignature`.
    pub body: Secret,
    /// The token that signs (消息校验 Token).
    pub token: Secret,
    /// The key that encrypts (消息加解密 Key), 43 letters and digits.
    pub aes_key: Secret,
    /// The platform's key (TP key), which the message must end with.
    pub client_id: String,
}

impl EncryptedPush {
    /// The name of the call in JavaScript.
    pub const NAME: &'static str = "decryptPush";

    /// Reads the parameters; an error names the first one that is missing or wrong.
    pub fn from_params(params: &impl Params) -> Result<Self, Box<Error>> {
        Ok(Self {
            body: params.text(Self::NAME, "body")?.into(),
            token: params.text(Self::NAME, "token")?.into(),
            aes_key: params.text(Self::NAME, "aesKey")?.into(),
            client_id: params.text(Self::NAME, "client_id")?,
        })
    }

    /// Decrypts the message, which is JSON.
    ///
    /// A body that is no push, and a key that cannot be one are refused by name. For everything else there is one
    /// error: whoever sends a forged push must not learn how far it came.
    pub fn decrypt(&self) -> Result<Secret, Box<Error>> {
        let key = read_key(self.aes_key.expose())?;
        let reply = Reply::read(self.body.expose());
        let push = SignedText::read(&reply)?;
        let message = || {
            if !push.is_signed_with(self.token.expose()) {
                return None;
            }
            let mut data = base64::decode(push.encrypt)?;
            envelope::open::<Aes256Dec>(&mut data, &key, key.get(..16)?, self.client_id.as_bytes()).map(Secret::from)
        };
        message().ok_or_else(|| Error::new(Code::DecryptFailed, Self::NAME).message(FORGED).hint(CONFIGURATION))
    }
}

const FORGED: &str = "the push is not Baidu's, or not for this platform";
const CONFIGURATION: &str = "Refuse it. If all pushes fail, compare token, aesKey and client_id with Baidu's console.";

/// The bytes of a key. Its 43 characters of base64 leave two bits over, which need not be zero.
fn read_key(text: &str) -> Result<Vec<u8>, Box<Error>> {
    let is_key = text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_key.then(|| base64::decode(text)).flatten().ok_or_else(|| {
        let hint = "Pass the 消息加解密 Key of Baidu's console.";
        Error::invalid_argument(EncryptedPush::NAME, "aesKey", "aesKey is not 43 letters and digits", hint)
    })
}

/// The parts of a push.
struct SignedText<'a> {
    nonce: &'a str,
    timestamp: &'a str,
    encrypt: &'a str,
    signature: &'a str,
}

impl<'a> SignedText<'a> {
    fn read(body: &'a Reply) -> Result<Self, Box<Error>> {
        let part = |name| body.written(&[name]);
        let read = || {
            Some(Self {
                nonce: part("Nonce")?,
                timestamp: part("TimeStamp")?,
                encrypt: part("Encrypt")?,
                signature: part("MsgSignature")?,
            })
        };
        read().ok_or_else(|| {
            let hint = "Pass the body of Baidu's POST whole.";
            Error::invalid_argument(EncryptedPush::NAME, "body", "body is not a push", hint)
        })
    }

    fn is_signed_with(&self, token: &str) -> bool {
        let mut parts = [token, self.timestamp, self.nonce, self.encrypt];
        parts.sort_unstable();
        let signature = hex(sha1(parts.concat().as_bytes()));
        self.signature.len() == signature.len() && difference(self.signature.as_bytes(), &signature) == 0
    }
}

fn hex(bytes: [u8; 20]) -> [u8; 40] {
    let digit = |number: u8| if number < 10 { number.wrapping_add(b'0') } else { number.wrapping_add(b'a' - 10) };
    let mut text = [0; 40];
    for (pair, byte) in text.as_chunks_mut().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    text
}
