//! Faults on request: a publisher for each way in which servers misbehave, for tests and soaks.
//!
//! Each fault stands on a port of its own, and so behind a host gate of its own: one that asks for patience does not
//! keep the others from being asked. Any of the ports answers for any fault. At `/{fault}/feed.xml` is a feed with the
//! fault, at `/{fault}/page` a page with it, and at `/{fault}/pages.xml` a right feed that leads to three such pages.
//!
//! HTTP/1.1 by hand, one request for a connection. No more than [`CONNECTIONS`] at a time and port are attended to, and
//! each ends with the first write after its client has gone away.

mod answer;
mod delivery;
mod documents;
mod fault;
mod hostile;
mod request;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use coranto_model::Millis;
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use url::Url;

use answer::{Answer, Place, answer};
pub use fault::Fault;
use request::{Asked, Document};

/// Connections to one port that are attended to at a time; others wait.
const CONNECTIONS: usize = 64;

/// Of a request that is read at most, in bytes.
const HEAD_BYTES: usize = 16 * 1024;

/// How long a client may take to ask.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long to wait when a connection cannot be accepted, as when no file handle is free.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How to start the faults.
#[derive(Clone, Copy, Debug)]
pub struct FaultOptions {
    /// Port of the first fault, those of the others follow in the order of [`Fault::ALL`]. `None`: whichever are free.
    pub first_port: Option<u16>,
    /// How late [`Fault::Slow`] answers, in milliseconds.
    pub slow_ms: u64,
    /// From byte to byte of [`Fault::Drip`], in milliseconds.
    pub drip_ms: u64,
}

impl Default for FaultOptions {
    fn default() -> Self {
        Self { first_port: None, slow_ms: 20_000, drip_ms: 1_000 }
    }
}

/// What all ports share.
struct Desk {
    options: FaultOptions,
    started: Millis,
    requests: BTreeMap<Fault, AtomicU64>,
}

/// The running faults. They end when it is dropped.
pub struct Faults {
    base: Url,
    ports: BTreeMap<Fault, u16>,
    desk: Arc<Desk>,
    servers: JoinSet<()>,
}

impl Faults {
    /// Starts each fault on a port of 127.0.0.1.
    pub async fn start(options: FaultOptions) -> io::Result<Self> {
        let requests = Fault::ALL.into_iter().map(|fault| (fault, AtomicU64::new(0))).collect();
        let mut faults = Self {
            base: Url::parse("http://127.0.0.1/").map_err(io::Error::other)?,
            ports: BTreeMap::new(),
            desk: Arc::new(Desk { options, started: Timestamp::now().into(), requests }),
            servers: JoinSet::new(),
        };
        for (place, fault) in (0..).zip(Fault::ALL) {
            let port = options.first_port.map_or(0, |first| first.saturating_add(place));
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            faults.ports.insert(fault, listener.local_addr()?.port());
            faults.servers.spawn(serve(listener, Arc::clone(&faults.desk)));
        }
        Ok(faults)
    }

    /// The feed that has the fault.
    pub fn url(&self, fault: Fault) -> Url {
        self.address(fault, Document::Feed)
    }

    /// A right feed of three entries whose pages have the fault.
    pub fn pages_url(&self, fault: Fault) -> Url {
        self.address(fault, Document::FeedOfPages)
    }

    /// The first page that has the fault.
    pub fn page_url(&self, fault: Fault) -> Url {
        self.address(fault, Document::Page(1))
    }

    fn address(&self, fault: Fault, document: Document) -> Url {
        let mut url = self.base.clone();
        // Fails only for addresses without a host.
        let _ = url.set_port(self.ports.get(&fault).copied());
        url.set_path(&format!("/{fault}/{}", document.file()));
        url
    }

    /// Requests so far for anything of that fault.
    pub fn requests(&self, fault: Fault) -> u64 {
        self.desk.requests.get(&fault).map_or(0, |requests| requests.load(Ordering::Relaxed))
    }

    /// Ends them, and every connection.
    pub async fn stop(mut self) {
        self.servers.shutdown().await;
    }
}

async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    // Ends its tasks when it is dropped.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < CONNECTIONS => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(attend(stream, Arc::clone(&desk)));
                }
                Err(_) => sleep(ACCEPT_PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// One request and its answer.
async fn attend(mut stream: TcpStream, desk: Arc<Desk>) {
    let Ok(Ok(head)) = timeout(HEAD_TIME, read_head(&mut stream)).await else { return };
    // It fails when the client has gone away, which is how most of these end.
    if respond(&mut stream, &head, &desk).await.is_ok() {
        let _ = stream.shutdown().await;
    }
}

async fn read_head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::with_capacity(1024);
    while head.len() < HEAD_BYTES && !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

async fn respond(stream: &mut TcpStream, head: &str, desk: &Desk) -> io::Result<()> {
    let Some(asked) = Asked::parse(head) else {
        return stream.write_all(&Answer::missing().bytes()).await;
    };
    let turn = desk.requests.get(&asked.fault).map_or(0, |requests| requests.fetch_add(1, Ordering::Relaxed));
    let place = Place { origin: format!("http://{}", stream.local_addr()?), started: desk.started };
    let answer = answer(&asked, &place);
    // The way there is right, whatever comes after.
    let fault = if asked.document == Document::FeedOfPages { Fault::Good } else { asked.fault };
    delivery::deliver(stream, fault, &answer, turn, desk.options).await
}
