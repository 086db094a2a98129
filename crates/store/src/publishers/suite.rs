//! What must hold of publishers on both databases.

use coranto_model::{Country, Language, Millis, PublisherId};
use tokio::task::JoinSet;

use super::{NameRank, Publisher, PublisherFacts, PublisherLine};
use crate::Store;
use crate::testing::{Draft, NOW, new_source, on_both, publish};

on_both! {
    a_new_publisher_is_named_after_its_domain,
    everything_that_is_learned_is_kept,
    what_is_not_said_changes_nothing,
    a_better_known_name_replaces_a_lesser_one,
    a_publisher_that_many_learn_of_at_once_is_one,
    an_unknown_publisher_is_not_there,
    those_with_an_article_or_a_source_are_listed,
    publishers_are_listed_by_name,
}

async fn learn(store: &Store, facts: PublisherFacts, now: Millis) -> Publisher {
    let id = store.learn_publisher(facts, now).await.unwrap();
    store.publisher(id).await.unwrap().unwrap()
}

/// All that can be known of a.example.
fn everything() -> PublisherFacts {
    PublisherFacts {
        domain: "a.example".to_owned(),
        name: Some(("صحيفة The Herald 🗞".to_owned(), NameRank::Page)),
        language: Some(Language::ARABIC),
        country: Some("EG".parse().unwrap()),
        about: Some("News of the day".to_owned()),
        icon_url: Some("https://a.example/icon.png".to_owned()),
    }
}

fn named(domain: &str, name: &str, rank: NameRank) -> PublisherFacts {
    PublisherFacts { name: Some((name.to_owned(), rank)), ..PublisherFacts::of(domain) }
}

async fn a_new_publisher_is_named_after_its_domain(store: Store) {
    let publisher = learn(&store, PublisherFacts::of("a.example"), NOW).await;
    let expected = Publisher {
        id: publisher.id,
        domain: "a.example".to_owned(),
        name: "a.example".to_owned(),
        language: None,
        country: None,
        about: None,
        icon_url: None,
        added: NOW,
    };
    assert_eq!(publisher, expected);
}

async fn everything_that_is_learned_is_kept(store: Store) {
    let before = learn(&store, PublisherFacts::of("a.example"), NOW).await;
    let facts = everything();
    let after = learn(&store, facts.clone(), NOW.plus(1)).await;
    let expected = Publisher {
        id: before.id,
        domain: facts.domain,
        name: facts.name.unwrap().0,
        language: facts.language,
        country: facts.country,
        about: facts.about,
        icon_url: facts.icon_url,
        added: NOW,
    };
    assert_eq!(after, expected);
    assert_eq!(store.publisher_by_domain("a.example".to_owned()).await.unwrap(), Some(expected));
}

async fn what_is_not_said_changes_nothing(store: Store) {
    let before = learn(&store, everything(), NOW).await;
    assert_eq!(learn(&store, PublisherFacts::of("a.example"), NOW.plus(1)).await, before);
    let country: Country = "SD".parse().unwrap();
    let moved = PublisherFacts { country: Some(country), ..PublisherFacts::of("a.example") };
    assert_eq!(learn(&store, moved, NOW.plus(2)).await, Publisher { country: Some(country), ..before });
}

async fn a_better_known_name_replaces_a_lesser_one(store: Store) {
    for (rank, name, expected) in [
        (NameRank::Feed, "Of the feed", "Of the feed"),
        (NameRank::Domain, "Of the domain", "Of the feed"),
        (NameRank::Page, "Of the page", "Of the page"),
        (NameRank::Feed, "Of the feed", "Of the page"),
        (NameRank::Given, "Given", "Given"),
        (NameRank::Page, "Of the page", "Given"),
    ] {
        let publisher = learn(&store, named("a.example", name, rank), NOW).await;
        assert_eq!(publisher.name, expected, "after {rank:?}");
    }
}

async fn a_publisher_that_many_learn_of_at_once_is_one(store: Store) {
    let mut polls = JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        polls.spawn(async move { store.learn_publisher(everything(), NOW).await.unwrap() });
    }
    let ids = polls.join_all().await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

async fn an_unknown_publisher_is_not_there(store: Store) {
    assert_eq!(store.publisher(PublisherId(7)).await.unwrap(), None);
    assert_eq!(store.publisher_by_domain("a.example".to_owned()).await.unwrap(), None);
    assert!(store.publishers().await.unwrap().is_empty());
}

async fn those_with_an_article_or_a_source_are_listed(store: Store) {
    learn(&store, PublisherFacts::of("nothing.example"), NOW).await;
    let source = new_source("https://source.example/feed", "source.example");
    store.add_source(source, NOW).await.unwrap();
    for (name, age) in [("old", 2), ("new", 1)] {
        let draft = Draft { published: NOW.minus(age), ..Draft::of("articles.example", name) };
        publish(&store, draft).await;
    }
    for source in store.sources().await.unwrap() {
        if source.publisher_domain == "articles.example" {
            store.remove_source(source.id).await.unwrap();
        }
    }
    let lines = store.publishers().await.unwrap();
    let publisher = |line: &PublisherLine| line.publisher.domain.clone();
    let lines: Vec<_> = lines.iter().map(|line| (publisher(line), line.articles, line.newest)).collect();
    let expected = [("articles.example", 2, Some(NOW.minus(1))), ("source.example", 0, None)];
    assert_eq!(lines, expected.map(|(domain, articles, newest)| (domain.to_owned(), articles, newest)));
}

async fn publishers_are_listed_by_name(store: Store) {
    for (domain, name) in [("c.example", "alpha Post"), ("a.example", "Gamma"), ("b.example", "Beta")] {
        learn(&store, named(domain, name, NameRank::Given), NOW).await;
        store.add_source(new_source(&format!("https://{domain}/feed"), domain), NOW).await.unwrap();
    }
    let lines = store.publishers().await.unwrap();
    let names: Vec<_> = lines.iter().map(|line| line.publisher.name.as_str()).collect();
    assert_eq!(names, ["alpha Post", "Beta", "Gamma"]);
}
