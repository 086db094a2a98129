//! Tasks and lanes in PostgreSQL.
//!
//! Whoever changes what is due in a lane locks the lane's row *before* it looks at the lane's tasks, in a statement of
//! its own: a statement that waits for a lock goes on with the view that it had before, and would not see the task
//! that the other transaction has just added. The lane would sleep on it.

use coranto_model::Millis;
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::{AfterFailure, Claim, DeadTask, Lane, LaneKind, Lease, Stage, StageCount, Task};
use crate::postgres::{count, execute, optional_row, row, rows, small_count};
use crate::{Result, StoreError};

/// Puts a task into its lane, due at `due`. A task that stands there already gets due at the earlier time.
pub(crate) async fn enqueue(
    db: &impl GenericClient,
    stage: Stage,
    subject: i64,
    lane: &Lane,
    due: Millis,
) -> Result<()> {
    execute(
        db,
        "INSERT INTO task (stage, subject, lane, due_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (stage, subject) DO UPDATE SET
             due_ms = least(task.due_ms, excluded.due_ms), lane = excluded.lane, dead_ms = NULL, attempts = 0",
        &[&stage.as_str(), &subject, &lane.name, &due.0],
    )
    .await?;
    // Makes the lane ready at `due`, or when its lease or its pause ends.
    execute(
        db,
        "INSERT INTO lane (name, kind, ready_ms, free_ms, fence) VALUES ($1, $2, $3, 0, 0)
         ON CONFLICT (name) DO UPDATE
         SET ready_ms = least(lane.ready_ms, greatest(excluded.ready_ms, lane.free_ms))",
        &[&lane.name, &lane.kind.as_str(), &due.0],
    )
    .await?;
    Ok(())
}

/// Ends a task that is done.
pub(crate) async fn finish(db: &impl GenericClient, stage: Stage, subject: i64) -> Result<()> {
    execute(db, "DELETE FROM task WHERE stage = $1 AND subject = $2", &[&stage.as_str(), &subject]).await?;
    Ok(())
}

/// Sets when a task that stays (a poll) is due again, with its failures forgotten.
pub(crate) async fn reschedule(
    db: &impl GenericClient,
    stage: Stage,
    subject: i64,
    due: Millis,
) -> Result<()> {
    let sql = "UPDATE task SET due_ms = $3, attempts = 0, problem = NULL WHERE stage = $1 AND subject = $2";
    execute(db, sql, &[&stage.as_str(), &subject, &due.0]).await?;
    Ok(())
}

/// Fails unless `lease` is the newest one of its lane. Nobody else gets the lane before this transaction ends.
pub(crate) async fn check(db: &impl GenericClient, lease: &Lease) -> Result<()> {
    let found = optional_row(db, "SELECT fence FROM lane WHERE name = $1 FOR UPDATE", &[&lease.lane]).await?;
    let fence: Option<i64> = found.map(|row| row.try_get(0)).transpose()?;
    if fence == Some(lease.fence) { Ok(()) } else { Err(StoreError::LeaseLost(lease.lane.clone())) }
}

fn kind_names(kinds: &[LaneKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.as_str()).collect()
}

/// How many empty lanes one claim passes over. They are rare: a lane is only ready when it had a task.
const EMPTY_LANES: usize = 100;

pub(super) async fn claim(
    db: &impl GenericClient,
    kinds: &[LaneKind],
    holder: &str,
    now: &Millis,
    until: &Millis,
    batch: &u32,
) -> Result<Option<Claim>> {
    let kinds = kind_names(kinds);
    for _ in 0..EMPTY_LANES {
        let ready = optional_row(
            db,
            "SELECT name FROM lane WHERE kind = ANY($1) AND ready_ms <= $2 ORDER BY ready_ms LIMIT 1
             FOR UPDATE SKIP LOCKED",
            &[&kinds, &now.0],
        )
        .await?;
        let Some(ready) = ready else { return Ok(None) };
        let lane: String = ready.try_get(0)?;
        let tasks = due_tasks(db, &lane, *now, *batch).await?;
        if tasks.is_empty() {
            settle(db, &lane, *now).await?;
            continue;
        }
        let leased = row(
            db,
            "UPDATE lane SET fence = fence + 1, ready_ms = $2, free_ms = $2, holder = $3 WHERE name = $1
             RETURNING fence",
            &[&lane, &until.0, &holder],
        )
        .await?;
        let fence = leased.try_get(0)?;
        return Ok(Some(Claim { lease: Lease { lane, fence, until: *until }, tasks }));
    }
    Ok(None)
}

async fn due_tasks(db: &impl GenericClient, lane: &str, now: Millis, batch: u32) -> Result<Vec<Task>> {
    let due = rows(
        db,
        "SELECT stage, subject, attempts FROM task WHERE lane = $1 AND dead_ms IS NULL AND due_ms <= $2
         ORDER BY stage <> 'poll', due_ms, subject LIMIT $3",
        &[&lane, &now.0, &i64::from(batch)],
    )
    .await?;
    let task = |row: &Row| {
        Ok(Task {
            stage: Stage::parse(row.try_get(0)?)?,
            subject: row.try_get(1)?,
            attempts: small_count(row, 2)?,
        })
    };
    due.iter().map(task).collect()
}

/// Makes the lane, whose row this transaction has locked, free at `free` and ready when it is free and its first task
/// is due.
async fn settle(db: &impl GenericClient, lane: &str, free: Millis) -> Result<()> {
    execute(
        db,
        "UPDATE lane SET holder = NULL, free_ms = $2, ready_ms = greatest($2, coalesce(
             (SELECT min(due_ms) FROM task WHERE lane = $1 AND dead_ms IS NULL), $3)) WHERE name = $1",
        &[&lane, &free.0, &Millis::NEVER.0],
    )
    .await?;
    Ok(())
}

