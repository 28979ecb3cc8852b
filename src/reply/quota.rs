use super::error::{Baidu, Number};

/// A quota of calls that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// Calls at a time or per second.
    PerSecond,
    /// Calls per day.
    PerDay,
    /// All calls that the app may make.
    InTotal,
    /// Baidu does not say which.
    Unnamed,
}

impl Quota {
    /// The quota that a reply names.
    pub fn named_by(baidu: &Baidu) -> Option<Self> {
        match (&baidu.error_code, &baidu.errno) {
            (Some(Number::Integer(4 | 18)), _) => Some(Self::PerSecond),
            (Some(Number::Integer(17)), _) => Some(Self::PerDay),
            (Some(Number::Integer(19)), _) => Some(Self::InTotal),
            (_, Some(Number::Integer(50029))) => Some(Self::Unnamed),
            _ => None,
        }
    }

    /// What to do.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::PerSecond => "Too many calls at a time: wait a few seconds, and spread the calls.",
            Self::PerDay => "The calls of this day are used up: try again tomorrow, or ask Baidu for a larger quota.",
            Self::InTotal => "All calls that this app may make are used up: ask Baidu for a larger quota.",
            Self::Unnamed => {
                "The calls that Baidu allows are used up: wait before the next one, or ask Baidu for a larger quota."
            }
        }
    }
}
