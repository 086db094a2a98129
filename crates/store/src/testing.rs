//! Stores for the suites: what must hold is said once and run on both databases.
//!
//! A statement of a suite is an `async fn name(store: Store)`; [`on_both!`] makes of it one test on SQLite and one on
//! PostgreSQL. Each gets a database of its own.

use std::sync::atomic::{AtomicU32, Ordering};

use coranto_model::{
    ArticleId, CanonicalAddress, Country, Language, Millis, Rights, Section, SourceId, StoryId,
};
use tempfile::TempDir;

use crate::articles::{Analysed, Content, Origin, RawPage, Saved, Scraped};
use crate::publishers::PublisherFacts;
use crate::sources::{NewEntry, NewSource, PollMemory, PollResult};
use crate::stories::Filed;
use crate::tasks::{Claim, Lane, LaneKind, Lease, Stage, Task};
use crate::{Result, Store, StoreError};

/// The instant at which the suites begin.
pub(crate) const NOW: Millis = Millis(1_800_000_000_000);

/// How long the leases of the suites last, in milliseconds.
pub(crate) const LEASE_MS: i64 = Millis::MINUTE;

/// Makes of each statement a module with a test on either database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn sqlite() {
                let (store, _folder) = $crate::testing::sqlite().await;
                super::$name(store).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name($crate::testing::postgres().await).await;
            }
        }
    )+};
}

pub(crate) use on_both;

/// An empty SQLite store, and the folder that must outlive it.
pub(crate) async fn sqlite() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::sqlite(&folder.path().join("coranto.sqlite")).await.unwrap();
    (store, folder)
}

/// An empty store on a new database of the server that `cargo xtask test` starts.
pub(crate) async fn postgres() -> Store {
    Store::postgres(&new_postgres_database().await).await.unwrap()
}

/// The address of a new, empty database.
pub(crate) async fn new_postgres_database() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("CORANTO_TEST_POSTGRES")
        .expect("CORANTO_TEST_POSTGRES names no server: run the tests with `cargo xtask test`");
    let server = server.trim_end_matches('/');
    let name = format!("suite_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    run_on_postgres(&format!("{server}/postgres"), &format!("CREATE DATABASE {name}")).await;
    format!("{server}/{name}")
}

/// Runs `sql` on the database at `url`, beside any store.
pub(crate) async fn run_on_postgres(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}

/// A source at `url`, due at once in the lane of `host`.
pub(crate) fn new_source(url: &str, host: &str) -> NewSource {
    NewSource {
        url: url.to_owned(),
        title: url.to_owned(),
        folder: None,
        publisher: PublisherFacts::of(host),
        lane: Lane::network(host),
        due: NOW,
    }
}

/// An entry about the article `name` of `host`.
pub(crate) fn new_entry(host: &str, name: &str) -> NewEntry {
    let url = format!("https://{host}/{name}");
    NewEntry {
        key: name.to_owned(),
        address: address(&url),
        url,
        publisher: PublisherFacts::of(host),
        lane: Lane::network(host),
        title: name.to_owned(),
        standfirst: String::new(),
        authors: Vec::new(),
        categories: Vec::new(),
        published: NOW,
        picture: None,
        body: format!("<p>{name}</p>"),
    }
}

/// The canonical form of `url`.
pub(crate) fn address(url: &str) -> CanonicalAddress {
    CanonicalAddress::parse(url).unwrap()
}

/// A poll that brought `entries`, with the next one an hour away.
pub(crate) fn poll_result(source: SourceId, entries: Vec<NewEntry>) -> PollResult {
    PollResult {
        source,
        memory: PollMemory::default(),
        title: None,
        publisher: None,
        entries,
        next_poll: NOW.plus(Millis::HOUR),
    }
}

/// A page that says `text`.
pub(crate) fn scraped(text: &str) -> Scraped {
    let content = Content {
        origin: Origin::Page,
        title: text.to_owned(),
        standfirst: String::new(),
        authors: Vec::new(),
        keywords: Vec::new(),
        section_words: Vec::new(),
        published: NOW,
        modified: None,
        language: None,
        kind: "news".to_owned(),
        picture: None,
        body: format!("<p>{text}</p>"),
        words: 1,
        rights: Rights::default(),
    };
    Scraped {
        content,
        address: None,
        page: Some(raw_page(text.as_bytes())),
        publisher: None,
        problem: None,
        algorithm: 1,
    }
}

/// A page of these bytes.
pub(crate) fn raw_page(body: &[u8]) -> RawPage {
    RawPage {
        fetched: NOW,
        url: "https://a.example/page".to_owned(),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        robots_header: None,
        body: body.to_vec(),
    }
}

/// Text of `length` bytes that cannot be packed.
pub(crate) fn noise(length: usize) -> String {
    let mut text = String::new();
    let mut hash = blake3::hash(b"noise");
    while text.len() < length {
        text.push_str(hash.to_hex().as_str());
        hash = blake3::hash(hash.as_bytes());
    }
    text.truncate(length);
    text
}

/// A claim by the node *north* at `now`.
pub(crate) async fn claim(store: &Store, kind: LaneKind, now: Millis) -> Option<Claim> {
    store.claim(vec![kind], "north".to_owned(), now, now.plus(LEASE_MS), 100).await.unwrap()
}

/// The claim of `lane`, which must have work, whichever other lanes have some, too.
pub(crate) async fn claim_lane(store: &Store, lane: &Lane) -> Claim {
    let mut others = Vec::new();
    let wanted = loop {
        let claim = claim(store, lane.kind, NOW).await.expect("nothing is due in the lane");
        if claim.lease.lane == lane.name {
            break claim;
        }
        others.push(claim.lease);
    };
    for lease in others {
        store.release(lease, NOW).await.unwrap();
    }
    wanted
}

