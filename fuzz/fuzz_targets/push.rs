//! The decryption of pushes: any body, and any plaintext under a known key with a right signature.
#![no_main]

use aes::Aes256Enc;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use cbc::Encryptor;
use cbc::cipher::block_padding::ZeroPadding;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use libfuzzer_sys::fuzz_target;
use sha1::{Digest as _, Sha1};
use swan_login::Code;
use swan_login::crypto::EncryptedPush;

const TOKEN: &str = "token";
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE";
const CLIENT_ID: &str = "platform";

fuzz_target!(|data: &[u8]| {
    if let Ok(message) = decrypt(signed(&encrypt(data)), TOKEN, KEY) {
        // Then the plaintext holds it, after 16 random bytes and its length, and before the client_id.
        let length = message.len();
        assert_eq!(data.get(20..20 + length), Some(message.as_bytes()));
        assert_eq!(data.get(20 + length..20 + length + CLIENT_ID.len()), Some(CLIENT_ID.as_bytes()));
    }
    let text = String::from_utf8_lossy(data);
    let _ = decrypt(signed(&text), TOKEN, KEY);
    let (first, rest) = text.split_once('\n').unwrap_or_default();
    for (token, key) in [(first, KEY), (TOKEN, first), (TOKEN, KEY)] {
        if let Err(code) = decrypt(rest.to_owned(), token, key) {
            assert!(matches!(code, Code::InvalidArgument | Code::DecryptFailed));
        }
    }
});

fn decrypt(body: String, token: &str, aes_key: &str) -> Result<String, Code> {
    let push = EncryptedPush {
        body: body.into(),
        token: token.into(),
        aes_key: aes_key.into(),
        client_id: CLIENT_ID.to_owned(),
    };
    push.decrypt().map(|message| message.expose().to_owned()).map_err(|error| error.code)
}

/// Filled up with zeros to whole blocks.
fn encrypt(plain: &[u8]) -> String {
    let key = STANDARD.decode([KEY, "="].concat()).unwrap_or_default();
    let Ok(encryptor) = Encryptor::<Aes256Enc>::new_from_slices(&key, &key[..16]) else { return String::new() };
    STANDARD.encode(encryptor.encrypt_padded_vec::<ZeroPadding>(plain))
}

fn signed(encrypt: &str) -> String {
    let mut parts = [TOKEN, "1", "2", encrypt];
    parts.sort_unstable();
    let signature: String = Sha1::digest(parts.concat()).iter().map(|byte| format!("{byte:02x}")).collect();
    serde_json::json!({ "Nonce": "1", "TimeStamp": 2, "Encrypt": encrypt, "MsgSignature": signature }).to_string()
}
