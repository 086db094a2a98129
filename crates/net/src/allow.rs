//! Which addresses may be fetched from (behaviour 41).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::IpNet;

/// Where Azure hands every machine in it its configuration and secrets: public by its number alone.
const AZURE_WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// A private host or network that configuration allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A network such as 10.1.0.0/16, or one address.
    Network(IpNet),
    /// A host name; with a dot in front, everything under it.
    Host(String),
}

/// The text is neither an address, nor a network, nor a host name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is neither a network such as 10.1.0.0/16 nor a host name such as intranet.example")]
pub struct NotAllowable;

impl FromStr for Allowed {
    type Err = NotAllowable;

    fn from_str(text: &str) -> Result<Self, NotAllowable> {
        if let Ok(network) = text.parse() {
            return Ok(Self::Network(network));
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::Network(address.into()));
        }
        let name = text.strip_prefix('.').unwrap_or(text);
        let good = !name.is_empty()
            && name.split('.').all(|label| {
                !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            });
        if good { Ok(Self::Host(text.to_ascii_lowercase())) } else { Err(NotAllowable) }
    }
}

impl Allowed {
    pub(crate) fn covers_address(&self, address: IpAddr) -> bool {
        matches!(self, Self::Network(network) if network.contains(&address.to_canonical()))
    }

    pub(crate) fn covers_host(&self, host: &str) -> bool {
        match self {
            Self::Host(name) if name.starts_with('.') => host.ends_with(name.as_str()),
            Self::Host(name) => host == name,
            Self::Network(_) => false,
        }
    }
}

/// Whether an address is on the public internet: not loopback, private, link-local, shared, reserved, multicast, nor a
/// form of IPv6 in which such an address hides.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || address == AZURE_WIRE_SERVER;
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, fourth, fifth, sixth, seventh, eighth] = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match first {
        // NAT64 (RFC 6052) carries an IPv4 address at its end, 6to4 (RFC 3056) after its prefix.
        0x64 if second == 0xff9b && [third, fourth, fifth, sixth] == [0; 4] => embedded(seventh, eighth),
        0x2002 => embedded(second, third),
        // Teredo, documentation, benchmarking, ORCHID.
        0x2001 if second < 0x200 || second == 0xdb8 => false,
        // Global unicast is 2000::/3; everything else is special.
        _ => (0x2000..0x4000).contains(&first) && !(first == 0x3fff && second < 0x1000),
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowed, is_public};

    #[test]
    fn b41_what_is_not_public() {
        for address in [
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "168.63.129.16",
            "::ffff:168.63.129.16",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:1::1",
            "2001:db8::1",
            "::127.0.0.1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "93.184.215.14",
            "172.32.0.1",
            "100.128.0.1",
            "168.63.129.15",
            "2606:4700::1111",
            "64:ff9b::101:101",
            "2002:101:101::",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_can_be_allowed() {
        let allowed = |text: &str| text.parse::<Allowed>().unwrap();
        assert!(allowed("10.1.0.0/16").covers_address("10.1.2.3".parse().unwrap()));
        assert!(allowed("10.1.0.0/16").covers_address("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!allowed("10.1.0.0/16").covers_address("10.2.2.3".parse().unwrap()));
        assert!(allowed(".localhost").covers_host("a.localhost"));
        assert!(!allowed(".localhost").covers_host("localhost"));
        assert!(allowed("Intranet.example").covers_host("intranet.example"));
        for wrong in ["", ".", "a..b", "http://x", "10.0.0.0/99", "a b"] {
            assert!(wrong.parse::<Allowed>().is_err(), "{wrong}");
        }
    }
}
