//! What came back.

use bytes::Bytes;
use http::HeaderMap;
use url::Url;

/// One step from an address to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
    /// Where from.
    pub from: Url,
    /// Where to.
    pub to: Url,
}

impl Redirect {
    /// Whether the server says that the document has moved for good.
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}

/// An HTTP answer, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status of the last hop.
    pub status: u16,
    /// The address of the last hop.
    pub url: Url,
    /// The hops on the way, in their order.
    pub redirects: Vec<Redirect>,
    /// The headers of the last hop, as they came: Content-Encoding and Content-Length are those of the wire.
    pub headers: HeaderMap,
    /// The body, content encoding undone. Beside a status that is no success it is short, or missing where it came too
    /// slowly or is too large.
    pub body: Bytes,
    /// The body ended too early: the connection was cut, or an encoding broke off. `body` is what came before.
    pub truncated: bool,
    /// Time from the first request to the end of the body, in milliseconds.
    pub elapsed_ms: u64,
}

impl Answer {
    /// A header as text, byte for byte; the first, where there are several. `None` where it is missing, empty or not
    /// UTF-8.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?.as_bytes();
        std::str::from_utf8(value).ok().filter(|value| !value.is_empty())
    }

    /// All headers of a name as text, each in a line of its own. `None` where there is none, or nothing in any.
    pub fn headers_joined(&self, name: &str) -> Option<String> {
        let values = self.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let lines: Vec<_> = values.filter(|value| !value.trim().is_empty()).collect();
        if lines.is_empty() { None } else { Some(lines.join("\n")) }
    }

    /// The Content-Type.
    pub fn content_type(&self) -> Option<&str> {
        self.header("content-type")
    }

    /// The ETag, byte for byte.
    pub fn etag(&self) -> Option<&str> {
        self.header("etag")
    }

    /// The Last-Modified value, byte for byte.
    pub fn last_modified(&self) -> Option<&str> {
        self.header("last-modified")
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName, HeaderValue};
    use url::Url;

    use super::Answer;

    #[test]
    fn headers_of_one_name_are_joined() {
        let name = HeaderName::from_static("x-robots-tag");
        for (values, want) in [
            (vec![], None),
            (vec![""], None),
            (vec!["noindex"], Some("noindex")),
            (vec!["noindex", " ", "otherbot: noai, nosnippet"], Some("noindex\notherbot: noai, nosnippet")),
        ] {
            let mut headers = HeaderMap::new();
            for value in &values {
                headers.append(name.clone(), HeaderValue::from_static(value));
            }
            let answer = Answer {
                status: 200,
                url: Url::parse("https://example.com/").unwrap(),
                redirects: Vec::new(),
                headers,
                body: Bytes::new(),
                truncated: false,
                elapsed_ms: 0,
            };
            assert_eq!(answer.headers_joined("X-Robots-Tag").as_deref(), want, "{values:?}");
        }
    }
}
