//! Where a publisher's own site is.

use coranto_model::address::publisher_domain;
use url::Url;

/// The address of the site of the publisher that `domain` names: the origin of the first of the addresses in `known` that
/// is on it, or else what a domain usually means.
pub fn site_address<'a>(domain: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    known
        .into_iter()
        .filter_map(|address| Url::parse(address).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .find(|url| publisher_domain(url).is_some_and(|of_url| of_url == domain))
        .map_or_else(
            || format!("https://{domain}/"),
            |url| format!("{}/", url.origin().ascii_serialization()),
        )
}

#[cfg(test)]
mod tests {
    use super::site_address;

    #[test]
    fn a_site_is_where_its_addresses_are() {
        for (domain, known, want) in [
            ("a.example", &["https://a.example/news/1?x=y"][..], "https://a.example/"),
            ("a.example", &["https://www.a.example/feed"], "https://www.a.example/"),
            ("a.example", &["https://feeds.example/a", "http://a.example:8080/1"], "http://a.example:8080/"),
            ("127.0.0.1:3000", &["http://127.0.0.1:3000/feed"], "http://127.0.0.1:3000/"),
            ("a.example", &["https://feeds.example/a"], "https://a.example/"),
            ("a.example", &["javascript:alert(1)", "ftp://a.example/", "", "/x"], "https://a.example/"),
            ("a.example", &[], "https://a.example/"),
        ] {
            assert_eq!(site_address(domain, known.iter().copied()), want, "{domain} {known:?}");
        }
    }
}
