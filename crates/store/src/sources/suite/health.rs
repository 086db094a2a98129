//! Polls that fail, and what makes a source well again.

use coranto_model::{Millis, SourceId};

use super::{leased_source, read};
use crate::Store;
use crate::sources::{PollFailure, PollMemory, PollResult, Problem, Source};
use crate::tasks::LaneKind;
use crate::testing::{NOW, claim, new_entry, on_both, poll_result};

on_both! {
    a_failed_poll_keeps_what_is_known,
    a_poll_that_succeeds_makes_a_source_well,
    a_source_that_is_gone_is_polled_no_more,
    a_source_that_is_gone_can_be_brought_back,
}

/// A failure with the problem `code`.
fn failure(source: SourceId, code: &str, next_poll: Option<Millis>) -> PollFailure {
    PollFailure { source, problem: problem(code), next_poll }
}

fn problem(code: &str) -> Problem {
    Problem { code: code.to_owned(), sentence: format!("The problem is {code}.") }
}

async fn a_failed_poll_keeps_what_is_known(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    let memory =
        PollMemory { etag: Some("\"one\"".to_owned()), body_hash: Some([7; 32]), ..PollMemory::default() };
    let result = PollResult { memory, ..poll_result(id, vec![new_entry("a.example", "news")]) };
    store.finish_poll(lease.clone(), result, NOW).await.unwrap();
    let before = read(&store, id).await;
    let next_poll = Some(NOW.plus(100));
    for (ms, code) in [(1, "timeout"), (2, "status")] {
        store.fail_poll(lease.clone(), failure(id, code, next_poll), NOW.plus(ms)).await.unwrap();
    }
    let expected = Source {
        attempt: Some(NOW.plus(2)),
        failures: 2,
        failing_since: Some(NOW.plus(1)),
        problem: Some(problem("status")),
        next_poll,
        ..before
    };
    assert_eq!(read(&store, id).await, expected);
}

async fn a_poll_that_succeeds_makes_a_source_well(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    store.fail_poll(lease.clone(), failure(id, "timeout", Some(NOW)), NOW).await.unwrap();
    store.finish_poll(lease, poll_result(id, Vec::new()), NOW.plus(1)).await.unwrap();
    let source = read(&store, id).await;
    assert_eq!((source.failures, source.failing_since, source.problem), (0, None, None));
    assert_eq!((source.attempt, source.success), (Some(NOW.plus(1)), Some(NOW.plus(1))));
    assert_eq!(source.next_poll, Some(NOW.plus(Millis::HOUR)));
}

async fn a_source_that_is_gone_is_polled_no_more(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    store.fail_poll(lease.clone(), failure(id, "gone", None), NOW).await.unwrap();
    store.release(lease, NOW).await.unwrap();
    let source = read(&store, id).await;
    assert_eq!((source.retired, source.next_poll), (true, None));
    assert_eq!(store.next_ready(vec![LaneKind::Network]).await.unwrap(), Millis::NEVER);
    assert_eq!(store.totals().await.unwrap().sources, 0);
}

async fn a_source_that_is_gone_can_be_brought_back(store: Store) {
    let (id, lease) = leased_source(&store, "a.example").await;
    store.fail_poll(lease.clone(), failure(id, "gone", None), NOW).await.unwrap();
    store.release(lease, NOW).await.unwrap();
    assert!(store.poll_at(id, NOW.plus(5)).await.unwrap());
    let source = read(&store, id).await;
    assert_eq!((source.retired, source.next_poll), (false, Some(NOW.plus(5))));
    assert_eq!(source.problem, Some(problem("gone")), "until a poll succeeds");
    assert_eq!(store.totals().await.unwrap().sources, 1);
    assert!(claim(&store, LaneKind::Network, NOW.plus(4)).await.is_none());
    assert_eq!(claim(&store, LaneKind::Network, NOW.plus(5)).await.unwrap().tasks[0].source(), id);
}
