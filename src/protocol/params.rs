use crate::reply::Error;
use crate::secret::Secret;

/// A parameter that a call declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamDeclaration {
    /// Its name in JavaScript and in Rust.
    pub name: &'static str,
    /// Whether it is secret.
    pub is_secret: bool,
}

/// Parameters from outside: a JavaScript object, or JSON.
pub trait Params {
    /// The parameter `name`.
    fn get(&self, name: &'static str) -> Param;

    /// The key that probably means `name`, such as `clientId` for `client_id`.
    fn other_spelling(&self, _name: &str) -> Option<String> {
        None
    }

    /// The parameter `name` as a text that is not blank.
    fn text(&self, endpoint: &'static str, name: &'static str) -> Result<String, Box<Error>> {
        match self.get(name) {
            Param::Text(text) if !trim(&text).is_empty() => Ok(text),
            other => Err(self.no_text(endpoint, name, other)),
        }
    }

    /// The error for a parameter that is not a text, or blank.
    fn no_text(&self, endpoint: &'static str, name: &'static str, param: Param) -> Box<Error> {
        let (what, other) = match param {
            Param::Text(_) => (" is empty".into(), self.other_spelling(name)),
            Param::Missing => (" is missing".into(), self.other_spelling(name)),
            Param::Other(kind) => ([" is ", kind, ", not a string"].concat(), None),
        };
        let hint = match other {
            Some(other) => ["You passed ", &other, ": the name is ", name, ", as Baidu writes it."].concat(),
            None => ["Pass ", name, " as a string."].concat(),
        };
        Error::invalid_argument(endpoint, name, [name, &what].concat(), hint)
    }
}

/// One parameter as it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A string.
    Text(String),
    /// Not there.
    Missing,
    /// Something else, named with its article: `a number`.
    Other(&'static str),
}

/// A type that a parameter of an endpoint may have.
pub trait Parameter {
    const IS_SECRET: bool;
    fn as_text(&self) -> &str;
}

impl Parameter for String {
    const IS_SECRET: bool = false;
    fn as_text(&self) -> &str {
        self
    }
}

impl Parameter for Secret {
    const IS_SECRET: bool = true;
    fn as_text(&self) -> &str {
        self.expose()
    }
}

/// A text without the white space around it, as JavaScript's `trim` gives it: JavaScript checks some parameters before.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|char: char| char == '\u{feff}' || (char.is_whitespace() && char != '\u{85}'))
}
