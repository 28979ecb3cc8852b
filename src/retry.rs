//! When a call is sent again, and after how long.

use crate::reply::{Code, CodeConsumed, Credential, Error, Quota};

/// The longest wait before the first repetition, in ms. It doubles with each further repetition.
const FIRST_DELAY: f64 = 250.0;

/// The longest wait by back-off alone, in ms.
const LONGEST_DELAY: f64 = 8_000.0;

/// The longest wait, in ms. If a longer one is needed, the call fails at once, and its caller decides when to repeat
/// it.
pub const LONGEST_WAIT: f64 = 60_000.0;

/// Whether the same request may be sent again after `error`.
///
/// A login code, an authorization code or a refresh token works once, and Baidu has no idempotency keys. So its
/// exchange is repeated only if it certainly was not sent. Other calls are repeated after temporary failures: no
/// response, HTTP 429 and 5xx, Baidu's own "try again".
pub fn may_repeat(credential: Credential, error: &Error) -> bool {
    error.retryable
        && match error.code {
            Code::Network if credential.is_single_use() => error.code_consumed == Some(CodeConsumed::No),
            _ if credential.is_single_use() => false,
            Code::Network | Code::Server => true,
            Code::RateLimited => !is_quota_spent(error),
            _ => false,
        }
}

/// The wait before repetition `attempt` (0 is the first), in ms: `retry_after` (0 without the header) plus exponential
/// back-off with full jitter. The jitter spreads clients that got the same `Retry-After`. `random` is in `0.0..1.0`.
pub fn delay(attempt: u32, retry_after: f64, random: f64) -> f64 {
    let longest = (FIRST_DELAY * f64::from(2_u32.saturating_pow(attempt))).min(LONGEST_DELAY);
    retry_after + longest * random
}

/// Whether the quota is used up for longer than any wait here.
fn is_quota_spent(error: &Error) -> bool {
    error.baidu.as_ref().and_then(Quota::named_by).is_some_and(|quota| quota != Quota::PerSecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_off_doubles_up_to_a_bound_and_is_jittered() {
        assert_eq!(delay(0, 0.0, 1.0), 250.0);
        assert_eq!(delay(2, 0.0, 0.5), 500.0);
        assert_eq!(delay(40, 0.0, 1.0), 8_000.0);
        assert_eq!(delay(1, 1_500.0, 0.5), 1_750.0);
    }

    #[test]
    fn what_works_once_is_sent_again_only_if_it_failed_before_send() {
        for credential in [Credential::Code, Credential::AuthorizationCode, Credential::RefreshToken] {
            let mut error = Error::new(Code::Network, "test");
            error.code_consumed = Some(CodeConsumed::Unknown);
            assert!(!may_repeat(credential, &error));
            error.code_consumed = Some(CodeConsumed::No);
            assert!(may_repeat(credential, &error));
            error.code = Code::Server;
            assert!(!may_repeat(credential, &error));
        }
        assert!(may_repeat(Credential::App, &Error::new(Code::Server, "getAccessToken")));
        assert!(!may_repeat(Credential::App, &Error::new(Code::BadCredentials, "getAccessToken")));
    }
}
