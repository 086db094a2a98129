//! Names to addresses that may be connected to. Checked here, at connect time, so that no second answer of a name
//! server can lead somewhere else (behaviour 41).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::allow::{Allowed, is_public};

/// The name leads to an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("{0} is a private address")]
pub(crate) struct PrivateAddress(pub(crate) IpAddr);

/// The name is unknown, or no name server answers.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct UnknownName(pub(crate) String);

/// What may be connected to.
#[derive(Clone, Debug)]
pub(crate) struct Resolver {
    allow: Arc<[Allowed]>,
    /// The proxy's name: configuration chose it, so it may stand anywhere.
    proxy: Option<Arc<str>>,
}

impl Resolver {
    pub(crate) fn new(allow: &[Allowed], proxy: Option<&Url>) -> Self {
        let proxy = proxy.and_then(Url::host_str).map(|host| Arc::from(plain(host)));
        Self { allow: allow.into(), proxy }
    }

    /// The address of `url` that may not be connected to, as far as it shows without a name server: literal addresses,
    /// which the resolver is never asked for, and loopback names.
    pub(crate) fn refused(&self, url: &Url) -> Option<IpAddr> {
        let (host, address) = match url.host()? {
            Host::Ipv4(address) => (String::new(), address.into()),
            Host::Ipv6(address) => (String::new(), address.into()),
            Host::Domain(name) if is_loopback_name(&plain(name)) => (plain(name), Ipv4Addr::LOCALHOST.into()),
            Host::Domain(_) => return None,
        };
        (!self.permits(&host, address)).then_some(address)
    }

    /// Whether `host`, standing at `address`, may be connected to.
    fn permits(&self, host: &str, address: IpAddr) -> bool {
        is_public(address)
            || self.allow.iter().any(|allowed| allowed.covers_address(address) || allowed.covers_host(host))
    }

    async fn addresses(
        self,
        host: String,
    ) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let found: Vec<SocketAddr> = if is_loopback_name(&host) {
            // RFC 6761, section 6.3: never asked of a name server.
            vec![(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()]
        } else {
            tokio::net::lookup_host((host.as_str(), 0)).await.map_err(|error| unknown(&error))?.collect()
        };
        let Some(first) = found.first().map(SocketAddr::ip) else {
            return Err(UnknownName("it has no address".to_owned()).into());
        };
        if self.proxy.as_deref() == Some(host.as_str()) {
            return Ok(found);
        }
        let permitted: Vec<SocketAddr> =
            found.into_iter().filter(|address| self.permits(&host, address.ip())).collect();
        if permitted.is_empty() { Err(PrivateAddress(first).into()) } else { Ok(permitted) }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.clone().addresses(plain(name.as_str()));
        Box::pin(async move { Ok(Box::new(found.await?.into_iter()) as Addrs) })
    }
}

/// Lower case, without the dot that may stand at a name's end.
fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn is_loopback_name(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost")
}

/// The library's own words before the system's say nothing to anybody.
fn unknown(error: &std::io::Error) -> UnknownName {
    let text = error.to_string();
    UnknownName(text.rsplit(": ").next().unwrap_or(&text).to_owned())
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::{PrivateAddress, Resolver, unknown};

    fn resolver(allow: &[&str], proxy: Option<&str>) -> Resolver {
        let allow: Vec<_> = allow.iter().map(|allowed| allowed.parse().unwrap()).collect();
        Resolver::new(&allow, proxy.map(|proxy| proxy.parse().unwrap()).as_ref())
    }

    #[tokio::test]
    async fn b41_loopback_names_are_loopback_and_need_permission() {
        for name in ["localhost", "a.localhost", "a.b.localhost"] {
            let found = resolver(&["127.0.0.0/8"], None).addresses(name.to_owned()).await.unwrap();
            assert_eq!(found, [(Ipv4Addr::LOCALHOST, 0).into()], "{name}");
            let refused = resolver(&[], None).addresses(name.to_owned()).await.unwrap_err();
            assert!(refused.is::<PrivateAddress>(), "{name}");
        }
        assert_eq!(resolver(&["localhost"], None).addresses("localhost".to_owned()).await.unwrap().len(), 2);
    }

    #[tokio::test]
    async fn the_proxy_may_be_private_but_nothing_else() {
        let resolver = resolver(&[], Some("http://LOCALHOST:3128"));
        assert!(resolver.clone().addresses("localhost".to_owned()).await.is_ok());
        assert!(resolver.clone().addresses("a.localhost".to_owned()).await.is_err());
        assert!(resolver.refused(&"http://localhost/".parse().unwrap()).is_some());
    }

    #[test]
    fn an_unknown_name_has_the_systems_reason() {
        let error = std::io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(unknown(&error).to_string(), "Name or service not known");
    }
}
