//! robots.txt files in SQLite.

use coranto_model::Millis;
use rusqlite::{Connection, OptionalExtension, params};

use super::RobotsFile;
use crate::Result;

pub(super) fn robots(db: &Connection, origin: &str) -> Result<Option<RobotsFile>> {
    let mut statement = db.prepare_cached("SELECT fetched_ms, status, body FROM robots WHERE origin = ?1")?;
    let file = statement.query_row([origin], |row| {
        Ok(RobotsFile { fetched: Millis(row.get(0)?), status: row.get(1)?, body: row.get(2)? })
    });
    Ok(file.optional()?)
}

pub(super) fn save_robots(db: &Connection, origin: &str, file: &RobotsFile) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO robots (origin, fetched_ms, status, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (origin) DO UPDATE
         SET fetched_ms = excluded.fetched_ms, status = excluded.status, body = excluded.body",
    )?
    .execute(params![origin, file.fetched.0, file.status, file.body])?;
    Ok(())
}
