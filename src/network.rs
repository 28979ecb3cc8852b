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

/// Between the texts of a description. JavaScript escapes it in the texts.
pub const SEPARATOR: char = '\0';

/// Reads the description of an error and its causes, one after another: name, message, `code` and `syscall`, separated
/// by NUL. After an `AggregateError` follow its members: the attempts to reach one address each, or to get one answer.
///
/// Node and Bun name the cause in `code`. Deno names it only in the message, and there it does not prove that nothing
/// was sent: Deno itself repeats a request when a kept-alive connection breaks, and reports the failure of the second
/// attempt. workerd and browsers do not name a cause.
pub fn diagnose(words: &str) -> Diagnosis {
    let mut words = words.split(SEPARATOR).map(str::as_bytes);
    let mut found: Option<Found> = None;
    let mut is_member = false;
    let mut all_unsent = true;
    while let (Some(name), Some(message), Some(code), Some(syscall)) =
        (words.next(), words.next(), words.next(), words.next())
    {
        let cause = find(message, code, syscall);
        if is_member {
            all_unsent &= cause.as_ref().is_some_and(|found| found.is_unsent);
        }
        is_member |= name == b"AggregateError";
        found = match (found, cause) {
            (Some(known), Some(new)) if !known.says_less_than(&new) => Some(known),
            (known, new) => new.or(known),
        };
    }
    Diagnosis {
        failed_before_send: all_unsent && found.as_ref().is_some_and(|found| found.is_unsent),
        retryable: found.as_ref().is_none_or(|found| found.cause.may_pass()),
        hint: found.map(|found| found.cause.hint()),
    }
}

/// What one error says.
struct Found {
    cause: Cause,
    /// Whether it proves that no byte of the request was sent.
    is_unsent: bool,
}

impl Found {
    /// A host has often an IPv6 address that cannot be reached from here, and that is not why its IPv4 address fails.
    fn says_less_than(&self, other: &Self) -> bool {
        (other.is_unsent && !self.is_unsent) || (self.cause == Cause::Unreachable && other.cause != Cause::Unreachable)
    }
}

/// Why no connection could be made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    Dns,
    Refused,
    Unreachable,
    Port,
    Certificate,
    CertificateTime,
    CertificateName,
    Handshake,
    NoTls,
    NoHttp,
}

impl Cause {
    fn may_pass(self) -> bool {
        matches!(self, Self::Dns | Self::Refused | Self::Unreachable | Self::Handshake | Self::NoHttp)
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Dns => "The host name was not resolved: check DNS on this machine, and the spelling of baseUrl.",
            Self::Refused => {
                "Nothing listens at that address: check baseUrl, and whether the mock or proxy there runs."
            }
            Self::Unreachable => "The host was not reached: check routes and firewall between this machine and Baidu.",
            Self::Port => {
                "fetch refuses this port, which belongs to another protocol: use another one in baseUrl; for ECONNREFUSED in a test, a free one."
            }
            Self::Certificate => {
                "The server's certificate is not trusted: a proxy may intercept TLS. Trust its CA (Node: NODE_EXTRA_CA_CERTS); do not switch verification off."
            }
            Self::CertificateTime => {
                "The server's certificate has expired or is not valid yet: check the clock of this machine first, then the server."
            }
            Self::CertificateName => {
                "The server's certificate is for another host name: check baseUrl, DNS, and proxies in between."
            }
            Self::Handshake => {
                "The TLS handshake failed: a proxy or firewall may cut it, or the server wants another version of TLS or a client certificate."
            }
            Self::NoTls => {
                "The server does not speak TLS: check the port and scheme of baseUrl, and proxies in between."
            }
            Self::NoHttp => "The answer is not HTTP: check the port and scheme of baseUrl, and proxies in between.",
        }
    }
}

/// What Node and Bun report: a code, or how several codes begin. A certificate is verified before the first byte of the
/// request is sent.
const CODES: &[(&str, Cause)] = &[
    ("ENOTFOUND", Cause::Dns),
    ("EAI_", Cause::Dns),
    ("ESERVFAIL", Cause::Dns),
    ("ENODATA", Cause::Dns),
    ("ECONNREFUSED", Cause::Refused),
    ("UND_ERR_CONNECT_TIMEOUT", Cause::Unreachable),
    ("CERT_HAS_EXPIRED", Cause::CertificateTime),
    ("CERT_NOT_YET_VALID", Cause::CertificateTime),
    ("ERR_TLS_CERT_ALTNAME_INVALID", Cause::CertificateName),
    ("HOSTNAME_MISMATCH", Cause::CertificateName),
    ("IP_ADDRESS_MISMATCH", Cause::CertificateName),
    ("CERT_", Cause::Certificate),
    ("DEPTH_ZERO_SELF_SIGNED_CERT", Cause::Certificate),
    ("INVALID_CA", Cause::Certificate),
    ("INVALID_PURPOSE", Cause::Certificate),
    ("PATH_LENGTH_EXCEEDED", Cause::Certificate),
    ("SELF_SIGNED_CERT_IN_CHAIN", Cause::Certificate),
    ("UNABLE_TO_", Cause::Certificate),
    ("UNKNOWN_CERTIFICATE", Cause::Certificate),
    ("ERR_SSL_WRONG_VERSION_NUMBER", Cause::NoTls),
    ("ERR_SSL_PACKET_LENGTH_TOO_LONG", Cause::NoTls),
    ("ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", Cause::Handshake),
    ("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", Cause::Handshake),
    ("ERR_SSL_TLSV1_UNRECOGNIZED_NAME", Cause::Handshake),
    ("ERR_SSL_UNSUPPORTED_PROTOCOL", Cause::Handshake),
    ("ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED", Cause::Handshake),
    ("ERR_SSL_NO_PROTOCOLS_AVAILABLE", Cause::Handshake),
];

