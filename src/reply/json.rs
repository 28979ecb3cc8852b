use hifijson::num::{self, Lex as _};
use hifijson::str::{self, Lex as _, LexAlloc};
use hifijson::{Expect, Read, SliceLexer, Write, token::Lex as _, value};
use std::borrow::Cow;

/// A JSON value. Numbers keep their digits. Strings without escapes borrow from the input.
pub type Value<'a> = value::Value<&'a str, Cow<'a, str>>;

/// The fields of a JSON object, in their order.
pub type Object<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// The deepest nesting. Baidu's replies are less deep; the limit bounds the stack.
const MAX_DEPTH: usize = 64;

/// Parses a text that is exactly one JSON value.
pub fn parse(text: &[u8]) -> Option<Value<'_>> {
    Lexer(SliceLexer::new(text))
        .exactly_one(Lexer::ws_peek, |next, lexer| value::parse_bounded(MAX_DEPTH, next, lexer))
        .ok()
}

/// Whether `JSON.parse` accepts a text. Escapes may be lone surrogates. UTF-8 is not checked.
pub fn is_json(text: &[u8]) -> bool {
    Lexer(SliceLexer::new(text)).exactly_one(Lexer::ws_peek, |next, lexer| skip(MAX_DEPTH, next, lexer)).is_ok()
}

/// Skips a value of a bounded depth.
fn skip(depth: usize, next: u8, lexer: &mut Lexer) -> Result<(), hifijson::Error> {
    let depth = depth.checked_sub(1).ok_or(hifijson::Error::Depth)?;
    match next {
        b'[' => lexer.discarded().seq(b']', Lexer::ws_peek, |next, lexer| skip(depth, next, lexer)),
        b'{' => lexer.discarded().seq(b'}', Lexer::ws_peek, |next, lexer| {
            lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
            skip_string(lexer)?;
            lexer.expect(Lexer::ws_peek, b':').ok_or(Expect::Colon)?;
            skip(depth, lexer.ws_peek().ok_or(Expect::Value)?, lexer)
        }),
        b'"' => Ok(skip_string(lexer.discarded())?),
        b'-' | b'0'..=b'9' => Ok(lexer.num_ignore().validate().map(drop)?),
        _ => Ok(lexer.null_or_bool().map(drop).ok_or(Expect::Value)?),
    }
}

/// Skips what is left of a string, eight bytes at a time up to the first escape.
fn skip_string(lexer: &mut Lexer) -> Result<(), str::Error> {
    lexer.0 = SliceLexer::new(split_words(lexer.0.as_slice()).1);
    lexer.str_ignore()
}

/// hifijson's lexer, but with eight bytes of a string at a time, because large replies are mostly strings.
struct Lexer<'a>(SliceLexer<'a>);

impl<'a> LexAlloc for Lexer<'a> {
    type Str = Cow<'a, str>;

    fn str_string(&mut self) -> Result<Self::Str, str::Error> {
        let Some((plain, rest)) = split_plain(self.0.as_slice()) else { return self.0.str_string() };
        self.0 = SliceLexer::new(rest);
        std::str::from_utf8(plain).map(Cow::Borrowed).map_err(str::Error::Utf8)
    }
}

/// What is before the closing quote and what is after it, if the string has neither escapes nor control characters.
fn split_plain(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (words, rest) = split_words(text);
    let more = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
    let (plain, rest) = text.split_at_checked(words.len().saturating_add(more))?;
    Some((plain, rest.strip_prefix(b"\"")?))
}

/// The groups of eight bytes before the first one with a quote, an escape or a control character, and the rest.
fn split_words(text: &[u8]) -> (&[u8], &[u8]) {
    let words = text.as_chunks::<8>().0.iter().take_while(|bytes| !has_end(u64::from_le_bytes(**bytes))).count();
    text.split_at_checked(words.saturating_mul(8)).unwrap_or((text, &[]))
}

/// Whether one of eight bytes is a quote, a backslash or a control character.
fn has_end(bytes: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let each = |byte: u64| ONES.wrapping_mul(byte);
    // The highest bit of a byte is set if it is less than this one, which is at most 0x80; carries only make more of them.
    let less = |bytes: u64, than: u64| bytes.wrapping_sub(each(than)) & !bytes & each(0x80);
    let is = |byte: u8| less(bytes ^ each(byte.into()), 1);
    less(bytes, 0x20) | is(b'"') | is(b'\\') != 0
}

impl Read for Lexer<'_> {
    fn peek_next(&mut self) -> Option<u8> {
        self.0.peek_next()
    }

    fn take_next(&mut self) -> Option<u8> {
        self.0.take_next()
    }
}

impl<'a> Write for Lexer<'a> {
    type Bytes = &'a [u8];

    fn write_until(&mut self, bytes: &mut Self::Bytes, stop: impl FnMut(u8) -> bool) {
        self.0.write_until(bytes, stop);
    }
}

impl<'a> num::LexWrite for Lexer<'a> {
    type Num = &'a str;

    fn num_string_with(&mut self, num: num::Num) -> num::Num<Self::Num> {
        self.0.num_string_with(num)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_read_as_by_hifijson_wherever_it_stands() {
        for char in (0..0x300).chain([0xfeff, 0x1_f600]).filter_map(char::from_u32) {
            for place in 0..18 {
                let text = format!("[\"{:a<place$}{char}{:b<2$}\"]", "", "", 17 - place);
                let plain = SliceLexer::new(text.as_bytes())
                    .exactly_one(SliceLexer::ws_peek, |next, lexer| value::parse_bounded(2, next, lexer));
                assert_eq!(is_json(text.as_bytes()), plain.is_ok(), "{text}");
                assert_eq!(parse(text.as_bytes()), plain.ok(), "{text}");
            }
        }
    }
}
