//! What Coranto keeps: SQLite by default, PostgreSQL by address, behind one interface.
//!
//! [`Store`] is the only thing that other crates see. Each folder is one noun: its `mod.rs` holds the types and the
//! methods of [`Store`] for that noun, `sqlite.rs` and `postgres.rs` say the same in each database, `suite.rs` is
//! what must hold on both. A method is a whole use case in one transaction; no transaction leaves this crate.
//!
//! Times come in as arguments: the store reads no clock.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "the dispatch passes every argument by reference")]

mod dispatch;
mod error;
mod postgres;
mod sqlite;
#[cfg(test)]
mod suite;
#[cfg(test)]
mod testing;

pub mod articles;
pub mod changes;
pub mod publishers;
pub mod readers;
pub mod robots;
pub mod settings;
pub mod sources;
pub mod stories;
pub mod tasks;

use std::path::Path;

pub use error::StoreError;

/// What every method of the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;

/// An open store. Cloning is cheap; all clones share the connections.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
}

#[derive(Clone)]
enum Backend {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Opens (or makes) the SQLite database `file` and brings its tables to this version.
    pub async fn sqlite(file: &Path) -> Result<Self> {
        let file = file.to_owned();
        let opened = tokio::task::spawn_blocking(move || sqlite::Sqlite::open(&file)).await;
        let backend = opened.map_err(|_| StoreError::Stopped)??;
        Ok(Self { backend: Backend::Sqlite(backend) })
    }

    /// Connects to the PostgreSQL database at `url` and brings its tables to this version.
    pub async fn postgres(url: &str) -> Result<Self> {
        Ok(Self { backend: Backend::Postgres(postgres::Postgres::open(url).await?) })
    }

    /// Whether the database answers: what `/readyz` asks.
    pub async fn ping(&self) -> Result<()> {
        match &self.backend {
            Backend::Sqlite(db) => db.read(|db| Ok(db.query_row("SELECT 1", [], |_| Ok(()))?)).await,
            Backend::Postgres(db) => db.ping().await,
        }
    }

    /// `sqlite` or `postgres`.
    pub fn kind(&self) -> &'static str {
        match &self.backend {
            Backend::Sqlite(_) => "sqlite",
            Backend::Postgres(_) => "postgres",
        }
    }
}
