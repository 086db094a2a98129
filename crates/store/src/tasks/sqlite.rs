//! Tasks and lanes in SQLite.

use coranto_model::Millis;
use rusqlite::{Connection, OptionalExtension, params};

use super::{AfterFailure, Claim, DeadTask, Lane, LaneKind, Lease, Stage, StageCount, Task};
use crate::{Result, StoreError};

/// Puts a task into its lane, due at `due`. A task that stands there already gets due at the earlier time.
pub(crate) fn enqueue(db: &Connection, stage: Stage, subject: i64, lane: &Lane, due: Millis) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO task (stage, subject, lane, due_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (stage, subject) DO UPDATE SET
             due_ms = min(due_ms, excluded.due_ms), lane = excluded.lane, dead_ms = NULL, attempts = 0",
    )?
    .execute(params![stage.as_str(), subject, lane.name, due.0])?;
    // Makes the lane ready at `due`, or when its lease or its pause ends.
    db.prepare_cached(
        "INSERT INTO lane (name, kind, ready_ms, free_ms, fence) VALUES (?1, ?2, ?3, 0, 0)
         ON CONFLICT (name) DO UPDATE SET ready_ms = min(ready_ms, max(excluded.ready_ms, free_ms))",
    )?
    .execute(params![lane.name, lane.kind.as_str(), due.0])?;
    Ok(())
}

/// Ends a task that is done.
pub(crate) fn finish(db: &Connection, stage: Stage, subject: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM task WHERE stage = ?1 AND subject = ?2")?
        .execute(params![stage.as_str(), subject])?;
    Ok(())
}

/// Sets when a task that stays (a poll) is due again, with its failures forgotten.
pub(crate) fn reschedule(db: &Connection, stage: Stage, subject: i64, due: Millis) -> Result<()> {
    db.prepare_cached(
        "UPDATE task SET due_ms = ?3, attempts = 0, problem = NULL WHERE stage = ?1 AND subject = ?2",
    )?
    .execute(params![stage.as_str(), subject, due.0])?;
    Ok(())
}

/// Fails unless `lease` is the newest one of its lane.
pub(crate) fn check(db: &Connection, lease: &Lease) -> Result<()> {
    let fence = db
        .prepare_cached("SELECT fence FROM lane WHERE name = ?1")?
        .query_row([&lease.lane], |row| row.get::<_, i64>(0))
        .optional()?;
    if fence == Some(lease.fence) { Ok(()) } else { Err(StoreError::LeaseLost(lease.lane.clone())) }
}

/// `'a', 'b'`: the kinds as they stand in SQL. They are constants of ours.
pub(super) fn kind_list(kinds: &[LaneKind]) -> String {
    kinds.iter().map(|kind| format!("'{}'", kind.as_str())).collect::<Vec<_>>().join(", ")
}

/// How many empty lanes one claim passes over. They are rare: a lane is only ready when it had a task.
const EMPTY_LANES: usize = 100;

pub(super) fn claim(
    db: &Connection,
    kinds: &[LaneKind],
    holder: &str,
    now: &Millis,
    until: &Millis,
    batch: &u32,
) -> Result<Option<Claim>> {
    for _ in 0..EMPTY_LANES {
        let ready = db
            .prepare_cached(&format!(
                "SELECT name FROM lane WHERE kind IN ({}) AND ready_ms <= ?1 ORDER BY ready_ms LIMIT 1",
                kind_list(kinds)
            ))?
            .query_row([now.0], |row| row.get::<_, String>(0))
            .optional()?;
        let Some(lane) = ready else { return Ok(None) };
        let tasks = due_tasks(db, &lane, *now, *batch)?;
        if tasks.is_empty() {
            settle(db, &lane, *now)?;
            continue;
        }
        let fence = db
            .prepare_cached(
                "UPDATE lane SET fence = fence + 1, ready_ms = ?2, free_ms = ?2, holder = ?3 WHERE name = ?1
                 RETURNING fence",
            )?
            .query_row(params![lane, until.0, holder], |row| row.get(0))?;
        return Ok(Some(Claim { lease: Lease { lane, fence, until: *until }, tasks }));
    }
    Ok(None)
}

fn due_tasks(db: &Connection, lane: &str, now: Millis, batch: u32) -> Result<Vec<Task>> {
    let mut statement = db.prepare_cached(
        "SELECT stage, subject, attempts FROM task WHERE lane = ?1 AND dead_ms IS NULL AND due_ms <= ?2
         ORDER BY stage <> 'poll', due_ms, subject LIMIT ?3",
    )?;
    let mut rows = statement.query(params![lane, now.0, batch])?;
    let mut tasks = Vec::new();
    while let Some(row) = rows.next()? {
        tasks.push(Task {
            stage: Stage::parse(row.get_ref(0)?.as_str().unwrap_or_default())?,
            subject: row.get(1)?,
            attempts: row.get(2)?,
        });
    }
    Ok(tasks)
}

/// Makes the lane free at `free` and ready when it is free and its first task is due.
fn settle(db: &Connection, lane: &str, free: Millis) -> Result<()> {
    db.prepare_cached(
        "UPDATE lane SET holder = NULL, free_ms = ?2, ready_ms = max(?2, coalesce(
             (SELECT min(due_ms) FROM task WHERE lane = ?1 AND dead_ms IS NULL), ?3)) WHERE name = ?1",
    )?
    .execute(params![lane, free.0, Millis::NEVER.0])?;
    Ok(())
}

