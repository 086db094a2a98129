//! The address of whoever asks: the peer's, or what a trusted proxy says of it.

use std::net::IpAddr;

use http::HeaderMap;
use ipnet::IpNet;

/// The two ends of a connection, as `serve` notes them on each of its requests.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Who connected.
    pub address: IpAddr,
    /// To which port of ours.
    pub our_port: u16,
}

/// The address of the client. `X-Forwarded-For` is read from its end, and only as far as trusted proxies wrote it:
/// whatever the client itself put there stands before that.
pub fn client_address(headers: &HeaderMap, peer: Option<IpAddr>, trusted: &[IpNet]) -> Option<IpAddr> {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let mut client = peer.map(|address| address.to_canonical())?;
    if !is_trusted(&client) {
        return Some(client);
    }
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    for part in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = parse(part) else { break };
        client = address;
        if !is_trusted(&client) {
            break;
        }
    }
    Some(client)
}

/// An address with or without port and brackets.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let plain = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    plain.or_else(with_port).or_else(in_brackets).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use http::{HeaderMap, HeaderValue};

    use super::client_address;

    fn check(peer: &str, forwarded: &[&'static str], want: &str) {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let client = client_address(&headers, Some(peer.parse().unwrap()), &trusted);
        assert_eq!(client, Some(want.parse::<IpAddr>().unwrap()), "{peer} {forwarded:?}");
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        check("192.0.2.1", &["203.0.113.9"], "192.0.2.1");
        check("10.0.0.1", &["203.0.113.9"], "203.0.113.9");
        check("10.0.0.1", &["198.51.100.7, 203.0.113.9"], "203.0.113.9");
        check("10.0.0.1", &["198.51.100.7, 203.0.113.9, 10.0.0.2"], "203.0.113.9");
        check("10.0.0.1", &["198.51.100.7", "203.0.113.9"], "203.0.113.9");
        check("10.0.0.1", &["203.0.113.9, nonsense"], "10.0.0.1");
        check("10.0.0.1", &[], "10.0.0.1");
        check("::1", &["[2001:db8::7]:443"], "2001:db8::7");
        check("::ffff:10.0.0.1", &["203.0.113.9:80"], "203.0.113.9");
    }
}
