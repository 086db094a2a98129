//! Articles that turn out to be other articles, and who has an address.

use coranto_model::{ArticleId, Language};
use tokio::task::JoinSet;

use super::read;
use crate::Store;
use crate::articles::{ArticleState, Saved, Scraped};
use crate::sources::NewEntry;
use crate::tasks::{Lane, Stage};
use crate::testing::{
    Draft, NOW, address, analyse, discover, extract, file, new_entry, on_both, open_tasks, poll, publish,
    scrape, scraped, take,
};

on_both! {
    what_states_anothers_address_is_its_duplicate,
    a_duplicate_goes_no_further,
    the_entries_of_a_duplicate_belong_to_the_first,
    later_entries_at_a_duplicates_address_belong_to_the_first,
    what_states_its_own_address_goes_on,
    an_address_that_nobody_has_becomes_its_own,
    of_two_that_state_a_free_address_at_once_one_has_it,
    the_first_of_two_stays_when_it_states_the_others_address,
    of_two_that_state_each_others_address_at_once_one_stays,
    what_states_a_duplicates_address_is_a_duplicate_of_the_first,
    what_was_a_duplicate_of_a_duplicate_leads_to_the_first,
    of_a_ring_of_pages_one_stays,
}

/// A page that states the address of the article `name` of a.example.
fn stating(name: &str) -> Scraped {
    Scraped { address: Some(address(&format!("https://a.example/{name}"))), ..scraped(name) }
}

/// A live article of a.example.
async fn live(store: &Store, name: &str) -> ArticleId {
    publish(store, Draft::of("a.example", name)).await.0
}

/// An article of a.example that waits to be scraped.
async fn new(store: &Store, name: &str) -> ArticleId {
    discover(store, new_entry("a.example", name)).await
}

async fn state(store: &Store, article: ArticleId) -> ArticleState {
    read(store, article).await.state
}

/// The article at which a reader arrives who was sent to `article`.
async fn led_to(store: &Store, article: ArticleId) -> ArticleId {
    let mut at = article;
    for _ in 0..10 {
        let ArticleState::Duplicate(first) = state(store, at).await else { return at };
        at = first;
    }
    panic!("article {article} leads round and round");
}

async fn what_states_anothers_address_is_its_duplicate(store: Store) {
    let first = live(&store, "first").await;
    let copy = new(&store, "copy").await;
    assert_eq!(scrape(&store, copy, stating("first")).await, Saved::DuplicateOf(first));
    assert_eq!(state(&store, copy).await, ArticleState::Duplicate(first));
    assert_eq!(state(&store, first).await, ArticleState::Live);
    assert_eq!(read(&store, first).await.version, 1);
}

async fn a_duplicate_goes_no_further(store: Store) {
    new(&store, "first").await;
    let copy = new(&store, "copy").await;
    scrape(&store, copy, stating("first")).await;
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 1, "that of the first");
    assert_eq!(open_tasks(&store, Stage::Analyse).await, 0);
    assert_eq!(store.scrape_subject(copy).await.unwrap(), None);
    assert_eq!(store.analyse_subject(copy).await.unwrap(), None);
    assert_eq!(store.file_subject(copy).await.unwrap(), None);
}

async fn the_entries_of_a_duplicate_belong_to_the_first(store: Store) {
    let first = live(&store, "first").await;
    let body = "<p>A text with far more words than the first one has.</p>".to_owned();
    let copy = discover(&store, NewEntry { body: body.clone(), ..new_entry("a.example", "copy") }).await;
    scrape(&store, copy, stating("first")).await;
    assert_eq!(store.scrape_subject(first).await.unwrap().unwrap().feed_body, body);
}

async fn later_entries_at_a_duplicates_address_belong_to_the_first(store: Store) {
    let first = live(&store, "first").await;
    let copy = new(&store, "copy").await;
    scrape(&store, copy, stating("first")).await;
    let body = "<p>A text with far more words than the first one has.</p>".to_owned();
    let entry = NewEntry { body: body.clone(), ..new_entry("a.example", "copy") };
    poll(&store, "b.example", "feed", vec![entry]).await;
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 0);
    assert_eq!(store.scrape_subject(first).await.unwrap().unwrap().feed_body, body);
}

async fn what_states_its_own_address_goes_on(store: Store) {
    let article = new(&store, "news").await;
    assert_eq!(scrape(&store, article, stating("news")).await, Saved::Version(1));
    assert_eq!(open_tasks(&store, Stage::Analyse).await, 1);
}

