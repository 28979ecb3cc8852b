use crate::secret::Secret;
use std::ops::Range;

/// Replaces a secret.
const MARK: &str = "[redacted]";

/// The shortest beginning of a secret that is removed, in bytes. A shorter one may be a part of any word.
const TELLING: usize = 8;

/// Replaces every secret in `text` by `[redacted]`. Finds them unescaped or escaped for a URL, JSON or HTML, in upper
/// or lower case, and complete or cut off.
///
/// All secrets are searched in the original text, and then overlapping ranges are merged. If they were replaced one
/// after another, a short login code could remove the beginning of a token, so that the rest would not be found. The
/// time is proportional to the length of the text times that of the secrets.
pub(crate) fn redacted(text: &str, secrets: &[Secret]) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = 0;
    for Range { start, end } in ranges(text, secrets) {
        // A cut secret may end within a character.
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        clean.push_str(text.get(rest..start).unwrap_or_default());
        clean.push_str(MARK);
        rest = end.max(rest);
    }
    clean.push_str(text.get(rest..).unwrap_or_default());
    clean
}

/// The ranges of `text` that contain secrets, in order. Ranges that touch or overlap are merged.
fn ranges(text: &str, secrets: &[Secret]) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for (start, _) in text.char_indices() {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let length = secrets.iter().map(|secret| spelled(secret.expose().as_bytes(), rest)).max().unwrap_or(0);
        let end = start.saturating_add(length);
        match merged.last_mut() {
            _ if length == 0 => {}
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => merged.push(start..end),
        }
    }
    merged
}

/// How many bytes at the beginning of `text` are `secret`, or a beginning of it of at least `TELLING` bytes.
fn spelled(secret: &[u8], text: &[u8]) -> usize {
    let length = |strip: fn(&[u8], u8) -> Option<&[u8]>| {
        let mut rest = text;
        let matched =
            secret.iter().take_while(|byte| strip(rest, **byte).inspect(|after| rest = after).is_some()).count();
        if matched < secret.len().min(TELLING) { 0 } else { text.len().saturating_sub(rest.len()) }
    };
    length(strip_plain).max(length(strip_escaped))
}

/// The rest of `text` after `byte`, if it begins with that.
fn strip_plain(text: &[u8], byte: u8) -> Option<&[u8]> {
    text.split_first().filter(|(found, _)| found.eq_ignore_ascii_case(&byte)).map(|(_, rest)| rest)
}

/// The same for a `byte` that may be escaped: for a URL (once or twice), for JSON or for HTML.
fn strip_escaped(text: &[u8], byte: u8) -> Option<&[u8]> {
    let is = |found: u8| found.eq_ignore_ascii_case(&byte);
    match text {
        [b'%', b'2', b'5', high, low, rest @ ..]
        | [b'%', high, low, rest @ ..]
        | [b'\\', b'u', b'0', b'0', high, low, rest @ ..]
            if number(&[*high, *low], 16).is_some_and(is) =>
        {
            Some(rest)
        }
        [b'\\', found, rest @ ..] if is(*found) => Some(rest),
        [b'+', rest @ ..] if byte == b' ' => Some(rest),
        [b'&', rest @ ..] => strip_entity(rest, is).or_else(|| strip_plain(text, byte)),
        _ => strip_plain(text, byte),
    }
}

/// The rest of `text` after an HTML character reference such as `amp;` or `#x2b;`, if it is the right character.
fn strip_entity(text: &[u8], is: impl Fn(u8) -> bool) -> Option<&[u8]> {
    let end = text.iter().take(8).position(|byte| *byte == b';')?;
    let (name, rest) = text.split_at_checked(end)?;
    let found = match name {
        b"amp" => b'&',
        b"lt" => b'<',
        b"gt" => b'>',
        b"quot" => b'"',
        b"apos" => b'\'',
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => return None,
    };
    rest.get(1..).filter(|_| is(found))
}

/// Parses the number of a byte.
fn number(digits: &[u8], radix: u32) -> Option<u8> {
    let digit = |number: u32, digit: &u8| number.checked_mul(radix)?.checked_add(char::from(*digit).to_digit(radix)?);
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
        ] {
            becomes(secret, &format!("<{spelling}>"), "<[redacted]>");
        }
        becomes("100%25", "100%25", "[redacted]");
    }

    #[test]
    fn a_secret_that_is_cut_is_found_too() {
        becomes("0123456789", "code 01234567…", "code [redacted]…");
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
    fn a_secret_does_not_hide_the_beginning_of_another() {
        let secrets = ["=24.", "24.0123456789", "sk=S", "Secret0123"].map(Secret::from);
        assert_eq!(
            redacted("?access_token=24.0123456789&sk=Secret0123;", &secrets),
            "?access_token[redacted]&[redacted];"
        );
        assert_eq!(redacted("24.0123456789 24.0123456789", &secrets), "[redacted] [redacted]");
    }
}
