//! Any number of publishers and articles from a seed: for kill tests and benchmarks.
//!
//! Nothing is stored: a page is made from the seed when it is asked for. Publishers stand on addresses 127.x.y.z of
//! their own, so that each has a host gate of its own.

mod page;

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use coranto_model::Millis;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::serve::cached;
use page::Maker;

/// What to serve.
#[derive(Clone, Copy, Debug)]
pub struct LoadOptions {
    /// Publishers; at most 60,000.
    pub publishers: usize,
    /// Articles of all publishers together, dealt out in turn.
    pub articles: usize,
    /// The same seed makes the same texts.
    pub seed: u64,
    /// The newest article's time; the others lie a minute apart before it.
    pub now: Millis,
    /// Words of an article, about.
    pub words: usize,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self { publishers: 10, articles: 100, seed: 1, now: Millis(0), words: 500 }
    }
}

/// One publisher's server.
struct Office {
    publisher: usize,
    publishers: usize,
    articles: usize,
    origin: String,
    maker: Maker,
    requests: Arc<AtomicU64>,
}

impl Office {
    /// The numbers of this publisher's articles.
    fn numbers(&self) -> impl Iterator<Item = usize> {
        (self.publisher..self.articles).step_by(self.publishers.max(1))
    }
}

/// The running servers.
pub struct Load {
    origins: Vec<String>,
    options: LoadOptions,
    maker: Maker,
    requests: Arc<AtomicU64>,
    servers: Vec<JoinHandle<()>>,
}

impl Load {
    /// Starts all publishers.
    pub async fn start(options: LoadOptions) -> io::Result<Self> {
        let maker = Maker::new(options.seed, options.words, options.now);
        let requests = Arc::new(AtomicU64::new(0));
        let mut load = Self {
            origins: Vec::new(),
            options,
            maker,
            requests: Arc::clone(&requests),
            servers: Vec::new(),
        };
        for publisher in 0..options.publishers {
            let listener = TcpListener::bind((address(publisher), 0)).await?;
            let origin = format!("http://{}", listener.local_addr()?);
            load.origins.push(origin.clone());
            let office = Office {
                publisher,
                publishers: options.publishers,
                articles: options.articles,
                origin,
                maker,
                requests: Arc::clone(&requests),
            };
            let router = Router::new()
                .route("/feed.xml", get(feed))
                .route("/robots.txt", get(|| async { "User-agent: *\nDisallow:\n" }))
                .route("/news/{number}", get(article))
                .with_state(Arc::new(office));
            load.servers.push(tokio::spawn(async move {
                // Ends when the load is stopped.
                let _ = axum::serve(listener, router).await;
            }));
        }
        Ok(load)
    }

    /// The publishers' feeds.
    pub fn feed_urls(&self) -> Vec<Url> {
        self.origins.iter().filter_map(|origin| Url::parse(&format!("{origin}/feed.xml")).ok()).collect()
    }

    /// The articles' addresses.
    pub fn article_urls(&self) -> Vec<Url> {
        let address = |number: usize| {
            let origin = self.origins.get(number % self.options.publishers.max(1))?;
            Url::parse(&format!("{origin}/news/{number}")).ok()
        };
        (0..self.options.articles).filter_map(address).collect()
    }

    /// The paragraphs of the article at that address; empty where there is none.
    pub fn paragraphs(&self, url: &str) -> Vec<String> {
        let number = url.rsplit('/').next().and_then(|number| number.parse().ok());
        number.map(|number| self.maker.paragraphs(number)).unwrap_or_default()
    }

    /// Requests that were answered.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Stops all servers.
    pub async fn stop(self) {
        for server in self.servers {
            server.abort();
            // An aborted task ends with an error that says so.
            let _ = server.await;
        }
    }
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

async fn feed(State(office): State<Arc<Office>>, headers: HeaderMap) -> Response {
    office.requests.fetch_add(1, Ordering::Relaxed);
    cached(office.maker.feed(&office.origin, office.numbers()), "application/rss+xml", &headers)
}

async fn article(State(office): State<Arc<Office>>, Path(number): Path<usize>) -> Response {
    office.requests.fetch_add(1, Ordering::Relaxed);
    if number >= office.articles || number % office.publishers.max(1) != office.publisher {
        return StatusCode::NOT_FOUND.into_response();
    }
    let html = office.maker.page(&office.origin, number);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}
