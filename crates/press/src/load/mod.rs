//! Any number of publishers and articles from a seed: for kill tests, benchmarks and soaks.
//!
//! Nothing is stored: a page is made from the seed when it is asked for, so that a million articles take no more memory
//! than ten. Publishers stand on addresses 127.x.y.z of their own, so that each has a host gate of its own; what they
//! share is one router. Each takes one file handle, and one more for each connection.

mod pace;
mod page;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::IncomingStream;
use coranto_model::Millis;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use url::Url;

use crate::serve::cached;
use pace::Pace;
pub(crate) use page::Maker;

/// The operating system's numbers for "too many open files", of the process (`EMFILE`) and of the machine (`ENFILE`):
/// the same on Linux, macOS and the BSDs, and without a stable name in the standard library.
const TOO_MANY_OPEN_FILES: [i32; 2] = [24, 23];

/// What to serve.
#[derive(Clone, Copy, Debug)]
pub struct LoadOptions {
    /// Publishers; at most 60,000.
    pub publishers: usize,
    /// Articles of all publishers together, dealt out in turn.
    pub articles: usize,
    /// The same seed makes the same texts.
    pub seed: u64,
    /// Without a rate the newest article's time, the others lying a minute apart before it; with one that of the first.
    pub now: Millis,
    /// Words of an article, about.
    pub words: usize,
    /// Articles a minute, of all publishers together, that come out from the start on. `None`: all are out.
    pub rate: Option<NonZeroU32>,
    /// Entries of a feed at most: the newest.
    pub feed_entries: usize,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            publishers: 10,
            articles: 100,
            seed: 1,
            now: Millis(0),
            words: 500,
            rate: None,
            feed_entries: 200,
        }
    }
}

/// What all publishers share.
struct Desk {
    pace: Pace,
    maker: Maker,
    feed_entries: usize,
    started: Instant,
    requests: AtomicU64,
}

/// Where a connection was made to, which tells the publisher.
#[derive(Clone, Copy)]
struct Called(SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Called {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        // A connection without an address is broken, and nobody reads what no publisher answers.
        Self(stream.io().local_addr().unwrap_or_else(|_| SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0))))
    }
}

impl Called {
    /// The publisher's number, with its origin.
    fn publisher(self) -> Option<(usize, String)> {
        Some((publisher_at(self.0.ip())?, format!("http://{}", self.0)))
    }
}

/// The running servers. They end when it is dropped.
pub struct Load {
    origins: Vec<String>,
    desk: Arc<Desk>,
    servers: JoinSet<()>,
}

impl Load {
    /// Starts all publishers. Fails with a sentence that says what to do when there are too few file handles.
    pub async fn start(options: LoadOptions) -> io::Result<Self> {
        let LoadOptions { publishers, articles, now, rate, .. } = options;
        let desk = Arc::new(Desk {
            pace: Pace { publishers, articles, now, rate },
            maker: Maker::new(options.seed, options.words),
            feed_entries: options.feed_entries,
            started: Instant::now(),
            requests: AtomicU64::new(0),
        });
        let router = router(Arc::clone(&desk));
        let mut load = Self { origins: Vec::with_capacity(publishers), desk, servers: JoinSet::new() };
        for publisher in 0..publishers {
            let listener = TcpListener::bind((address(publisher), 0))
                .await
                .map_err(|error| explain(error, publisher, publishers))?;
            load.origins.push(format!("http://{}", listener.local_addr()?));
            let service = router.clone().into_make_service_with_connect_info::<Called>();
            load.servers.spawn(async move {
                // Ends when the load is stopped.
                let _ = axum::serve(listener, service).await;
            });
        }
        Ok(load)
    }

    /// The publishers' feeds.
    pub fn feed_urls(&self) -> Vec<Url> {
        self.origins.iter().filter_map(|origin| Url::parse(&format!("{origin}/feed.xml")).ok()).collect()
    }

    /// The articles' addresses, of those that are not out yet too.
    pub fn article_urls(&self) -> Vec<Url> {
        let address = |number: usize| {
            let origin = self.origins.get(number % self.origins.len().max(1))?;
            Url::parse(&format!("{origin}/news/{number}")).ok()
        };
        (0..self.desk.pace.articles).filter_map(address).collect()
    }

    /// The paragraphs of the article at that address; empty where there is none.
    pub fn paragraphs(&self, url: &str) -> Vec<String> {
        let number = url.rsplit('/').next().and_then(|number| number.parse().ok());
        number.map(|number| self.desk.maker.paragraphs(number)).unwrap_or_default()
    }

    /// Articles that are out.
    pub fn articles_out(&self) -> usize {
        self.desk.pace.out(self.desk.started.elapsed())
    }

    /// Requests for feeds and articles that were answered.
    pub fn requests(&self) -> u64 {
        self.desk.requests.load(Ordering::Relaxed)
    }

    /// Stops all servers.
    pub async fn stop(mut self) {
        self.servers.shutdown().await;
    }
}

