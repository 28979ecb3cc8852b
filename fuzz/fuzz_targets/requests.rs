//! The request builders and the form encoder. The lines are the parameters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use swan_login::endpoints::*;
use swan_login::{Endpoint, Hosts, Param, Params};

fuzz_target!(|data: &str| {
    let lines = data.split('\n');
    let hosts = Hosts::default();
    let params = Lines(lines.map(str::to_owned).collect());
    build::<Jscode2SessionKey>(&params, &hosts);
    build::<NaloginGetSessionKeyByCode>(&params, &hosts);
    build::<GetSessionKey>(&params, &hosts);
    build::<GetUnionid>(&params, &hosts);
    build::<GetAccessToken>(&params, &hosts);
    build::<TpGetSessionKeyByCode>(&params, &hosts);
    build::<TpGetUnionid>(&params, &hosts);
    build::<TpGetAccessToken>(&params, &hosts);
    build::<TpCreatePreAuthCode>(&params, &hosts);
    build::<TpGetAppToken>(&params, &hosts);
    build::<TpRefreshAppToken>(&params, &hosts);
    build::<TpGetAppInfo>(&params, &hosts);
    build::<TpRetrieveAuthorizationCode>(&params, &hosts);
});

fn build<E: Endpoint>(params: &Lines, hosts: &Hosts) {
    let Ok(endpoint) = E::from_params(params) else { return };
    let request = endpoint.request(hosts);
    let values = endpoint.values();
    let query = request.url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let form = request.body.as_deref().unwrap_or_default();
    // Nothing but what a URL may hold, and what was encoded comes out again.
    assert!(request.url.bytes().chain(form.bytes()).all(|byte| byte.is_ascii_graphic()));
    let sent = [query, form].map(|fields| form_urlencoded::parse(fields.as_bytes()).collect::<Vec<_>>()).concat();
    for value in values {
        assert!(sent.iter().any(|(_, decoded)| decoded.as_ref() == value));
    }
    assert_eq!(sent.len(), E::CALL.query.len() + E::CALL.form.len());
}

/// Each parameter by the length of its name.
struct Lines(Vec<String>);

impl Params for Lines {
    fn get(&self, name: &'static str) -> Param {
        match self.0.get(name.len() % self.0.len().max(1)) {
            Some(line) => Param::Text(line.clone()),
            None => Param::Missing,
        }
    }
}
