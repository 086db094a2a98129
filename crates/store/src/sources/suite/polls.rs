//! What a poll that succeeded leaves behind.

use coranto_model::Millis;
use tokio::task::JoinSet;

use super::{leased_source, read};
use crate::Store;
use crate::publishers::{NameRank, PublisherFacts};
use crate::sources::{NewEntry, PollFailure, PollMemory, PollResult, Polled, Problem, Source};
use crate::tasks::{LaneKind, Stage};
use crate::testing::{
    NOW, claim, discover, is_lost, lost_to, new_entry, noise, on_both, open_tasks, poll_result,
};

on_both! {
    a_poll_brings_entries_articles_and_work_at_once,
    an_entry_that_is_known_changes_nothing,
    one_address_from_two_sources_is_one_article,
    one_address_twice_in_a_feed_is_one_article,
    an_article_on_another_host_waits_in_that_hosts_lane,
    polls_at_once_of_the_same_articles_make_each_once,
    what_the_next_poll_needs_comes_back_byte_for_byte,
    a_feed_names_its_source_and_its_publisher,
    the_longest_addresses_and_keys_are_kept,
    a_poll_of_a_removed_source_brings_nothing,
    a_lost_lease_keeps_nothing_of_a_poll,
}

async fn a_poll_brings_entries_articles_and_work_at_once(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let before = read(&store, id).await;
    let entries = vec![new_entry("a.example", "one"), new_entry("a.example", "two")];
    let polled = store.finish_poll(lease.clone(), poll_result(id, entries), NOW.plus(5)).await.unwrap();
    assert_eq!(polled, Polled { new_entries: 2, new_articles: 2 });
    let at = Some(NOW.plus(5));
    let next_poll = Some(NOW.plus(Millis::HOUR));
    let expected = Source { attempt: at, success: at, newest_entry: at, entries: 2, next_poll, ..before };
    assert_eq!(read(&store, id).await, expected);
    store.release(lease, NOW).await.unwrap();
    let claimed = claim(&store, LaneKind::Network, NOW.plus(5)).await.unwrap();
    let stages: Vec<_> = claimed.tasks.iter().map(|task| task.stage).collect();
    assert_eq!(stages, [Stage::Scrape, Stage::Scrape]);
}

async fn an_entry_that_is_known_changes_nothing(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let entry = new_entry("a.example", "news");
    let first = poll_result(id, vec![entry.clone()]);
    store.finish_poll(lease.clone(), first, NOW).await.unwrap();
    let changed = NewEntry { title: "Another title".to_owned(), body: "Another text".to_owned(), ..entry };
    let polled = store.finish_poll(lease.clone(), poll_result(id, vec![changed]), NOW.plus(5)).await.unwrap();
    assert_eq!(polled, Polled::default());
    let source = read(&store, id).await;
    assert_eq!((source.entries, source.newest_entry, source.success), (1, Some(NOW), Some(NOW.plus(5))));
    store.release(lease, NOW).await.unwrap();
    let task = claim(&store, LaneKind::Network, NOW).await.unwrap().tasks.remove(0);
    let subject = store.scrape_subject(task.article()).await.unwrap().unwrap();
    assert_eq!((subject.title.as_str(), subject.feed_body.as_str()), ("news", "<p>news</p>"));
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 1);
}

async fn one_address_from_two_sources_is_one_article(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let (id, lease) = leased_source(&store, "b.example").await;
    let entry = NewEntry { title: "As b tells it".to_owned(), ..new_entry("a.example", "news") };
    let polled = store.finish_poll(lease, poll_result(id, vec![entry]), NOW).await.unwrap();
    assert_eq!(polled, Polled { new_entries: 1, new_articles: 0 });
    assert_eq!(store.article(article).await.unwrap().unwrap().title, "news");
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 1);
}

async fn one_address_twice_in_a_feed_is_one_article(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let entry = new_entry("a.example", "news");
    let same_key = NewEntry { title: "Again".to_owned(), ..entry.clone() };
    let other_key = NewEntry { key: "other".to_owned(), ..entry.clone() };
    let result = poll_result(id, vec![entry, same_key, other_key]);
    let polled = store.finish_poll(lease, result, NOW).await.unwrap();
    assert_eq!(polled, Polled { new_entries: 2, new_articles: 1 });
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 1);
}

