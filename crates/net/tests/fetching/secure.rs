//! TLS: certificates, HTTP/2, and leaving the secure connection.

use std::convert::Infallible;
use std::sync::Arc;

use coranto_net::{Client, FetchError, NetConfig};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::server::{config, fetch};

/// A secure server on loopback.
struct Secure {
    port: u16,
    certificate: Vec<u8>,
}

impl Secure {
    fn url(&self, host: &str, path: &str) -> Url {
        Url::parse(&format!("https://{host}:{}{path}", self.port)).unwrap()
    }

    /// A client that trusts this server's certificate.
    fn client(&self) -> Client {
        let extra_roots = vec![self.certificate.clone()];
        Client::new(NetConfig { extra_roots, ..config(&["127.0.0.0/8"]) }).unwrap()
    }
}

/// Answers with the version of HTTP; `/leave` sends on to an open address.
async fn answer(request: Request<Incoming>) -> Result<Response<String>, Infallible> {
    let body = format!("{:?} {}", request.version(), request.uri().path());
    let mut response = Response::new(body);
    if request.uri().path() == "/leave" {
        *response.status_mut() = hyper::StatusCode::FOUND;
        response.headers_mut().insert("location", "http://127.0.0.1:1/".parse().unwrap());
    }
    if request.uri().path() == "/long" {
        response.headers_mut().insert("x-long", "a".repeat(100_000).parse().unwrap());
    }
    Ok(response)
}

async fn secure(change: impl FnOnce(&mut CertificateParams), protocols: &[&str]) -> Secure {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["herald.localhost".to_owned()]).unwrap();
    change(&mut params);
    let certificate = params.self_signed(&key).unwrap().der().clone();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut tls = builder
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    tls.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let server = auto::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), service_fn(answer)).await;
            });
        }
    });
    Secure { port, certificate: certificate.to_vec() }
}

#[tokio::test]
async fn b43_http_2_and_1_over_tls() {
    for (protocols, want) in
        [(&["h2", "http/1.1"][..], "HTTP/2.0 /x"), (&["http/1.1"], "HTTP/1.1 /x"), (&[], "HTTP/1.1 /x")]
    {
        let server = secure(|_| {}, protocols).await;
        let answer = fetch(&server.client(), &server.url("herald.localhost", "/x")).await.unwrap();
        assert_eq!(answer.body, want);
    }
}

#[tokio::test]
async fn b43_headers_have_a_limit_on_http_2_too() {
    let server = secure(|_| {}, &["h2"]).await;
    let error = fetch(&server.client(), &server.url("herald.localhost", "/long")).await.unwrap_err();
    assert!(matches!(error, FetchError::HeadersTooLarge { .. } | FetchError::Protocol { .. }), "{error:?}");
}

#[tokio::test]
async fn b24_the_secure_connection_is_not_left() {
    let server = secure(|_| {}, &["h2"]).await;
    let error = fetch(&server.client(), &server.url("herald.localhost", "/leave")).await.unwrap_err();
    assert!(matches!(error, FetchError::BadRedirect { .. }), "{error}");
}

#[tokio::test]
async fn certificates_that_are_not_in_order_are_named() {
    let good = secure(|_| {}, &[]).await;
    let old = secure(|params| params.not_after = date_time_ymd(2020, 1, 1), &[]).await;
    let early = secure(|params| params.not_before = date_time_ymd(4000, 1, 1), &[]).await;
    let open = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let open_port = Secure { port: open.local_addr().unwrap().port(), certificate: good.certificate.clone() };
    tokio::spawn(async move {
        let (mut stream, _) = open.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    });
    let stranger = Client::new(config(&["127.0.0.0/8"])).unwrap();
    for (client, url, part) in [
        (stranger, good.url("herald.localhost", "/"), "signed by nobody"),
        (old.client(), old.url("herald.localhost", "/"), "has run out"),
        (early.client(), early.url("herald.localhost", "/"), "not valid yet"),
        (good.client(), good.url("other.localhost", "/"), "for another name"),
        (open_port.client(), open_port.url("herald.localhost", "/"), "does not speak TLS"),
    ] {
        let error = fetch(&client, &url).await.unwrap_err();
        assert_eq!(error.code(), "tls", "{error:?}");
        assert!(error.to_string().contains(part), "{error}");
    }
}
