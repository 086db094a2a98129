//! The client: one document at a time, every hop checked.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use reqwest::Response;
use reqwest::redirect::Policy;
use tokio::time::{Instant, timeout};
use url::Url;

use crate::answer::Answer;
use crate::body::{self, Body};
use crate::config::NetConfig;
use crate::error::{FetchError, NetError, TimeoutKind};
use crate::explain::{explain, last};
use crate::redirect::{Way, host};
use crate::request::{Accept, Get, Validators, headers};
use crate::resolver::Resolver;
use crate::tls;

/// Idle connections that are kept for one host: polls and scrapes of a host are one after the other.
const IDLE_CONNECTIONS: usize = 1;

/// How long an idle connection is kept.
const IDLE_CONNECTION_AGE: Duration = Duration::from_secs(20);

/// Most headers of an answer. The library's own 100 are too few for some publishers; their size is capped beside.
const MAX_HEADERS: usize = 256;

/// Bytes of a body that are read where the status says that it is not the document: for people, at most.
const ASIDE_BYTES: u64 = 64 * 1024;

/// How long such a body is waited for.
const ASIDE_TIME: Duration = Duration::from_secs(5);

/// Bytes that a header takes beside its name and value: colon, space and the end of the line.
const HEADER_LINE_BYTES: usize = 4;

/// The client. Cloning is cheap; clones share connections.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    resolver: Resolver,
    config: NetConfig,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a client. Reads the system's certificates, so it takes some milliseconds: make one and clone it.
    pub fn new(config: NetConfig) -> Result<Self, NetError> {
        config.validate()?;
        let user_agent = http::HeaderValue::from_str(&config.user_agent)
            .map_err(|error| NetError::UserAgent(error.to_string()))?;
        let resolver = Resolver::new(&config.allow, config.proxy.as_ref());
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(&config.extra_roots)?)
            .user_agent(user_agent)
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(resolver.clone())
            .connect_timeout(Duration::from_millis(config.connect_timeout_ms))
            .pool_max_idle_per_host(IDLE_CONNECTIONS)
            .pool_idle_timeout(IDLE_CONNECTION_AGE)
            // Some old servers know only the customary spelling; some break the rules for what they write themselves.
            .http1_title_case_headers()
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_max_headers(MAX_HEADERS)
            .http2_max_header_list_size(config.max_header_bytes);
        if let Some(proxy) = &config.proxy {
            if !matches!(proxy.scheme(), "http" | "https") {
                return Err(NetError::Proxy(format!("{} is no way to speak to one", proxy.scheme())));
            }
            let proxy = reqwest::Proxy::all(proxy.as_str()).map_err(|error| NetError::Proxy(last(&error)))?;
            builder = builder.proxy(proxy);
        }
        let http = builder.build().map_err(|error| NetError::Setup(last(&error)))?;
        Ok(Self { http, resolver, config })
    }

    /// Fetches a document, following redirects. An answer of any status is an answer.
    pub async fn get(&self, get: &Get<'_>) -> Result<Answer, FetchError> {
        let limit = Duration::from_millis(self.config.total_timeout_ms);
        timeout(limit, self.follow(get)).await.unwrap_or_else(|_| {
            Err(FetchError::Timeout {
                host: host(get.url),
                what: TimeoutKind::Total,
                limit_ms: self.config.total_timeout_ms,
            })
        })
    }

    async fn follow(&self, get: &Get<'_>) -> Result<Answer, FetchError> {
        let begun = Instant::now();
        let mut way = Way::new(get.url);
        loop {
            let validators = get.validators.filter(|_| way.redirects.is_empty());
            let response = self.ask(&way.url, get.accept, validators).await?;
            let status = response.status().as_u16();
            if way.follow(status, response.headers(), self.config.max_redirects)? {
                continue;
            }
            let headers = response.headers().clone();
            let Body { bytes, is_truncated } = if (200..300).contains(&status) {
                body::read(response, &way.host(), get.limit_bytes, &self.config).await?
            } else {
                self.read_aside(response, &way.host(), get.limit_bytes, begun).await
            };
            return Ok(Answer {
                status,
                url: way.url,
                redirects: way.redirects,
                headers,
                body: bytes,
                truncated: is_truncated,
                elapsed_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            });
        }
    }

    /// The body beside a status that says all: it may be missing, but it cannot hide the status.
    async fn read_aside(&self, response: Response, host: &str, limit_bytes: u64, begun: Instant) -> Body {
        let left = Duration::from_millis(self.config.total_timeout_ms).saturating_sub(begun.elapsed());
        let read = body::read(response, host, limit_bytes.min(ASIDE_BYTES), &self.config);
        match timeout(ASIDE_TIME.min(left / 2), read).await {
            Ok(Ok(body)) => body,
            _ => Body { bytes: Bytes::new(), is_truncated: true },
        }
    }

    /// One hop, up to the end of the answer's headers.
    async fn ask(
        &self,
        url: &Url,
        accept: Accept,
        validators: Option<&Validators>,
    ) -> Result<Response, FetchError> {
        self.check(url)?;
        let request = self.http.get(url.clone()).headers(headers(accept, validators));
        let limit_ms = self.config.header_timeout_ms;
        let sent = timeout(Duration::from_millis(limit_ms), request.send()).await.map_err(|_| {
            FetchError::Timeout {
                host: host(url),
                what: TimeoutKind::Header,
                limit_ms: self.config.header_timeout_ms,
            }
        })?;
        let response = sent.map_err(|error| explain(&error, url, &self.config))?;
        // HTTP/1 has no limit that could be set before.
        let limit_bytes = self.config.max_header_bytes;
        if header_bytes(response.headers()) > usize::try_from(limit_bytes).unwrap_or(usize::MAX) {
            return Err(FetchError::HeadersTooLarge { host: host(url), limit_bytes });
        }
        Ok(response)
    }

    /// Checks what the resolver is not asked for.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme { scheme: url.scheme().to_owned() });
        }
        match self.resolver.refused(url) {
            Some(address) => Err(FetchError::PrivateAddress { host: host(url), address }),
            None => Ok(()),
        }
    }
}

fn header_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + HEADER_LINE_BYTES).sum()
}
