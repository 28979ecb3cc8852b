use crate::secret::Secret;

/// Replaces a secret.
const MARK: &str = "[redacted]";

/// The shortest part of a secret that is removed, in bytes. A shorter one may be a part of any word.
const TELLING: usize = 8;

/// In how many ways a text is read: as it is, with the escapes of a URL, of JSON or of HTML removed, and with those of
/// the text that is then there: the gateway repeats a URL in JSON, and a proxy repeats that in HTML. A text that has
/// more readings is removed as a whole.
const MAX_READINGS: usize = 16;

/// The secrets of a call and its reply have some hundred bytes. Where there are more, the text is removed as a whole, so
/// that a long reply does not stop the process.
const MAX_BYTES: usize = 4_096;

/// Replaces every secret in `text` by `[redacted]`. Finds them unescaped or escaped for a URL, JSON or HTML, also one
/// within another, in upper or lower case, and complete or cut at either end.
///
/// All secrets are searched in the original text before any is replaced. Otherwise a short login code could remove the
/// beginning of a token, so that the rest would not be found. The time is proportional to the length of the text times
/// that of the secrets.
pub(crate) fn redacted(text: &str, secrets: &[Secret]) -> String {
    let bytes: usize = secrets.iter().map(|secret| secret.expose().len()).sum();
    if bytes > MAX_BYTES {
        return MARK.to_owned();
    }
    let secret = secret_bytes(text, secrets);
    let mut clean = String::with_capacity(text.len());
    let mut is_marked = false;
    for (start, char) in text.char_indices() {
        // A cut secret may end within a character.
        let is_secret = secret.iter().skip(start).take(char.len_utf8()).any(|is_secret| *is_secret);
        match is_secret {
            true if is_marked => {}
            true => clean.push_str(MARK),
            false => clean.push(char),
        }
        is_marked = is_secret;
    }
    clean
}

/// For each byte of `text`, whether it belongs to a secret.
fn secret_bytes(text: &str, secrets: &[Secret]) -> Vec<bool> {
    let original = text.bytes().zip(0_usize..).map(|(value, at)| Byte { value, start: at, end: at.saturating_add(1) });
    let mut readings: Vec<Vec<Byte>> = vec![original.collect()];
    let mut found = vec![false; text.len()];
    let mut index: usize = 0;
    while let Some(reading) = readings.get(index) {
        if index == MAX_READINGS {
            found.fill(true);
            break;
        }
        search(reading, secrets, &mut found);
        for inner in [url_escape, json_escape, html_escape].map(|escape| unescape(reading, escape)) {
            if !readings.contains(&inner) {
                readings.push(inner);
            }
        }
        index = index.saturating_add(1);
    }
    found
}

/// A byte, and where it is written in the original text.
#[derive(PartialEq)]
struct Byte {
    value: u8,
    start: usize,
    end: usize,
}

/// Marks the bytes of all secrets in `text`.
fn search(mut text: &[Byte], secrets: &[Secret], found: &mut [bool]) {
    while let Some((_, rest)) = text.split_first() {
        let length = secrets.iter().map(|secret| matching(text, secret.expose().as_bytes())).max().unwrap_or(0);
        for byte in text.iter().take(length) {
            found.get_mut(byte.start..byte.end).unwrap_or_default().fill(true);
        }
        text = rest;
    }
}

/// How many bytes at the beginning of `text` are `secret`, or a part of it of `TELLING` bytes. A longer part is found at
/// each of its bytes.
fn matching(text: &[Byte], secret: &[u8]) -> usize {
    let is_part =
        |part: &[u8]| text.len() >= part.len() && text.iter().zip(part).all(|(found, byte)| equal(found.value, *byte));
    let length = secret.len().min(TELLING);
    if length > 0 && secret.windows(length).any(is_part) { length } else { 0 }
}

