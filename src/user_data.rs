//! What `swan.getUserInfo` and `getPhoneNumber` give a mini program: the user's data, which only its server can read.
//!
//! <https://smartprogram.baidu.com/docs/develop/api/open/log_userdata/>. AES-192 in CBC mode under the session key
//! over 16 random bytes, the length of the content in 4 bytes (big-endian), the content, the AppKey, and padding as in
//! PKCS #7, but to 32 bytes: that size stands only in the sample code of Baidu's page.

use crate::endpoint::Params;
use crate::error::{Code, Error};
use crate::json;
use crate::secret::Secret;
use aes::Aes192Dec;
use base64ct::{Base64Unpadded, Encoding as _};
use cbc::Decryptor;
use cbc::cipher::consts::U16;
use cbc::cipher::{Array, BlockModeDecBackend, BlockModeDecClosure, BlockModeDecrypt as _};
use cbc::cipher::{BlockSizeUser, KeyIvInit as _, ParBlocks};
use std::hint::black_box;

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

    /// Reads the parameters; an error names the first one that is missing or wrong.
    pub fn from_params(params: &impl Params) -> Result<Self, Box<Error>> {
        Ok(Self {
            data: params.text(Self::NAME, "data")?.into(),
            iv: params.text(Self::NAME, "iv")?.into(),
            session_key: params.text(Self::NAME, "session_key")?.into(),
            client_id: params.text(Self::NAME, "client_id")?,
        })
    }

    /// The content, which is JSON.
    ///
    /// There is one error for all that can be wrong with it: whoever sends forged data must not learn how far it came.
    pub fn decrypt(&self) -> Result<Secret, Box<Error>> {
        let key = decode(&self.session_key).unwrap_or_default();
        let iv = decode(&self.iv).unwrap_or_default();
        self.content(&key, &iv).ok_or_else(|| {
            let error = Error::new(Code::DecryptFailed, Self::NAME);
            if is_usual(&iv, &key) { error } else { error.hint(OTHER_SESSION) }
        })
    }

    fn content(&self, key: &[u8], iv: &[u8]) -> Option<Secret> {
        let mut data = decode(&self.data)?;
        let (blocks, rest) = Array::slice_as_chunks_mut(&mut data);
        if !rest.is_empty() {
            return None;
        }
        Decryptor::<Aes192Dec>::new_from_slices(key, iv).ok()?.decrypt_with_backend(InBatches(blocks));
        content(&data, self.client_id.as_bytes()).map(Secret::from)
    }
}

const OTHER_SESSION: &str = "session_key does not belong to this data; log in again and decrypt with the new one.";

/// How many bytes stand before the content: random ones, and the length.
const HEAD: usize = 20;
const LENGTH: std::ops::Range<usize> = 16..HEAD;

/// The longest padding.
const MAX_PADDING: u64 = 32;

/// Base64 with or without its padding; bits that are left over need not be zero, as in every decoder of JavaScript.
fn decode(text: &Secret) -> Option<Vec<u8>> {
    let text = text.expose();
    let bare = text.trim_end_matches('=');
    // Filled up with zeros, the bits that are left over end in bytes of their own.
    let (fill, spare) = match bare.len() % 4 {
        0 => ("", 0),
        2 => ("AA", 2),
        3 => ("A", 1),
        _ => return None,
    };
    if text.len().saturating_sub(bare.len()) > spare {
        return None;
    }
    let mut bytes = Base64Unpadded::decode_vec(&[bare, fill].concat()).ok()?;
    bytes.truncate(bytes.len().saturating_sub(spare));
    Some(bytes)
}

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

/// Whether the iv is the first 16 bytes of the key, as in Baidu's sample, and by their form in all others that are
/// public; one that is not comes most likely from another session.
///
/// The answer shows in the hint, so it is for all 16 bytes at once: for fewer, or by its time, it would tell the key
/// byte by byte to whoever sends an iv.
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

/// Zero if two slices agree as far as the shorter one goes.
fn difference(a: &[u8], b: &[u8]) -> u64 {
    u64::from(black_box(a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b))))
}

/// All bits set if `a` is less than `b`, else none. Both must be below 2^63.
fn is_less(a: u64, b: u64) -> u64 {
    mask(a.wrapping_sub(b) >> 63)
}

/// All bits set if `a` is `b`, else none.
fn is_equal(a: u64, b: u64) -> u64 {
    let difference = a ^ b;
    mask((!difference & difference.wrapping_sub(1)) >> 63)
}

/// All bits set for 1, none for 0; the compiler is kept from making a branch of it.
fn mask(bit: u64) -> u64 {
    black_box(0_u64.wrapping_sub(bit))
}
