//! Canonical addresses: the one form under which every spelling of an article's address meets.
//!
//! Two addresses that lead to the same document should have the same canonical form; two documents must never. So
//! only what is known to make no difference is dropped: the scheme, `www.`, the fragment, tracking parameters, the
//! AMP form, a trailing slash.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url, form_urlencoded};

/// Query parameters that only tell a publisher where a click came from. A name that ends in `*` is a prefix.
const TRACKING: &[&str] = &[
    "utm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "wbraid",
    "gbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "mkt_tok",
    "oly_anon_id",
    "oly_enc_id",
    "vero_id",
    "vero_conv",
    "wickedid",
    "pk_*",
    "mtm_*",
    "matomo_*",
    "piwik_*",
    "ref_src",
    "ref_url",
    "s_cid",
    "ns_*",
    "at_medium",
    "at_campaign",
    "at_custom*",
    "at_format",
    "at_link_*",
    "at_ptr_name",
    "at_bbc_team",
    "ocid",
    "xtor",
    "cmpid",
    "cmp_id",
    "wt_mc",
    "wt.mc_id",
    "wt_zmc",
    "mbid",
    "smid",
    "smtyp",
    "ito",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "_ga",
    "_gl",
    "srsltid",
    "feature_src",
    "ftag",
    "icid",
    "ncid",
    "rss_source",
    "partner_id_src",
    "sr_share",
    "__twitter_impression",
    "echobox",
    "soc_src",
    "soc_trk",
    "spm",
    "scm",
    "amp_js_v",
    "usqp",
    "amp_gsa",
    "outputtype",
];

/// Longest address that is taken, in bytes. Databases keep addresses in indexes, whose entries are not much longer.
pub const MAX_ADDRESS_BYTES: usize = 2_048;

/// Why a text is no address of an article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It cannot be parsed.
    #[error("this is not a web address")]
    Invalid,
    /// It is not http or https.
    #[error("only http and https addresses can be read")]
    Scheme,
    /// It is longer than [`MAX_ADDRESS_BYTES`].
    #[error("this address is too long")]
    TooLong,
}

/// The canonical form of an article's address: the key under which it is kept. Not meant to be fetched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CanonicalAddress(String);

impl CanonicalAddress {
    /// The canonical form of `url`.
    pub fn of(url: &Url) -> Result<Self, AddressError> {
        let url = without_amp_cache(url);
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Scheme);
        }
        let host = match url.host() {
            Some(Host::Domain(domain)) => plain_host(domain),
            Some(address) => address.to_string(),
            None => return Err(AddressError::Invalid),
        };
        let mut canonical = format!("https://{host}");
        if let Some(port) = url.port().filter(|port| *port != 80 && *port != 443) {
            canonical.push_str(&format!(":{port}"));
        }
        canonical.push_str(plain_path(url.path()));
        let query = kept_query(&url);
        if !query.is_empty() {
            canonical.push('?');
            canonical.push_str(&query);
        }
        if canonical.len() > MAX_ADDRESS_BYTES { Err(AddressError::TooLong) } else { Ok(Self(canonical)) }
    }

    /// Parses and makes canonical.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        Self::of(&parse(text)?)
    }

    /// A form that this type gave out before, as it comes back from the store.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text of the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CanonicalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Parses an address that a person or a publisher wrote: http or https, of bearable length, without fragment and
/// without the user name and password that it may carry.
pub fn parse(text: &str) -> Result<Url, AddressError> {
    let text = text.trim();
    if text.len() > MAX_ADDRESS_BYTES {
        return Err(AddressError::TooLong);
    }
    let mut url = Url::parse(text).map_err(|_| AddressError::Invalid)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(AddressError::Scheme);
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(AddressError::Invalid);
    }
    url.set_fragment(None);
    // These fail only for addresses that cannot have them, which http and https ones always can.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(url)
}

/// The same address without tracking parameters and fragment: what readers are led to.
#[must_use]
pub fn without_tracking(url: &Url) -> Url {
    let mut plain = url.clone();
    plain.set_fragment(None);
    let query = kept_query(url);
    plain.set_query(if query.is_empty() { None } else { Some(&query) });
    plain
}

/// The domain that names a publisher: the host without `www.`, `m.` and `amp.`.
pub fn publisher_domain(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(domain) => Some(plain_host(domain)),
        address => Some(url.port().map_or_else(|| address.to_string(), |port| format!("{address}:{port}"))),
    }
}

fn plain_host(domain: &str) -> String {
    let lower = domain.trim_end_matches('.').to_ascii_lowercase();
    let mut host = lower.as_str();
    // `m.com` is a site, not the mobile form of `com`: what is left must still have a dot.
    while let Some(rest) = ["www.", "amp.", "m.", "mobile."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .filter(|rest| rest.contains('.'))
    {
        host = rest;
    }
    host.to_owned()
}

fn plain_path(path: &str) -> &str {
    let mut path = path.trim_end_matches('/');
    while let Some(rest) =
        ["/amp", "/index.html", "/index.php"].iter().find_map(|suffix| path.strip_suffix(suffix))
    {
        path = rest.trim_end_matches('/');
    }
    path
}

fn kept_query(url: &Url) -> String {
    let Some(query) = url.query() else { return String::new() };
    let kept = query.split('&').filter(|pair| {
        let name = form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name.to_ascii_lowercase());
        !name.is_none_or(|name| is_tracking(&name) || (name == "amp" && is_switch(pair)))
    });
    kept.collect::<Vec<_>>().join("&")
}

