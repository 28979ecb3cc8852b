//! The format of everything that Baidu encrypts: AES in CBC mode over 16 random bytes, the length of the content in 4
//! bytes (big-endian), the content, the id of its receiver, and padding as in PKCS #7, but to 32 bytes. That size is
//! only in the sample code of Baidu's pages.

use super::constant_time::{difference, is_equal, is_less};
use crate::reply::json;
use cbc::Decryptor;
use cbc::cipher::consts::U16;
use cbc::cipher::{Array, BlockCipherDecrypt, BlockModeDecBackend, BlockModeDecClosure, BlockModeDecrypt as _};
use cbc::cipher::{BlockSizeUser, KeyInit, KeyIvInit as _, ParBlocks};

/// Decrypts `data` in place and returns its content, which is JSON; `None` if anything is wrong.
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

/// The number of bytes before the content: the random ones and the length.
const HEAD: usize = 20;
const LENGTH: std::ops::Range<usize> = 16..HEAD;

/// The longest padding.
const MAX_PADDING: u64 = 32;

/// Decrypts blocks in full batches; the last batch is filled up. Without AES instructions a single block takes as long
/// as a batch, and would need its own code.
struct InBatches<'a>(&'a mut [Array<u8, U16>]);

impl BlockSizeUser for InBatches<'_> {
    type BlockSize = U16;
}

impl BlockModeDecClosure for InBatches<'_> {
    fn call<B: BlockModeDecBackend<BlockSize = U16>>(self, backend: &mut B) {
        let (batches, rest) = Array::slice_as_chunks_mut(self.0);
        let mut last = ParBlocks::<B>::default();
        last.iter_mut().zip(&*rest).for_each(|(to, from)| *to = *from);
        for batch in batches.iter_mut().chain((!rest.is_empty()).then_some(&mut last)) {
            backend.decrypt_par_blocks_inplace(batch);
        }
        rest.iter_mut().zip(&last).for_each(|(to, from)| *to = *from);
    }
}

/// The content of decrypted data; `None` if anything is wrong.
///
/// The time must not show where an error is. So no branch and no memory access depends on decrypted bytes before the
/// verdict at the end, except that UTF-8 and JSON are parsed up to their first error. The lengths of the data and of
/// the owner's id are not secret.
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
    // All positions are compared: reading only the one that the padding gives would be a memory access by a secret.
    for (position, window) in (0..=MAX_PADDING).zip(plain.windows(owner.len()).rev()) {
        wrong |= is_equal(position, padding) & difference(window, owner);
    }

    // If the length is wrong, the content is parsed nevertheless, with a length that fits.
    let is_right = is_equal(wrong, 0);
    let length = usize::try_from((length & is_right) | (longest & !is_right)).ok()?;
    let content = plain.get(HEAD..)?.get(..length)?;
    let is_json = json::is_json(content);
    let text = std::str::from_utf8(content);
    if wrong == 0 && is_json { text.ok() } else { None }
}
