//! Readers and sessions in SQLite.

use coranto_model::{Millis, ReaderId};
use rusqlite::{Connection, Row, params};

use super::{NewReader, Reader, TokenHash, name_key};
use crate::{Result, StoreError};

const COLUMNS: &str = "reader.id, reader.name, reader.password_hash, reader.role, reader.created_ms";

fn reader(row: &Row<'_>) -> Result<Reader> {
    let role: String = row.get(3)?;
    Ok(Reader {
        id: ReaderId(row.get(0)?),
        name: row.get(1)?,
        password_hash: row.get(2)?,
        role: role.parse().map_err(|_| StoreError::Value(format!("role {role}")))?,
        created: Millis(row.get(4)?),
    })
}

pub(super) fn has_admin(db: &Connection) -> Result<bool> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM reader WHERE role = 'admin')", [], |row| row.get(0))?)
}

pub(super) fn create_first_admin(db: &Connection, reader: &NewReader, now: &Millis) -> Result<ReaderId> {
    if has_admin(db)? {
        return Err(StoreError::AdminExists);
    }
    let inserted = db.execute(
        "INSERT INTO reader (name, name_key, password_hash, role, created_ms) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (name_key) DO NOTHING",
        params![reader.name, name_key(&reader.name), reader.password_hash, reader.role.as_str(), now.0],
    )?;
    if inserted == 0 { Err(StoreError::NameTaken) } else { Ok(ReaderId(db.last_insert_rowid())) }
}

pub(super) fn reader_by_name(db: &Connection, name: &str) -> Result<Option<Reader>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM reader WHERE name_key = ?1"))?;
    let mut rows = statement.query([name_key(name)])?;
    rows.next()?.map(reader).transpose()
}

pub(super) fn set_password(db: &Connection, id: &ReaderId, password_hash: &str) -> Result<()> {
    db.execute("UPDATE reader SET password_hash = ?2 WHERE id = ?1", params![id.0, password_hash])?;
    db.execute("DELETE FROM session WHERE reader_id = ?1", [id.0])?;
    Ok(())
}

pub(super) fn open_session(
    db: &Connection,
    token: &TokenHash,
    reader: &ReaderId,
    now: &Millis,
    expires: &Millis,
) -> Result<()> {
    db.execute(
        "INSERT INTO session (token_hash, reader_id, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4)",
        params![token, reader.0, now.0, expires.0],
    )?;
    Ok(())
}

pub(super) fn session(db: &Connection, token: &TokenHash, now: &Millis) -> Result<Option<Reader>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM session JOIN reader ON reader.id = session.reader_id
         WHERE token_hash = ?1 AND expires_ms > ?2"
    ))?;
    let mut rows = statement.query(params![token, now.0])?;
    rows.next()?.map(reader).transpose()
}

pub(super) fn close_session(db: &Connection, token: &TokenHash) -> Result<()> {
    db.execute("DELETE FROM session WHERE token_hash = ?1", [token])?;
    Ok(())
}

pub(super) fn purge_sessions(db: &Connection, now: &Millis) -> Result<u64> {
    let deleted = db.execute("DELETE FROM session WHERE expires_ms <= ?1", [now.0])?;
    Ok(deleted as u64)
}
