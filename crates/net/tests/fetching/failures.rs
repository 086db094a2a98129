//! What goes wrong has its sentence and its word.

use coranto_net::{Client, FetchError, NetConfig};
use tokio::net::TcpListener;
use url::Url;

use crate::server::{Reply, Then, client, config, fetch, get, script};

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
async fn a_status_is_not_hidden_by_its_body() {
    let script = script(|path| {
        let (status, length, then) = match path {
            "/drip" => ("429 Too Many", "", Then::Drip),
            "/silence" => ("410 Gone", "Content-Length: 10\r\n", Then::Silence),
            "/flood" => ("503 Busy", "", Then::Flood),
            "/large" => ("404 Not Found", "Content-Length: 2147483648\r\n", Then::Silence),
            _ => ("500 Broken", "Content-Length: 10\r\n", Then::Close),
        };
        Reply::new(format!("HTTP/1.1 {status}\r\n{length}Retry-After: 120\r\n\r\n"), then)
    })
    .await;
    // A body is waited for for half of what is left of the whole time.
    let config = NetConfig { total_timeout_ms: 1_000, ..config(&["127.0.0.0/8"]) };
    let client = Client::new(config).unwrap();
    for (path, status) in [("/drip", 429), ("/silence", 410), ("/flood", 503), ("/large", 404), ("/cut", 500)]
    {
        let answer = fetch(&client, &script.url(path)).await.unwrap();
        assert_eq!((answer.status, answer.truncated, answer.body.len()), (status, true, 0), "{path}");
        assert_eq!(answer.header("retry-after"), Some("120"), "{path}");
    }
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
