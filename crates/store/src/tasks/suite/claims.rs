//! Which lanes and tasks a worker is given.

use std::collections::HashSet;

use coranto_model::Millis;
use tokio::task::JoinSet;

use super::{add, next_ready, poll_of};
use crate::Store;
use crate::tasks::{AfterFailure, Lane, LaneKind, Stage};
use crate::testing::{LEASE_MS, NOW, claim, discover, new_entry, on_both, take};

on_both! {
    a_leased_lane_is_given_to_nobody_else,
    polls_come_first_then_the_longest_due,
    a_claim_takes_no_more_than_its_batch,
    the_lane_that_was_ready_first_is_given_first,
    only_lanes_of_the_wanted_kinds_are_given,
    work_is_given_when_it_is_due_and_not_before,
    nothing_is_ready_in_an_empty_store,
    work_is_counted_by_stage,
    many_workers_at_once_never_share_a_lane,
}

async fn a_leased_lane_is_given_to_nobody_else(store: Store) {
    let source = add(&store, "a.example", "feed", NOW).await;
    let first = claim(&store, LaneKind::Network, NOW).await.unwrap();
    assert_eq!(first.tasks, [poll_of(source)]);
    assert_eq!(first.lease.lane, Lane::network("a.example").name);
    assert_eq!(first.lease.until, NOW.plus(LEASE_MS));
    assert!(claim(&store, LaneKind::Network, NOW).await.is_none());
}

async fn polls_come_first_then_the_longest_due(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let late = add(&store, "a.example", "late", NOW.plus(20)).await;
    let early = add(&store, "a.example", "early", NOW.plus(10)).await;
    let claim = claim(&store, LaneKind::Network, NOW.plus(30)).await.unwrap();
    let given: Vec<_> = claim.tasks.iter().map(|task| (task.stage, task.subject)).collect();
    assert_eq!(given, [(Stage::Poll, early), (Stage::Poll, late), (Stage::Scrape, article.0)]);
}

async fn a_claim_takes_no_more_than_its_batch(store: Store) {
    let mut sources = Vec::new();
    for age in 0..5 {
        sources.push(add(&store, "a.example", &age.to_string(), NOW.minus(age)).await);
    }
    let claim = store.claim(vec![LaneKind::Network], "north".to_owned(), NOW, NOW.plus(LEASE_MS), 2).await;
    assert_eq!(claim.unwrap().unwrap().tasks, [poll_of(sources[4]), poll_of(sources[3])]);
}

async fn the_lane_that_was_ready_first_is_given_first(store: Store) {
    for (host, age) in [("b.example", 1), ("c.example", 3), ("a.example", 2)] {
        add(&store, host, "feed", NOW.minus(age)).await;
    }
    let mut given = Vec::new();
    while let Some(claim) = claim(&store, LaneKind::Network, NOW).await {
        given.push(claim.lease.lane);
    }
    assert_eq!(given, ["c.example", "a.example", "b.example"].map(|host| Lane::network(host).name));
}

async fn only_lanes_of_the_wanted_kinds_are_given(store: Store) {
    add(&store, "a.example", "feed", NOW).await;
    for kind in [LaneKind::Compute, LaneKind::File] {
        assert!(claim(&store, kind, NOW).await.is_none(), "{kind:?}");
        assert_eq!(store.next_ready(vec![kind]).await.unwrap(), Millis::NEVER, "{kind:?}");
    }
    let kinds = vec![LaneKind::File, LaneKind::Network];
    assert_eq!(store.next_ready(kinds.clone()).await.unwrap(), NOW);
    let claim = store.claim(kinds, "north".to_owned(), NOW, NOW.plus(LEASE_MS), 1).await.unwrap();
    assert!(claim.is_some());
}

async fn work_is_given_when_it_is_due_and_not_before(store: Store) {
    add(&store, "a.example", "feed", NOW.plus(5)).await;
    assert_eq!(next_ready(&store).await, NOW.plus(5));
    assert!(claim(&store, LaneKind::Network, NOW.plus(4)).await.is_none());
    assert!(claim(&store, LaneKind::Network, NOW.plus(5)).await.is_some());
}

async fn nothing_is_ready_in_an_empty_store(store: Store) {
    assert_eq!(next_ready(&store).await, Millis::NEVER);
    assert!(claim(&store, LaneKind::Network, Millis::NEVER).await.is_none());
    assert!(store.dead_tasks(0, 10).await.unwrap().is_empty());
}

async fn work_is_counted_by_stage(store: Store) {
    let broken = add(&store, "a.example", "broken", NOW).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Poll, broken).await;
    store.fail_task(lease, task, "broken".to_owned(), AfterFailure::Dead, NOW).await.unwrap();
    discover(&store, new_entry("b.example", "news")).await;
    add(&store, "c.example", "now", NOW).await;
    add(&store, "c.example", "later", NOW.plus(1)).await;
    let counts = store.stage_counts(NOW).await.unwrap();
    let counts: Vec<_> =
        counts.iter().map(|count| (count.stage, count.due, count.waiting, count.dead)).collect();
    let expected = [
        // The source of b.example waits for its second poll.
        (Stage::Poll, 1, 2, 1),
        (Stage::Scrape, 1, 0, 0),
        (Stage::Extract, 0, 0, 0),
        (Stage::Analyse, 0, 0, 0),
        (Stage::File, 0, 0, 0),
    ];
    assert_eq!(counts, expected);
}

async fn many_workers_at_once_never_share_a_lane(store: Store) {
    for host in 0..8 {
        add(&store, &format!("{host}.example"), "feed", NOW).await;
    }
    let mut workers = JoinSet::new();
    for _ in 0..16 {
        let store = store.clone();
        workers.spawn(async move { claim(&store, LaneKind::Network, NOW).await });
    }
    let claims = workers.join_all().await.into_iter().flatten();
    let mut lanes: Vec<String> = claims.map(|claim| claim.lease.lane).collect();
    while let Some(late) = claim(&store, LaneKind::Network, NOW).await {
        lanes.push(late.lease.lane);
    }
    let distinct: HashSet<_> = lanes.iter().collect();
    assert_eq!((lanes.len(), distinct.len()), (8, 8));
}
