//! Adding, listing and removing sources.

use coranto_model::{Millis, SourceId};
use tokio::task::JoinSet;

use super::{leased_source, read};
use crate::Store;
use crate::publishers::{NameRank, PublisherFacts};
use crate::sources::{Added, NewSource, PollMemory, Polled, Source};
use crate::tasks::{LaneKind, Stage};
use crate::testing::{
    NOW, claim, discover, new_entry, new_source, noise, on_both, open_tasks, poll, poll_result,
};

on_both! {
    a_new_source_is_kept_as_it_was_given,
    a_source_is_added_once,
    a_source_that_many_add_at_once_is_one,
    sources_are_listed_by_their_publishers_names,
    the_longest_addresses_are_kept,
    a_poll_can_be_made_earlier_but_not_later,
    what_is_not_there_cannot_be_polled_or_removed,
    a_source_that_is_removed_leaves_its_articles,
    a_source_that_is_added_again_brings_no_article_twice,
    the_number_of_a_removed_source_is_not_given_again,
}

async fn a_new_source_is_kept_as_it_was_given(store: Store) {
    let facts = PublisherFacts {
        name: Some(("The Herald".to_owned(), NameRank::Given)),
        icon_url: Some("https://a.example/icon.png".to_owned()),
        ..PublisherFacts::of("a.example")
    };
    let given = NewSource {
        title: "The Herald – صباح الخير".to_owned(),
        folder: Some("World/Europe".to_owned()),
        publisher: facts,
        due: NOW.plus(5),
        ..new_source("https://a.example/feed?a=1&b=2", "a.example")
    };
    let added = store.add_source(given, NOW).await.unwrap();
    let publisher = store.publisher_by_domain("a.example".to_owned()).await.unwrap().unwrap();
    let expected = Source {
        id: added.id,
        publisher_id: publisher.id,
        publisher_domain: "a.example".to_owned(),
        publisher_name: "The Herald".to_owned(),
        publisher_icon: Some("https://a.example/icon.png".to_owned()),
        url: "https://a.example/feed?a=1&b=2".to_owned(),
        title: "The Herald – صباح الخير".to_owned(),
        folder: Some("World/Europe".to_owned()),
        added: NOW,
        memory: PollMemory::default(),
        attempt: None,
        success: None,
        newest_entry: None,
        entries: 0,
        failures: 0,
        failing_since: None,
        problem: None,
        retired: false,
        next_poll: Some(NOW.plus(5)),
    };
    assert_eq!(read(&store, added.id).await, expected);
    assert_eq!(store.source_by_url(expected.url.clone()).await.unwrap(), Some(expected));
}

async fn a_source_is_added_once(store: Store) {
    let given = new_source("https://a.example/feed", "a.example");
    let first = store.add_source(given.clone(), NOW).await.unwrap();
    let before = read(&store, first.id).await;
    let again = NewSource { title: "Another".to_owned(), due: NOW.minus(1), ..given };
    let second = store.add_source(again, NOW.plus(1)).await.unwrap();
    assert_eq!((first.is_new, second), (true, Added { id: first.id, is_new: false }));
    assert_eq!(store.sources().await.unwrap(), [before]);
}

async fn a_source_that_many_add_at_once_is_one(store: Store) {
    let mut readers = JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        readers.spawn(async move {
            store.add_source(new_source("https://a.example/feed", "a.example"), NOW).await.unwrap()
        });
    }
    let added = readers.join_all().await;
    assert_eq!(added.iter().filter(|added| added.is_new).count(), 1);
    assert!(added.iter().all(|other| other.id == added[0].id));
}

async fn sources_are_listed_by_their_publishers_names(store: Store) {
    for (host, name) in [("c.example", "alpha Post"), ("a.example", "Gamma"), ("b.example", "Beta")] {
        let name = Some((name.to_owned(), NameRank::Given));
        for path in ["one", "two"] {
            let publisher = PublisherFacts { name: name.clone(), ..PublisherFacts::of(host) };
            let source = NewSource { publisher, ..new_source(&format!("https://{host}/{path}"), host) };
            store.add_source(source, NOW).await.unwrap();
        }
    }
    let sources = store.sources().await.unwrap();
    let names: Vec<_> = sources.iter().map(|source| source.publisher_name.as_str()).collect();
    assert_eq!(names, ["alpha Post", "alpha Post", "Beta", "Beta", "Gamma", "Gamma"]);
    assert_eq!(store.sources_of(sources[2].publisher_id).await.unwrap(), sources[2..4]);
}

async fn the_longest_addresses_are_kept(store: Store) {
    let site = "https://a.example/";
    let url = format!("{site}{}", noise(coranto_model::address::MAX_ADDRESS_BYTES - site.len()));
    let added = store.add_source(new_source(&url, "a.example"), NOW).await.unwrap();
    assert_eq!(store.source_by_url(url).await.unwrap().map(|source| source.id), Some(added.id));
}

async fn a_poll_can_be_made_earlier_but_not_later(store: Store) {
    let given = NewSource { due: NOW.plus(20), ..new_source("https://a.example/feed", "a.example") };
    let id = store.add_source(given, NOW).await.unwrap().id;
    for (due, expected) in [(30, 20), (10, 10), (15, 10)] {
        assert!(store.poll_at(id, NOW.plus(due)).await.unwrap());
        assert_eq!(read(&store, id).await.next_poll, Some(NOW.plus(expected)), "at {due}");
    }
    assert!(claim(&store, LaneKind::Network, NOW.plus(9)).await.is_none());
    assert!(claim(&store, LaneKind::Network, NOW.plus(10)).await.is_some());
}

async fn what_is_not_there_cannot_be_polled_or_removed(store: Store) {
    let id = SourceId(7);
    assert!(!store.poll_at(id, NOW).await.unwrap());
    assert!(!store.remove_source(id).await.unwrap());
    assert_eq!(store.source(id).await.unwrap(), None);
    assert_eq!(store.source_by_url("https://a.example/feed".to_owned()).await.unwrap(), None);
    assert!(store.sources().await.unwrap().is_empty());
}

async fn a_source_that_is_removed_leaves_its_articles(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let id = store.sources().await.unwrap()[0].id;
    assert!(store.remove_source(id).await.unwrap());
    assert_eq!(store.source(id).await.unwrap(), None);
    assert_eq!(open_tasks(&store, Stage::Poll).await, 0);
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 1);
    assert_eq!(store.article(article).await.unwrap().unwrap().title, "news");
    assert!(!store.remove_source(id).await.unwrap());
}

async fn a_source_that_is_added_again_brings_no_article_twice(store: Store) {
    let entries = vec![new_entry("a.example", "news")];
    let mut brought = Vec::new();
    for _ in 0..2 {
        let (id, lease) = leased_source(&store, "a.example").await;
        let result = poll_result(id, entries.clone());
        brought.push(store.finish_poll(lease.clone(), result, NOW).await.unwrap());
        store.release(lease, NOW).await.unwrap();
        assert!(store.remove_source(id).await.unwrap());
    }
    let expected = [1, 0].map(|new_articles| Polled { new_entries: 1, new_articles });
    assert_eq!(brought, expected);
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 1);
}

async fn the_number_of_a_removed_source_is_not_given_again(store: Store) {
    let removed = poll(&store, "a.example", "old", Vec::new()).await;
    store.remove_source(removed).await.unwrap();
    let added = poll(&store, "a.example", "new", Vec::new()).await;
    assert_ne!(added, removed, "a poll of the removed source may still be under way");
    assert_eq!(read(&store, added).await.next_poll, Some(NOW.plus(Millis::HOUR)));
}
