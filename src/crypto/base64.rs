use crate::protocol::trim;
use base64ct::{Base64Unpadded, Encoding as _};

/// Decodes base64, with or without padding. Unused bits at the end need not be zero, as in JavaScript's decoders. White
/// space around the text is ignored, unless it may have been part of the text.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    if may_have_lost_plus(text) {
        return None;
    }
    let text = trim(text);
    let bare = text.trim_end_matches('=');
    // The decoder wants unused bits to be zero. Appended zeros (`A`) move them into extra bytes, which are dropped
    // below.
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

/// The number of bytes that a text encodes, if it is base64.
pub fn decoded_len(text: &str) -> usize {
    let bare = trim(text).trim_end_matches('=').len();
    // Four characters encode three bytes, three encode two, and two encode one.
    (bare / 4).saturating_mul(3).saturating_add((bare % 4).saturating_sub(1))
}

/// Whether a space at an end of the text may have been a `+`, which forms decode to a space. Complete base64 has groups
/// of four characters.
fn may_have_lost_plus(text: &str) -> bool {
    // In this order, because nearly every text is complete and need not be searched.
    !trim(text).len().is_multiple_of(4) && text.contains(' ')
}

/// What probably happened to a text that is not base64. Uses only its format, which is not secret.
pub fn explain(text: &str) -> &'static str {
    let has_one_of = |characters: &[u8]| trim(text).bytes().any(|found| characters.contains(&found));
    if trim(text).starts_with("data:") {
        "It is a data: URL: pass the part after the comma."
    } else if has_one_of(b"{[") {
        "It is JSON, or an object as text: pass the string that is in it."
    } else if has_one_of(b"%") {
        "It is percent-encoded: decode it once more, or send it as JSON."
    } else if has_one_of(b"&") {
        "It has &: decode the HTML entities (&#43; is +), or split the form at each &."
    } else if has_one_of(b"\\") {
        "It has backslashes: decode the JSON that it comes from with JSON.parse."
    } else if has_one_of(b"\"'") {
        "It has quotes around it: remove them."
    } else if has_one_of(b"\r\n") {
        "It has line breaks: remove them."
    } else if has_one_of(b" ") || may_have_lost_plus(text) {
        "It has spaces: a form turned each + into one; encode it with encodeURIComponent, or send it as JSON."
    } else if has_one_of(b"-_") {
        "It has - or _, as the URL-safe alphabet: replace them by + and /."
    } else if !text.is_ascii() {
        "It has characters that are not ASCII, such as invisible or full-width ones: copy it again."
    } else {
        "Pass it whole, as the mini program got it, or as the login gave it."
    }
}
