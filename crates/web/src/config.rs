//! What the operator decides about the pages.

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
    /// Whether readers come over https: cookies are then bound to it.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}