fn is_tracking(name: &str) -> bool {
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *known,
    })
}

/// `amp`, `amp=`, `amp=1`, `amp=true`: the switch to the AMP form, and not a search for amplifiers.
fn is_switch(pair: &str) -> bool {
    matches!(pair.split_once('=').map(|(_, value)| value), None | Some("" | "1" | "true"))
}

/// The publisher's address behind Google's AMP viewer and the AMP caches.
fn without_amp_cache(url: &Url) -> Url {
    let path = url.path();
    let rest = match url.host_str() {
        Some("www.google.com") => path.strip_prefix("/amp/"),
        Some(host) if host.ends_with(".cdn.ampproject.org") => {
            path.strip_prefix("/c/").or_else(|| path.strip_prefix("/v/"))
        }
        _ => None,
    };
    let Some(rest) = rest else { return url.clone() };
    let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Url::parse(&format!("{scheme}://{rest}{query}")).unwrap_or_else(|_| url.clone())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::{AddressError, CanonicalAddress, parse, publisher_domain, without_tracking};

    #[test]
    fn every_spelling_of_an_address_meets_in_one_form() {
        let want = "https://example.com/news/a-story";
        for spelling in [
            "https://example.com/news/a-story",
            "http://example.com/news/a-story",
            "HTTPS://WWW.Example.COM:443/news/a-story/",
            "https://example.com/news/a-story?utm_source=rss&utm_medium=feed",
            "https://example.com/news/a-story#comments",
            "https://example.com/news/a-story/amp/",
            "https://example.com/news/a-story?amp=1&fbclid=x",
            "https://amp.example.com/news/a-story",
            "https://m.example.com/news/a-story",
            "https://www.google.com/amp/s/example.com/news/a-story",
            "https://example-com.cdn.ampproject.org/c/s/example.com/news/a-story?amp_js_v=0.1",
            "https://user:secret@example.com/news/a-story",
            "https://example.com./news/a-story/index.html",
        ] {
            assert_eq!(CanonicalAddress::parse(spelling).unwrap().as_str(), want, "{spelling}");
        }
    }

    #[test]
    fn documents_that_differ_stay_apart() {
        for (one, other) in [
            ("https://example.com/?p=1", "https://example.com/?p=2"),
            ("https://example.com/a", "https://example.com/A"),
            ("https://example.com/a", "https://example.org/a"),
            ("https://m.com/a", "https://com/a"),
            ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a"),
            ("https://example.com/shop?amp=marshall", "https://example.com/shop"),
            ("https://example.com/a?b=1&c=2", "https://example.com/a?b=1"),
        ] {
            assert_ne!(CanonicalAddress::parse(one), CanonicalAddress::parse(other), "{one} {other}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        assert_eq!(CanonicalAddress::parse("javascript:alert(1)"), Err(AddressError::Scheme));
        assert_eq!(CanonicalAddress::parse("file:///etc/passwd"), Err(AddressError::Scheme));
        assert_eq!(CanonicalAddress::parse("not an address"), Err(AddressError::Invalid));
        assert_eq!(CanonicalAddress::parse("https://"), Err(AddressError::Invalid));
        let long = format!("https://example.com/{}", "a".repeat(5_000));
        assert_eq!(CanonicalAddress::parse(&long), Err(AddressError::TooLong));
    }

    #[test]
    fn readers_are_led_to_an_address_without_tracking() {
        let url = Url::parse("https://www.example.com/a/?id=7&utm_source=x#top").unwrap();
        assert_eq!(without_tracking(&url).as_str(), "https://www.example.com/a/?id=7");
        assert_eq!(publisher_domain(&url).unwrap(), "example.com");
        assert_eq!(publisher_domain(&Url::parse("http://127.0.0.2:81/x").unwrap()).unwrap(), "127.0.0.2:81");
    }

    proptest! {
        #[test]
        fn the_canonical_form_of_a_canonical_form_is_itself(text in "https?://[a-z]{1,8}\\.(com|org)(/[a-zA-Z0-9%._~-]{0,6}){0,4}(\\?[a-z_]{1,9}=[a-z0-9]{0,3}(&[a-z]{1,3}=[a-z]{0,2}){0,3})?") {
            if let Ok(once) = CanonicalAddress::parse(&text) {
                prop_assert_eq!(CanonicalAddress::parse(once.as_str()).unwrap(), once);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,200}") {
            let _ = CanonicalAddress::parse(&text);
            let _ = parse(&text);
        }
    }
}
