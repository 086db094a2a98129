//! What can be set about the engine. Defaults are right for a person's own machine.

use std::net::IpAddr;
use std::path::PathBuf;

use coranto_crawl::policy::Policy;
use coranto_model::Millis;
use ipnet::IpNet;
use url::Url;

/// Hosts that have a policy of their own. A demo or a test lowers gaps and floors for its own publishers, and for
/// nobody else.
#[derive(Clone, Debug)]
pub struct Zone {
    /// A host name, a name with everything under it (`.localhost`), an IP address or a network (`10.0.0.0/8`).
    pub hosts: Vec<String>,
    /// How these hosts are polled.
    pub policy: Policy,
}

/// Where resized pictures are kept, and how many.
#[derive(Clone, Debug)]
pub struct PicturesConfig {
    /// The folder.
    pub folder: PathBuf,
    /// The most that is kept, in bytes. The oldest go first.
    pub max_bytes: u64,
}

/// The engine's settings.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// Names this node among those on one database. Must stay the same over restarts.
    pub node: String,
    /// Whether this node does the work of the stages, or only serves pages.
    pub work: bool,
    /// Hosts worked on at the same time.
    pub network_workers: usize,
    /// Threads' worth of extracting and analysing at the same time.
    pub compute_workers: usize,
    /// How publishers are polled.
    pub policy: Policy,
    /// Exceptions by host.
    pub zones: Vec<Zone>,
    /// How long fetched pages are kept for reprocessing, in milliseconds.
    pub raw_page_age_ms: i64,
    /// Largest feed that is read, in bytes after decoding.
    pub max_feed_bytes: u64,
    /// Largest page that is read, in bytes after decoding.
    pub max_page_bytes: u64,
    /// Pictures.
    pub pictures: PicturesConfig,
}

impl EngineConfig {
    /// The defaults, with pictures under `data`.
    pub fn new(data: &std::path::Path) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            node: "local".to_owned(),
            work: true,
            network_workers: 64,
            compute_workers: cores,
            policy: Policy::default(),
            zones: Vec::new(),
            raw_page_age_ms: 14 * Millis::DAY,
            max_feed_bytes: 15 * 1024 * 1024,
            max_page_bytes: 10 * 1024 * 1024,
            pictures: PicturesConfig { folder: data.join("pictures"), max_bytes: 1024 * 1024 * 1024 },
        }
    }

    /// The policy for the host of `url`.
    pub fn policy_for(&self, url: &Url) -> &Policy {
        let host = url.host_str().unwrap_or_default();
        let zone = self.zones.iter().find(|zone| zone.hosts.iter().any(|name| covers(name, host)));
        zone.map_or(&self.policy, |zone| &zone.policy)
    }
}

fn covers(name: &str, host: &str) -> bool {
    let is_in_network = || {
        let (network, address) = (name.parse::<IpNet>().ok()?, host.parse::<IpAddr>().ok()?);
        Some(network.contains(&address))
    };
    host == name || (name.starts_with('.') && host.ends_with(name)) || is_in_network().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_zone_covers_its_hosts_and_no_others() {
        assert!(covers("127.0.0.1", "127.0.0.1"));
        assert!(covers(".localhost", "herald.localhost"));
        assert!(covers("127.0.0.0/8", "127.9.8.7"));
        assert!(!covers("127.0.0.0/8", "128.0.0.1"));
        assert!(!covers(".localhost", "localhost.example.com"));
        assert!(!covers("example.com", "an-example.com"));
    }
}
