//! Works through one leased lane and gives it back.

use std::sync::Arc;
use std::time::Duration;

use coranto_model::Millis;
use coranto_store::StoreError;
use coranto_store::tasks::{AfterFailure, Claim, Lease, Stage, Task};

use tokio::task::JoinHandle;

use crate::context::Context;
use crate::dispatcher::LEASE_MS;
use crate::{analyse, extract, file, poll, scrape};

/// A lease that ends sooner than this, in milliseconds, is renewed before the next task is begun. Longer than the
/// longest task: asking for robots.txt, a gap, and a page that drips until its time is up.
const RENEW_BELOW_MS: i64 = 180 * Millis::SECOND;

/// A longer pause of the host is not waited for: the lane is given back, and the worker does something else.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// How long a task may go on when the engine stops.
const STOP_GRACE: Duration = Duration::from_secs(3);

/// Failures of the store or of a stage after which a task becomes a dead letter.
const MAX_ATTEMPTS: u32 = 5;

/// What a task tells the rest of its lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Advice {
    /// When the host may be asked again; `None` for tasks that asked no host.
    pub(crate) free: Option<Millis>,
    /// The host wants to be left alone until `free`: the other tasks go back.
    pub(crate) leave: bool,
}

/// Does the claim's tasks one after the other.
pub(crate) async fn work(context: &Arc<Context>, claim: Claim) {
    let mut lease = claim.lease;
    let mut free = context.now();
    for task in claim.tasks {
        if context.stop.is_cancelled()
            || free.wait_from(context.now()) > LONGEST_WAIT
            || !wait_until(context, free).await
        {
            break;
        }
        match keep(context, &lease).await {
            Ok(kept) => lease = kept,
            Err(error) => {
                tracing::warn!(%error, lane = lease.lane, "gave up a lane");
                return;
            }
        }
        // A task of its own, so that a defect in one breaks off that one and nothing else.
        let running = tokio::spawn(run(Arc::clone(context), lease.clone(), task.clone()));
        let Some(done) = end_of(context, running).await else { break };
        match done {
            Ok(advice) => {
                free = advice.free.unwrap_or(free).max(free);
                if advice.leave {
                    break;
                }
            }
            Err(StoreError::LeaseLost(lane)) => {
                tracing::warn!(lane, "lost a lane to another worker");
                return;
            }
            Err(error) => {
                tracing::error!(%error, stage = %task.stage, subject = task.subject, "a task failed");
                put_off(context, &lease, task, &error).await;
                // It may have asked the host before it failed.
                free = free.max(context.now().plus(context.config.policy.gap_ms));
            }
        }
    }
    let lane = lease.lane.clone();
    if let Err(error) = context.store.release(lease, free).await {
        tracing::error!(%error, lane, "a lane could not be given back; its lease will end by itself");
    }
}

async fn run(context: Arc<Context>, lease: Lease, task: Task) -> Result<Advice, StoreError> {
    match task.stage {
        Stage::Poll => poll::run(&context, &lease, &task).await,
        Stage::Scrape => scrape::run(&context, &lease, &task).await,
        Stage::Extract => extract::run(&context, &lease, &task).await.map(|()| Advice::default()),
        Stage::Analyse => analyse::run(&context, &lease, &task).await.map(|()| Advice::default()),
        Stage::File => file::run(&context, &lease, &task).await.map(|()| Advice::default()),
    }
}

/// The end of a task. `None`: the engine stops, and the task, which waited for a slow host, is broken off; it stands where
/// it stood and is done again.
async fn end_of(
    context: &Context,
    mut running: JoinHandle<Result<Advice, StoreError>>,
) -> Option<Result<Advice, StoreError>> {
    let too_long = async {
        context.stop.cancelled().await;
        tokio::time::sleep(STOP_GRACE).await;
    };
    tokio::select! {
        done = &mut running => {
            Some(done.unwrap_or_else(|_| Err(StoreError::Value("the work on it broke off".to_owned()))))
        }
        () = too_long => {
            running.abort();
            None
        }
    }
}

/// Waits for the host's gap. `false`: the engine stops.
async fn wait_until(context: &Context, free: Millis) -> bool {
    let wait = free.wait_from(context.now());
    if wait.is_zero() {
        return true;
    }
    tokio::select! {
        () = context.stop.cancelled() => false,
        () = tokio::time::sleep(wait) => true,
    }
}

async fn keep(context: &Context, lease: &Lease) -> Result<Lease, StoreError> {
    let now = context.now();
    if lease.until.since(now) > RENEW_BELOW_MS {
        return Ok(lease.clone());
    }
    context.store.renew(lease.clone(), now.plus(LEASE_MS)).await
}

/// A task whose result could not be kept is tried again later; one that fails again and again is put aside, so that
/// it does not hold its lane up for ever. A full disk is nobody's fault: such tasks wait. A source is never given up.
async fn put_off(context: &Context, lease: &Lease, task: Task, error: &StoreError) {
    let now = context.now();
    let give_up = task.stage != Stage::Poll
        && task.attempts + 1 >= MAX_ATTEMPTS
        && !matches!(error, StoreError::DiskFull);
    let after = if give_up {
        AfterFailure::Dead
    } else {
        AfterFailure::RetryAt(now.plus(Millis::MINUTE << task.attempts.min(6)))
    };
    let (stage, subject) = (task.stage, task.subject);
    if let Err(error) = context.store.fail_task(lease.clone(), task, error.to_string(), after, now).await {
        tracing::error!(%error, %stage, subject, "a failed task could not be put off; its lease will end by itself");
    }
}
