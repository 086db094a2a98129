//! Tasks that fail, and dead letters.

use super::{add, next_ready, poll_of};
use crate::Store;
use crate::tasks::{AfterFailure, DeadTask, Lane, LaneKind, Stage, Task};
use crate::testing::{NOW, claim, discover, new_entry, on_both, take};

on_both! {
    a_task_that_failed_comes_again_at_its_time,
    a_dead_letter_tells_its_reason_and_is_given_to_nobody,
    a_dead_letter_that_is_retried_begins_anew,
    only_dead_letters_are_retried,
    dead_letters_come_newest_first_and_page_by_page,
    the_other_tasks_of_the_lane_go_on,
}

/// Lets the task of the lane of `host` fail, and gives the lane back.
async fn fail(store: &Store, host: &str, stage: Stage, subject: i64, after: AfterFailure) {
    let (lease, task) = take(store, &Lane::network(host), stage, subject).await;
    let problem = format!("{host} is closed");
    store.fail_task(lease.clone(), task, problem, after, NOW.plus(1)).await.unwrap();
    store.release(lease, NOW).await.unwrap();
}

async fn a_task_that_failed_comes_again_at_its_time(store: Store) {
    let source = add(&store, "a.example", "feed", NOW).await;
    fail(&store, "a.example", Stage::Poll, source, AfterFailure::RetryAt(NOW.plus(10))).await;
    assert_eq!(next_ready(&store).await, NOW.plus(10));
    assert!(claim(&store, LaneKind::Network, NOW.plus(9)).await.is_none());
    let again = claim(&store, LaneKind::Network, NOW.plus(10)).await.unwrap();
    assert_eq!(again.tasks, [Task { attempts: 1, ..poll_of(source) }]);
}

async fn a_dead_letter_tells_its_reason_and_is_given_to_nobody(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    fail(&store, "a.example", Stage::Scrape, article.0, AfterFailure::RetryAt(NOW)).await;
    fail(&store, "a.example", Stage::Scrape, article.0, AfterFailure::Dead).await;
    let letter = DeadTask {
        stage: Stage::Scrape,
        subject: article.0,
        about: "https://a.example/news".to_owned(),
        problem: "a.example is closed".to_owned(),
        since: NOW.plus(1),
        attempts: 2,
    };
    assert_eq!(store.dead_tasks(0, 10).await.unwrap(), [letter]);
    assert!(claim(&store, LaneKind::Network, NOW.plus(2)).await.is_none());
}

async fn a_dead_letter_that_is_retried_begins_anew(store: Store) {
    let source = add(&store, "a.example", "feed", NOW).await;
    fail(&store, "a.example", Stage::Poll, source, AfterFailure::Dead).await;
    let letters = store.dead_tasks(0, 10).await.unwrap();
    assert_eq!(letters[0].about, "https://a.example/feed", "a source's title");
    assert!(store.retry_task(Stage::Poll, source, NOW.plus(5)).await.unwrap());
    assert!(store.dead_tasks(0, 10).await.unwrap().is_empty());
    assert!(claim(&store, LaneKind::Network, NOW.plus(4)).await.is_none());
    let again = claim(&store, LaneKind::Network, NOW.plus(5)).await.unwrap();
    assert_eq!(again.tasks, [poll_of(source)]);
}

async fn only_dead_letters_are_retried(store: Store) {
    let source = add(&store, "a.example", "feed", NOW.plus(5)).await;
    for (stage, subject) in [(Stage::Poll, source), (Stage::Poll, source + 1), (Stage::Scrape, source)] {
        assert!(!store.retry_task(stage, subject, NOW).await.unwrap(), "{stage} {subject}");
    }
    assert!(claim(&store, LaneKind::Network, NOW).await.is_none());
}

async fn dead_letters_come_newest_first_and_page_by_page(store: Store) {
    let mut sources = Vec::new();
    for age in 0..3 {
        let source = add(&store, "a.example", &age.to_string(), NOW).await;
        let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Poll, source).await;
        let problem = "it is closed".to_owned();
        store.fail_task(lease.clone(), task, problem, AfterFailure::Dead, NOW.minus(age)).await.unwrap();
        store.release(lease, NOW).await.unwrap();
        sources.push(source);
    }
    for (offset, limit, expected) in [(0, 2, &sources[..2]), (2, 2, &sources[2..]), (3, 2, &sources[3..])] {
        let page = store.dead_tasks(offset, limit).await.unwrap();
        let page: Vec<_> = page.iter().map(|letter| letter.subject).collect();
        assert_eq!(page, expected, "from {offset}");
    }
}

async fn the_other_tasks_of_the_lane_go_on(store: Store) {
    let broken = add(&store, "a.example", "broken", NOW).await;
    let whole = add(&store, "a.example", "whole", NOW).await;
    fail(&store, "a.example", Stage::Poll, broken, AfterFailure::Dead).await;
    assert_eq!(claim(&store, LaneKind::Network, NOW).await.unwrap().tasks, [poll_of(whole)]);
}
