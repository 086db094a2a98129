//! Readers and sessions in PostgreSQL.

use coranto_model::{Millis, ReaderId};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::{NewReader, Reader, TokenHash, name_key};
use crate::postgres::{execute, optional_row, row};
use crate::{Result, StoreError};

const COLUMNS: &str = "reader.id, reader.name, reader.password_hash, reader.role, reader.created_ms";

fn reader(row: &Row) -> Result<Reader> {
    let role: String = row.try_get(3)?;
    Ok(Reader {
        id: ReaderId(row.try_get(0)?),
        name: row.try_get(1)?,
        password_hash: row.try_get(2)?,
        role: role.parse().map_err(|_| StoreError::Value(format!("role {role}")))?,
        created: Millis(row.try_get(4)?),
    })
}

pub(super) async fn has_admin(db: &impl GenericClient) -> Result<bool> {
    Ok(row(db, "SELECT EXISTS (SELECT 1 FROM reader WHERE role = 'admin')", &[]).await?.try_get(0)?)
}

pub(super) async fn create_first_admin(
    db: &impl GenericClient,
    reader: &NewReader,
    now: &Millis,
) -> Result<ReaderId> {
    // Two who try at once come one after the other.
    execute(db, "LOCK TABLE reader IN SHARE ROW EXCLUSIVE MODE", &[]).await?;
    if has_admin(db).await? {
        return Err(StoreError::AdminExists);
    }
    let sql =
        "INSERT INTO reader (name, name_key, password_hash, role, created_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name_key) DO NOTHING RETURNING id";
    let inserted = optional_row(
        db,
        sql,
        &[&reader.name, &name_key(&reader.name), &reader.password_hash, &reader.role.as_str(), &now.0],
    )
    .await?;
    let inserted = inserted.ok_or(StoreError::NameTaken)?;
    Ok(ReaderId(inserted.try_get(0)?))
}

pub(super) async fn reader_by_name(db: &impl GenericClient, name: &str) -> Result<Option<Reader>> {
    let sql = format!("SELECT {COLUMNS} FROM reader WHERE name_key = $1");
    optional_row(db, &sql, &[&name_key(name)]).await?.as_ref().map(reader).transpose()
}

pub(super) async fn set_password(db: &impl GenericClient, id: &ReaderId, password_hash: &str) -> Result<()> {
    execute(db, "UPDATE reader SET password_hash = $2 WHERE id = $1", &[&id.0, &password_hash]).await?;
    execute(db, "DELETE FROM session WHERE reader_id = $1", &[&id.0]).await?;
    Ok(())
}

pub(super) async fn open_session(
    db: &impl GenericClient,
    token: &TokenHash,
    reader: &ReaderId,
    now: &Millis,
    expires: &Millis,
) -> Result<()> {
    let sql = "INSERT INTO session (token_hash, reader_id, created_ms, expires_ms) VALUES ($1, $2, $3, $4)";
    execute(db, sql, &[&token.as_slice(), &reader.0, &now.0, &expires.0]).await?;
    Ok(())
}

pub(super) async fn session(
    db: &impl GenericClient,
    token: &TokenHash,
    now: &Millis,
) -> Result<Option<Reader>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session JOIN reader ON reader.id = session.reader_id
         WHERE token_hash = $1 AND expires_ms > $2"
    );
    optional_row(db, &sql, &[&token.as_slice(), &now.0]).await?.as_ref().map(reader).transpose()
}

pub(super) async fn close_session(db: &impl GenericClient, token: &TokenHash) -> Result<()> {
    execute(db, "DELETE FROM session WHERE token_hash = $1", &[&token.as_slice()]).await?;
    Ok(())
}

pub(super) async fn purge_sessions(db: &impl GenericClient, now: &Millis) -> Result<u64> {
    execute(db, "DELETE FROM session WHERE expires_ms <= $1", &[&now.0]).await
}
