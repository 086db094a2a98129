//! A server that says what a script tells it, and a client with small limits.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coranto_net::{Accept, Answer, Client, FetchError, Get, NetConfig, Validators};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// Largest body that [`fetch`] takes, in bytes.
pub const LIMIT_BYTES: u64 = 100_000;

/// What a server says to one request, and what it does then.
pub struct Reply {
    pub bytes: Vec<u8>,
    pub then: Then,
}

/// What follows the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The connection is closed.
    Close,
    /// The next request is read.
    Stay,
    /// Nothing more is said, and nothing closed.
    Silence,
    /// One byte after the other, without end.
    Drip,
    /// The connection is full of bytes, without end.
    Flood,
}

impl Reply {
    pub fn new(bytes: impl Into<Vec<u8>>, then: Then) -> Self {
        Self { bytes: bytes.into(), then }
    }
}

impl From<Vec<u8>> for Reply {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, then: Then::Close }
    }
}

/// A server. Every request is kept.
pub struct Script {
    pub base: Url,
    pub requests: Arc<Mutex<Vec<String>>>,
    pub connections: Arc<AtomicUsize>,
}

impl Script {
    pub fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// The request of that number, in lower case.
    pub fn request(&self, number: usize) -> String {
        self.requests.lock().unwrap()[number].to_lowercase()
    }
}

/// A server on 127.0.0.1 that answers by the path.
pub async fn script<R: Into<Reply>>(answer: impl Fn(&str) -> R + Send + Sync + 'static) -> Script {
    script_on("127.0.0.1:0", answer).await.unwrap()
}

pub async fn script_on<R: Into<Reply>>(
    address: &str,
    answer: impl Fn(&str) -> R + Send + Sync + 'static,
) -> std::io::Result<Script> {
    let listener = TcpListener::bind(address).await?;
    let base = Url::parse(&format!("http://{}", listener.local_addr()?)).unwrap();
    let script = Script { base, requests: Arc::default(), connections: Arc::default() };
    let (requests, connections) = (Arc::clone(&script.requests), Arc::clone(&script.connections));
    let answer = Arc::new(move |path: &str| answer(path).into());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(talk(stream, Arc::clone(&requests), Arc::clone(&answer)));
        }
    });
    Ok(script)
}

/// Ends when the other side hangs up, or as the script says.
async fn talk(
    mut stream: TcpStream,
    requests: Arc<Mutex<Vec<String>>>,
    answer: Arc<impl Fn(&str) -> Reply + Send + Sync>,
) -> Option<()> {
    loop {
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(stream.read_u8().await.ok()?);
        }
        let request = String::from_utf8_lossy(&request).into_owned();
        let reply = answer(request.split(' ').nth(1).unwrap_or("/"));
        requests.lock().unwrap().push(request);
        stream.write_all(&reply.bytes).await.ok()?;
        match reply.then {
            Then::Stay => {}
            Then::Close => return Some(()),
            Then::Silence => std::future::pending().await,
            Then::Drip => loop {
                stream.write_all(b" ").await.ok()?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            },
            Then::Flood => loop {
                stream.write_all(&[b' '; 8_192]).await.ok()?;
            },
        }
    }
}

/// An answer of a whole body. `headers` end in line ends.
pub fn ok(body: &[u8], headers: &str) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub fn redirect(status: u16, to: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} R\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {to}\r\n\r\n")
        .into_bytes()
}

/// Settings with limits that tests can wait for.
pub fn config(allow: &[&str]) -> NetConfig {
    NetConfig {
        user_agent: "Coranto/0 (+test)".to_owned(),
        allow: allow.iter().map(|allowed| allowed.parse().unwrap()).collect(),
        ..NetConfig::default()
    }
}

/// A client that may fetch from loopback addresses.
pub fn client() -> Client {
    Client::new(config(&["127.0.0.0/8"])).unwrap()
}

pub async fn fetch(client: &Client, url: &Url) -> Result<Answer, FetchError> {
    fetch_known(client, url, None).await
}

pub async fn fetch_known(
    client: &Client,
    url: &Url,
    validators: Option<&Validators>,
) -> Result<Answer, FetchError> {
    client.get(&Get { url, accept: Accept::Feed, validators, limit_bytes: LIMIT_BYTES }).await
}

/// Fetches a path of the script with the usual client.
pub async fn get(script: &Script, path: &str) -> Result<Answer, FetchError> {
    fetch(&client(), &script.url(path)).await
}
