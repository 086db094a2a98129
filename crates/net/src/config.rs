//! Settings of the client: who we say we are, whom we may ask, and the limits of every fetch.

use std::fmt;

use url::Url;

use crate::allow::Allowed;
use crate::error::NetError;

/// Settings of the client. The defaults are right for a person's own machine, but for the contact in the user agent.
#[derive(Clone)]
pub struct NetConfig {
    /// Name, version and contact, such as `Coranto/1.0 (+https://news.example.org/about)`: the same in every request
    /// (behaviour 32).
    pub user_agent: String,
    /// Private hosts and networks that may be fetched from. Everything public may be.
    pub allow: Vec<Allowed>,
    /// Proxy for every request, `http://` or `https://`, with user name and password if it wants them. The
    /// environment's proxies are not used. A proxy looks up the names of hosts itself: keeping requests out of private
    /// networks is then its task, for all but literal addresses and loopback names.
    pub proxy: Option<Url>,
    /// Certificates (DER) that are trusted beside the system's: those of a company's own authority, or of a test.
    pub extra_roots: Vec<Vec<u8>>,
    /// Longest time to find the host, connect and agree on TLS, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Longest time from a request to the end of the answer's headers, connecting included, in milliseconds.
    pub header_timeout_ms: u64,
    /// Longest time between two pieces of a body, in milliseconds.
    pub idle_timeout_ms: u64,
    /// Longest time for a document with all its redirects, in milliseconds.
    pub total_timeout_ms: u64,
    /// Most redirects that are followed.
    pub max_redirects: usize,
    /// Largest block of headers that is taken, in bytes: names, values and four bytes a line.
    pub max_header_bytes: u32,
}

impl Default for NetConfig {
    fn default() -> Self {
        Self {
            user_agent: concat!("Coranto/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow: Vec::new(),
            proxy: None,
            extra_roots: Vec::new(),
            connect_timeout_ms: 10_000,
            header_timeout_ms: 20_000,
            idle_timeout_ms: 15_000,
            total_timeout_ms: 45_000,
            max_redirects: 8,
            max_header_bytes: 64 * 1024,
        }
    }
}

impl NetConfig {
    /// Checks what would make every fetch fail.
    pub(crate) fn validate(&self) -> Result<(), NetError> {
        for (name, value) in [
            ("connect_timeout_ms", self.connect_timeout_ms),
            ("header_timeout_ms", self.header_timeout_ms),
            ("idle_timeout_ms", self.idle_timeout_ms),
            ("total_timeout_ms", self.total_timeout_ms),
            ("max_header_bytes", self.max_header_bytes.into()),
        ] {
            if value == 0 {
                return Err(NetError::Zero(name));
            }
        }
        Ok(())
    }
}

/// Without the proxy's password.
impl fmt::Debug for NetConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetConfig")
            .field("user_agent", &self.user_agent)
            .field("allow", &self.allow)
            .field("proxy", &self.proxy.as_ref().map(Url::host_str))
            .field("extra_roots", &self.extra_roots.len())
            .field("connect_timeout_ms", &self.connect_timeout_ms)
            .field("header_timeout_ms", &self.header_timeout_ms)
            .field("idle_timeout_ms", &self.idle_timeout_ms)
            .field("total_timeout_ms", &self.total_timeout_ms)
            .field("max_redirects", &self.max_redirects)
            .field("max_header_bytes", &self.max_header_bytes)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::NetConfig;

    #[test]
    fn the_proxys_password_is_not_shown() {
        let proxy = Some("http://me:s3cret@proxy.example:3128".parse().unwrap());
        let shown = format!("{:?}", NetConfig { proxy, ..NetConfig::default() });
        assert!(shown.contains("proxy.example") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn limits_of_nought_are_refused() {
        let wrong = NetConfig { idle_timeout_ms: 0, ..NetConfig::default() };
        assert!(wrong.validate().unwrap_err().to_string().contains("idle_timeout_ms"));
        assert!(NetConfig::default().validate().is_ok());
    }
}
