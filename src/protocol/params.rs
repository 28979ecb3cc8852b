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

    /// The parameter `name` as a text that is not blank.
    fn text(&self, endpoint: &'static str, name: &'static str) -> Result<String, Box<Error>> {
        let mut hint = ["Pass ", name, " as a string."].concat();
        let what = match self.get(name) {
            Param::Text(text) if !is_blank(&text) => return Ok(text),
            Param::Text(_) => [name, " is empty"].concat(),
            Param::Missing { instead } => {
                if let Some(other) = instead {
                    hint = ["You passed ", &other, ": the name is ", name, ", as Baidu writes it."].concat();
                }
                [name, " is missing"].concat()
            }
            Param::Other(kind) => [name, " is ", kind, ", not a string"].concat(),
        };
        Err(Error::invalid_argument(endpoint, name, what, hint))
    }
}

/// One parameter as it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A string.
    Text(String),
    /// Not there; perhaps there under another spelling.
    Missing {
        /// The spelling that was found, such as `clientId` for `client_id`.
        instead: Option<String>,
    },
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

/// Whether a text is only white space, as defined by JavaScript's `trim`: JavaScript checks some parameters before.
fn is_blank(text: &str) -> bool {
    text.chars().all(|char| char == '\u{feff}' || (char.is_whitespace() && char != '\u{85}'))
}
