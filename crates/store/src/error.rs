//! What can go wrong between Coranto and its database.

use std::path::PathBuf;

/// Why the store could not do what was asked. Nothing was kept of a write that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder or file of the database cannot be written.
    #[error("the data folder {} cannot be used: {reason}", path.display())]
    Folder {
        /// Where the database should be.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The database was written by a newer Coranto.
    #[error(
        "this database was written by a newer version of Coranto (its tables are version {found}, this program \
         knows up to {known}): start the newer program, or restore a backup made before the upgrade"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The disk is full.
    #[error("the disk that holds the database is full: nothing of this step was kept, free some space")]
    DiskFull,
    /// The file is no database, or is damaged.
    #[error("the database is damaged and was left as it is ({0}): restore a backup")]
    Damaged(String),
    /// The PostgreSQL server cannot be reached or refused us.
    #[error("the PostgreSQL database cannot be used: {0}")]
    Unreachable(String),
    /// Somebody else holds the lease by now: this worker was too slow, its result is not wanted.
    #[error("the lease on lane {0} was lost to another worker")]
    LeaseLost(String),
    /// The name is taken.
    #[error("there is a reader of that name already")]
    NameTaken,
    /// There is an admin already.
    #[error("this site has its admin already")]
    AdminExists,
    /// The database's thread has ended: the program is stopping.
    #[error("the store is closed")]
    Stopped,
    /// Something in the database is not what this program writes.
    #[error("a stored value cannot be read: {0}")]
    Value(String),
    /// Any other error of SQLite.
    #[error("SQLite: {0}")]
    Sqlite(rusqlite::Error),
    /// Any other error of PostgreSQL.
    #[error("PostgreSQL: {}", explain(.0))]
    Postgres(tokio_postgres::Error),
}

fn explain(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string)
}

impl StoreError {
    /// Two transactions stood in each other's way: the same write may well succeed the next time.
    pub(crate) fn is_conflict(&self) -> bool {
        use tokio_postgres::error::SqlState;
        match self {
            Self::Postgres(error) => error.code().is_some_and(|code| {
                [
                    SqlState::T_R_SERIALIZATION_FAILURE,
                    SqlState::T_R_DEADLOCK_DETECTED,
                    SqlState::UNIQUE_VIOLATION,
                ]
                .contains(code)
            }),
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase};
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::DiskFull,
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        if error.code() == Some(&tokio_postgres::error::SqlState::DISK_FULL) {
            Self::DiskFull
        } else if error.is_closed() {
            Self::Unreachable(error.to_string())
        } else {
            Self::Postgres(error)
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Value(error.to_string())
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Value(error.to_string())
    }
}