/// The lease of `lane`, with the task of `stage` on `subject`, which must be due in it.
pub(crate) async fn take(store: &Store, lane: &Lane, stage: Stage, subject: i64) -> (Lease, Task) {
    let claim = claim_lane(store, lane).await;
    let task = claim.tasks.into_iter().find(|task| (task.stage, task.subject) == (stage, subject));
    (claim.lease, task.expect("the task is not due"))
}

/// The lease that was lost to `lease`.
pub(crate) fn lost_to(lease: &Lease) -> Lease {
    Lease { fence: lease.fence - 1, ..lease.clone() }
}

/// Whether a result was refused because its lease was lost.
pub(crate) fn is_lost<T>(result: &Result<T>) -> bool {
    matches!(result, Err(StoreError::LeaseLost(_)))
}

/// Tasks of `stage` that are due or wait for their time.
pub(crate) async fn open_tasks(store: &Store, stage: Stage) -> u64 {
    let counts = store.stage_counts(NOW).await.unwrap();
    counts.iter().filter(|count| count.stage == stage).map(|count| count.due + count.waiting).sum()
}

/// Adds the source `name` of `host`, polls it, and gives the lane back.
pub(crate) async fn poll(store: &Store, host: &str, name: &str, entries: Vec<NewEntry>) -> SourceId {
    let source = new_source(&format!("https://{host}/{name}.xml"), host);
    let id = store.add_source(source, NOW).await.unwrap().id;
    let (lease, _) = take(store, &Lane::network(host), Stage::Poll, id.0).await;
    store.finish_poll(lease.clone(), poll_result(id, entries), NOW).await.unwrap();
    store.release(lease, NOW).await.unwrap();
    id
}

/// The article that `entry` brings, which must be new. It waits to be scraped.
pub(crate) async fn discover(store: &Store, entry: NewEntry) -> ArticleId {
    let (host, name) = (entry.publisher.domain.clone(), entry.key.clone());
    poll(store, &host, &name, vec![entry]).await;
    let claim = claim_lane(store, &Lane::network(&host)).await;
    let scrapes = claim.tasks.iter().filter(|task| task.stage == Stage::Scrape);
    let newest = scrapes.map(Task::article).max();
    store.release(claim.lease, NOW).await.unwrap();
    newest.expect("no article is new")
}

/// Keeps `scraped` as the result of the article's *scrape*.
pub(crate) async fn scrape(store: &Store, article: ArticleId, scraped: Scraped) -> Saved {
    let host = store.article(article).await.unwrap().unwrap().publisher.domain;
    keep(store, &Lane::network(&host), Stage::Scrape, article, scraped).await
}

/// Takes the live article again from the page that is kept, and keeps `scraped` as the result.
pub(crate) async fn extract(store: &Store, article: ArticleId, scraped: Scraped) -> Saved {
    store.reprocess(Stage::Extract, i64::MAX, NOW).await.unwrap();
    keep(store, &Lane::compute(article), Stage::Extract, article, scraped).await
}

async fn keep(store: &Store, lane: &Lane, stage: Stage, article: ArticleId, scraped: Scraped) -> Saved {
    let (lease, task) = take(store, lane, stage, article.0).await;
    let saved = store.finish_scrape(lease.clone(), task, scraped, NOW).await.unwrap();
    store.release(lease, NOW).await.unwrap();
    saved
}

/// Keeps language and section as the result of the article's *analyse*.
pub(crate) async fn analyse(store: &Store, article: ArticleId, language: Language, section: Option<Section>) {
    let (lease, task) = take(store, &Lane::compute(article), Stage::Analyse, article.0).await;
    let analysed = Analysed { language, section, algorithm: 1 };
    store.finish_analyse(lease.clone(), task, analysed, NOW).await.unwrap();
    store.release(lease, NOW).await.unwrap();
}

/// Files the article into `within`, or into a story of its own.
pub(crate) async fn file(store: &Store, article: ArticleId, within: Option<StoryId>) -> StoryId {
    let (lease, task) = take(store, &Lane::file(), Stage::File, article.0).await;
    let filed = Filed { story: within, algorithm: 1 };
    let id = store.finish_file(lease.clone(), task, filed, NOW).await.unwrap().expect("the article is there");
    store.release(lease, NOW).await.unwrap();
    id
}

/// An article as [`publish`] makes it.
pub(crate) struct Draft {
    pub(crate) host: String,
    pub(crate) name: String,
    pub(crate) published: Millis,
    pub(crate) language: Language,
    pub(crate) country: Option<Country>,
    pub(crate) section: Option<Section>,
    pub(crate) story: Option<StoryId>,
}

impl Draft {
    /// The article `name` of `host`: English, published now, in a story of its own.
    pub(crate) fn of(host: &str, name: &str) -> Self {
        Self {
            host: host.to_owned(),
            name: name.to_owned(),
            published: NOW,
            language: Language::ENGLISH,
            country: None,
            section: None,
            story: None,
        }
    }
}

/// Takes an article all the way, until it is live in its story.
pub(crate) async fn publish(store: &Store, draft: Draft) -> (ArticleId, StoryId) {
    let facts = PublisherFacts { country: draft.country, ..PublisherFacts::of(draft.host.as_str()) };
    let entry =
        NewEntry { publisher: facts, published: draft.published, ..new_entry(&draft.host, &draft.name) };
    let article = discover(store, entry).await;
    let mut page = scraped(&draft.name);
    page.content.published = draft.published;
    scrape(store, article, page).await;
    analyse(store, article, draft.language, draft.section).await;
    (article, file(store, article, draft.story).await)
}
