//! Where an answer sends us, and whether we go there (behaviour 24).

use http::{HeaderMap, header};
use url::Url;

use crate::answer::Redirect;
use crate::error::FetchError;

/// Characters of a refused address that an error shows.
const SHOWN_CHARS: usize = 200;

/// The way from the address that was asked for.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) url: Url,
    pub(crate) redirects: Vec<Redirect>,
}

impl Way {
    pub(crate) fn new(url: &Url) -> Self {
        let mut url = url.clone();
        url.set_fragment(None);
        Self { url, redirects: Vec::new() }
    }

    pub(crate) fn host(&self) -> String {
        host(&self.url)
    }

    /// Goes where the answer sends us. `false`: it sends us nowhere.
    pub(crate) fn follow(
        &mut self,
        status: u16,
        headers: &HeaderMap,
        limit: usize,
    ) -> Result<bool, FetchError> {
        let Some(to) = target(&self.url, status, headers)? else { return Ok(false) };
        if to == self.url || self.redirects.iter().any(|redirect| redirect.from == to) {
            return Err(FetchError::RedirectLoop { host: self.first_host(), to: to.into() });
        }
        if self.redirects.len() >= limit {
            return Err(FetchError::TooManyRedirects { host: self.first_host(), limit });
        }
        let from = std::mem::replace(&mut self.url, to.clone());
        self.redirects.push(Redirect { status, from, to });
        Ok(true)
    }

    fn first_host(&self) -> String {
        self.redirects.first().map_or_else(|| self.host(), |redirect| host(&redirect.from))
    }
}

pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Where a redirect leads; `None` for an answer that is none.
fn target(from: &Url, status: u16, headers: &HeaderMap) -> Result<Option<Url>, FetchError> {
    let is_redirect = matches!(status, 301 | 302 | 303 | 307 | 308);
    let Some(location) = headers.get(header::LOCATION).filter(|_| is_redirect) else { return Ok(None) };
    let text = String::from_utf8_lossy(location.as_bytes());
    let refused = |reason| FetchError::BadRedirect {
        host: host(from),
        to: text.chars().take(SHOWN_CHARS).collect(),
        reason,
    };
    let mut to = from.join(text.trim()).map_err(|_| refused("it is no address"))?;
    if !matches!(to.scheme(), "http" | "https") {
        return Err(refused("it is neither http nor https"));
    }
    // From a safe connection to an open one, anybody on the way could answer.
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(refused("it leaves the secure connection"));
    }
    to.set_fragment(None);
    if to.origin() != from.origin() {
        // These fail only for addresses that cannot have them, which http and https ones always can.
        let _ = to.set_username("");
        let _ = to.set_password(None);
    }
    Ok(Some(to))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};
    use url::Url;

    use super::Way;

    fn follow(from: &str, status: u16, location: &str) -> Result<Option<String>, &'static str> {
        let mut way = Way::new(&Url::parse(from).unwrap());
        let mut headers = HeaderMap::new();
        headers.insert("location", HeaderValue::from_bytes(location.as_bytes()).unwrap());
        let moved = way.follow(status, &headers, 5).map_err(|error| error.code())?;
        Ok(moved.then(|| way.url.into()))
    }

    #[test]
    fn b24_where_redirects_lead() {
        for (from, status, location, want) in [
            ("https://a.example/x", 301, "/y#part", Ok(Some("https://a.example/y"))),
            ("https://a.example/x", 302, " //b.example ", Ok(Some("https://b.example/"))),
            ("https://a.example/x", 303, "?q", Ok(Some("https://a.example/x?q"))),
            ("http://a.example/x", 307, "https://a.example/x", Ok(Some("https://a.example/x"))),
            ("http://me:pw@a.example/x", 308, "/y", Ok(Some("http://me:pw@a.example/y"))),
            ("http://me:pw@a.example/x", 308, "//you:pw@b.example/", Ok(Some("http://b.example/"))),
            (
                "https://a.example/x",
                301,
                "https://a.example/été",
                Ok(Some("https://a.example/%C3%A9t%C3%A9")),
            ),
            ("https://a.example/x", 300, "/y", Ok(None)),
            ("https://a.example/x", 200, "/y", Ok(None)),
            ("https://a.example/x#part", 301, "/x#other", Err("redirects")),
            ("https://a.example/x", 301, "http://a.example/x", Err("bad-redirect")),
            ("https://a.example/x", 301, "javascript:alert(1)", Err("bad-redirect")),
            ("https://a.example/x", 301, "https://", Err("bad-redirect")),
        ] {
            assert_eq!(
                follow(from, status, location),
                want.map(|to| to.map(str::to_owned)),
                "{from} {location}"
            );
        }
    }

    #[test]
    fn a_redirect_without_an_address_is_an_answer() {
        let mut way = Way::new(&Url::parse("https://a.example/").unwrap());
        assert!(!way.follow(301, &HeaderMap::new(), 5).unwrap());
    }
}
