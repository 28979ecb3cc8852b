//! Base64 without look-up tables and branches on letters, so that the time does not depend on a key.

use crate::protocol::trim;

/// Decodes base64, with or without padding. Unused bits at the end need not be zero, as in JavaScript's decoders. White
/// space around the text is ignored, unless it may have been part of the text.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    if may_have_lost_plus(text) {
        return None;
    }
    let text = trim(text);
    let bare = text.trim_end_matches('=');
    let spare = match bare.len() % 4 {
        0 => 0,
        2 => 2,
        3 => 1,
        _ => return None,
    };
    if text.len().saturating_sub(bare.len()) > spare {
        return None;
    }
    let (groups, rest) = bare.as_bytes().as_chunks();
    let mut last = *b"AAAAAAAA";
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mut bytes = vec![0; groups.len().saturating_add(1).saturating_mul(6)];
    let mut wrong = 0;
    for (letters, bytes) in groups.iter().chain([&last]).zip(bytes.as_chunks_mut().0) {
        wrong |= decode_group(*letters, bytes);
    }
    bytes.truncate(decoded_len(bare));
    (wrong == 0).then_some(bytes)
}

/// Decodes eight letters at once. Returns zero if all of them are letters of base64.
fn decode_group(letters: [u8; 8], bytes: &mut [u8; 6]) -> u64 {
    let letters = u64::from_le_bytes(letters);
    // The highest bit of each byte says whether the letter is not before `first`. Nothing carries from one ASCII letter
    // to the next.
    let at_least = |first: u8| letters.wrapping_add(each(0x80_u8.wrapping_sub(first)));
    // Each range of letters begins at one bound and ends before the next.
    let is_letter = at_least(b'+')
        ^ at_least(b',')
        ^ at_least(b'/')
        ^ at_least(b':')
        ^ at_least(b'A')
        ^ at_least(b'[')
        ^ at_least(b'a')
        ^ at_least(b'{');
    let less_from = |first: u8, less: u64| ((at_least(first) & each(0x80)) >> 7).wrapping_mul(less);
    // `+` is 62, which is 19 more than its code; the others are less than that by what the ranges before them lack.
    let values = letters
        .wrapping_add(each(19))
        .wrapping_sub(less_from(b'/', 3))
        .wrapping_sub(less_from(b'0', 12))
        .wrapping_sub(less_from(b'A', 69))
        .wrapping_sub(less_from(b'a', 6));
    // From each two values of 6 bits one of 12, and from each two of these one of 24.
    let pairs = ((values & (u64::MAX / 0x101)) << 6) | ((values >> 8) & (u64::MAX / 0x101));
    let triples = ((pairs & 0xfff_0000_0fff) << 12) | ((pairs >> 16) & 0xfff_0000_0fff);
    let [_, a, b, c] = (triples as u32).to_be_bytes();
    let [_, d, e, f] = ((triples >> 32) as u32).to_be_bytes();
    *bytes = [a, b, c, d, e, f];
    (letters | !is_letter) & each(0x80)
}

/// Eight times the same byte.
fn each(byte: u8) -> u64 {
    u64::from(byte).wrapping_mul(u64::MAX / 0xff)
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

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::Engine as _;
    use ::base64::alphabet::STANDARD;
    use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

    #[test]
    fn every_character_has_its_value_wherever_it_stands() {
        let config = GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let reference = GeneralPurpose::new(&STANDARD, config);
        for char in (0..0x300).chain([0xfeff, 0x1_f600]).filter_map(char::from_u32) {
            for place in 0..16 {
                let text = ["/".repeat(place), char.to_string(), "+".repeat(20)].concat();
                for end in (16..24).filter(|end| text.is_char_boundary(*end)) {
                    let text = trim(text.split_at(end).0);
                    assert_eq!(decode(text), reference.decode(text).ok(), "{text}");
                }
            }
        }
    }
}
