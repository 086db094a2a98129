//! The names under which the site answers. Another name means that somebody has pointed it here, and a browser would
//! let that somebody's pages read ours (DNS rebinding).

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::uri::Authority;
use http::{StatusCode, header};

use crate::config::WebConfig;
use crate::state::WebState;
use crate::visit::{Peer, asked_host};

/// Refuses requests for names that are not ours. Watchers may ask under any.
pub async fn host(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let named = asked_host(request.headers(), request.uri());
    let our_port = request.extensions().get::<Peer>().map(|peer| peer.our_port);
    if ["/healthz", "/readyz"].contains(&request.uri().path()) || is_ours(named, our_port, &web.config) {
        return next.run(request).await;
    }
    let shown: String = named.chars().filter(char::is_ascii_graphic).take(100).collect();
    let sentence = format!(
        "This server does not answer under the name \"{shown}\". If you run it, set public_url or allowed_hosts in its \
         settings.\n"
    );
    (StatusCode::MISDIRECTED_REQUEST, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], sentence)
        .into_response()
}

/// Whether `named`, the value of a Host header, is a name of this site.
fn is_ours(named: &str, our_port: Option<u16>, config: &WebConfig) -> bool {
    let Ok(authority) = named.parse::<Authority>() else { return false };
    if named.contains('@') {
        return false;
    }
    let (name, port) = (authority.host().trim_end_matches('.').to_ascii_lowercase(), authority.port_u16());
    if config.allowed_hosts.iter().any(|allowed| is_allowed(allowed, &name, port)) {
        return true;
    }
    if config.public_url.is_some() {
        return config.is_public_host(named);
    }
    is_loopback(&name) && our_port.is_none_or(|ours| port.unwrap_or(80) == ours)
}

/// `news.example` allows every port, `news.example:8080` that one.
fn is_allowed(allowed: &str, name: &str, port: Option<u16>) -> bool {
    let Ok(allowed) = allowed.parse::<Authority>() else { return false };
    allowed.host().eq_ignore_ascii_case(name) && (allowed.port_u16().is_none() || allowed.port_u16() == port)
}

fn is_loopback(name: &str) -> bool {
    let plain = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || name.ends_with(".localhost")
        || plain.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{WebConfig, is_ours};

    fn check(named: &str, public: Option<&str>, allowed: &[&str], want: bool) {
        let config = WebConfig {
            public_url: public.map(|url| url.parse().unwrap()),
            allowed_hosts: allowed.iter().map(|host| (*host).to_owned()).collect(),
            ..WebConfig::default()
        };
        assert_eq!(is_ours(named, Some(8080), &config), want, "{named} {public:?} {allowed:?}");
    }

    #[test]
    fn only_our_names_are_ours() {
        for named in [
            "localhost:8080",
            "127.0.0.1:8080",
            "127.9.8.7:8080",
            "[::1]:8080",
            "a.localhost:8080",
            "LOCALHOST.:8080",
        ] {
            check(named, None, &[], true);
        }
        for named in [
            "",
            "localhost",
            "localhost:8081",
            "evil.example:8080",
            "192.168.0.2:8080",
            "localhost.evil.example:8080",
            "a@localhost:8080",
            "local host",
        ] {
            check(named, None, &[], false);
        }
        let public = Some("https://news.example");
        check("news.example", public, &[], true);
        check("NEWS.example:443", public, &[], true);
        check("news.example:8080", public, &[], false);
        check("localhost:8080", public, &[], false);
        check("www.news.example", public, &["www.news.example"], true);
        check("box.lan:8080", None, &["box.lan"], true);
        check("box.lan:8080", None, &["box.lan:8080"], true);
        check("box.lan:9090", None, &["box.lan:8080"], false);
    }
}
