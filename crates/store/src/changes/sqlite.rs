//! The change log in SQLite. There is one writer, so positions are in commit order by themselves.

use coranto_model::Millis;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Change, ChangeKind};
use crate::Result;

pub(crate) fn log(db: &Connection, kind: ChangeKind, subject: i64, now: Millis) -> Result<()> {
    db.prepare_cached("INSERT INTO change (kind, subject, at_ms) VALUES (?1, ?2, ?3)")?.execute(params![
        kind.as_str(),
        subject,
        now.0
    ])?;
    Ok(())
}

pub(super) fn changes_after(db: &Connection, position: &i64, limit: &u32) -> Result<Vec<Change>> {
    let mut statement = db.prepare_cached(
        "SELECT position, kind, subject, at_ms FROM change WHERE position > ?1 ORDER BY position LIMIT ?2",
    )?;
    let mut rows = statement.query(params![position, limit])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(Change {
            position: row.get(0)?,
            kind: ChangeKind::parse(row.get_ref(1)?.as_str().unwrap_or_default())?,
            subject: row.get(2)?,
            at: Millis(row.get(3)?),
        });
    }
    Ok(changes)
}

pub(super) fn follower_position(db: &Connection, name: &str) -> Result<i64> {
    let found = db.query_row("SELECT position FROM follower WHERE name = ?1", [name], |row| row.get(0));
    Ok(found.optional()?.unwrap_or(0))
}

pub(super) fn save_follower_position(db: &Connection, name: &str, position: &i64) -> Result<()> {
    db.execute(
        "INSERT INTO follower (name, position) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET position = max(position, excluded.position)",
        params![name, position],
    )?;
    Ok(())
}

pub(super) fn newest_change(db: &Connection) -> Result<i64> {
    Ok(db.query_row("SELECT coalesce(max(position), 0) FROM change", [], |row| row.get(0))?)
}
