//! Who may be connected to (behaviour 41), and proxies.

use coranto_net::{Client, FetchError, NetConfig};
use url::Url;

use crate::server::{client, config, fetch, get, ok, redirect, script};

/// Spellings that lead to 127.0.0.1.
const HERE: &[&str] = &[
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://127.0.0.1./",
    "http://%31%32%37.0.0.1/",
    "http://\u{ff11}27.0.0.1/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost/",
    "https://localhost/",
];

/// Private, link-local, metadata, unspecified, multicast, shared, and IPv6 in which such an address hides.
const ELSEWHERE: &[&str] = &[
    "http://0.0.0.0/",
    "http://0/",
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:1::1]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[ff02::1]/",
];

#[tokio::test]
async fn b41_private_addresses_are_refused() {
    let strict = Client::new(config(&[])).unwrap();
    for url in HERE.iter().chain(ELSEWHERE) {
        let error = fetch(&strict, &Url::parse(url).unwrap()).await.unwrap_err();
        assert!(matches!(error, FetchError::PrivateAddress { .. }), "{url}: {error}");
        assert_eq!(error.code(), "private-address");
        assert!(!error.is_transient());
    }
}

#[tokio::test]
async fn b41_private_addresses_are_refused_at_every_hop() {
    for url in ELSEWHERE {
        let script = script(move |_| redirect(302, url)).await;
        let error = get(&script, "/").await.unwrap_err();
        assert!(matches!(error, FetchError::PrivateAddress { .. }), "{url}: {error}");
    }
}

#[tokio::test]
async fn b41_permission_is_for_what_it_names() {
    let script = script(|_| ok(b"here", "")).await;
    let at = |host: &str| {
        let mut url = script.base.clone();
        url.set_host(Some(host)).unwrap();
        url
    };
    for (allow, host, want) in [
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.0/8", "127.0.0.1", true),
        ("127.0.0.0/8", "localhost", true),
        ("127.0.0.0/8", "[::ffff:127.0.0.1]", true),
        ("127.0.0.2", "127.0.0.1", false),
        ("localhost", "localhost", true),
        ("localhost", "127.0.0.1", false),
        ("localhost", "herald.localhost", false),
        (".localhost", "herald.localhost", true),
        (".localhost", "localhost", false),
        ("herald.localhost", "HERALD.localhost.", true),
    ] {
        let client = Client::new(config(&[allow])).unwrap();
        let answer = fetch(&client, &at(host)).await;
        assert_eq!(answer.is_ok(), want, "{allow} {host}: {answer:?}");
    }
    assert!(
        script.requests.lock().unwrap().iter().any(|request| request.contains("Host: herald.localhost:"))
    );
}

#[tokio::test]
async fn only_the_web_is_read() {
    for url in ["ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "data:text/plain,x"] {
        let error = fetch(&client(), &Url::parse(url).unwrap()).await.unwrap_err();
        assert!(matches!(error, FetchError::Scheme { .. }), "{url}: {error}");
    }
}

#[tokio::test]
async fn a_configured_proxy_is_used_and_may_be_private() {
    let proxy = script(|_| ok(b"by proxy", "")).await;
    let client = Client::new(NetConfig { proxy: Some(proxy.base.clone()), ..config(&[]) }).unwrap();
    let answer = fetch(&client, &Url::parse("http://feeds.example/x").unwrap()).await.unwrap();
    assert_eq!(&answer.body[..], b"by proxy");
    assert!(proxy.request(0).starts_with("get http://feeds.example/x http/1.1\r\n"));
    for url in ["http://10.0.0.1/", "http://localhost/", "http://[::1]/"] {
        let error = fetch(&client, &Url::parse(url).unwrap()).await.unwrap_err();
        assert!(matches!(error, FetchError::PrivateAddress { .. }), "{url}: {error}");
    }
}
