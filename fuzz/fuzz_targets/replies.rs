//! Every parser of replies. The first two bytes are the HTTP status, the rest is the body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use swan_login::endpoints::*;
use swan_login::{Code, Endpoint, Response, retry};

fuzz_target!(|data: &[u8]| {
    let Some((status, body)) = data.split_at_checked(2) else { return };
    let status = u16::from_le_bytes([status[0], status[1]]);
    let response = Response { status, body: String::from_utf8_lossy(body).into_owned() };
    parse::<Jscode2SessionKey>(&response);
    parse::<NaloginGetSessionKeyByCode>(&response);
    parse::<GetSessionKey>(&response);
    parse::<GetUnionid>(&response);
    parse::<GetAccessToken>(&response);
    parse::<TpGetSessionKeyByCode>(&response);
    parse::<TpGetUnionid>(&response);
    parse::<TpGetAccessToken>(&response);
    parse::<TpCreatePreAuthCode>(&response);
    parse::<TpGetAppToken>(&response);
    parse::<TpRefreshAppToken>(&response);
    parse::<TpGetAppInfo>(&response);
    parse::<TpRetrieveAuthorizationCode>(&response);
});

fn parse<E: Endpoint>(response: &Response) {
    match E::parse(response) {
        Ok(output) => assert!(serde_json::to_string(&output).is_ok()),
        Err(error) => {
            assert_eq!(error.http_status, Some(response.status));
            // What Baidu says is never a fault of the caller's program or of ours, and never "no answer".
            let never = [Code::InvalidArgument, Code::Network, Code::Timeout, Code::DecryptFailed];
            assert!(!never.contains(&error.code), "{error:?}");
            let _ = retry::may_repeat(E::CALL.credential, &error);
            assert!(serde_json::to_string(&error).is_ok());
        }
    }
}