async fn an_address_that_nobody_has_becomes_its_own(store: Store) {
    let article = new(&store, "news?page=1").await;
    assert_eq!(scrape(&store, article, stating("news")).await, Saved::Version(1));
    poll(&store, "b.example", "feed", vec![new_entry("a.example", "news")]).await;
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 0);
    let subject = store.scrape_subject(article).await.unwrap().unwrap();
    assert_eq!(subject.address, address("https://a.example/news"));
    assert_eq!(subject.url, "https://a.example/news?page=1");
}

/// Scrapes new articles of the hosts `number`a.example and `number`b.example at once, whose pages state these
/// addresses. How many of the two are duplicates then.
async fn scrape_two_at_once(store: &Store, number: i32, stated: [String; 2]) -> usize {
    let mut leased = Vec::new();
    for letter in ["a", "b"] {
        let host = format!("{number}{letter}.example");
        let article = discover(store, new_entry(&host, "news")).await;
        leased.push(take(store, &Lane::network(&host), Stage::Scrape, article.0).await);
    }
    let articles = [leased[0].1.article(), leased[1].1.article()];
    let mut scrapes = JoinSet::new();
    for ((lease, task), url) in leased.into_iter().zip(stated) {
        let store = store.clone();
        let page = Scraped { address: Some(address(&url)), ..scraped("text") };
        scrapes.spawn(async move { store.finish_scrape(lease, task, page, NOW).await.unwrap() });
    }
    let saved = scrapes.join_all().await;
    assert!(saved.contains(&Saved::Version(1)), "{saved:?}");
    let mut duplicates = 0;
    for article in articles {
        duplicates += usize::from(matches!(state(store, article).await, ArticleState::Duplicate(_)));
    }
    duplicates
}

async fn of_two_that_state_a_free_address_at_once_one_has_it(store: Store) {
    for number in 0..5 {
        let free = format!("https://{number}.example/free");
        assert_eq!(scrape_two_at_once(&store, number, [free.clone(), free]).await, 1);
    }
}

async fn the_first_of_two_stays_when_it_states_the_others_address(store: Store) {
    let first = live(&store, "first").await;
    let second = new(&store, "second").await;
    scrape(&store, second, stating("first")).await;
    assert_eq!(extract(&store, first, stating("second")).await, Saved::Version(2));
    assert_eq!(state(&store, first).await, ArticleState::Live);
    assert_eq!(state(&store, second).await, ArticleState::Duplicate(first));
    assert_eq!(open_tasks(&store, Stage::Analyse).await, 1);
}

async fn of_two_that_state_each_others_address_at_once_one_stays(store: Store) {
    for number in 0..10 {
        let each_other = ["b", "a"].map(|letter| format!("https://{number}{letter}.example/news"));
        assert_eq!(scrape_two_at_once(&store, number, each_other).await, 1);
    }
}

async fn what_states_a_duplicates_address_is_a_duplicate_of_the_first(store: Store) {
    let first = live(&store, "first").await;
    let second = new(&store, "second").await;
    scrape(&store, second, stating("first")).await;
    let third = new(&store, "third").await;
    assert_eq!(scrape(&store, third, stating("second")).await, Saved::DuplicateOf(first));
    assert_eq!(state(&store, third).await, ArticleState::Duplicate(first));
}

async fn what_was_a_duplicate_of_a_duplicate_leads_to_the_first(store: Store) {
    let first = live(&store, "first").await;
    let second = live(&store, "second").await;
    let third = new(&store, "third").await;
    assert_eq!(scrape(&store, third, stating("second")).await, Saved::DuplicateOf(second));
    assert_eq!(extract(&store, second, stating("first")).await, Saved::DuplicateOf(first));
    for article in [first, second, third] {
        assert_eq!(led_to(&store, article).await, first);
    }
}

async fn of_a_ring_of_pages_one_stays(store: Store) {
    let first = live(&store, "first").await;
    let second = live(&store, "second").await;
    let third = new(&store, "third").await;
    scrape(&store, third, stating("second")).await;
    extract(&store, second, stating("first")).await;
    // The first was put before extract together with the second.
    extract(&store, first, stating("third")).await;
    analyse(&store, first, Language::ENGLISH, None).await;
    file(&store, first, None).await;
    assert_eq!(state(&store, first).await, ArticleState::Live);
    for article in [first, second, third] {
        assert_eq!(led_to(&store, article).await, first);
    }
}
