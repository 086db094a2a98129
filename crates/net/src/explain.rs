//! From the HTTP library's errors to ours. The cause of one stands somewhere down the chain of its sources.

use std::error::Error;
use std::io;

use url::Url;

use crate::config::NetConfig;
use crate::error::{FetchError, TimeoutKind};
use crate::redirect::host;
use crate::resolver::{PrivateAddress, UnknownName};
use crate::tls;

/// The sentence for an error that came before a body.
pub(crate) fn explain(error: &reqwest::Error, url: &Url, config: &NetConfig) -> FetchError {
    let host = host(url);
    let causes = || causes(error);
    if let Some(private) = causes().find_map(|cause| cause.downcast_ref::<PrivateAddress>()) {
        return FetchError::PrivateAddress { host, address: private.0 };
    }
    if let Some(unknown) = causes().find_map(|cause| cause.downcast_ref::<UnknownName>()) {
        return FetchError::Dns { host, reason: unknown.0.clone() };
    }
    if error.is_timeout() && error.is_connect() {
        return FetchError::Timeout { host, what: TimeoutKind::Connect, limit_ms: config.connect_timeout_ms };
    }
    if let Some(reason) = causes().find_map(tls::reason) {
        return FetchError::Tls { host, reason };
    }
    if error.is_connect() {
        let is_refused = causes()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| cause.kind() == io::ErrorKind::ConnectionRefused);
        let port = url.port_or_known_default().unwrap_or_default();
        return if is_refused {
            FetchError::Refused { host, port }
        } else {
            FetchError::Connect { host, reason: last(error) }
        };
    }
    let is_too_large =
        causes().any(|cause| cause.downcast_ref().is_some_and(hyper::Error::is_parse_too_large));
    if is_too_large {
        return FetchError::HeadersTooLarge { host, limit_bytes: config.max_header_bytes };
    }
    broken(error, host)
}

/// The sentence for an answer that broke off before there was anything to keep of it: a server that hung up, or one
/// that does not speak HTTP.
pub(crate) fn broken(error: &reqwest::Error, host: String) -> FetchError {
    let is_hang_up = causes(error).any(|cause| {
        let is_end = |error: &io::Error| {
            matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset)
        };
        cause.downcast_ref().is_some_and(hyper::Error::is_incomplete_message)
            || cause.downcast_ref().is_some_and(is_end)
    });
    if is_hang_up { FetchError::HungUp { host } } else { FetchError::Protocol { host, reason: last(error) } }
}

/// The innermost cause, which is the one that says something.
pub(crate) fn last(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map_or_else(|| error.to_string(), ToString::to_string)
}

/// What lies behind an error, from the outside in.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&'a (dyn Error + 'static)| (*cause).source())
}
