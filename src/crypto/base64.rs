use base64ct::{Base64Unpadded, Encoding as _};

/// Decodes base64, with or without padding. Unused bits at the end need not be zero, as in JavaScript's decoders. White
/// space around the text is ignored.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
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

/// What probably happened to a text that is not base64. Uses only its format, which is not secret.
pub fn explain(text: &str) -> &'static str {
    let has = |byte: u8| text.trim().bytes().any(|found| found == byte);
    if has(b'%') {
        "It is percent-encoded: decode it once more, or send it as JSON."
    } else if has(b' ') {
        "It has spaces: a form turned each + into one; encode it with encodeURIComponent, or send it as JSON."
    } else if has(b'\n') {
        "It has line breaks: remove them."
    } else if has(b'"') || has(b'\'') {
        "It has quotes around it: remove them."
    } else if has(b'-') || has(b'_') {
        "It has - or _, as the URL-safe alphabet: replace them by + and /."
    } else {
        "Pass it whole, as the mini program got it, or as the login gave it."
    }
}
