//! Diagnoses a network failure from the error of fetch.

/// What the error of fetch shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Whether certainly no byte of the request was sent.
    pub failed_before_send: bool,
    /// Whether another attempt may succeed. A refused certificate will be refused again.
    pub retryable: bool,
    /// What to do, if the cause is known.
    pub hint: Option<&'static str>,
}

/// Reads the description of an error and its causes, one after another: name, message, `code` and `syscall`, separated
/// by NUL.
///
/// Node and Bun name the cause in `code`. Deno names it only in the message, and there it does not prove that nothing
/// was sent: Deno itself repeats a request when a kept-alive connection breaks, and reports the failure of the second
/// attempt. workerd and browsers do not name a cause.
pub fn diagnose(words: &str) -> Diagnosis {
    let mut words = words.as_bytes().split(|byte| *byte == 0);
    let mut cause = None;
    while let (Some(_name), Some(message), Some(code), Some(syscall)) =
        (words.next(), words.next(), words.next(), words.next())
    {
        if let Some(cause) = cause_of_code(code, syscall) {
            return Diagnosis { failed_before_send: true, retryable: cause.may_pass(), hint: Some(cause.hint()) };
        }
        cause = cause.or_else(|| cause_of_message(message));
    }
    Diagnosis { failed_before_send: false, retryable: cause.is_none_or(Cause::may_pass), hint: cause.map(Cause::hint) }
}

/// Why no connection could be made.
#[derive(Clone, Copy)]
enum Cause {
    Dns,
    Refused,
    Unreachable,
    Certificate,
    CertificateTime,
    CertificateName,
    NoTls,
}

impl Cause {
    fn may_pass(self) -> bool {
        matches!(self, Self::Dns | Self::Refused | Self::Unreachable)
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Dns => "The host name was not resolved: check DNS on this machine, and the spelling of baseUrl.",
            Self::Refused => {
                "Nothing listens at that address: check baseUrl, and whether the mock or proxy there runs."
            }
            Self::Unreachable => "The host was not reached: check routes and firewall between this machine and Baidu.",
            Self::Certificate => {
                "The server's certificate is not trusted: a proxy may intercept TLS. Trust its CA (Node: NODE_EXTRA_CA_CERTS); do not switch verification off."
            }
            Self::CertificateTime => {
                "The server's certificate has expired or is not valid yet: check the clock of this machine first, then the server."
            }
            Self::CertificateName => {
                "The server's certificate is for another host name: check baseUrl, DNS, and proxies in between."
            }
            Self::NoTls => {
                "The server does not speak TLS: check the port and scheme of baseUrl, and proxies in between."
            }
        }
    }
}

/// What Node and Bun report. A certificate is verified before the first byte of the request is sent.
const CODES: &[(&str, Cause)] = &[
    ("ENOTFOUND", Cause::Dns),
    ("EAI_AGAIN", Cause::Dns),
    ("ECONNREFUSED", Cause::Refused),
    ("UND_ERR_CONNECT_TIMEOUT", Cause::Unreachable),
    ("CERT_HAS_EXPIRED", Cause::CertificateTime),
    ("CERT_NOT_YET_VALID", Cause::CertificateTime),
    ("ERR_TLS_CERT_ALTNAME_INVALID", Cause::CertificateName),
    ("DEPTH_ZERO_SELF_SIGNED_CERT", Cause::Certificate),
    ("SELF_SIGNED_CERT_IN_CHAIN", Cause::Certificate),
    ("UNABLE_TO_GET_ISSUER_CERT", Cause::Certificate),
    ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", Cause::Certificate),
    ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", Cause::Certificate),
    ("CERT_UNTRUSTED", Cause::Certificate),
    ("CERT_SIGNATURE_FAILURE", Cause::Certificate),
    ("CERT_REVOKED", Cause::Certificate),
    ("INVALID_CA", Cause::Certificate),
    ("ERR_SSL_WRONG_VERSION_NUMBER", Cause::NoTls),
    ("ERR_SSL_PACKET_LENGTH_TOO_LONG", Cause::NoTls),
];

