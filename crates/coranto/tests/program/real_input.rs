//! Real feeds and real pages go in and are read back through the web pages. They lie in the folder that `CORANTO_BENCH`
//! names; without it the test is skipped.
//!
//! The program is set to send all its requests to a proxy on loopback, which answers in the place of the real hosts. So
//! the addresses are real ones, and still nothing leaves the machine.

#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod proxy;
mod recorded;

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::path::PathBuf;

use coranto_markup::plain_text;
use coranto_model::{ArticleId, CanonicalAddress};
use coranto_store::Store;
use coranto_store::articles::ArticleLine;
use serde_json::Value;
use url::Url;

use crate::harness::{Place, Server, opml, wait_until};
use proxy::Recorded;
use recorded::{Expected, Sample};

/// Sources of one OPML file that are polled at once; more would come one after the other.
const AT_ONCE: usize = 50;

/// Words of a run: the measure of the extraction benchmarks, too.
const RUN_WORDS: usize = 4;

/// Part of a text's runs of words that its page must show to have it.
const LEAST_COVERAGE: f64 = 0.7;

/// Of a hundred articles so many may be missing, because a page states another one's address as its own.
const MISSING: usize = 5;

/// Of a hundred articles so many may have a headline that is worded differently from what people noted.
const RENAMED: usize = 25;

/// Of a hundred articles so many may have less of their text than [`LEAST_COVERAGE`].
const POOR: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn real_feeds_and_pages_are_read_and_shown() {
    let Some(folder) = std::env::var_os("CORANTO_BENCH").map(PathBuf::from) else {
        println!("skipped: CORANTO_BENCH names no folder of real feeds and pages");
        return;
    };
    let (feeds, pages) = (recorded::feeds(&folder), recorded::pages(&folder));
    let mut sources = documents(&feeds);
    sources.extend(recorded::feeds_to(&pages));
    let urls: Vec<String> = sources.iter().map(|source| source.url.to_string()).collect();
    let proxy = proxy::start(sources.into_iter().chain(documents(&pages))).await;
    let place = Place::new(&configuration(proxy));
    let server = tokio::task::block_in_place(|| take_in(&place, &urls));
    let newspaper = Newspaper { server, articles: articles(&place).await };
    tokio::task::block_in_place(|| {
        newspaper.shows_well(&place, &urls);
        newspaper.shows(&feeds);
        newspaper.shows(&pages);
        for path in ["/", "/en", "/publishers", "/admin/tasks"] {
            assert_eq!(newspaper.server.get(path).status, 200, "{path}");
        }
    });
}

fn documents(samples: &[Sample]) -> Vec<Recorded> {
    samples.iter().map(|sample| sample.document.clone()).collect()
}

/// Everything goes to the proxy, which may be asked without gaps.
fn configuration(proxy: SocketAddr) -> String {
    format!(
        "access = 'single-reader'\nproxy = 'http://{proxy}'\n\
         [policy]\ngap_ms = 0\nerror_base_ms = 50\nerror_cap_ms = 500\n"
    )
}

/// Adds the sources and starts a server, which reads them and all that they lead to.
fn take_in(place: &Place, urls: &[String]) -> Server {
    for part in urls.chunks(AT_ONCE) {
        let file = opml(place, part);
        place.run_well(&["source", "import", file.to_str().unwrap()]);
    }
    let server = place.serve();
    wait_until("every source to be asked", || {
        listed(place).iter().all(|source| source["last_attempt"].is_string())
    });
    wait_until("every article to be taken in", || server.metric("coranto_articles_on_their_way") == 0.0);
    server
}

fn listed(place: &Place) -> Vec<Value> {
    serde_json::from_str(&place.run_well(&["source", "list", "--json"])).unwrap()
}

async fn articles(place: &Place) -> HashMap<CanonicalAddress, ArticleLine> {
    let store = Store::sqlite(&place.path().join("coranto.sqlite")).await.unwrap();
    let lines = store.live_articles(ArticleId(0), 1_000_000).await.unwrap();
    lines.into_iter().map(|line| (CanonicalAddress::parse(&line.url).unwrap(), line)).collect()
}

/// The server, and the articles that it has.
struct Newspaper {
    server: Server,
    articles: HashMap<CanonicalAddress, ArticleLine>,
}

impl Newspaper {
    /// Every source was read, brought something, and is said to be well.
    fn shows_well(&self, place: &Place, urls: &[String]) {
        let listed = listed(place);
        for url in urls {
            let source = listed.iter().find(|source| source["url"] == url.as_str()).expect("it was imported");
            let is_read = source["problem"].is_null() && source["last_success"].is_string();
            assert!(is_read && source["entries"].as_u64() > Some(0), "{source:#}");
            let host = Url::parse(url).unwrap().host_str().unwrap().to_owned();
            let page = self.server.get(&format!("/admin/sources?find={host}&health=well"));
            assert_eq!(page.status, 200, "{url}");
            assert!(page.body.contains(url), "{url} is well");
        }
    }

    /// The articles of `samples` are there with headline and text.
    fn shows(&self, samples: &[Sample]) {
        let expected: Vec<&Expected> = samples.iter().flat_map(|sample| &sample.articles).collect();
        assert!(!expected.is_empty(), "the folder has samples");
        let (mut missing, mut renamed, mut poor) = (Vec::new(), Vec::new(), Vec::new());
        for wanted in &expected {
            let address = wanted.address.as_str();
            let Some(line) = self.articles.get(&wanted.address) else {
                missing.push(address);
                continue;
            };
            let shown = self.open(line);
            if wanted.title.as_deref().is_some_and(|title| !has(&shown, title)) {
                renamed.push(address);
            }
            if coverage(&wanted.text, &shown) < LEAST_COVERAGE {
                poor.push(address);
            }
        }
        let few = |found: &[&str], hundredths: usize| found.len() * 100 <= expected.len() * hundredths;
        assert!(few(&missing, MISSING), "not there: {missing:#?}");
        assert!(few(&renamed, RENAMED), "with another headline: {renamed:#?}");
        assert!(few(&poor, POOR), "without most of the text: {poor:#?}");
    }

    /// The words of an article's page, which must have the article's headline.
    fn open(&self, line: &ArticleLine) -> Vec<String> {
        let short = self.server.get(&format!("/article/{}", line.id));
        assert_eq!(short.status, 308, "{}", line.url);
        let page = self.server.get(short.header("location").expect("it leads on"));
        assert_eq!(page.status, 200, "{}", line.url);
        let shown = words(&plain_text(&page.body));
        assert!(has(&shown, &line.title), "{} has its headline", line.url);
        shown
    }
}

/// Whether `title` stands among the words, whatever its quotes and dashes.
fn has(shown: &[String], title: &str) -> bool {
    shown.join(" ").contains(&words(title).join(" "))
}

/// The part of the runs of words of `text` that are shown.
fn coverage(text: &str, shown: &[String]) -> f64 {
    let wanted = words(text);
    let (wanted, shown) = (runs(&wanted), runs(shown));
    if wanted.is_empty() {
        return 1.0;
    }
    wanted.intersection(&shown).count() as f64 / wanted.len() as f64
}

fn runs(words: &[String]) -> HashSet<&[String]> {
    words.windows(RUN_WORDS).collect()
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
