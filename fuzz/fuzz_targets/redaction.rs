//! What is kept out of an error. The first line is the secret, the rest is what Baidu says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use swan_login::{Baidu, Code, Error, Secret};

fuzz_target!(|data: &str| {
    let Some((secret, text)) = data.split_once('\n') else { return };
    let mut error = Error::new(Code::BadRequest, "fuzz");
    error.baidu = Some(Baidu { message: Some(text.to_owned()), ..Baidu::default() });
    error.redact(&[Secret::from(secret)]);
    let clean = error.baidu.and_then(|baidu| baidu.message).unwrap_or_default();
    // What stands in its place is not the secret itself.
    let is_part_of_mark = "[redacted]".contains(secret) || secret.contains(['[', ']']);
    assert!(is_part_of_mark || !clean.contains(secret), "{secret:?} in {clean:?}");
    assert!(secret.is_empty() || text.contains(secret) <= clean.contains("[redacted]"));
});
