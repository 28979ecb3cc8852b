//! Logs a user in. The argument is the login code that the mini program sent.

use std::{env, error::Error, time::Duration};
use swan_login::endpoints::{Jscode2SessionKey, Session};
use swan_login::{Endpoint, Hosts, Request, Response};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let login = Jscode2SessionKey {
        code: env::args().nth(1).ok_or("pass a login code")?.into(),
        client_id: env::var("BAIDU_APP_KEY")?,
        sk: env::var("BAIDU_APP_SECRET")?.into(),
    };
    // The address of a mock; without it, Baidu's.
    let hosts = match env::var("BAIDU_URL") {
        Ok(url) => Hosts { spapi: url.clone().into(), openapi: url.into() },
        Err(_) => Hosts::default(),
    };
    // Neither redirects nor repetitions: a login code works only once, and must reach nobody else.
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()?;
    let response = send(&client, login.request(&hosts)).await?;
    let Session { openid, session_key: _ } = Jscode2SessionKey::parse(&response)?;
    println!("{openid}");
    Ok(())
}

/// Gives what came back, whatever its status. A URL may hold secrets, so errors are returned without it.
async fn send(client: &reqwest::Client, request: Request) -> Result<Response, Box<dyn Error>> {
    let mut builder = client.request(request.method.name().parse()?, request.url);
    if let Some(content_type) = request.headers.content_type {
        builder = builder.header("content-type", content_type);
    }
    if let Some(body) = request.body {
        builder = builder.body(body);
    }
    let answer = builder.send().await.map_err(reqwest::Error::without_url)?;
    let status = answer.status().as_u16();
    let body = answer.text().await.map_err(reqwest::Error::without_url)?;
    Ok(Response { status, body })
}
