use hifijson::{Expect, SliceLexer, num::Lex as _, str::Lex as _, token::Lex as _, value};
use std::borrow::Cow;

/// A JSON value. Numbers keep their digits. Strings without escapes borrow from the input.
pub type Value<'a> = value::Value<&'a str, Cow<'a, str>>;

/// The fields of a JSON object, in their order.
pub type Object<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// The deepest nesting. Baidu's replies are less deep; the limit bounds the stack.
const MAX_DEPTH: usize = 64;

/// Parses a text that is exactly one JSON value.
pub fn parse(text: &[u8]) -> Option<Value<'_>> {
    SliceLexer::new(text)
        .exactly_one(SliceLexer::ws_peek, |next, lexer| value::parse_bounded(MAX_DEPTH, next, lexer))
        .ok()
}

/// Whether `JSON.parse` accepts a text. Escapes may be lone surrogates. UTF-8 is not checked.
pub fn is_json(text: &[u8]) -> bool {
    SliceLexer::new(text).exactly_one(SliceLexer::ws_peek, |next, lexer| skip(MAX_DEPTH, next, lexer)).is_ok()
}

/// Skips a value of a bounded depth.
fn skip(depth: usize, next: u8, lexer: &mut SliceLexer) -> Result<(), hifijson::Error> {
    let depth = depth.checked_sub(1).ok_or(hifijson::Error::Depth)?;
    match next {
        b'[' => lexer.discarded().seq(b']', SliceLexer::ws_peek, |next, lexer| skip(depth, next, lexer)),
        b'{' => lexer.discarded().seq(b'}', SliceLexer::ws_peek, |next, lexer| {
            lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
            lexer.str_ignore()?;
            lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
            skip(depth, lexer.ws_peek().ok_or(Expect::Value)?, lexer)
        }),
        b'"' => Ok(lexer.discarded().str_ignore()?),
        b'-' | b'0'..=b'9' => Ok(lexer.num_ignore().validate().map(drop)?),
        _ => Ok(lexer.null_or_bool().map(drop).ok_or(Expect::Value)?),
    }
}
