use crate::error::{Code, Error};
use crate::http::{self, Host, Hosts, Method, Request, Response};
use crate::plain::Plain;
use crate::refusal;
use crate::reply::Reply;
use crate::secret::Secret;

/// A call to Baidu: the value holds its parameters, builds its request and reads its response.
pub trait Endpoint {
    /// What the call gives.
    type Output: Output;

    /// How it is made.
    const CALL: Call;

    /// The parameters, in the order in which [`Self::CALL`] sends them.
    fn params(&self) -> Vec<&str>;

    /// The request to send.
    fn request(&self, hosts: &Hosts) -> Request {
        Self::CALL.request(&self.params(), hosts)
    }

    /// Reads the response, whatever its status: it is a success when it holds the output and no error number.
    fn parse(response: &Response) -> Result<Self::Output, Box<Error>> {
        Self::CALL.parse(response, Self::Output::read)
    }
}

/// What a call gives.
pub trait Output: Into<Plain> {
    /// The output, if `reply` holds it whole.
    fn read(reply: &Reply) -> Option<Self>;
}

/// How a call is made. Data, not code: what is done with it is written once for all calls.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The name of the call in JavaScript.
    pub name: &'static str,
    /// What the call spends or shows to be allowed; decides what a refusal means.
    pub credential: Credential,
    /// How it is sent.
    pub method: Method,
    /// Where to.
    pub host: Host,
    /// Where there.
    pub path: &'static str,
    /// What stands in the URL.
    pub query: &'static [Field],
    /// What stands in the body of a `POST`.
    pub form: &'static [Field],
}

/// A name on the wire, and what is sent under it.
pub type Field = (&'static str, Value);

/// Where the value of a field comes from.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// Always this.
    Fixed(&'static str),
    /// The parameter of this name.
    Param(&'static str),
    /// The parameter of this name, which nobody may see.
    Secret(&'static str),
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

impl Call {
    /// Reads the parameters in the order in which they are sent; an error names the first one that is missing or wrong.
    pub fn read(&self, params: &dyn Params) -> Result<Vec<String>, Box<Error>> {
        self.names().map(|(name, _)| params.text(self.name, name)).collect()
    }

    /// The request to send. `params` are in the order in which they are sent.
    pub fn request(&self, params: &[impl AsRef<str>], hosts: &Hosts) -> Request {
        let mut params = params.iter();
        let mut append = |fields: &[Field], mut separator, text: &mut String| {
            for (name, value) in fields {
                let value = match value {
                    Value::Fixed(fixed) => fixed,
                    Value::Param(_) | Value::Secret(_) => params.next().map(AsRef::as_ref).unwrap_or_default(),
                };
                http::append_field(text, separator, name, value);
                separator = "&";
            }
        };
        // Room for most requests: growing takes longer than writing.
        let mut url = String::with_capacity(256);
        url += hosts.origin(self.host).as_str();
        url += self.path;
        append(self.query, "?", &mut url);
        let mut form = String::with_capacity(256);
        append(self.form, "", &mut form);
        Request::new(self.method, url, form)
    }

    /// Those of `params` that nobody may see.
    pub fn secrets(&self, params: &[impl AsRef<str>]) -> Vec<Secret> {
        let secrets = self.names().zip(params).filter(|((_, is_secret), _)| *is_secret);
        secrets.map(|(_, param)| param.as_ref().into()).collect()
    }

    /// Reads the response with the `output` of this call.
    pub fn parse<T>(&self, response: &Response, output: fn(&Reply) -> Option<T>) -> Result<T, Box<Error>> {
        let reply = Reply::read(&response.body);
        let output = if reply.has_error_number() { None } else { output(&reply) };
        output.ok_or_else(|| {
            let secrets = reply.secrets();
            let mut error = refusal::error(self, response.status, reply.into_baidu());
            error.redact(&secrets);
            error
        })
    }

    /// The names of the parameters, and which are secrets.
    fn names(&self) -> impl Iterator<Item = (&'static str, bool)> {
        self.query.iter().chain(self.form).filter_map(|(_, value)| match value {
            Value::Fixed(_) => None,
            Value::Param(name) => Some((*name, false)),
            Value::Secret(name) => Some((*name, true)),
        })
    }
}

/// Parameters as they come: a JavaScript object, or JSON in a test.
pub trait Params {
    /// The parameter `name`.
    fn get(&self, name: &'static str) -> Param;

    /// The parameter `name` as a text that is not blank.
    fn text(&self, endpoint: &'static str, name: &'static str) -> Result<String, Box<Error>> {
        let mut hint = ["Pass ", name, " as a string."].concat();
        let what = match self.get(name) {
            Param::Text(text) if !text.chars().all(char::is_whitespace) => return Ok(text),
            Param::Text(_) => [name, " is empty"].concat(),
            Param::Missing { instead } => {
                if let Some(other) = instead {
                    hint = ["You passed ", &other, ": the name is ", name, ", as Baidu writes it."].concat();
                }
                [name, " is missing"].concat()
            }
            Param::Other(kind) => [name, " is ", kind, ", not a string"].concat(),
        };
        Err(Error::new(Code::InvalidArgument, endpoint).message(what).hint(hint))
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