pub(super) async fn release_held(db: &impl GenericClient, holder: &str, now: &Millis) -> Result<u64> {
    let held =
        rows(db, "SELECT name FROM lane WHERE holder = $1 ORDER BY name FOR UPDATE", &[&holder]).await?;
    for lane in &held {
        settle(db, lane.try_get(0)?, *now).await?;
    }
    Ok(held.len() as u64)
}

pub(super) async fn next_ready(db: &impl GenericClient, kinds: &[LaneKind]) -> Result<Millis> {
    let sql = "SELECT coalesce(min(ready_ms), $2) FROM lane WHERE kind = ANY($1)";
    let next = row(db, sql, &[&kind_names(kinds), &Millis::NEVER.0]).await?;
    Ok(Millis(next.try_get(0)?))
}

pub(super) async fn renew(db: &impl GenericClient, lease: &Lease, until: &Millis) -> Result<Lease> {
    check(db, lease).await?;
    let sql = "UPDATE lane SET ready_ms = $2, free_ms = $2 WHERE name = $1";
    execute(db, sql, &[&lease.lane, &until.0]).await?;
    Ok(Lease { until: *until, ..lease.clone() })
}

pub(super) async fn release(db: &impl GenericClient, lease: &Lease, free: &Millis) -> Result<()> {
    match check(db, lease).await {
        Ok(()) => settle(db, &lease.lane, *free).await,
        Err(StoreError::LeaseLost(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

pub(super) async fn fail_task(
    db: &impl GenericClient,
    lease: &Lease,
    task: &Task,
    problem: &str,
    after: &AfterFailure,
    now: &Millis,
) -> Result<()> {
    check(db, lease).await?;
    match after {
        AfterFailure::RetryAt(due) => {
            let sql = "UPDATE task SET attempts = attempts + 1, problem = $3, due_ms = $4
                 WHERE stage = $1 AND subject = $2";
            execute(db, sql, &[&task.stage.as_str(), &task.subject, &problem, &due.0]).await?;
            Ok(())
        }
        AfterFailure::Dead => bury(db, task, problem, *now).await,
    }
}

/// Makes the task a dead letter.
pub(crate) async fn bury(db: &impl GenericClient, task: &Task, problem: &str, now: Millis) -> Result<()> {
    let sql = "UPDATE task SET attempts = attempts + 1, problem = $3, dead_ms = $4 WHERE stage = $1 AND subject = $2";
    execute(db, sql, &[&task.stage.as_str(), &task.subject, &problem, &now.0]).await?;
    Ok(())
}

pub(super) async fn dead_tasks(db: &impl GenericClient, offset: &u32, limit: &u32) -> Result<Vec<DeadTask>> {
    let dead = rows(
        db,
        "SELECT stage, subject, attempts, coalesce(problem, ''), dead_ms,
                coalesce(CASE stage WHEN 'poll' THEN (SELECT title FROM source WHERE id = subject)
                                    ELSE (SELECT url FROM article WHERE id = subject) END, '')
         FROM task WHERE dead_ms IS NOT NULL ORDER BY dead_ms DESC, subject LIMIT $2 OFFSET $1",
        &[&i64::from(*offset), &i64::from(*limit)],
    )
    .await?;
    let dead_task = |row: &Row| {
        Ok(DeadTask {
            stage: Stage::parse(row.try_get(0)?)?,
            subject: row.try_get(1)?,
            attempts: small_count(row, 2)?,
            problem: row.try_get(3)?,
            since: Millis(row.try_get(4)?),
            about: row.try_get(5)?,
        })
    };
    dead.iter().map(dead_task).collect()
}

pub(super) async fn retry_task(
    db: &impl GenericClient,
    stage: &Stage,
    subject: &i64,
    now: &Millis,
) -> Result<bool> {
    let revived = optional_row(
        db,
        "UPDATE task SET dead_ms = NULL, attempts = 0, due_ms = $3
         WHERE stage = $1 AND subject = $2 AND dead_ms IS NOT NULL RETURNING lane",
        &[&stage.as_str(), subject, &now.0],
    )
    .await?;
    let Some(revived) = revived else { return Ok(false) };
    wake(db, revived.try_get(0)?, *now).await?;
    Ok(true)
}

/// Makes a lane that is there ready at `due`, or when its lease or its pause ends.
pub(crate) async fn wake(db: &impl GenericClient, lane: &str, due: Millis) -> Result<()> {
    let sql = "UPDATE lane SET ready_ms = least(ready_ms, greatest($2, free_ms)) WHERE name = $1";
    execute(db, sql, &[&lane, &due.0]).await?;
    Ok(())
}

pub(super) async fn stage_counts(db: &impl GenericClient, now: &Millis) -> Result<Vec<StageCount>> {
    let counted = rows(
        db,
        "SELECT stage, count(*) FILTER (WHERE dead_ms IS NULL AND due_ms <= $1),
                count(*) FILTER (WHERE dead_ms IS NULL AND due_ms > $1), count(*) FILTER (WHERE dead_ms IS NOT NULL)
         FROM task GROUP BY stage",
        &[&now.0],
    )
    .await?;
    let mut counts = Stage::ALL.map(|stage| StageCount { stage, due: 0, waiting: 0, dead: 0 });
    for row in &counted {
        let stage = Stage::parse(row.try_get(0)?)?;
        if let Some(known) = counts.iter_mut().find(|known| known.stage == stage) {
            *known = StageCount { stage, due: count(row, 1)?, waiting: count(row, 2)?, dead: count(row, 3)? };
        }
    }
    Ok(counts.to_vec())
}
