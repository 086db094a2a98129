//! The pages that are kept as they were fetched.

use coranto_model::{ArticleId, Millis};

use super::read;
use crate::Store;
use crate::articles::{RawPage, Scraped};
use crate::tasks::{Lane, Stage};
use crate::testing::{NOW, discover, new_entry, on_both, raw_page, scrape, scraped, take};

on_both! {
    a_page_comes_back_byte_for_byte,
    a_newer_page_replaces_the_older,
    a_result_without_a_page_leaves_the_one_that_is_kept,
    pages_are_purged_by_age_the_oldest_first,
    an_article_outlives_its_page,
}

/// An article whose page was fetched at `fetched`.
async fn fetched_at(store: &Store, name: &str, fetched: Millis) -> ArticleId {
    let article = discover(store, new_entry("a.example", name)).await;
    let page = RawPage { fetched, ..raw_page(name.as_bytes()) };
    scrape(store, article, Scraped { page: Some(page), ..scraped(name) }).await;
    article
}

async fn a_page_comes_back_byte_for_byte(store: Store) {
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let pages = [
        raw_page(&every_byte),
        raw_page(b""),
        raw_page(&every_byte.repeat(10_000)),
        RawPage {
            fetched: NOW.minus(1),
            url: "https://a.example/ü?a=%00".to_owned(),
            content_type: None,
            robots_header: Some("noindex, \"x\"".to_owned()),
            body: vec![0, 0, 0],
        },
    ];
    for (number, page) in pages.into_iter().enumerate() {
        let article = discover(&store, new_entry("a.example", &number.to_string())).await;
        scrape(&store, article, Scraped { page: Some(page.clone()), ..scraped("text") }).await;
        assert!(store.raw_page(article).await.unwrap() == Some(page), "page {number}");
    }
}

async fn a_newer_page_replaces_the_older(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Scrape, article.0).await;
    for text in ["one", "two"] {
        let page = Some(raw_page(text.as_bytes()));
        let result = Scraped { page: page.clone(), ..scraped("text") };
        store.finish_scrape(lease.clone(), task.clone(), result, NOW).await.unwrap();
        assert_eq!(store.raw_page(article).await.unwrap(), page);
    }
}

async fn a_result_without_a_page_leaves_the_one_that_is_kept(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Scrape, article.0).await;
    let kept = Some(raw_page(b"page"));
    for page in [kept.clone(), None] {
        let result = Scraped { page, ..scraped("text") };
        store.finish_scrape(lease.clone(), task.clone(), result, NOW).await.unwrap();
        assert_eq!(store.raw_page(article).await.unwrap(), kept);
    }
}

async fn pages_are_purged_by_age_the_oldest_first(store: Store) {
    let mut articles = Vec::new();
    for age in [1, 4, 3, 2] {
        articles.push(fetched_at(&store, &age.to_string(), NOW.minus(age)).await);
    }
    // Which of the pages, in the order above, are left after each purge of all that were fetched before NOW - 1.
    for (limit, purged, left) in [
        (1, 1, [true, false, true, true]),
        (5, 2, [true, false, false, false]),
        (5, 0, [true, false, false, false]),
    ] {
        assert_eq!(store.purge_raw_pages(NOW.minus(1), limit).await.unwrap(), purged);
        for (article, left) in articles.iter().zip(left) {
            assert_eq!(store.raw_page(*article).await.unwrap().is_some(), left, "{article}");
        }
    }
}

async fn an_article_outlives_its_page(store: Store) {
    let article = fetched_at(&store, "news", NOW.minus(1)).await;
    assert_eq!(store.purge_raw_pages(NOW, 10).await.unwrap(), 1);
    assert_eq!(read(&store, article).await.body, "<p>news</p>");
}