/// Whether a byte of a text is `byte`, in any case. A form writes + for a space.
fn equal(found: u8, byte: u8) -> bool {
    found.eq_ignore_ascii_case(&byte) || (found == b'+' && byte == b' ')
}

/// Removes one layer of escapes.
fn unescape(mut text: &[Byte], escape: Escape) -> Vec<Byte> {
    let mut plain = Vec::with_capacity(text.len());
    while let Some(first) = text.first() {
        let (value, length) = escape(text).unwrap_or((first.value, 1));
        let (escape, rest) = text.split_at_checked(length).unwrap_or((text, &[]));
        plain.push(Byte { value, start: first.start, end: escape.last().unwrap_or(first).end });
        text = rest;
    }
    plain
}

/// Reads an escape at the beginning of a text: the byte that it stands for, and how many bytes it has.
type Escape = fn(&[Byte]) -> Option<(u8, usize)>;

/// `%2F`, or `%u002F` as old browsers wrote it.
fn url_escape(text: &[Byte]) -> Option<(u8, usize)> {
    match text {
        [Byte { value: b'%', .. }, Byte { value: b'u', .. }, rest @ ..] => digits(rest, 2, 4),
        [Byte { value: b'%', .. }, rest @ ..] => digits(rest, 1, 2),
        _ => None,
    }
}

/// `\/`, `\u002f`, or `\x2f` of JavaScript.
fn json_escape(text: &[Byte]) -> Option<(u8, usize)> {
    match text {
        [Byte { value: b'\\', .. }, Byte { value: b'u', .. }, rest @ ..] => digits(rest, 2, 4),
        [Byte { value: b'\\', .. }, Byte { value: b'x', .. }, rest @ ..] => digits(rest, 2, 2),
        [Byte { value: b'\\', .. }, Byte { value, .. }, ..] => Some((*value, 2)),
        _ => None,
    }
}

/// The byte of `count` hexadecimal digits, and the length of an escape that has `before` bytes before them.
fn digits(text: &[Byte], before: usize, count: usize) -> Option<(u8, usize)> {
    Some((number(text.get(..count)?, 16)?, before.saturating_add(count)))
}

/// A character reference, such as `&amp;` or `&#x2b;`.
fn html_escape(text: &[Byte]) -> Option<(u8, usize)> {
    let [Byte { value: b'&', .. }, ..] = text else { return None };
    let end = text.iter().take(LONGEST_REFERENCE).position(|byte| byte.value == b';')?;
    let name = text.get(1..end)?;
    let is = |known: &str| name.iter().map(|byte| byte.value).eq(known.bytes());
    let value = match name {
        [Byte { value: b'#', .. }, Byte { value: b'x' | b'X', .. }, digits @ ..] => number(digits, 16),
        [Byte { value: b'#', .. }, digits @ ..] => number(digits, 10),
        _ => NAMES.iter().find(|(known, _)| is(known)).map(|(_, value)| *value),
    };
    Some((value?, end.saturating_add(1)))
}

/// The names of the characters that a key, a token or a URL may have.
const NAMES: &[(&str, u8)] = &[
    ("amp", b'&'),
    ("lt", b'<'),
    ("gt", b'>'),
    ("quot", b'"'),
    ("apos", b'\''),
    ("sol", b'/'),
    ("bsol", b'\\'),
    ("plus", b'+'),
    ("equals", b'='),
    ("percnt", b'%'),
    ("commat", b'@'),
    ("colon", b':'),
    ("period", b'.'),
    ("lowbar", b'_'),
    ("vert", b'|'),
    ("verbar", b'|'),
];

/// Digits may have zeros before them: `&#000047;`.
const LONGEST_REFERENCE: usize = 12;

