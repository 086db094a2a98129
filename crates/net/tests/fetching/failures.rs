//! What goes wrong has its sentence and its word.

use coranto_net::{Client, FetchError, NetConfig};
use tokio::net::TcpListener;
use url::Url;

use crate::server::{client, config, fetch, get, script};

#[tokio::test]
async fn a_port_where_nobody_listens() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = fetch(&client(), &Url::parse(&format!("http://{closed}/")).unwrap()).await.unwrap_err();
    assert!(matches!(error, FetchError::Refused { port, .. } if port == closed.port()), "{error:?}");
    assert_eq!(error.code(), "connect");
    assert!(error.is_transient() && error.to_string().starts_with("127.0.0.1 refuses connections at port "));
}

#[tokio::test]
async fn another_kind_of_server() {
    let script = script(|_| b"SSH-2.0-OpenSSH\r\n".to_vec()).await;
    let error = get(&script, "/").await.unwrap_err();
    assert!(matches!(error, FetchError::Protocol { .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_hangs_up() {
    let script = script(|_| Vec::new()).await;
    let error = get(&script, "/").await.unwrap_err();
    assert!(matches!(error, FetchError::HungUp { .. }), "{error:?}");
}

#[tokio::test]
async fn settings_that_cannot_be_used_have_their_sentence() {
    for (wrong, part) in [
        (NetConfig { user_agent: "a\nb".to_owned(), ..NetConfig::default() }, "user agent"),
        (NetConfig { proxy: Some("mailto:x@y".parse().unwrap()), ..NetConfig::default() }, "proxy"),
        (NetConfig { extra_roots: vec![b"no certificate".to_vec()], ..NetConfig::default() }, "secure"),
        (NetConfig { total_timeout_ms: 0, ..NetConfig::default() }, "total_timeout_ms"),
    ] {
        let error = Client::new(wrong).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
    assert!(format!("{:?}", Client::new(config(&[])).unwrap()).contains("Coranto/0"));
}
