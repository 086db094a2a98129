//! What the operator decides about the pages.

use http::uri::Authority;
use serde::{Deserialize, Serialize};
use url::Url;

/// Who may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Everybody.
    #[default]
    Public,
    /// Only who is signed in.
    Private,
    /// Nobody signs in; everybody who reaches the port is the admin. Never inferred, only configured.
    SingleReader,
}

/// The settings of the web server.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// The address under which people reach this site; without it only loopback names are answered.
    pub public_url: Option<Url>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Further names (`news.example` or `news.example:8080`) under which the site may be asked for.
    pub allowed_hosts: Vec<String>,
    /// Who may read.
    pub access: Access,
    /// The newspaper's name.
    pub site_name: String,
    /// What whoever makes the first admin must know. The program prints it when it starts.
    pub setup_token: String,
    /// Who sends it as a bearer token may read `/metrics`.
    pub metrics_token: Option<String>,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            allowed_hosts: Vec::new(),
            access: Access::default(),
            site_name: "Coranto".to_owned(),
            setup_token: String::new(),
            metrics_token: None,
        }
    }
}

impl WebConfig {
    /// Whether `host`, the value of a Host header, is the host of the public address.
    pub(crate) fn is_public_host(&self, host: &str) -> bool {
        let (Some(url), Ok(host)) = (&self.public_url, host.parse::<Authority>()) else { return false };
        let usual = if url.scheme() == "https" { 443 } else { 80 };
        let name = host.host().trim_end_matches('.');
        url.host_str().is_some_and(|public| public.eq_ignore_ascii_case(name))
            && host.port_u16().unwrap_or(usual) == url.port().unwrap_or(usual)
    }

    /// Whether who asks for `host` is known to come over https: cookies are then bound to it. Of further hosts nothing
    /// is known.
    pub(crate) fn is_https(&self, host: &str) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https") && self.is_public_host(host)
    }

    /// Whether `origin`, the value of an Origin header, is that of the pages that are asked for under `host`. The
    /// scheme is only known for the public host: others may stand behind a proxy.
    pub(crate) fn is_own_origin(&self, origin: &str, host: &str) -> bool {
        if let Some(url) = self.public_url.as_ref().filter(|_| self.is_public_host(host)) {
            return origin.eq_ignore_ascii_case(&url.origin().ascii_serialization());
        }
        let authority = ["https://", "http://"].iter().find_map(|scheme| origin.strip_prefix(scheme));
        authority.is_some_and(|authority| !authority.is_empty() && authority.eq_ignore_ascii_case(host))
    }
}

#[cfg(test)]
mod tests {
    use super::WebConfig;

    fn config(public: Option<&str>) -> WebConfig {
        WebConfig { public_url: public.map(|url| url.parse().unwrap()), ..WebConfig::default() }
    }

    #[test]
    fn cookies_are_bound_to_https_under_the_public_host_alone() {
        for (public, host, want) in [
            (Some("https://news.example"), "news.example", true),
            (Some("https://news.example"), "NEWS.example.:443", true),
            (Some("https://news.example"), "news.example:8080", false),
            (Some("https://news.example"), "box.lan", false),
            (Some("https://news.example:8443"), "news.example:8443", true),
            (Some("http://news.example"), "news.example", false),
            (None, "news.example", false),
            (Some("https://news.example"), "", false),
        ] {
            assert_eq!(config(public).is_https(host), want, "{public:?} {host}");
        }
    }

    #[test]
    fn forms_come_from_the_host_that_is_asked() {
        let public = Some("https://user:secret@news.example/?x=1");
        for (public, origin, host, want) in [
            (public, "https://news.example", "news.example", true),
            (public, "https://NEWS.example", "news.example:443", true),
            (public, "http://news.example", "news.example", false),
            (public, "https://news.example.evil.example", "news.example", false),
            (public, "https://evil.example", "news.example", false),
            (public, "null", "news.example", false),
            // A further host, with and without TLS before it.
            (public, "http://box.lan:8080", "box.lan:8080", true),
            (public, "https://box.lan", "box.lan", true),
            (public, "https://news.example", "box.lan", false),
            (public, "http://box.lan:9090", "box.lan:8080", false),
            // A proxy with TLS, and nobody said under which address.
            (None, "https://localhost:8080", "localhost:8080", true),
            (None, "http://localhost:8080", "localhost:8080", true),
            (None, "https://evil.example", "localhost:8080", false),
            (None, "null", "localhost:8080", false),
            (None, "https://", "", false),
        ] {
            assert_eq!(config(public).is_own_origin(origin, host), want, "{public:?} {origin} {host}");
        }
    }
}
