//! Bringing stored articles to newer versions of the algorithms.

use coranto_model::{ArticleId, Language};

use super::read;
use crate::articles::{ArticleState, Saved, Scraped};
use crate::tasks::{AfterFailure, Lane, LaneKind, Stage};
use crate::testing::{
    Draft, NOW, address, analyse, claim, discover, extract, file, new_entry, on_both, open_tasks, publish,
    scrape, scraped, take,
};
use crate::{Store, StoreError};

on_both! {
    articles_with_older_results_are_taken_once,
    scraping_anew_takes_the_page_that_is_kept,
    articles_that_nobody_reads_are_left_alone,
    articles_without_a_page_are_not_taken_anew,
    an_article_goes_the_way_again,
    a_dead_letter_gets_another_chance,
    polls_have_nothing_to_bring_up_to_date,
}

async fn live(store: &Store, name: &str) -> ArticleId {
    publish(store, Draft::of("a.example", name)).await.0
}

async fn articles_with_older_results_are_taken_once(store: Store) {
    // All were made by version 1.
    live(&store, "one").await;
    live(&store, "two").await;
    for (stage, kind) in [(Stage::Analyse, LaneKind::Compute), (Stage::File, LaneKind::File)] {
        assert_eq!(store.reprocess(stage, 1, NOW).await.unwrap(), 0, "{stage}");
        assert!(claim(&store, kind, NOW).await.is_none(), "{stage}");
    }
    assert_eq!(store.reprocess(Stage::File, 2, NOW).await.unwrap(), 2);
    assert_eq!(open_tasks(&store, Stage::File).await, 2);
    for stage in [Stage::File, Stage::Analyse, Stage::Scrape] {
        assert_eq!(store.reprocess(stage, 2, NOW).await.unwrap(), 0, "{stage}: they are under way already");
    }
}

async fn scraping_anew_takes_the_page_that_is_kept(store: Store) {
    let article = live(&store, "news").await;
    assert_eq!(store.reprocess(Stage::Scrape, 1, NOW).await.unwrap(), 0);
    assert_eq!(store.reprocess(Stage::Scrape, 2, NOW).await.unwrap(), 1);
    assert_eq!(open_tasks(&store, Stage::Scrape).await, 0);
    let (_, task) = take(&store, &Lane::compute(article), Stage::Extract, article.0).await;
    assert_eq!(task.attempts, 0);
}

async fn articles_that_nobody_reads_are_left_alone(store: Store) {
    let copy = live(&store, "copy").await;
    live(&store, "first").await;
    let page = Scraped { address: Some(address("https://a.example/first")), ..scraped("copy") };
    extract(&store, copy, page).await;
    let coming = discover(&store, new_entry("a.example", "coming")).await;
    scrape(&store, coming, scraped("coming")).await;
    for stage in [Stage::Extract, Stage::Analyse, Stage::File] {
        // The first is under way since the copy was extracted.
        assert_eq!(store.reprocess(stage, 2, NOW).await.unwrap(), 0, "{stage}");
    }
}

async fn articles_without_a_page_are_not_taken_anew(store: Store) {
    live(&store, "news").await;
    assert_eq!(store.purge_raw_pages(NOW.plus(1), 10).await.unwrap(), 1);
    for stage in [Stage::Scrape, Stage::Extract] {
        assert_eq!(store.reprocess(stage, 2, NOW).await.unwrap(), 0);
    }
    assert_eq!(store.reprocess(Stage::Analyse, 2, NOW).await.unwrap(), 1);
}

async fn an_article_goes_the_way_again(store: Store) {
    let (article, event) = publish(&store, Draft::of("a.example", "news")).await;
    assert_eq!(extract(&store, article, scraped("better")).await, Saved::Version(2));
    assert_eq!(read(&store, article).await.state, ArticleState::Live, "all the while");
    analyse(&store, article, Language::ARABIC, None).await;
    file(&store, article, Some(event)).await;
    let after = read(&store, article).await;
    assert_eq!((after.title.as_str(), after.language), ("better", Some(Language::ARABIC)));
    assert_eq!((after.state, after.story), (ArticleState::Live, Some(event)));
    for stage in Stage::ALL {
        let expected = u64::from(stage == Stage::Poll);
        assert_eq!(open_tasks(&store, stage).await, expected, "{stage}");
    }
}

async fn a_dead_letter_gets_another_chance(store: Store) {
    let article = live(&store, "news").await;
    store.reprocess(Stage::Analyse, 2, NOW).await.unwrap();
    let lane = Lane::compute(article);
    let (lease, task) = take(&store, &lane, Stage::Analyse, article.0).await;
    store.fail_task(lease.clone(), task, "it broke".to_owned(), AfterFailure::Dead, NOW).await.unwrap();
    store.release(lease, NOW).await.unwrap();
    assert_eq!(store.reprocess(Stage::Analyse, 2, NOW).await.unwrap(), 1);
    assert!(store.dead_tasks(0, 10).await.unwrap().is_empty());
    assert_eq!(take(&store, &lane, Stage::Analyse, article.0).await.1.attempts, 0);
}

async fn polls_have_nothing_to_bring_up_to_date(store: Store) {
    let refused = store.reprocess(Stage::Poll, 2, NOW).await;
    assert!(matches!(refused, Err(StoreError::Value(_))), "{refused:?}");
}
