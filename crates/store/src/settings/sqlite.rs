//! Settings in SQLite.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;

pub(super) fn setting(db: &Connection, name: &str) -> Result<Option<String>> {
    let mut statement = db.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(super) fn set_setting(db: &Connection, name: &str, value: &str) -> Result<()> {
    db.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}

pub(super) fn setting_or(db: &Connection, name: &str, candidate: &str) -> Result<String> {
    db.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        [name, candidate],
    )?;
    Ok(db.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))?)
}