async fn an_article_on_another_host_waits_in_that_hosts_lane(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let result = poll_result(id, vec![new_entry("b.example", "news")]);
    store.finish_poll(lease, result, NOW).await.unwrap();
    let claimed = claim(&store, LaneKind::Network, NOW).await.unwrap();
    assert_eq!(claimed.lease.lane, new_entry("b.example", "news").lane.name);
    let article = store.article(claimed.tasks[0].article()).await.unwrap().unwrap();
    assert_eq!(article.publisher.domain, "b.example");
}

async fn polls_at_once_of_the_same_articles_make_each_once(store: Store) {
    let mut entries: Vec<_> = (0..10).map(|name| new_entry("paper.example", &name.to_string())).collect();
    let mut leased = Vec::new();
    for host in ["a.example", "b.example", "c.example", "d.example"] {
        leased.push(leased_source(&store, host).await);
    }
    let mut polls = JoinSet::new();
    for (id, lease) in leased {
        // In each other's way as much as they can be.
        entries.reverse();
        let (store, result) = (store.clone(), poll_result(id, entries.clone()));
        polls.spawn(async move { store.finish_poll(lease, result, NOW).await.unwrap() });
    }
    let polled = polls.join_all().await;
    assert!(polled.iter().all(|polled| polled.new_entries == 10), "{polled:?}");
    assert_eq!(polled.iter().map(|polled| polled.new_articles).sum::<u32>(), 10, "{polled:?}");
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 10);
}

async fn what_the_next_poll_needs_comes_back_byte_for_byte(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let whole = PollMemory {
        etag: Some("W/\"ü \\ ' \u{1}--gzip\" ".to_owned()),
        last_modified: Some("  tomorrow, perhaps\t".to_owned()),
        validators_since: Some(NOW.minus(7)),
        body_hash: Some([0xff; 32]),
        interval_ms: Some(i64::MAX),
    };
    let empty = PollMemory { etag: Some(String::new()), ..PollMemory::default() };
    for memory in [whole, empty, PollMemory::default()] {
        let result = PollResult { memory: memory.clone(), ..poll_result(id, Vec::new()) };
        store.finish_poll(lease.clone(), result, NOW).await.unwrap();
        assert_eq!(read(&store, id).await.memory, memory);
    }
}

async fn a_feed_names_its_source_and_its_publisher(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let named = PollResult {
        title: Some("Herald: News".to_owned()),
        publisher: Some(PublisherFacts {
            name: Some(("The Herald".to_owned(), NameRank::Feed)),
            ..PublisherFacts::of("a.example")
        }),
        ..poll_result(id, Vec::new())
    };
    for result in [named, poll_result(id, Vec::new())] {
        store.finish_poll(lease.clone(), result, NOW).await.unwrap();
        let source = read(&store, id).await;
        assert_eq!(source.title, "Herald: News");
        assert_eq!(source.publisher_name, "The Herald");
    }
}

async fn the_longest_addresses_and_keys_are_kept(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let site = "https://a.example/";
    let name = noise(coranto_model::address::MAX_ADDRESS_BYTES - site.len());
    let result = poll_result(id, vec![new_entry("a.example", &name)]);
    let polled = store.finish_poll(lease.clone(), result.clone(), NOW).await.unwrap();
    assert_eq!(polled, Polled { new_entries: 1, new_articles: 1 });
    assert_eq!(store.finish_poll(lease, result, NOW).await.unwrap(), Polled::default());
}

async fn a_poll_of_a_removed_source_brings_nothing(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    store.remove_source(id).await.unwrap();
    let result = poll_result(id, vec![new_entry("b.example", "news")]);
    assert_eq!(store.finish_poll(lease, result, NOW).await.unwrap(), Polled::default());
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 0);
    assert_eq!(store.publisher_by_domain("b.example".to_owned()).await.unwrap(), None);
}

async fn a_lost_lease_keeps_nothing_of_a_poll(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let before = read(&store, id).await;
    let lost = lost_to(&lease);
    let result = PollResult {
        title: Some("Another".to_owned()),
        ..poll_result(id, vec![new_entry("b.example", "news")])
    };
    let failure = PollFailure {
        source: id,
        problem: Problem { code: "gone".to_owned(), sentence: "It is gone.".to_owned() },
        next_poll: None,
    };
    assert!(is_lost(&store.finish_poll(lost.clone(), result, NOW).await));
    assert!(is_lost(&store.fail_poll(lost, failure, NOW).await));
    assert_eq!(read(&store, id).await, before);
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 0);
    assert_eq!(store.publisher_by_domain("b.example".to_owned()).await.unwrap(), None);
}