/// Parses the number of a byte.
fn number(digits: &[Byte], radix: u32) -> Option<u8> {
    let digit =
        |number: u32, digit: &Byte| number.checked_mul(radix)?.checked_add(char::from(digit.value).to_digit(radix)?);
    digits.iter().try_fold(0, digit)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(secret: &str, text: &str, expected: &str) {
        assert_eq!(redacted(text, &[Secret::from(secret)]), expected);
    }

    #[test]
    fn a_secret_is_found_in_every_spelling() {
        let secret = "a/b @c+\"<&1";
        for spelling in [
            "a/b @c+\"<&1",
            "A/B @C+\"<&1",
            "a%2Fb+%40c%2B%22%3C%261",
            "a%2fb%20%40c%2b%22%3c%261",
            "a%252Fb%2520%2540c%252B%2522%253C%25261",
            r#"a\/b \u0040c+\"\u003c\u00261"#,
            "a&#x2F;b @c+&quot;&lt;&amp;1",
            "a&#47;b&#032;@c+&#34;&lt;&#038;1",
            "a&sol;b &commat;c&plus;&quot;&lt;&amp;1",
            r"a\x2fb\x20@c+\x22\x3c\x261",
            "a%u002Fb%u0020@c%u002b%22%3C%261",
        ] {
            becomes(secret, &format!("<{spelling}>"), "<[redacted]>");
        }
        becomes("100%25", "100%25", "[redacted]");
    }

    #[test]
    fn a_secret_is_found_under_several_layers_of_escapes() {
        for spelling in [
            r"a\\\/b+c=",
            r"a\\\\\\\/b+c=",
            "a%25252Fb%25252Bc%25253D",
            "a&amp;#x2F;b&amp;plus;c&amp;equals;",
            "a%26%2347%3Bb%2Bc=",
            r"a\u00252Fb\u00252Bc\u00253D",
            "a&#37;2Fb&#37;2Bc&#37;3D",
            r"a&#92;\/b+c=",
        ] {
            becomes("a/b+c=", &format!("<{spelling}>"), "<[redacted]>");
        }
    }

    #[test]
    fn a_secret_that_is_cut_is_found_too() {
        becomes("0123456789", "code 01234567…", "code [redacted]…");
        becomes("0123456789", "code …23456789", "code …[redacted]");
        becomes("0123456789abcdef", "code …3456789abc…", "code …[redacted]…");
        becomes("0123456789", "code 0123456", "code 0123456");
        becomes("0123456å", "0123456ä.", "[redacted].");
    }

    #[test]
    fn texts_without_it_stay_as_they_are() {
        becomes("secret", "Grüße, 小度 & 100%; &amp; \\", "Grüße, 小度 & 100%; &amp; \\");
        becomes("", "text", "text");
        becomes("%", "100%", "100[redacted]");
    }

    #[test]
    fn a_secret_may_have_the_escape_of_another_notation() {
        becomes(r"a\b<c%2Fd", r"<a\b&lt;c%2Fd>", "<[redacted]>");
        becomes(r"a\b<c%2Fd", r"<a%5Cb%3Cc%252Fd>", "<[redacted]>");
        becomes(r"a\b<c%2Fd", r"<a\\b<c%2Fd>", "<[redacted]>");
    }

    #[test]
    fn a_text_with_endless_readings_is_removed() {
        becomes("secret", &format!("{}secre", "\\".repeat(1 << 17)), "[redacted]");
    }

    #[test]
    fn where_secrets_are_too_long_to_be_searched_the_text_is_removed() {
        becomes(&"a".repeat(MAX_BYTES), "text", "text");
        becomes(&"a".repeat(MAX_BYTES + 1), "text", "[redacted]");
    }

    #[test]
    fn a_secret_does_not_hide_the_beginning_of_another() {
        let secrets = ["=24.", "24.0123456789", "sk=S", "Secret0123"].map(Secret::from);
        assert_eq!(
            redacted("?access_token=24.0123456789&sk=Secret0123;", &secrets),
            "?access_token[redacted]&[redacted];"
        );
        assert_eq!(redacted("24.0123456789 24.0123456789", &secrets), "[redacted] [redacted]");
    }
}
