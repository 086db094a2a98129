//! robots.txt files in PostgreSQL.

use coranto_model::Millis;
use deadpool_postgres::GenericClient;

use super::RobotsFile;
use crate::postgres::{execute, optional_row};
use crate::{Result, StoreError};

pub(super) async fn robots(db: &impl GenericClient, origin: &str) -> Result<Option<RobotsFile>> {
    let sql = "SELECT fetched_ms, status, body FROM robots WHERE origin = $1";
    let Some(row) = optional_row(db, sql, &[&origin]).await? else { return Ok(None) };
    let status: i64 = row.try_get(1)?;
    Ok(Some(RobotsFile {
        fetched: Millis(row.try_get(0)?),
        status: u16::try_from(status).map_err(|_| StoreError::Value(format!("status {status}")))?,
        body: row.try_get(2)?,
    }))
}

pub(super) async fn save_robots(db: &impl GenericClient, origin: &str, file: &RobotsFile) -> Result<()> {
    let sql = "INSERT INTO robots (origin, fetched_ms, status, body) VALUES ($1, $2, $3, $4)
         ON CONFLICT (origin) DO UPDATE
         SET fetched_ms = excluded.fetched_ms, status = excluded.status, body = excluded.body";
    execute(db, sql, &[&origin, &file.fetched.0, &i64::from(file.status), &file.body]).await?;
    Ok(())
}