pub(super) fn release_held(db: &Connection, holder: &str, now: &Millis) -> Result<u64> {
    let mut statement = db.prepare_cached("SELECT name FROM lane WHERE holder = ?1")?;
    let lanes =
        statement.query_map([holder], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    for lane in &lanes {
        settle(db, lane, *now)?;
    }
    Ok(lanes.len() as u64)
}

pub(super) fn next_ready(db: &Connection, kinds: &[LaneKind]) -> Result<Millis> {
    let sql = format!(
        "SELECT coalesce(min(ready_ms), {}) FROM lane WHERE kind IN ({})",
        Millis::NEVER.0,
        kind_list(kinds)
    );
    Ok(Millis(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?))
}

pub(super) fn renew(db: &Connection, lease: &Lease, until: &Millis) -> Result<Lease> {
    check(db, lease)?;
    db.prepare_cached("UPDATE lane SET ready_ms = ?2, free_ms = ?2 WHERE name = ?1")?
        .execute(params![lease.lane, until.0])?;
    Ok(Lease { until: *until, ..lease.clone() })
}

pub(super) fn release(db: &Connection, lease: &Lease, free: &Millis) -> Result<()> {
    match check(db, lease) {
        Ok(()) => settle(db, &lease.lane, *free),
        Err(StoreError::LeaseLost(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

pub(super) fn fail_task(
    db: &Connection,
    lease: &Lease,
    task: &Task,
    problem: &str,
    after: &AfterFailure,
    now: &Millis,
) -> Result<()> {
    check(db, lease)?;
    match after {
        AfterFailure::RetryAt(due) => db
            .prepare_cached(
                "UPDATE task SET attempts = attempts + 1, problem = ?3, due_ms = ?4
                 WHERE stage = ?1 AND subject = ?2",
            )?
            .execute(params![task.stage.as_str(), task.subject, problem, due.0])?,
        AfterFailure::Dead => {
            bury(db, task, problem, *now)?;
            1
        }
    };
    Ok(())
}

/// Makes the task a dead letter.
pub(crate) fn bury(db: &Connection, task: &Task, problem: &str, now: Millis) -> Result<()> {
    db.prepare_cached(
        "UPDATE task SET attempts = attempts + 1, problem = ?3, dead_ms = ?4 WHERE stage = ?1 AND subject = ?2",
    )?
    .execute(params![task.stage.as_str(), task.subject, problem, now.0])?;
    Ok(())
}

pub(super) fn dead_tasks(db: &Connection, offset: &u32, limit: &u32) -> Result<Vec<DeadTask>> {
    let mut statement = db.prepare_cached(
        "SELECT stage, subject, attempts, problem, dead_ms,
                coalesce(CASE stage WHEN 'poll' THEN (SELECT title FROM source WHERE id = subject)
                                    ELSE (SELECT url FROM article WHERE id = subject) END, '')
         FROM task WHERE dead_ms IS NOT NULL ORDER BY dead_ms DESC, subject LIMIT ?2 OFFSET ?1",
    )?;
    let mut rows = statement.query(params![offset, limit])?;
    let mut tasks = Vec::new();
    while let Some(row) = rows.next()? {
        tasks.push(DeadTask {
            stage: Stage::parse(row.get_ref(0)?.as_str().unwrap_or_default())?,
            subject: row.get(1)?,
            attempts: row.get(2)?,
            problem: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            since: Millis(row.get(4)?),
            about: row.get(5)?,
        });
    }
    Ok(tasks)
}

pub(super) fn retry_task(db: &Connection, stage: &Stage, subject: &i64, now: &Millis) -> Result<bool> {
    let lane = db
        .prepare_cached(
            "UPDATE task SET dead_ms = NULL, attempts = 0, due_ms = ?3
             WHERE stage = ?1 AND subject = ?2 AND dead_ms IS NOT NULL RETURNING lane",
        )?
        .query_row(params![stage.as_str(), subject, now.0], |row| row.get::<_, String>(0))
        .optional()?;
    let Some(lane) = lane else { return Ok(false) };
    wake(db, &lane, *now)?;
    Ok(true)
}

/// Makes a lane that is there ready at `due`, or when its lease or its pause ends.
pub(crate) fn wake(db: &Connection, lane: &str, due: Millis) -> Result<()> {
    db.prepare_cached("UPDATE lane SET ready_ms = min(ready_ms, max(?2, free_ms)) WHERE name = ?1")?
        .execute(params![lane, due.0])?;
    Ok(())
}

pub(super) fn stage_counts(db: &Connection, now: &Millis) -> Result<Vec<StageCount>> {
    let mut statement = db.prepare_cached(
        "SELECT stage, sum(dead_ms IS NULL AND due_ms <= ?1), sum(dead_ms IS NULL AND due_ms > ?1),
                sum(dead_ms IS NOT NULL) FROM task GROUP BY stage",
    )?;
    let mut rows = statement.query([now.0])?;
    let mut counts = Stage::ALL.map(|stage| StageCount { stage, due: 0, waiting: 0, dead: 0 });
    while let Some(row) = rows.next()? {
        let stage = Stage::parse(row.get_ref(0)?.as_str().unwrap_or_default())?;
        if let Some(count) = counts.iter_mut().find(|count| count.stage == stage) {
            *count = StageCount { stage, due: row.get(1)?, waiting: row.get(2)?, dead: row.get(3)? };
        }
    }
    Ok(counts.to_vec())
}
