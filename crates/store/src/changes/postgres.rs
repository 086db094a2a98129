//! The change log in PostgreSQL.
//!
//! A sequence alone gives positions in the order in which transactions *began* to write: one that commits late would
//! slip in before what followers have read. So whoever writes to the log holds one lock from its position to its
//! commit. Log entries are the last thing a transaction writes, so the lock is held for a moment.

use coranto_model::Millis;
use deadpool_postgres::GenericClient;

use super::{Change, ChangeKind};
use crate::Result;
use crate::postgres::{execute, optional_row, row, rows};

/// The advisory lock of the log's end. Any number that nobody else uses.
const LOG_LOCK: i64 = 0x636f_7261_6e74_6f01;

pub(crate) async fn log(db: &impl GenericClient, kind: ChangeKind, subject: i64, now: Millis) -> Result<()> {
    execute(db, "SELECT pg_advisory_xact_lock($1)", &[&LOG_LOCK]).await?;
    let sql = "INSERT INTO change (kind, subject, at_ms) VALUES ($1, $2, $3)";
    execute(db, sql, &[&kind.as_str(), &subject, &now.0]).await?;
    Ok(())
}

pub(super) async fn changes_after(
    db: &impl GenericClient,
    position: &i64,
    limit: &u32,
) -> Result<Vec<Change>> {
    let sql =
        "SELECT position, kind, subject, at_ms FROM change WHERE position > $1 ORDER BY position LIMIT $2";
    let rows = rows(db, sql, &[position, &i64::from(*limit)]).await?;
    let change = |row: &tokio_postgres::Row| {
        Ok(Change {
            position: row.try_get(0)?,
            kind: ChangeKind::parse(row.try_get(1)?)?,
            subject: row.try_get(2)?,
            at: Millis(row.try_get(3)?),
        })
    };
    rows.iter().map(change).collect()
}

pub(super) async fn follower_position(db: &impl GenericClient, name: &str) -> Result<i64> {
    let found = optional_row(db, "SELECT position FROM follower WHERE name = $1", &[&name]).await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
}

pub(super) async fn save_follower_position(
    db: &impl GenericClient,
    name: &str,
    position: &i64,
) -> Result<()> {
    let sql = "INSERT INTO follower (name, position) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET position = greatest(follower.position, excluded.position)";
    execute(db, sql, &[&name, position]).await?;
    Ok(())
}

pub(super) async fn newest_change(db: &impl GenericClient) -> Result<i64> {
    Ok(row(db, "SELECT coalesce(max(position), 0) FROM change", &[]).await?.try_get(0)?)
}
