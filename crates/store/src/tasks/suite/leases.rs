//! How leases begin, last and end.

use coranto_model::Millis;
use tokio::task::JoinSet;

use super::{add, next_ready, poll_of};
use crate::Store;
use crate::tasks::{AfterFailure, Lane, LaneKind};
use crate::testing::{LEASE_MS, NOW, claim, is_lost, on_both};

on_both! {
    when_a_lease_ends_another_worker_takes_over,
    a_lost_lease_is_good_for_nothing,
    a_lease_that_ended_is_good_until_somebody_takes_over,
    a_renewed_lease_lasts_longer,
    a_lane_given_back_with_work_is_ready_again,
    a_lane_given_back_rests_until_it_is_free,
    a_lane_without_work_is_never_ready,
    work_that_comes_into_a_leased_lane_waits_for_the_lease,
    work_that_comes_into_a_resting_lane_waits_for_its_rest,
    a_node_that_starts_gives_back_its_own_lanes_only,
    of_many_who_take_over_at_once_one_succeeds,
    a_lane_is_either_renewed_or_taken_over,
}

async fn when_a_lease_ends_another_worker_takes_over(store: Store) {
    let source = add(&store, "a.example", "feed", NOW).await;
    let first = claim(&store, LaneKind::Network, NOW).await.unwrap();
    let end = first.lease.until;
    assert_eq!(next_ready(&store).await, end);
    assert!(claim(&store, LaneKind::Network, end.minus(1)).await.is_none());
    let second = claim(&store, LaneKind::Network, end).await.unwrap();
    assert_eq!(second.tasks, [poll_of(source)]);
    assert_eq!(second.lease.lane, first.lease.lane);
    assert!(second.lease.fence > first.lease.fence);
}

async fn a_lost_lease_is_good_for_nothing(store: Store) {
    let source = add(&store, "a.example", "feed", NOW).await;
    let lost = claim(&store, LaneKind::Network, NOW).await.unwrap();
    let later = lost.lease.until;
    let held = claim(&store, LaneKind::Network, later).await.unwrap();
    let (lease, task) = (lost.lease, lost.tasks[0].clone());
    assert!(is_lost(&store.renew(lease.clone(), later.plus(Millis::HOUR)).await));
    assert!(is_lost(&store.drop_task(lease.clone(), task.clone()).await));
    for after in [AfterFailure::RetryAt(later.plus(Millis::HOUR)), AfterFailure::Dead] {
        let failed = store.fail_task(lease.clone(), task.clone(), "too late".to_owned(), after, later).await;
        assert!(is_lost(&failed), "{after:?}");
    }
    store.release(lease, later).await.unwrap();
    assert!(claim(&store, LaneKind::Network, later).await.is_none(), "given back by a lost lease");
    store.release(held.lease, later).await.unwrap();
    assert_eq!(claim(&store, LaneKind::Network, later).await.unwrap().tasks, [poll_of(source)]);
}

async fn a_lease_that_ended_is_good_until_somebody_takes_over(store: Store) {
    add(&store, "a.example", "feed", NOW).await;
    let claimed = claim(&store, LaneKind::Network, NOW).await.unwrap();
    let later = claimed.lease.until.plus(1);
    store.drop_task(claimed.lease, claimed.tasks[0].clone()).await.unwrap();
    assert!(claim(&store, LaneKind::Network, later).await.is_none());
}

async fn a_renewed_lease_lasts_longer(store: Store) {
    add(&store, "a.example", "feed", NOW).await;
    let lease = claim(&store, LaneKind::Network, NOW).await.unwrap().lease;
    let (end, later) = (lease.until, lease.until.plus(10));
    let renewed = store.renew(lease.clone(), later).await.unwrap();
    assert_eq!((renewed.fence, renewed.until), (lease.fence, later));
    assert_eq!(next_ready(&store).await, later);
    assert!(claim(&store, LaneKind::Network, end).await.is_none());
    assert!(claim(&store, LaneKind::Network, later).await.is_some());
}

async fn a_lane_given_back_with_work_is_ready_again(store: Store) {
    let source = add(&store, "a.example", "feed", NOW).await;
    let mut fences = Vec::new();
    for _ in 0..3 {
        let claimed = claim(&store, LaneKind::Network, NOW).await.unwrap();
        assert_eq!(claimed.tasks, [poll_of(source)]);
        fences.push(claimed.lease.fence);
        store.release(claimed.lease, NOW).await.unwrap();
        assert_eq!(next_ready(&store).await, NOW);
    }
    assert!(fences.is_sorted_by(|earlier, later| earlier < later), "{fences:?}");
}

