//! Lists and counts of articles.

use coranto_model::{ArticleId, Rights};

use super::read;
use crate::Store;
use crate::articles::{ArticleLine, ArticleState, Scraped, Totals};
use crate::testing::{Draft, NOW, address, discover, extract, new_entry, on_both, publish, scraped};

on_both! {
    live_articles_are_read_by_number_and_page_by_page,
    only_live_articles_are_listed,
    an_empty_store_has_nothing,
    totals_count_what_there_is,
}

async fn live_articles_are_read_by_number_and_page_by_page(store: Store) {
    let mut expected = Vec::new();
    for age in 0..5 {
        let draft = Draft { published: NOW.minus(age), ..Draft::of("a.example", &age.to_string()) };
        expected.push(ArticleLine {
            id: publish(&store, draft).await.0,
            url: format!("https://a.example/{age}"),
            title: age.to_string(),
            published: NOW.minus(age),
            rights: Rights::default(),
        });
    }
    let mut listed: Vec<ArticleLine> = Vec::new();
    loop {
        let after = listed.last().map_or(ArticleId(0), |line| line.id);
        let page = store.live_articles(after, 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 2);
        listed.extend(page);
    }
    assert_eq!(listed, expected);
}

async fn only_live_articles_are_listed(store: Store) {
    let (copy, _) = publish(&store, Draft::of("a.example", "copy")).await;
    let (first, _) = publish(&store, Draft::of("a.example", "first")).await;
    let page = Scraped { address: Some(address("https://a.example/first")), ..scraped("copy") };
    extract(&store, copy, page).await;
    assert_eq!(read(&store, copy).await.state, ArticleState::Duplicate(first));
    discover(&store, new_entry("a.example", "coming")).await;
    let listed = store.live_articles(ArticleId(0), 10).await.unwrap();
    assert_eq!(listed.iter().map(|line| line.id).collect::<Vec<_>>(), [first]);
}

async fn an_empty_store_has_nothing(store: Store) {
    assert_eq!(store.totals().await.unwrap(), Totals::default());
    assert!(store.live_articles(ArticleId(0), 10).await.unwrap().is_empty());
}

async fn totals_count_what_there_is(store: Store) {
    for (host, name, code) in [
        ("gb.example", "one", Some("GB")),
        ("gb.example", "two", Some("GB")),
        ("uk.example", "three", Some("GB")),
        ("eg.example", "four", Some("EG")),
        ("none.example", "five", None),
    ] {
        let country = code.map(|code| code.parse().unwrap());
        publish(&store, Draft { country, published: NOW.minus(7), ..Draft::of(host, name) }).await;
    }
    discover(&store, new_entry("new.example", "coming")).await;
    let expected = Totals {
        live: 5,
        on_their_way: 1,
        publishers: 4,
        countries: 2,
        newest: Some(NOW.minus(7)),
        sources: 6,
    };
    assert_eq!(store.totals().await.unwrap(), expected);
}
