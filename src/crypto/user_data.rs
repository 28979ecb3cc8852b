//! User data from `swan.getUserInfo` and `getPhoneNumber`, which only the app's server can decrypt.
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_userdata/>. AES-192 in CBC mode under the session key
//! over 16 random bytes, the length of the content in 4 bytes (big-endian), the content, the AppKey, and padding as in
//! PKCS #7, but to 32 bytes: that size stands only in the sample code of Baidu's page.

use super::base64;
use super::constant_time::{difference, is_equal, is_less};
use crate::protocol::Params;
use crate::reply::{Code, Error, json};
use crate::secret::Secret;
use aes::Aes192Dec;
use cbc::Decryptor;
use cbc::cipher::consts::U16;
use cbc::cipher::{Array, BlockModeDecBackend, BlockModeDecClosure, BlockModeDecrypt as _};
use cbc::cipher::{BlockSizeUser, KeyIvInit as _, ParBlocks};

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
        // Four characters of base64 encode three bytes.
        if self.data.expose().len() / 4 * 3 > max_bytes {
            let hint = "Pass data as the mini program got it, or raise maxBytes.";
            return Err(Error::invalid_argument(Self::NAME, "data", "data is larger than maxBytes", hint));
        }
        let mut data = Self::decode("data", &self.data)?;
        let iv = Self::decode("iv", &self.iv)?;
        let key = Self::decode("session_key", &self.session_key)?;
        decrypt_blocks(&mut data, &key, &iv)
            .and_then(|()| content(&data, self.client_id.as_bytes()))
            .map(Secret::from)
            .ok_or_else(|| {
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

fn decrypt_blocks(data: &mut [u8], key: &[u8], iv: &[u8]) -> Option<()> {
    let (blocks, rest) = Array::slice_as_chunks_mut(data);
    if !rest.is_empty() {
        return None;
    }
    Decryptor::<Aes192Dec>::new_from_slices(key, iv).ok()?.decrypt_with_backend(InBatches(blocks));
    Some(())
}

const OTHER_SESSION: &str = "session_key does not belong to this data; log in again and decrypt with the new one.";

/// How many bytes stand before the content: random ones, and the length.
const HEAD: usize = 20;
const LENGTH: std::ops::Range<usize> = 16..HEAD;

/// The longest padding.
const MAX_PADDING: u64 = 32;

/// Blocks that are decrypted in whole batches, the last one filled up. Without AES instructions a single block takes as
/// long as a batch, and as much code again.
struct InBatches<'a>(&'a mut [Array<u8, U16>]);

impl BlockSizeUser for InBatches<'_> {
    type BlockSize = U16;
}

impl BlockModeDecClosure for InBatches<'_> {
    fn call<B: BlockModeDecBackend<BlockSize = U16>>(self, backend: &mut B) {
        let mut batch = ParBlocks::<B>::default();
        for blocks in self.0.chunks_mut(batch.len()) {
            batch.iter_mut().zip(&*blocks).for_each(|(to, from)| *to = *from);
            backend.decrypt_par_blocks_inplace(&mut batch);
            blocks.iter_mut().zip(&batch).for_each(|(to, from)| *to = *from);
        }
    }
}

/// Whether the iv is the first 16 bytes of the key, as in Baidu's sample. Any other iv is probably from another
/// session.
///
/// The hint shows the result. So it is computed for all 16 bytes and in constant time: otherwise an attacker who sends
/// ivs could find the key byte by byte.
fn is_usual(iv: &[u8], key: &[u8]) -> bool {
    iv.len() == 16 && key.len() == 24 && difference(iv, key) == 0
}

/// The content of decrypted data, if all is as it must be.
///
/// Until the verdict at the end nothing branches, and no memory is looked up, by what was decrypted, save that UTF-8
/// and JSON are read as far as they are such: the place of an error must not show in the time. The lengths of the data
/// and of the AppKey are no secrets.
fn content<'a>(plain: &'a [u8], app_key: &[u8]) -> Option<&'a str> {
    let longest = plain.len().checked_sub(HEAD)?.checked_sub(app_key.len())? as u64;
    if app_key.is_empty() {
        return None; // It would be found anywhere.
    }
    let length = u64::from(u32::from_be_bytes(plain.get(LENGTH)?.try_into().ok()?));
    let padding = u64::from(*plain.last()?);

    let mut wrong = is_less(padding, 1) | is_less(MAX_PADDING, padding);
    wrong |= length.wrapping_add(padding) ^ longest;
    for (position, &byte) in (0..MAX_PADDING).zip(plain.iter().rev()) {
        wrong |= is_less(position, padding) & (u64::from(byte) ^ padding);
    }
    // Looking only where the padding says that the AppKey ends would be a look-up by a secret.
    for (position, window) in (0..=MAX_PADDING).zip(plain.windows(app_key.len()).rev()) {
        wrong |= is_equal(position, padding) & difference(window, app_key);
    }

    // A content that is not as long as it says is read all the same, at a length that fits.
    let is_right = is_equal(wrong, 0);
    let length = usize::try_from((length & is_right) | (longest & !is_right)).ok()?;
    let content = plain.get(HEAD..)?.get(..length)?;
    let is_json = json::is_json(content);
    let text = std::str::from_utf8(content);
    if wrong == 0 && is_json { text.ok() } else { None }
}