async fn a_lane_given_back_rests_until_it_is_free(store: Store) {
    add(&store, "a.example", "feed", NOW).await;
    let lease = claim(&store, LaneKind::Network, NOW).await.unwrap().lease;
    store.release(lease, NOW.plus(10)).await.unwrap();
    assert_eq!(next_ready(&store).await, NOW.plus(10));
    assert!(claim(&store, LaneKind::Network, NOW.plus(9)).await.is_none());
    assert!(claim(&store, LaneKind::Network, NOW.plus(10)).await.is_some());
}

async fn a_lane_without_work_is_never_ready(store: Store) {
    add(&store, "a.example", "feed", NOW).await;
    let claimed = claim(&store, LaneKind::Network, NOW).await.unwrap();
    store.drop_task(claimed.lease.clone(), claimed.tasks[0].clone()).await.unwrap();
    store.release(claimed.lease, NOW).await.unwrap();
    assert_eq!(next_ready(&store).await, Millis::NEVER);
    assert!(claim(&store, LaneKind::Network, NOW.plus(LEASE_MS)).await.is_none());
}

async fn work_that_comes_into_a_leased_lane_waits_for_the_lease(store: Store) {
    let first = add(&store, "a.example", "first", NOW).await;
    let end = claim(&store, LaneKind::Network, NOW).await.unwrap().lease.until;
    let late = add(&store, "a.example", "late", NOW).await;
    assert_eq!(next_ready(&store).await, end);
    assert!(claim(&store, LaneKind::Network, NOW).await.is_none());
    assert_eq!(claim(&store, LaneKind::Network, end).await.unwrap().tasks, [poll_of(first), poll_of(late)]);
}

async fn work_that_comes_into_a_resting_lane_waits_for_its_rest(store: Store) {
    add(&store, "a.example", "first", NOW).await;
    let claimed = claim(&store, LaneKind::Network, NOW).await.unwrap();
    store.drop_task(claimed.lease.clone(), claimed.tasks[0].clone()).await.unwrap();
    store.release(claimed.lease, NOW.plus(50)).await.unwrap();
    let late = add(&store, "a.example", "late", NOW).await;
    assert_eq!(next_ready(&store).await, NOW.plus(50));
    assert!(claim(&store, LaneKind::Network, NOW.plus(49)).await.is_none());
    assert_eq!(claim(&store, LaneKind::Network, NOW.plus(50)).await.unwrap().tasks, [poll_of(late)]);
}

async fn a_node_that_starts_gives_back_its_own_lanes_only(store: Store) {
    let until = NOW.plus(LEASE_MS);
    for (host, node) in [("a.example", "east"), ("b.example", "west")] {
        add(&store, host, "feed", NOW).await;
        let claim = store.claim(vec![LaneKind::Network], node.to_owned(), NOW, until, 10).await.unwrap();
        assert!(claim.is_some());
    }
    assert_eq!(store.release_held("east".to_owned(), NOW).await.unwrap(), 1);
    assert_eq!(store.release_held("east".to_owned(), NOW).await.unwrap(), 0);
    let again = claim(&store, LaneKind::Network, NOW).await.unwrap();
    assert_eq!(again.lease.lane, Lane::network("a.example").name);
    assert!(claim(&store, LaneKind::Network, NOW).await.is_none());
    store.release(again.lease, NOW).await.unwrap();
    assert_eq!(
        store.release_held("north".to_owned(), NOW).await.unwrap(),
        0,
        "north has given its lane back"
    );
}

async fn of_many_who_take_over_at_once_one_succeeds(store: Store) {
    add(&store, "a.example", "feed", NOW).await;
    let mut now = NOW;
    for round in 0..4 {
        let mut workers = JoinSet::new();
        for _ in 0..8 {
            let store = store.clone();
            workers.spawn(async move { claim(&store, LaneKind::Network, now).await });
        }
        let claims = workers.join_all().await;
        assert_eq!(claims.iter().flatten().count(), 1, "in round {round}");
        now = now.plus(LEASE_MS);
    }
}

async fn a_lane_is_either_renewed_or_taken_over(store: Store) {
    add(&store, "a.example", "feed", NOW).await;
    for _ in 0..8 {
        let lease = claim(&store, LaneKind::Network, NOW).await.unwrap().lease;
        let end = lease.until;
        let renewal = store.renew(lease.clone(), end.plus(LEASE_MS));
        let (renewed, taken) = tokio::join!(renewal, claim(&store, LaneKind::Network, end));
        assert_eq!(is_lost(&renewed), taken.is_some());
        let holding = taken.map_or(lease, |claim| claim.lease);
        store.release(holding, NOW).await.unwrap();
    }
}
