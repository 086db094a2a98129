//! The host gate: requests with the same key go one after the other (behaviour 31).

use url::{Host, Url};

/// The key of the gate that requests to `url` go through: the registrable domain by the public suffix list, its
/// private section included; for addresses and loopback names the host with its port, since each port there may be a
/// publisher of its own.
pub fn key(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or(0);
    match url.host() {
        Some(Host::Domain(host)) => {
            let name = host.trim_end_matches('.').to_ascii_lowercase();
            if name.is_empty() {
                return host.to_owned();
            }
            if name == "localhost" || name.ends_with(".localhost") {
                return format!("{name}:{port}");
            }
            psl::domain_str(&name).map_or_else(|| name.clone(), str::to_owned)
        }
        Some(address) => format!("{address}:{port}"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::key;

    #[test]
    fn b31_one_gate_for_a_registrable_domain() {
        for (url, want) in [
            ("https://www.example.co.uk/feed", "example.co.uk"),
            ("https://feeds.example.co.uk:8443/", "example.co.uk"),
            ("https://someone.github.io/feed.xml", "someone.github.io"),
            ("https://a.b.someone.github.io/feed.xml", "someone.github.io"),
            ("https://www.food.example.xn--55qx5d.cn/", "example.xn--55qx5d.cn"),
            ("https://www.例子.公司.cn/", "xn--fsqu00a.xn--55qx5d.cn"),
            ("http://127.0.0.1/feed", "127.0.0.1:80"),
            ("http://127.0.0.1:8001/feed", "127.0.0.1:8001"),
            ("http://0x7f.1:8001/feed", "127.0.0.1:8001"),
            ("https://[2001:db8::1]/", "[2001:db8::1]:443"),
            ("http://[::1]:80/", "[::1]:80"),
            ("http://localhost/", "localhost:80"),
            ("http://herald.localhost:8001/", "herald.localhost:8001"),
            ("https://EXAMPLE.com./", "example.com"),
            ("https://intranet/", "intranet"),
            ("https://com/", "com"),
            ("https://./", "."),
        ] {
            assert_eq!(key(&Url::parse(url).unwrap()), want, "{url}");
        }
    }

    proptest! {
        #[test]
        fn every_address_has_its_gate(host in "[a-z0-9.-]{1,20}", path in "[a-z/]{0,10}") {
            if let Ok(url) = Url::parse(&format!("https://{host}/{path}")) {
                prop_assert!(!key(&url).is_empty());
            }
        }
    }
}
