//! The program as a whole: how many articles a second go all the way, how soon a server is ready, and in how much memory
//! it rests.
//!
//! `cargo bench -p coranto` prints divan's table and, before it, the resting memory. Nothing leaves loopback. On a
//! machine with more than two cores, `taskset -c 0,1 cargo bench -p coranto` gives figures that compare. The data folder
//! of the last two figures is made once and kept beside the build.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark talks to the terminal and may break off"
)]

#[path = "../../web/tests/pages/fill.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod fill;
#[path = "../tests/program/harness.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod harness;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use coranto_crawl::gate;
use coranto_crawl::policy::Policy;
use coranto_engine::{Engine, EngineConfig, system_clock};
use coranto_model::Millis;
use coranto_model::address::publisher_domain;
use coranto_net::{Client, NetConfig};
use coranto_press::{Load, LoadOptions};
use coranto_store::Store;
use coranto_store::publishers::PublisherFacts;
use coranto_store::sources::NewSource;
use coranto_store::tasks::Lane;
use divan::counter::ItemsCount;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use url::Url;

use fill::{Draft, Filler};
use harness::{Server, program};

/// Threads of the runtime, which the publishers share with the engine.
const CORES: usize = 2;

/// What goes the whole way.
const PUBLISHERS: usize = 40;
const ARTICLES: usize = 2_000;

/// How long the engine may take to finish what it holds.
const GRACE: Duration = Duration::from_secs(10);

/// How often it is looked whether all articles are live.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What a resting server has.
const STOCK_SOURCES: usize = 1_000;
const STOCK_ARTICLES: usize = 20_000;

/// The first moment of 2100: when the stock's sources are polled again, so that a resting server asks nobody.
const FAR_AWAY: Millis = Millis(4_102_444_800_000);

/// Rest before the memory is read.
const REST: Duration = Duration::from_secs(10);

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(CORES).enable_all().build().unwrap());
static STOCK: LazyLock<PathBuf> = LazyLock::new(stock);

fn main() {
    if is_asked_for("resting_memory") {
        print_resting_memory();
    }
    divan::main();
}

/// Whether `cargo bench` was asked for `name`, by divan's arguments.
fn is_asked_for(name: &str) -> bool {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let mut filters = arguments.iter().filter(|argument| !argument.starts_with('-')).peekable();
    let is_chosen = filters.peek().is_none() || filters.any(|filter| name.contains(filter.as_str()));
    has("--bench") && !has("--list") && !has("--test") && is_chosen
}

fn print_resting_memory() {
    let server = start();
    std::thread::sleep(REST);
    let megabytes = resident_bytes(server.pid()) as f64 / 1_000_000.0;
    println!("resting memory with {STOCK_SOURCES} sources and {STOCK_ARTICLES} articles: {megabytes:.1} MB");
}

/// The resident memory of a process, as Linux counts it.
fn resident_bytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1_024
}

/// From the start of the process to the first 200 of `/readyz`. The goal is 300 ms.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn ready_after_start(bencher: divan::Bencher<'_, '_>) {
    LazyLock::force(&STOCK);
    bencher.bench_local(start);
}

/// A server on the stock that says that it is ready. Killed when it is dropped, which is not measured.
fn start() -> Server {
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--log", "warn", "--data"]).arg(&*STOCK);
    let server = Server::start(command);
    assert_eq!(server.get("/readyz").status, 200);
    server
}

/// A data folder with the stock, made by the way that the engine takes.
fn stock() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("resting-{STOCK_ARTICLES}"));
    let whole = folder.join("whole");
    if !whole.exists() {
        println!("making {STOCK_ARTICLES} articles in {} …", folder.display());
        // What a run that was broken off left behind; mostly there is nothing.
        let _ = std::fs::remove_dir_all(&folder);
        RUNTIME.block_on(fill_up(&folder.join("coranto.sqlite")));
        std::fs::write(&whole, "").unwrap();
    }
    folder
}

async fn fill_up(file: &Path) {
    let now = system_clock()();
    let mut filler = Filler::new(Store::sqlite(file).await.unwrap(), FAR_AWAY);
    for batch in 0..STOCK_ARTICLES / STOCK_SOURCES {
        filler.publish((0..STOCK_SOURCES).map(|number| draft(batch, number, now)).collect()).await;
        filler.forget();
    }
}

fn draft(batch: usize, number: usize, now: Millis) -> Draft {
    let title = format!("What the city of number {number} did on day {batch}, and what came of it");
    let paragraph =
        "A sentence of usual length stands here for one that somebody wrote about something. ".repeat(5);
    let age = i64::try_from(batch * STOCK_SOURCES + number).unwrap() * Millis::MINUTE;
    Draft {
        path: format!("a/{batch}"),
        body: format!("<p>{paragraph}</p>").repeat(10),
        ..Draft::new(&format!("paper-{number}.example"), &title, now.minus(age))
    }
}

/// Articles a second from due polls to live articles, over HTTP and into SQLite.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn articles(bencher: divan::Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(ARTICLES))
        .with_inputs(|| RUNTIME.block_on(Newsroom::prepare()))
        .bench_local_values(|newsroom: Newsroom| RUNTIME.block_on(newsroom.take_in()));
}

/// Publishers, an empty store that has their sources, and an engine that works once it is started.
struct Newsroom {
    folder: TempDir,
    store: Store,
    client: Client,
    load: Option<Load>,
    engine: Option<Engine>,
}

impl Newsroom {
    async fn prepare() -> Self {
        let now = system_clock()();
        let folder = tempfile::tempdir().unwrap();
        let store = Store::sqlite(&folder.path().join("coranto.sqlite")).await.unwrap();
        let options =
            LoadOptions { publishers: PUBLISHERS, articles: ARTICLES, now, ..LoadOptions::default() };
        let load = Load::start(options).await.unwrap();
        for url in load.feed_urls() {
            store.add_source(source(&url, now), now).await.unwrap();
        }
        let allow = vec!["127.0.0.0/8".parse().unwrap()];
        let client = Client::new(NetConfig { allow, ..NetConfig::default() }).unwrap();
        Self { folder, store, client, load: Some(load), engine: None }
    }

    /// Starts the engine and waits until every article can be read.
    async fn take_in(mut self) -> Self {
        let config = EngineConfig {
            compute_workers: CORES,
            policy: Policy { gap_ms: 0, ..Policy::default() },
            ..EngineConfig::new(self.folder.path())
        };
        let (store, client) = (self.store.clone(), self.client.clone());
        self.engine = Some(Engine::start(store, client, config, system_clock()).await.unwrap());
        while self.store.totals().await.unwrap().live < ARTICLES as u64 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self
    }
}

fn source(url: &Url, now: Millis) -> NewSource {
    NewSource {
        url: url.to_string(),
        title: url.to_string(),
        folder: None,
        publisher: PublisherFacts::of(publisher_domain(url).unwrap()),
        lane: Lane::network(&gate::key(url)),
        due: now,
    }
}

/// Not measured.
impl Drop for Newsroom {
    fn drop(&mut self) {
        RUNTIME.block_on(async {
            if let Some(engine) = &self.engine {
                engine.stop(GRACE).await;
            }
            if let Some(load) = self.load.take() {
                load.stop().await;
            }
        });
    }
}
