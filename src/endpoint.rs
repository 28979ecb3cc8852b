use crate::error::{Code, Error};
use crate::http::{Hosts, Request, Response};
use crate::refusal;
use crate::reply::Reply;
use crate::secret::Secret;
use serde::Serialize;

/// A call to Baidu: the value holds its parameters, builds its request and reads its response.
pub trait Endpoint: Sized {
    /// What the call gives.
    type Output: Serialize;

    /// The name of the call in JavaScript.
    const NAME: &'static str;

    /// What the call spends or shows to be allowed; decides what a refusal means.
    const CREDENTIAL: Credential;

    /// Reads the parameters; an error names the first one that is missing or wrong.
    fn from_params(params: &impl Params) -> Result<Self, Error>;

    /// The request to send.
    fn request(&self, hosts: &Hosts) -> Request;

    /// The parameters that nobody may see.
    fn secrets(&self) -> Vec<Secret>;

    /// The output, if `reply` holds it whole.
    fn output(reply: &Reply) -> Option<Self::Output>;

    /// Reads the response, whatever its status: it is a success when it holds the output and no error number.
    fn parse(response: &Response) -> Result<Self::Output, Error> {
        let reply = Reply::read(&response.body);
        match Self::output(&reply) {
            Some(output) if !reply.has_error_number() => Ok(output),
            _ => Err(refusal::error(Self::NAME, Self::CREDENTIAL, response.status, reply.into_baidu())),
        }
    }
}

/// What a call shows to Baidu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A login code, which works once.
    Code,
    /// An access token, to ask for a unionid.
    TokenForUnionid,
    /// AppKey and AppSecret alone.
    App,
}

/// Parameters as they come: a JavaScript object, or JSON in a test.
pub trait Params {
    /// The parameter `name`.
    fn get(&self, name: &'static str) -> Param;

    /// The parameter `name` as a text that is not blank.
    fn text(&self, endpoint: &'static str, name: &'static str) -> Result<String, Error> {
        let wrong =
            |what: String, hint: String| Err(Error::new(Code::InvalidArgument, endpoint).message(what).hint(hint));
        match self.get(name) {
            Param::Text(text) if !text.trim().is_empty() => Ok(text),
            Param::Text(_) => wrong(format!("{name} is empty"), format!("Pass {name} as a string that is not empty.")),
            Param::Missing { instead: None } => {
                wrong(format!("{name} is missing"), format!("Pass {name} as a string."))
            }
            Param::Missing { instead: Some(other) } => wrong(
                format!("{name} is missing"),
                format!("You passed {other}: the name is {name}, as Baidu writes it."),
            ),
            Param::Other(kind) => wrong(format!("{name} is {kind}, not a string"), format!("Pass {name} as a string.")),
        }
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
