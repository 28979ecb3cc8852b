//! The app's access token between its issue and its end: whether it is good, and when the next one is due.

/// The life of an access token that was kept, perhaps by another process. Times are in ms since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenLife {
    /// Not later than Baidu issued it: when it was asked for.
    pub issued_at: f64,
    /// Not later than Baidu ends it: `issued_at` and what `expires_in` says.
    pub expires_at: f64,
}

/// A token is renewed between half of this and the whole of it early, in ms.
const LONGEST_MARGIN: f64 = 600_000.0;

/// How much the clocks of two machines may differ, in ms.
const CLOCK_SKEW: f64 = 300_000.0;

impl TokenLife {
    /// Whether it has begun and not ended.
    pub fn is_live(self, now: f64) -> bool {
        self.issued_at <= now + CLOCK_SKEW && now < self.expires_at
    }

    /// When to get the next one: minutes before the end, or in the last fifth of a short life. `random` is in
    /// `0.0..1.0` and spreads the processes that share a token, so that one renews and the others find it done.
    pub fn renew_at(self, random: f64) -> f64 {
        let longest = ((self.expires_at - self.issued_at) / 5.0).min(LONGEST_MARGIN);
        self.expires_at - longest * (0.5 + random / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_763_718_000_000.0;
    const MINUTE: f64 = 60_000.0;
    const MONTH: TokenLife = TokenLife { issued_at: NOW, expires_at: NOW + 2_592_000_000.0 };

    #[test]
    fn it_is_live_from_its_issue_to_its_end() {
        assert!(MONTH.is_live(NOW));
        assert!(MONTH.is_live(NOW - 4.0 * MINUTE), "clocks differ");
        assert!(!MONTH.is_live(NOW - 6.0 * MINUTE));
        assert!(MONTH.is_live(MONTH.expires_at - 1.0));
        assert!(!MONTH.is_live(MONTH.expires_at));
        assert!(!MONTH.is_live(f64::NAN));
    }

    #[test]
    fn it_is_renewed_early_at_times_that_differ() {
        assert_eq!(MONTH.renew_at(0.0), MONTH.expires_at - 5.0 * MINUTE);
        assert_eq!(MONTH.renew_at(1.0), MONTH.expires_at - 10.0 * MINUTE);

        let short = TokenLife { issued_at: NOW, expires_at: NOW + MINUTE };
        assert_eq!(short.renew_at(0.0), NOW + 54_000.0);
        assert_eq!(short.renew_at(1.0), NOW + 48_000.0);
    }
}
