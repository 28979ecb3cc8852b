//! What Baidu encrypts, whatever it is: AES in CBC mode over 16 random bytes, the length of the content in 4 bytes
//! (big-endian), the content, the id of the one it is for, and padding as in PKCS #7, but to 32 bytes: that size stands
//! only in the sample code of Baidu's pages.

use super::constant_time::{difference, is_equal, is_less};
use crate::reply::json;
use cbc::Decryptor;
use cbc::cipher::consts::U16;
use cbc::cipher::{Array, BlockCipherDecrypt, BlockModeDecBackend, BlockModeDecClosure, BlockModeDecrypt as _};
use cbc::cipher::{BlockSizeUser, KeyInit, KeyIvInit as _, ParBlocks};

/// The content of `data`, which is JSON, if all is as it must be. `data` is decrypted in its place.
pub fn open<'a, Cipher>(data: &'a mut [u8], key: &[u8], iv: &[u8], owner: &[u8]) -> Option<&'a str>
where
    Cipher: BlockCipherDecrypt<BlockSize = U16> + KeyInit,
{
    let (blocks, rest) = Array::slice_as_chunks_mut(data);
    if !rest.is_empty() {
        return None;
    }
    Decryptor::<Cipher>::new_from_slices(key, iv).ok()?.decrypt_with_backend(InBatches(blocks));
    content(data, owner)
}

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

/// The content of decrypted data, if all is as it must be.
///
/// Until the verdict at the end nothing branches, and no memory is looked up, by what was decrypted, save that UTF-8
/// and JSON are read as far as they are such: the place of an error must not show in the time. The lengths of the data
/// and of the owner's id are no secrets.
fn content<'a>(plain: &'a [u8], owner: &[u8]) -> Option<&'a str> {
    let longest = plain.len().checked_sub(HEAD)?.checked_sub(owner.len())? as u64;
    if owner.is_empty() {
        return None; // It would be found anywhere.
    }
    let length = u64::from(u32::from_be_bytes(plain.get(LENGTH)?.try_into().ok()?));
    let padding = u64::from(*plain.last()?);

    let mut wrong = is_less(padding, 1) | is_less(MAX_PADDING, padding);
    wrong |= length.wrapping_add(padding) ^ longest;
    for (position, &byte) in (0..MAX_PADDING).zip(plain.iter().rev()) {
        wrong |= is_less(position, padding) & (u64::from(byte) ^ padding);
    }
    // Looking only where the padding says that the id ends would be a look-up by a secret.
    for (position, window) in (0..=MAX_PADDING).zip(plain.windows(owner.len()).rev()) {
        wrong |= is_equal(position, padding) & difference(window, owner);
    }

    // A content that is not as long as it says is read all the same, at a length that fits.
    let is_right = is_equal(wrong, 0);
    let length = usize::try_from((length & is_right) | (longest & !is_right)).ok()?;
    let content = plain.get(HEAD..)?.get(..length)?;
    let is_json = json::is_json(content);
    let text = std::str::from_utf8(content);
    if wrong == 0 && is_json { text.ok() } else { None }
}
