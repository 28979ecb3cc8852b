//! What holds for every input.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test stops at what it does not expect"
)]

use proptest::prelude::*;
use serde_json::json;
use swan_login::endpoints::*;
use swan_login::{Baidu, Code, CodeConsumed, Endpoint, Error, Hosts, Response, Secret, retry};

proptest! {
    #[test]
    fn a_session_is_read_as_it_was_written(openid in ".+", session_key in ".+", status in 0..1000_u16) {
        let flat = json!({ "openid": openid, "session_key": session_key });
        let nested = json!({ "errno": 0, "data": { "open_id": openid, "session_key": session_key } });
        for body in [flat, nested] {
            let session = Jscode2SessionKey::parse(&Response { status, body: body.to_string() }).unwrap();
            prop_assert_eq!(&session.openid, &openid);
            prop_assert_eq!(session.session_key.expose(), &session_key);
        }
    }

    #[test]
    fn any_body_gives_a_result_or_an_error_of_baidu(status in any::<u16>(), body in ".*|[\\[\\]{}\":,a-z0-9 ]*") {
        let response = Response { status, body };
        for error in [
            Jscode2SessionKey::parse(&response).err(),
            GetUnionid::parse(&response).err(),
            GetAccessToken::parse(&response).err(),
            TpGetUnionid::parse(&response).err(),
        ].into_iter().flatten() {
            prop_assert_eq!(error.http_status, Some(status));
            prop_assert!(!matches!(error.code, Code::InvalidArgument | Code::Network | Code::Timeout | Code::DecryptFailed));
        }
    }

    #[test]
    fn an_exchange_that_baidu_has_answered_is_never_repeated(status in any::<u16>(), errno in any::<i64>()) {
        let body = json!({ "errno": errno }).to_string();
        if let Err(error) = Jscode2SessionKey::parse(&Response { status, body }) {
            prop_assert_ne!(error.code_consumed, Some(CodeConsumed::No));
            prop_assert!(!retry::may_repeat(Jscode2SessionKey::CALL.credential, &error));
        }
    }

    #[test]
    fn what_is_encoded_comes_out_again(code in ".*", client_id in ".*", sk in ".*") {
        let call = Jscode2SessionKey { code: code.clone().into(), client_id: client_id.clone(), sk: sk.clone().into() };
        let body = call.request(&Hosts::default()).body.unwrap();
        prop_assert!(body.is_ascii());
        let fields: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let sent = [("code", code), ("client_id", client_id), ("sk", sk)];
        prop_assert_eq!(fields, sent.map(|(name, value)| (name.to_owned(), value)));
    }

    #[test]
    fn no_secret_hides_another(token in "24\\.[0-9a-f]{32}", end in 0_usize..40, sk in "[A-Za-z0-9]{32}", start in 0_usize..8) {
        // A login code that the mini program chooses, and that ends or begins a secret beside it.
        let text = format!("access_token={token}&sk={sk}");
        let around = ["access_token=", &token].concat();
        let code = &around[around.len().saturating_sub(end + 1).min(start)..(start + end + 1).min(around.len())];
        let mut error = Error::new(Code::BadRequest, "test");
        error.baidu = Some(Baidu { message: Some(text), ..Baidu::default() });
        error.redact(&[Secret::from(code), Secret::from(token.as_str()), Secret::from(sk.as_str())]);
        let message = error.baidu.unwrap().message.unwrap();
        for secret in [&token, &sk] {
            prop_assert!((0..secret.len() - 4).all(|at| !message.contains(&secret[at..at + 5])), "{}", message);
        }
    }

    #[test]
    fn no_part_of_a_secret_is_left(secret in "[A-Za-z0-9]{24,64}", before in 0_usize..8, after in 0_usize..8) {
        let part = &secret[before..secret.len() - after];
        let mut error = Error::new(Code::BadRequest, "test");
        error.baidu = Some(Baidu { message: Some(format!("…{part}…")), ..Baidu::default() });
        error.redact(&[Secret::from(secret.as_str())]);
        prop_assert_eq!(error.baidu.unwrap().message.unwrap(), "…[redacted]…");
    }

    #[test]
    fn no_secret_is_left_in_what_baidu_says(before in "[ -~]{0,20}", secret in "[A-Za-z0-9@/+=&<>\"'% .-]{1,40}", after in "[ -~]{0,20}") {
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let html: String = secret.chars().map(|char| format!("&#{};", u32::from(char))).collect();
        for spelling in [secret.clone(), percent, html] {
            let mut error = Error::new(Code::BadRequest, "test");
            error.baidu = Some(Baidu { message: Some(format!("{before}{spelling}{after}")), ..Baidu::default() });
            error.redact(&[Secret::from(secret.as_str())]);
            let message = error.baidu.unwrap().message.unwrap();
            prop_assert!(message.contains("[redacted]"));
            prop_assert!("[redacted]".contains(&secret) || !message.contains(&spelling), "{}", message);
        }
    }

    #[test]
    fn waits_are_bounded_and_never_shorter_than_asked(attempt in any::<u32>(), asked in 0.0..1e12, random in 0.0..1.0) {
        let delay = retry::delay(attempt, asked, random);
        prop_assert!(delay >= asked && delay <= asked + 8_000.0);
    }
}