/// An established connection may end with these, too, so the system call must be `connect`.
const CONNECT_CODES: &[&str] = &["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"];

/// What Deno writes.
const MESSAGES: &[(&str, Cause)] = &[
    ("dns error", Cause::Dns),
    ("Connection refused", Cause::Refused),
    ("certificate: Expired", Cause::CertificateTime),
    ("certificate: NotValidYet", Cause::CertificateTime),
    ("certificate: NotValidForName", Cause::CertificateName),
    ("certificate not valid for name", Cause::CertificateName),
    ("invalid peer certificate", Cause::Certificate),
];

fn cause_of_code(code: &[u8], syscall: &[u8]) -> Option<Cause> {
    if syscall == b"connect" && CONNECT_CODES.iter().any(|known| known.as_bytes() == code) {
        return Some(Cause::Unreachable);
    }
    CODES.iter().find(|(known, _)| known.as_bytes() == code).map(|(_, cause)| *cause)
}

fn cause_of_message(message: &[u8]) -> Option<Cause> {
    let says = |text: &str| message.windows(text.len()).any(|window| window == text.as_bytes());
    MESSAGES.iter().find(|(text, _)| says(text)).map(|(_, cause)| *cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed_before_send(words: &[&str]) -> bool {
        diagnose(&words.join("\0")).failed_before_send
    }

    #[test]
    fn only_a_connection_that_was_never_made_has_sent_nothing() {
        assert!(failed_before_send(&["Error", "connect ECONNREFUSED", "ECONNREFUSED", "connect"]));
        assert!(failed_before_send(&["TypeError", "fetch failed", "", "", "Error", "", "ENOTFOUND", "getaddrinfo"]));
        assert!(failed_before_send(&["Error", "", "EHOSTUNREACH", "connect"]));
        assert!(failed_before_send(&["TypeError", "fetch failed", "", "", "Error", "", "CERT_HAS_EXPIRED", ""]));
        assert!(!failed_before_send(&["Error", "", "EHOSTUNREACH", "read"]));
        assert!(!failed_before_send(&["TypeError", "fetch failed", "", "", "Error", "", "ECONNRESET", "read"]));
        assert!(!failed_before_send(&["Error", "", "UND_ERR_SOCKET", ""]));
        assert!(!failed_before_send(&["ECONNREFUSED", "ECONNREFUSED", "", "connect"]));
        assert!(!failed_before_send(&["TypeError", "client error (Connect): dns error", "", ""]));
        assert!(!failed_before_send(&[""]));
    }

    #[test]
    fn each_cause_has_its_hint() {
        for (words, expected) in [
            (["Error", "", "EAI_AGAIN", "getaddrinfo"], "DNS"),
            (["Error", "", "ECONNREFUSED", "connect"], "listens"),
            (["Error", "", "UND_ERR_CONNECT_TIMEOUT", ""], "firewall"),
            (["Error", "", "SELF_SIGNED_CERT_IN_CHAIN", ""], "NODE_EXTRA_CA_CERTS"),
            (["Error", "", "CERT_NOT_YET_VALID", ""], "clock"),
            (["Error", "", "ERR_TLS_CERT_ALTNAME_INVALID", ""], "another host name"),
            (["Error", "", "ERR_SSL_WRONG_VERSION_NUMBER", ""], "TLS"),
            (["TypeError", "invalid peer certificate: UnknownIssuer", "", ""], "not trusted"),
            (["TypeError", "invalid peer certificate: Expired", "", ""], "clock"),
        ] {
            let hint = diagnose(&words.join("\0")).hint.unwrap_or_default();
            assert!(hint.contains(expected), "{words:?}: {hint}");
        }
        assert_eq!(diagnose("Error\0socket hang up\0ECONNRESET\0read").hint, None);
    }
}
