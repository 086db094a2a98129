//! One loop for each kind of lane: claims lanes as they get ready and gives each to a task of its own.

use std::sync::Arc;
use std::time::Duration;

use coranto_model::Millis;
use coranto_store::tasks::LaneKind;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::context::Context;
use crate::lane;

/// How long a lease lasts, in milliseconds. Longer than the longest single task; renewed between tasks.
pub(crate) const LEASE_MS: i64 = 300 * Millis::SECOND;

/// Longest sleep between two looks into the store: other processes add work without ringing our bell.
const MAX_SLEEP: Duration = Duration::from_secs(2);

/// First and longest pause after the store failed.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(30));

/// Tasks taken with one claim.
fn batch(kind: LaneKind) -> u32 {
    match kind {
        LaneKind::Network => 16,
        LaneKind::Compute | LaneKind::File => 64,
    }
}

/// Runs until the engine stops.
pub(crate) async fn run(context: Arc<Context>, kind: LaneKind, workers: TaskTracker) {
    let width = match kind {
        LaneKind::Network => context.config.network_workers,
        LaneKind::Compute => context.config.compute_workers,
        LaneKind::File => 1,
    };
    let places = Arc::new(Semaphore::new(width.max(1)));
    let mut pause = PAUSES.0;
    loop {
        let place = tokio::select! {
            () = context.stop.cancelled() => return,
            place = Arc::clone(&places).acquire_owned() => place,
        };
        let Ok(place) = place else { return };
        let now = context.now();
        let holder = context.config.node.clone();
        match context.store.claim(vec![kind], holder, now, now.plus(LEASE_MS), batch(kind)).await {
            Ok(Some(claim)) => {
                pause = PAUSES.0;
                let context = Arc::clone(&context);
                workers.spawn(async move {
                    lane::work(&context, claim).await;
                    drop(place);
                    context.wake(kind);
                });
            }
            Ok(None) => {
                drop(place);
                if !rest(&context, kind).await {
                    return;
                }
            }
            Err(error) => {
                tracing::error!(%error, ?kind, "the store gave no work");
                tokio::select! {
                    () = context.stop.cancelled() => return,
                    () = tokio::time::sleep(pause) => {}
                }
                pause = (pause * 2).min(PAUSES.1);
            }
        }
    }
}

/// Sleeps until there may be work. `false`: the engine stops.
async fn rest(context: &Context, kind: LaneKind) -> bool {
    let next = context.store.next_ready(vec![kind]).await.unwrap_or(Millis::NEVER);
    let sleep = next.wait_from(context.now()).clamp(Duration::from_millis(1), MAX_SLEEP);
    tokio::select! {
        () = context.stop.cancelled() => false,
        () = context.bell(kind).notified() => true,
        () = tokio::time::sleep(sleep) => true,
    }
}
