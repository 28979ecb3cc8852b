use super::http::{Host, Hosts, Method, Request, Response, append_encoded};
use super::params::{ParamDeclaration, Params};
use crate::reply::{Code, CodeConsumed, Credential, Error, OutputField, Record, Reply, classify_reply};
use crate::secret::Secret;

/// The declaration of a call. It is data, so that one copy of the code serves all calls.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The name of the call in JavaScript.
    pub name: &'static str,
    /// What authorizes the call.
    pub credential: Credential,
    /// The HTTP method.
    pub method: Method,
    /// The host. A caller may replace its address.
    pub host: Host,
    /// The path, with a slash at the beginning.
    pub path: &'static str,
    /// The parameters, which the caller passes.
    pub params: &'static [ParamDeclaration],
    /// The fields of the query, in this order.
    pub query: &'static [Field],
    /// The fields of the form, in this order; only for a `POST`.
    pub form: &'static [Field],
    /// The fields of the result.
    pub output: &'static [OutputField],
}

/// A field of a query or a form: its name on the wire, and where its value comes from.
pub type Field = (&'static str, Value);

/// Where the value of a field comes from.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// This text, in every call. It needs no encoding.
    Fixed(&'static str),
    /// The parameter of this name.
    Param(&'static str),
}

impl Call {
    /// Reads the parameters, in the order of their declaration. An error names the first one that is missing or wrong.
    pub fn read(&self, params: &dyn Params) -> Result<Vec<String>, Box<Error>> {
        let values: Result<_, Box<Error>> =
            self.params.iter().map(|param| params.text(self.name, param.name)).collect();
        values.map_err(|mut error| {
            error.code_consumed = self.credential.is_single_use().then_some(CodeConsumed::No);
            error
        })
    }

    /// Builds the request. `values` are in the order of the declaration.
    pub fn request(&self, values: &[impl AsRef<str>], hosts: &Hosts) -> Request {
        let append = |fields: &[Field], mut separator, text: &mut String| {
            for (name, value) in fields {
                for part in [separator, *name, "="] {
                    text.push_str(part);
                }
                match value {
                    Value::Fixed(fixed) => text.push_str(fixed),
                    Value::Param(param) => append_encoded(text, self.value_of(param, values)),
                }
                separator = "&";
            }
        };
        // Enough for most requests: reallocating would take longer than writing.
        let mut url = String::with_capacity(256);
        url += hosts.base(self.host);
        url += self.path;
        append(self.query, "?", &mut url);
        let mut form = String::with_capacity(256);
        append(self.form, "", &mut form);
        Request::new(self.method, url, form)
    }

    /// Parses the response, whatever its status. It is a success if it has the output and no error number.
    pub fn parse(&self, response: &Response) -> Result<Record, Box<Error>> {
        let reply = Reply::read(&response.body);
        let record = if reply.has_error_number() { None } else { reply.output(self.output) };
        record.ok_or_else(|| {
            let secrets = reply.secrets();
            let baidu = reply.into_baidu();
            let mut error = classify_reply(self.name, self.credential, response.status, &response.body, baidu);
            error.redact(&secrets);
            error
        })
    }

    /// The error of this call if it ends without a response.
    pub fn error(&self, code: Code, consumed: CodeConsumed) -> Box<Error> {
        let mut error = Error::new(code, self.name);
        error.code_consumed = self.credential.is_single_use().then_some(consumed);
        let hint = match (consumed, code) {
            (CodeConsumed::Unknown, Code::Network) => self.credential.hint_if_spent(),
            (CodeConsumed::Unknown, Code::Timeout) => self.credential.hint_if_late(),
            _ => None,
        };
        if let Some(hint) = hint {
            error.hint = hint.into();
        }
        error
    }

    /// The secrets among `values`.
    pub fn secrets(&self, values: &[impl AsRef<str>]) -> Vec<Secret> {
        let secrets = self.params.iter().zip(values).filter(|(param, _)| param.is_secret);
        secrets.map(|(_, value)| value.as_ref().into()).collect()
    }

    /// The secrets among parameters that may be incomplete.
    #[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
    pub fn secrets_in(&self, params: &dyn Params) -> Vec<Secret> {
        let secrets = self.params.iter().filter(|param| param.is_secret);
        secrets.filter_map(|param| params.text(self.name, param.name).ok()).map(Secret::from).collect()
    }

    fn value_of<'v>(&self, name: &str, values: &'v [impl AsRef<str>]) -> &'v str {
        let named = self.params.iter().zip(values).find(|(param, _)| param.name == name);
        named.map(|(_, value)| value.as_ref()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::CALLS;

    #[test]
    fn fixed_texts_need_no_encoding() {
        let fields = CALLS.iter().flat_map(|call| call.query.iter().chain(call.form));
        let fixed = fields.flat_map(|(name, value)| match value {
            Value::Fixed(fixed) => vec![*name, *fixed],
            Value::Param(_) => vec![*name],
        });
        for text in fixed {
            let mut encoded = String::new();
            append_encoded(&mut encoded, text);
            assert_eq!(encoded, text);
        }
    }
}