/// The sentence for what a person can mend.
fn explain(error: io::Error, open: usize, wanted: usize) -> io::Error {
    if !error.raw_os_error().is_some_and(|number| TOO_MANY_OPEN_FILES.contains(&number)) {
        return error;
    }
    let sentence = format!(
        "only {open} of {wanted} publishers could be started, for each keeps a file open: allow more with `ulimit -n {}`",
        wanted + wanted / 10 + 1_000
    );
    io::Error::new(error.kind(), sentence)
}

/// 127.10.1.2 and on: away from 127.0.0.1, where everything else of the machine listens.
fn address(publisher: usize) -> Ipv4Addr {
    let byte = |value: usize| u8::try_from(value).unwrap_or(u8::MAX);
    Ipv4Addr::new(
        127,
        byte(10 + publisher / 40_000),
        byte(1 + publisher / 200 % 200),
        byte(2 + publisher % 200),
    )
}

/// The publisher who stands on that address.
fn publisher_at(ip: IpAddr) -> Option<usize> {
    let IpAddr::V4(ip) = ip else { return None };
    let [_, first, second, third] = ip.octets();
    let less = |byte: u8, by: usize| usize::from(byte).checked_sub(by);
    let publisher = less(first, 10)? * 40_000 + less(second, 1)? * 200 + less(third, 2)?;
    (address(publisher) == ip).then_some(publisher)
}

fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/feed.xml", get(feed))
        .route("/robots.txt", get(|| async { "User-agent: *\nDisallow:\n" }))
        .route("/news/{number}", get(article))
        .with_state(desk)
}

async fn feed(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(called): ConnectInfo<Called>,
    headers: HeaderMap,
) -> Response {
    desk.requests.fetch_add(1, Ordering::Relaxed);
    let Some((publisher, origin)) = called.publisher() else { return StatusCode::NOT_FOUND.into_response() };
    let numbers = desk.pace.newest(publisher, desk.feed_entries, desk.started.elapsed());
    let articles = numbers.into_iter().map(|number| (number, desk.pace.published(number)));
    cached(desk.maker.feed(&origin, articles), "application/rss+xml", &headers)
}

async fn article(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(called): ConnectInfo<Called>,
    Path(number): Path<usize>,
) -> Response {
    desk.requests.fetch_add(1, Ordering::Relaxed);
    let publisher = called.publisher();
    match publisher.filter(|(publisher, _)| desk.pace.is_out(*publisher, number, desk.started.elapsed())) {
        Some((_, origin)) => {
            let html = desk.maker.page(&origin, number, desk.pace.published(number));
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::num::NonZeroU32;

    use coranto_model::Millis;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use url::Url;

    use super::{Load, LoadOptions, address, explain, publisher_at};

    async fn get(url: &Url) -> String {
        let mut stream = TcpStream::connect(url.socket_addrs(|| None).unwrap()[0]).await.unwrap();
        let request = format!("GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", url.path());
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[test]
    fn an_address_leads_back_to_its_publisher() {
        for publisher in 0..60_000 {
            assert_eq!(publisher_at(address(publisher).into()), Some(publisher));
        }
        for other in ["127.0.0.1", "127.10.0.2", "127.10.1.1", "127.10.1.250", "::1"] {
            assert_eq!(publisher_at(other.parse().unwrap()), None, "{other}");
        }
    }

    #[test]
    fn too_few_file_handles_are_told_with_what_helps() {
        let told = explain(io::Error::from_raw_os_error(24), 1_000, 20_000).to_string();
        assert!(told.contains("1000 of 20000") && told.contains("ulimit -n 23000"), "{told}");
        let other = explain(io::Error::from_raw_os_error(98), 0, 1);
        assert_eq!(other.raw_os_error(), Some(98));
    }

    #[tokio::test]
    async fn each_publisher_serves_its_own_newest_articles() {
        let now = Millis(1_700_000_000_000);
        let options =
            LoadOptions { publishers: 3, articles: 30, now, feed_entries: 4, ..LoadOptions::default() };
        let load = Load::start(options).await.unwrap();
        let articles = load.article_urls();
        for (publisher, feed) in load.feed_urls().iter().enumerate() {
            let answer = get(feed).await;
            assert_eq!(answer.matches("<item>").count(), 4);
            assert!(answer.contains(&format!("<link>{}?", articles[publisher])), "{answer}");
        }
        let page = get(&articles[29]).await;
        assert!(load.paragraphs(articles[29].as_str()).iter().all(|paragraph| page.contains(paragraph)));
        let mut wrong = articles[0].clone();
        wrong.set_path("/news/1");
        assert!(get(&wrong).await.starts_with("HTTP/1.1 404"));
        assert_eq!(load.requests(), 5);
        load.stop().await;
    }

    #[tokio::test]
    async fn what_is_not_out_yet_cannot_be_read() {
        let options =
            LoadOptions { publishers: 2, articles: 30, rate: NonZeroU32::new(1), ..LoadOptions::default() };
        let load = Load::start(options).await.unwrap();
        assert!(load.articles_out() < 30, "the last comes after half an hour");
        let articles = load.article_urls();
        assert!(get(&articles[0]).await.starts_with("HTTP/1.1 200"));
        assert!(get(&articles[29]).await.starts_with("HTTP/1.1 404"));
        load.stop().await;
    }
}
