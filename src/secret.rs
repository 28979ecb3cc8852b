use std::fmt;

/// A secret text: an app secret, a login code, an access token, a session key.
///
/// It cannot be shown by accident: `Debug` prints `[redacted]`, and there is neither `Display` nor `Serialize`. A
/// result that gives its secret to the caller marks the field: `#[serde(serialize_with = "Secret::reveal")]`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Serializes the text itself.
    pub fn reveal<S: serde::Serializer>(secret: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&secret.0)
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
