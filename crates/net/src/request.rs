//! What is asked for, and with which headers.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

/// Encodings that we undo, in the order of our liking (behaviour 37).
const ENCODINGS: HeaderValue = HeaderValue::from_static("gzip, br, zstd");

/// What kind of document is wanted: it decides the Accept header (behaviour 34).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// A feed.
    Feed,
    /// A web page.
    Page,
    /// A raster picture.
    Picture,
    /// A robots.txt file.
    Robots,
}

impl Accept {
    fn value(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                 application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
            }
            Self::Page => "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1",
            Self::Picture => "image/webp, image/jpeg, image/png, image/gif;q=0.8, image/*;q=0.5",
            Self::Robots => "text/plain, */*;q=0.1",
        }
    }
}

/// The validators of an answer that is known already, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// For If-None-Match.
    pub etag: Option<String>,
    /// For If-Modified-Since.
    pub last_modified: Option<String>,
}

/// What to fetch.
#[derive(Clone, Copy, Debug)]
pub struct Get<'a> {
    /// The address.
    pub url: &'a Url,
    /// What is wanted.
    pub accept: Accept,
    /// What is known already. Sent to this address only, never to where it redirects (behaviour 7).
    pub validators: Option<&'a Validators>,
    /// Largest body that is taken, in bytes after decoding.
    pub limit_bytes: u64,
}

/// The headers of a request. Nothing else is sent but the host and our name: no cookie, no referrer, no language
/// (behaviour 33).
pub(crate) fn headers(accept: Accept, validators: Option<&Validators>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static(accept.value()));
    headers.insert(header::ACCEPT_ENCODING, ENCODINGS);
    if let Some(validators) = validators {
        insert(&mut headers, header::IF_NONE_MATCH, validators.etag.as_deref());
        insert(&mut headers, header::IF_MODIFIED_SINCE, validators.last_modified.as_deref());
    }
    headers
}

/// What a header cannot carry never came from one: it is left out.
fn insert(headers: &mut HeaderMap, name: HeaderName, value: Option<&str>) {
    if let Some(Ok(value)) = value.map(|value| HeaderValue::from_bytes(value.as_bytes())) {
        headers.insert(name, value);
    }
}
