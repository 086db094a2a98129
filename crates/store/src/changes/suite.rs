//! What must hold of the change log on both databases.

use coranto_model::{ArticleId, Language};
use tokio::task::JoinHandle;

use super::{Change, ChangeKind};
use crate::Store;
use crate::articles::{Saved, Scraped};
use crate::stories::Filed;
use crate::tasks::{Claim, Lane, Lease, Stage, Task};
use crate::testing::{
    Draft, NOW, address, analyse, claim_lane, discover, is_lost, lost_to, new_entry, on_both, publish,
    scrape, scraped, take,
};

on_both! {
    an_empty_log_has_no_changes,
    filing_is_told_of_the_article_and_its_story,
    what_turns_out_to_be_another_article_is_withdrawn,
    a_lost_lease_is_told_to_nobody,
    positions_grow_and_are_read_page_by_page,
    a_follower_never_goes_back,
    a_follower_misses_nothing_while_many_write,
}

/// What happened after `position`, without where and when.
async fn told(store: &Store, position: i64) -> Vec<(ChangeKind, i64)> {
    let changes = store.changes_after(position, 1_000).await.unwrap();
    changes.iter().map(|change| (change.kind, change.subject)).collect()
}

async fn position(store: &Store, follower: &str) -> i64 {
    store.follower_position(follower.to_owned()).await.unwrap()
}

/// An article that waits to be filed.
async fn analysed(store: &Store, name: &str) -> ArticleId {
    let article = discover(store, new_entry("a.example", name)).await;
    scrape(store, article, scraped(name)).await;
    analyse(store, article, Language::ENGLISH, None).await;
    article
}

async fn an_empty_log_has_no_changes(store: Store) {
    assert_eq!(store.newest_change().await.unwrap(), 0);
    assert!(told(&store, 0).await.is_empty());
}

async fn filing_is_told_of_the_article_and_its_story(store: Store) {
    let (article, event) = publish(&store, Draft::of("a.example", "news")).await;
    let changes = store.changes_after(0, 10).await.unwrap();
    assert!(changes.iter().all(|change| change.at == NOW && change.position > 0), "{changes:?}");
    assert_eq!(store.newest_change().await.unwrap(), changes[1].position);
    let expected = [(ChangeKind::ArticleSaved, article.0), (ChangeKind::StorySaved, event.0)];
    assert_eq!(told(&store, 0).await, expected);
}

async fn what_turns_out_to_be_another_article_is_withdrawn(store: Store) {
    publish(&store, Draft::of("a.example", "first")).await;
    let newest = store.newest_change().await.unwrap();
    let copy = discover(&store, new_entry("a.example", "copy")).await;
    let page = Scraped { address: Some(address("https://a.example/first")), ..scraped("copy") };
    scrape(&store, copy, page).await;
    assert_eq!(told(&store, newest).await, [(ChangeKind::ArticleWithdrawn, copy.0)]);
}

async fn a_lost_lease_is_told_to_nobody(store: Store) {
    let article = analysed(&store, "news").await;
    let (lease, task) = take(&store, &Lane::file(), Stage::File, article.0).await;
    let filed = Filed { story: None, algorithm: 1 };
    assert!(is_lost(&store.finish_file(lost_to(&lease), task, filed, NOW).await));
    assert!(told(&store, 0).await.is_empty());
}

async fn positions_grow_and_are_read_page_by_page(store: Store) {
    for name in ["one", "two", "three"] {
        publish(&store, Draft::of("a.example", name)).await;
    }
    let all = store.changes_after(0, 1_000).await.unwrap();
    assert_eq!(all.len(), 6);
    assert!(all.is_sorted_by(|one, next| one.position < next.position), "{all:?}");
    let mut read: Vec<Change> = Vec::new();
    loop {
        let after = read.last().map_or(0, |change| change.position);
        let page = store.changes_after(after, 4).await.unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 4);
        read.extend(page);
    }
    assert_eq!(read, all);
}

async fn a_follower_never_goes_back(store: Store) {
    for (saved, expected) in [(0, 0), (5, 5), (3, 5), (6, 6)] {
        store.save_follower_position("search".to_owned(), saved).await.unwrap();
        assert_eq!(position(&store, "search").await, expected, "after {saved}");
    }
    assert_eq!(position(&store, "mail").await, 0, "each follower has its own");
}

/// Twenty articles that wait to be filed, in the one lane of filing.
async fn many_to_file(store: &Store) -> Claim {
    for number in 0..20 {
        analysed(store, &number.to_string()).await;
    }
    let claim = claim_lane(store, &Lane::file()).await;
    assert_eq!(claim.tasks.len(), 20);
    claim
}

/// Twenty articles that wait to be scraped, each in a lane of its own.
async fn many_to_scrape(store: &Store) -> Vec<(Lease, Task)> {
    let mut leased = Vec::new();
    for number in 0..20 {
        let host = format!("{number}.example");
        let copy = discover(store, new_entry(&host, "copy")).await;
        leased.push(take(store, &Lane::network(&host), Stage::Scrape, copy.0).await);
    }
    leased
}

async fn a_follower_misses_nothing_while_many_write(store: Store) {
    let (first, _) = publish(&store, Draft::of("a.example", "first")).await;
    let (filing, scraping) = (many_to_file(&store).await, many_to_scrape(&store).await);
    let begun = store.newest_change().await.unwrap();
    let mut writers: Vec<JoinHandle<()>> = Vec::new();
    for (lease, task) in scraping {
        let store = store.clone();
        let copy = Scraped { address: Some(address("https://a.example/first")), ..scraped("copy") };
        writers.push(tokio::spawn(async move {
            let saved = store.finish_scrape(lease, task, copy, NOW).await.unwrap();
            assert_eq!(saved, Saved::DuplicateOf(first));
        }));
    }
    for task in filing.tasks {
        let (store, lease) = (store.clone(), filing.lease.clone());
        writers.push(tokio::spawn(async move {
            store.finish_file(lease, task, Filed { story: None, algorithm: 1 }, NOW).await.unwrap();
        }));
    }
    let mut seen: Vec<Change> = Vec::new();
    loop {
        let all_wrote = writers.iter().all(JoinHandle::is_finished);
        let after = seen.last().map_or(begun, |change| change.position);
        let news = store.changes_after(after, 3).await.unwrap();
        if news.is_empty() && all_wrote {
            break;
        }
        seen.extend(news);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(seen.len(), 60);
    assert_eq!(seen, store.changes_after(begun, 1_000).await.unwrap());
}
