//! Decrypts what is too large for a vector, and what JavaScript cannot pass.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use aes::Aes192;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use cbc::Encryptor;
use cbc::cipher::{Array, BlockModeEncrypt as _, KeyIvInit as _};
use swan_login::Code;
use swan_login::crypto::EncryptedUserData;

const SESSION_KEY: &str = "1df09d0a1677dd72b8325aec59576e0c";
const CLIENT_ID: &str = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";

#[test]
fn contents_of_all_sizes_are_read() {
    for size in (2..300).chain([65_535, 65_536, 65_537, 1 << 20]) {
        let content = format!("\"{}\"", "a".repeat(size - 2));
        let decrypted = encrypt(&content).decrypt_up_to(2 << 20).unwrap();
        assert!(decrypted.expose() == content, "{size} bytes");
    }
}

#[test]
fn larger_data_is_refused_unless_allowed() {
    let data = encrypt(&format!("\"{}\"", "a".repeat(EncryptedUserData::MAX_BYTES)));
    let error = data.decrypt().unwrap_err();
    assert_eq!((error.code, error.param), (Code::InvalidArgument, Some("data")));
    assert!(data.decrypt_up_to(EncryptedUserData::MAX_BYTES + 100).is_ok());
}

#[test]
fn the_limit_is_exact_for_every_padding_of_base64() {
    for (max_bytes, padding) in [(65_536, "=="), (65_568, ""), (65_600, "=")] {
        let data = encrypt(&format!("\"{}\"", "a".repeat(max_bytes - 16 - 4 - CLIENT_ID.len() - 2 - 1)));
        assert!(data.data.expose().ends_with(padding));
        assert!(data.decrypt_up_to(max_bytes).is_ok(), "{max_bytes} bytes");
        assert_eq!(data.decrypt_up_to(max_bytes - 1).unwrap_err().code, Code::InvalidArgument, "{max_bytes} bytes");
    }
}

#[test]
fn a_text_that_is_not_base64_is_refused_by_name() {
    let whole = encrypt("{}");
    for replacement in [" / ", "%2B%2F%2B", "-_-", "\"", "A", "\\/", "&#43;", "data:;base64,", " AAA"] {
        let data = [replacement, whole.data.expose()].concat().into();
        let error = EncryptedUserData { data, ..whole.clone() }.decrypt().unwrap_err();
        assert_eq!((error.code, error.param), (Code::InvalidArgument, Some("data")), "{replacement}");
    }
    for white_space in [" ", "\n", "\r\n"] {
        let session_key = [SESSION_KEY, white_space].concat().into();
        let data = [white_space, whole.data.expose(), white_space].concat().into();
        assert!(EncryptedUserData { data, session_key, ..whole.clone() }.decrypt().is_ok());
    }
}

#[test]
fn a_deep_nesting_does_not_overflow_the_stack() {
    assert_fails(&encrypt(&"[".repeat(1 << 20)));
    assert_fails(&encrypt(&r#"{"a":"#.repeat(1 << 18)));
}

#[test]
fn an_empty_app_key_opens_nothing() {
    assert_fails(&EncryptedUserData { client_id: String::new(), ..encrypt("{}") });
}

#[test]
fn nothing_secret_is_printed() {
    let data = encrypt(r#"{"mobile":"13800000000"}"#);
    let printed = format!("{data:?} {:?}", data.decrypt());
    for secret in [data.data.expose(), data.iv.expose(), SESSION_KEY, "13800000000"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

fn assert_fails(data: &EncryptedUserData) {
    assert_eq!(data.decrypt_up_to(4 << 20).unwrap_err().code, Code::DecryptFailed);
}

/// What Baidu does.
fn encrypt(content: &str) -> EncryptedUserData {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let mut plain = [b"0123456789abcdef", length.as_slice(), content.as_bytes(), CLIENT_ID.as_bytes()].concat();
    let padded = (plain.len() + 1).next_multiple_of(32);
    plain.resize(padded, (padded - plain.len()).try_into().unwrap());
    let key = STANDARD_NO_PAD.decode(SESSION_KEY).unwrap();
    let iv = [7; 16];
    let (blocks, _) = Array::slice_as_chunks_mut(&mut plain);
    Encryptor::<Aes192>::new_from_slices(&key, &iv).unwrap().encrypt_blocks(blocks);
    EncryptedUserData {
        data: STANDARD.encode(&plain).into(),
        iv: STANDARD.encode(iv).into(),
        session_key: SESSION_KEY.into(),
        client_id: CLIENT_ID.into(),
    }
}
