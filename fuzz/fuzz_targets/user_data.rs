//! The decryption of user data: what is no ciphertext, and any plaintext under a known key.
#![no_main]

use aes::Aes192Enc;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use cbc::Encryptor;
use cbc::cipher::block_padding::ZeroPadding;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use libfuzzer_sys::fuzz_target;
use swan_login::crypto::EncryptedUserData;

const SESSION_KEY: &str = "1df09d0a1677dd72b8325aec59576e0c";
const IV: &str = "1df09d0a1677dd72b8325Q==";
const APP_KEY: &str = "app";

fuzz_target!(|data: &[u8]| {
    let encrypted = encrypt(data);
    let content = |data: &str, iv: &str, session_key: &str| {
        let [data, iv, session_key] = [data, iv, session_key].map(Into::into);
        EncryptedUserData { data, iv, session_key, client_id: APP_KEY.to_owned() }.decrypt()
    };
    if let Ok(content) = content(&encrypted, IV, SESSION_KEY) {
        // Then the plaintext holds it, after 16 random bytes and its length, and before the AppKey.
        let length = content.expose().len();
        assert_eq!(data.get(20..20 + length), Some(content.expose().as_bytes()));
        assert_eq!(data.get(20 + length..20 + length + APP_KEY.len()), Some(APP_KEY.as_bytes()));
    }
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\n');
    let mut next = || parts.next().unwrap_or_default();
    let _ = content(next(), next(), next());
    let _ = content(&STANDARD.encode(data), next(), SESSION_KEY);
});

/// Filled up with zeros to whole blocks.
fn encrypt(plain: &[u8]) -> String {
    let [key, iv] = [SESSION_KEY, IV].map(|text| STANDARD.decode(text).unwrap_or_default());
    let Ok(encryptor) = Encryptor::<Aes192Enc>::new_from_slices(&key, &iv) else { return String::new() };
    STANDARD.encode(encryptor.encrypt_padded_vec::<ZeroPadding>(plain))
}