/// An established connection may end with these, too, so the system call must be `connect`.
const CONNECT_CODES: &[&str] = &["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"];

/// The beginning of a code from TLS. An alert may also come after the request: TLS 1.3 asks so late for a client
/// certificate.
const TLS_CODES: &[&str] = &["ERR_SSL_", "EPROTO"];

/// Whole messages of Node that come without a code, or with one that says less. They prove that nothing was sent.
const UNSENT_MESSAGES: &[(&str, Cause)] = &[
    ("bad port", Cause::Port),
    ("Client network socket disconnected before secure TLS connection was established", Cause::Handshake),
];

/// What Deno writes.
const MESSAGES: &[(&str, Cause)] = &[
    ("dns error", Cause::Dns),
    ("Connection refused", Cause::Refused),
    ("are blocked", Cause::Port),
    ("certificate: Expired", Cause::CertificateTime),
    ("certificate: NotValidYet", Cause::CertificateTime),
    ("certificate: NotValidForName", Cause::CertificateName),
    ("certificate not valid for name", Cause::CertificateName),
    ("invalid peer certificate", Cause::Certificate),
    ("tls handshake eof", Cause::Handshake),
    ("received fatal alert", Cause::Handshake),
    ("received corrupt message", Cause::NoTls),
];

fn find(message: &[u8], code: &[u8], syscall: &[u8]) -> Option<Found> {
    let says = |text: &str| message.windows(text.len()).any(|window| window == text.as_bytes());
    let is_unreachable = syscall == b"connect" && CONNECT_CODES.iter().any(|known| known.as_bytes() == code);
    let unsent = is_unreachable
        .then_some(Cause::Unreachable)
        .or_else(|| cause_in(CODES, |known| code.starts_with(known.as_bytes())))
        .or_else(|| cause_in(UNSENT_MESSAGES, |text| text.as_bytes() == message));
    if let Some(cause) = unsent {
        return Some(Found { cause, is_unsent: true });
    }
    let begins = |codes: &[&str]| codes.iter().any(|known| code.starts_with(known.as_bytes()));
    let cause = cause_in(MESSAGES, says)
        .or_else(|| begins(TLS_CODES).then_some(Cause::Handshake))
        // Node's parser of HTTP.
        .or_else(|| begins(&["HPE_"]).then_some(Cause::NoHttp))?;
    Some(Found { cause, is_unsent: false })
}

/// The cause of the first text that is right.
fn cause_in(table: &[(&str, Cause)], is_right: impl Fn(&str) -> bool) -> Option<Cause> {
    table.iter().find(|(text, _)| is_right(text)).map(|(_, cause)| *cause)
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
        assert!(failed_before_send(&["TypeError", "fetch failed", "", "", "Error", "bad port", "", ""]));
        let cut = "Client network socket disconnected before secure TLS connection was established";
        assert!(failed_before_send(&["Error", cut, "ECONNRESET", ""]));
        assert!(failed_before_send(&["Error", "", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", ""]));
        assert!(!failed_before_send(&["Error", "Baidu said: bad port", "", ""]));
        assert!(!failed_before_send(&["Error", "", "ERR_SSL_NO_RENEGOTIATION", ""]));
        assert!(!failed_before_send(&["Error", "", "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", ""]));
    }

    #[test]
    fn of_several_attempts_all_must_have_failed_before_send() {
        let aggregate = ["AggregateError", "", "ECONNREFUSED", ""];
        let refused = ["Error", "", "ECONNREFUSED", "connect"];
        let unreachable = ["Error", "", "ENETUNREACH", "connect"];
        let broken = ["Error", "", "ECONNRESET", "read"];
        assert!(failed_before_send(&[aggregate, refused, refused].concat()));
        assert!(failed_before_send(&[aggregate, unreachable, refused].concat()));
        assert!(!failed_before_send(&[aggregate, refused, broken].concat()));
        assert!(!failed_before_send(&[aggregate, broken, refused].concat()));
        let hint = diagnose(&[unreachable, refused].concat().join("\0")).hint;
        assert!(hint.is_some_and(|hint| hint.contains("listens")), "{hint:?}");
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
            (["Error", "", "ERR_SSL_WRONG_VERSION_NUMBER", ""], "does not speak TLS"),
            (["Error", "", "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", ""], "handshake"),
            (["Error", "", "EPROTO", "write"], "handshake"),
            (["HTTPParserError", "", "HPE_INVALID_CONSTANT", ""], "not HTTP"),
            (["Error", "", "HOSTNAME_MISMATCH", ""], "another host name"),
            (["Error", "bad port", "", ""], "port"),
            (["TypeError", "Fetch failed: Requests to port 1 are blocked", "", ""], "port"),
            (["Error", "client error (Connect): tls handshake eof", "", ""], "handshake"),
            (["TypeError", "invalid peer certificate: UnknownIssuer", "", ""], "not trusted"),
            (["TypeError", "invalid peer certificate: Expired", "", ""], "clock"),
        ] {
            let hint = diagnose(&words.join("\0")).hint.unwrap_or_default();
            assert!(hint.contains(expected), "{words:?}: {hint}");
        }
        assert_eq!(diagnose("Error\0socket hang up\0ECONNRESET\0read").hint, None);
    }
}
