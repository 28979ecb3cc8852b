//! What is too large for a vector, and what JavaScript cannot pass.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use aes::Aes256;
use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD, STANDARD};
use cbc::Encryptor;
use cbc::cipher::{Array, BlockModeEncrypt as _, KeyIvInit as _};
use sha1::{Digest as _, Sha1};
use swan_login::Code;
use swan_login::crypto::EncryptedPush;

const TOKEN: &str = "tokenexample";
const AES_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const CLIENT_ID: &str = "TPKEYEXAMPLE";

#[test]
fn messages_of_all_sizes_are_read() {
    for size in (2..300).chain([65_535, 65_536, 1 << 20]) {
        let message = format!("\"{}\"", "a".repeat(size - 2));
        assert!(encrypt(&message).decrypt().unwrap().expose() == message, "{size} bytes");
    }
}

/// Our hash agrees with the crate `sha1`, whatever the length of the last block.
#[test]
fn the_signature_is_right_at_every_length() {
    for length in 0..200 {
        let token = "t".repeat(length);
        let push = EncryptedPush { body: body(&token, &seal("{}")).into(), token: token.into(), ..encrypt("{}") };
        assert!(push.decrypt().is_ok(), "a token of {length} characters");
    }
}

#[test]
fn an_empty_client_id_opens_nothing() {
    let push = EncryptedPush { client_id: String::new(), ..encrypt("{}") };
    assert_eq!(push.decrypt().unwrap_err().code, Code::DecryptFailed);
}

#[test]
fn a_deep_nesting_does_not_overflow_the_stack() {
    let deep = "[".repeat(1 << 20);
    assert_eq!(encrypt(&deep).decrypt().unwrap_err().code, Code::DecryptFailed);
    let error = EncryptedPush { body: deep.into(), ..encrypt("{}") }.decrypt().unwrap_err();
    assert_eq!((error.code, error.param), (Code::InvalidArgument, Some("body")));
}

#[test]
fn nothing_secret_is_printed() {
    let push = encrypt(r#"{"Ticket":"ticket-example"}"#);
    let printed = format!("{push:?} {:?}", push.decrypt());
    for secret in [push.body.expose(), TOKEN, AES_KEY, "ticket-example"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

/// What Baidu does.
fn encrypt(message: &str) -> EncryptedPush {
    EncryptedPush {
        body: body(TOKEN, &seal(message)).into(),
        token: TOKEN.into(),
        aes_key: AES_KEY.into(),
        client_id: CLIENT_ID.into(),
    }
}

fn seal(message: &str) -> String {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let mut plain = [b"0123456789abcdef", length.as_slice(), message.as_bytes(), CLIENT_ID.as_bytes()].concat();
    let padded = (plain.len() + 1).next_multiple_of(32);
    plain.resize(padded, (padded - plain.len()).try_into().unwrap());
    let lenient = GeneralPurpose::new(&ALPHABET, NO_PAD.with_decode_allow_trailing_bits(true));
    let key = lenient.decode(AES_KEY).unwrap();
    let (blocks, _) = Array::slice_as_chunks_mut(&mut plain);
    Encryptor::<Aes256>::new_from_slices(&key, key.get(..16).unwrap()).unwrap().encrypt_blocks(blocks);
    STANDARD.encode(&plain)
}

fn body(token: &str, encrypt: &str) -> String {
    let mut parts = [token, "1535551395", "4464221", encrypt];
    parts.sort_unstable();
    let signature: String = Sha1::digest(parts.concat()).iter().map(|byte| format!("{byte:02x}")).collect();
    serde_json::json!({ "Nonce": "4464221", "TimeStamp": "1535551395", "Encrypt": encrypt, "MsgSignature": signature })
        .to_string()
}
