//! Publishers that misbehave in every way, kills and restarts, while articles come out: nothing is lost or doubled, and
//! neither memory nor file handles grow.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use coranto_model::{ArticleId, CanonicalAddress};
use coranto_press::{Fault, FaultOptions, Faults, Load, LoadOptions};
use coranto_store::Store;
use coranto_store::articles::ArticleLine;

use crate::harness::{PATIENCE, Place, Server, fastrand, opml};
use crate::kill;

/// Loopback publishers without gaps; those that fail are asked less and less often.
const CONFIGURATION: &str = "
allow_private = ['127.0.0.0/8']
access = 'single-reader'
[[zones]]
hosts = ['127.0.0.0/8']
policy = { gap_ms = 0, floor_ms = 1000, allowed_floor_ms = 1000, no_validator_floor_ms = 1000, cap_ms = 2000, error_base_ms = 1000, error_cap_ms = 10000 }
";

/// Memory that the program may take with all of this going on, in bytes. At rest it takes a tenth.
const MOST_MEMORY: u64 = 600 * 1024 * 1024;

/// Open files of the program, connections among them.
const MOST_FILES: usize = 500;

/// How long it goes on, how many articles come out a minute, and how long the program lives at the most.
struct Plan {
    length: Duration,
    rate: u32,
    life: Duration,
}

impl Plan {
    /// The short form of every day, or the long one of `cargo xtask soak`.
    fn of_this_run() -> Self {
        if std::env::var_os("CORANTO_SOAK").is_some() {
            Self { length: Duration::from_mins(30), rate: 120, life: Duration::from_mins(1) }
        } else {
            Self { length: Duration::from_secs(12), rate: 900, life: Duration::from_secs(4) }
        }
    }

    fn articles(&self) -> usize {
        usize::try_from(u64::from(self.rate) * self.length.as_secs() / 60).unwrap()
    }
}

/// The most that was seen of the program, and how often it was ended.
#[derive(Default)]
struct Seen {
    memory: u64,
    files: usize,
    kills: u32,
    stops: u32,
}

impl Seen {
    fn look_at(&mut self, server: &Server) {
        let process = format!("/proc/{}", server.pid());
        let status = std::fs::read_to_string(format!("{process}/status")).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let kilobytes: u64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
        self.memory = self.memory.max(kilobytes * 1024);
        self.files = self.files.max(std::fs::read_dir(format!("{process}/fd")).unwrap().count());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_or_short_faults_and_kills_lose_nothing() {
    let plan = Plan::of_this_run();
    let place = Place::new(CONFIGURATION);
    let store = Store::sqlite(&place.path().join("coranto.sqlite")).await.unwrap();
    let load = Load::start(LoadOptions {
        publishers: 20,
        articles: plan.articles(),
        seed: fastrand(),
        now: (coranto_engine::system_clock())(),
        rate: NonZeroU32::new(plan.rate),
        ..LoadOptions::default()
    });
    let load = load.await.unwrap();
    let faults = Faults::start(FaultOptions { slow_ms: 3_000, ..FaultOptions::default() }).await.unwrap();
    let mut feeds: Vec<String> = load.feed_urls().iter().map(ToString::to_string).collect();
    feeds.extend(Fault::ALL.map(|fault| faults.url(fault).to_string()));
    feeds.extend(Fault::ALL.map(|fault| faults.pages_url(fault).to_string()));
    let file = opml(&place, &feeds);
    let mut seen = Seen::default();
    let server = tokio::task::block_in_place(|| {
        place.run_well(&["source", "import", file.to_str().unwrap()]);
        go_on(&place, &plan, &mut seen);
        place.serve()
    });
    let lines = all_of(&store, &load, plan.articles()).await;
    seen.look_at(&server);
    let (code, took) = tokio::task::block_in_place(|| server.terminate());
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    let now = (coranto_engine::system_clock())();
    assert_eq!(store.release_held("local".to_owned(), now).await.unwrap(), 0, "every lane was handed back");
    kill::check_whole(&store, &load, &lines).await;
    let mut latest = 0;
    for line in &lines {
        let article = store.article(line.id).await.unwrap().unwrap();
        latest = latest.max(article.first_seen.since(article.published));
    }
    println!(
        "{} articles in {} s with {} kills and {} restarts: 0 lost, 0 doubled; at most {} MB and {} open files; \
         the latest was seen {} s after it came out",
        lines.len(),
        plan.length.as_secs(),
        seen.kills,
        seen.stops,
        seen.memory / (1024 * 1024),
        seen.files,
        latest / 1_000,
    );
    assert!(seen.memory < MOST_MEMORY, "{} bytes", seen.memory);
    assert!(seen.files < MOST_FILES, "{} files", seen.files);
    for fault in Fault::ALL {
        assert!(faults.requests(fault) > 0, "{fault} was asked for");
    }
    load.stop().await;
    faults.stop().await;
}

/// Starts the program and ends it, one way or the other, again and again.
fn go_on(place: &Place, plan: &Plan, seen: &mut Seen) {
    let begin = Instant::now();
    while begin.elapsed() < plan.length {
        let server = place.serve();
        let most = u64::try_from(plan.life.as_millis()).unwrap();
        let until = Instant::now() + Duration::from_millis(most / 2 + fastrand() % (most / 2));
        while Instant::now() < until {
            // Random on purpose: nothing is waited for, any moment must do.
            std::thread::sleep(Duration::from_millis(250));
            seen.look_at(&server);
        }
        if fastrand().is_multiple_of(2) {
            server.kill();
            seen.kills += 1;
        } else {
            let (code, took) = server.terminate();
            assert_eq!(code, Some(0));
            assert!(took < Duration::from_secs(10), "{took:?}");
            seen.stops += 1;
        }
    }
}

/// The articles of the load, once all of them can be read.
async fn all_of(store: &Store, load: &Load, articles: usize) -> Vec<ArticleLine> {
    let wanted: BTreeSet<_> =
        load.article_urls().iter().map(|url| CanonicalAddress::of(url).unwrap()).collect();
    let begin = Instant::now();
    loop {
        let mut lines = store.live_articles(ArticleId(0), 1_000_000).await.unwrap();
        lines.retain(|line| wanted.contains(&CanonicalAddress::parse(&line.url).unwrap()));
        if lines.len() >= articles {
            return lines;
        }
        assert!(begin.elapsed() < PATIENCE, "{} of {articles} are there", lines.len());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
