//! Settings in PostgreSQL.

use deadpool_postgres::GenericClient;

use crate::Result;
use crate::postgres::{execute, optional_row, row};

pub(super) async fn setting(db: &impl GenericClient, name: &str) -> Result<Option<String>> {
    let found = optional_row(db, "SELECT value FROM setting WHERE name = $1", &[&name]).await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?)
}

pub(super) async fn set_setting(db: &impl GenericClient, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    execute(db, sql, &[&name, &value]).await?;
    Ok(())
}

pub(super) async fn setting_or(db: &impl GenericClient, name: &str, candidate: &str) -> Result<String> {
    execute(
        db,
        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[&name, &candidate],
    )
    .await?;
    Ok(row(db, "SELECT value FROM setting WHERE name = $1", &[&name]).await?.try_get(0)?)
}
