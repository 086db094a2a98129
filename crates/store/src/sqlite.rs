//! The SQLite database: one thread that writes, several connections that read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::{Semaphore, oneshot};

use crate::{Result, StoreError};

mod migrations {
    refinery::embed_migrations!("migrations/sqlite");
}

/// Connections that read. SQLite answers from its page cache, so more than the cores have to do is of no use.
const READERS: usize = 4;

/// How long a connection waits for another process's lock on the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Page cache of one connection, in KiB (negative: SQLite's notation for KiB instead of pages).
const CACHE_KIB: i64 = -4_096;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The open database.
#[derive(Clone)]
pub(crate) struct Sqlite {
    readers: Arc<Readers>,
    writer: Arc<Writer>,
}

/// The thread that writes. Ends with the last [`Sqlite`], after what it was asked to do; closing its connection moves
/// the write-ahead log into the database file.
struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A thread that broke off has told why.
            let _ = thread.join();
        }
    }
}

struct Readers {
    file: PathBuf,
    free: Arc<Semaphore>,
    connections: Mutex<Vec<Connection>>,
}

impl Readers {
    /// Runs `work` on a connection, which is there for the next one afterwards. Should `work` panic, the next one opens
    /// a connection anew.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let taken = self.connections.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = taken.map_or_else(|| open_reader(&self.file), Ok)?;
        let result = in_snapshot(&mut connection, work);
        self.connections.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        result
    }
}

impl Sqlite {
    /// Opens `file`, making it and its folder where they are missing, and migrates. Blocks.
    pub(crate) fn open(file: &Path) -> Result<Self> {
        let unusable = |reason: String| StoreError::Folder { path: file.to_owned(), reason };
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
        }
        let mut writer = Connection::open(file).map_err(|error| unusable(error.to_string()))?;
        configure(&writer).map_err(|error| match StoreError::from(error) {
            StoreError::Sqlite(error) => unusable(error.to_string()),
            other => other,
        })?;
        migrate(&mut writer).map_err(|error| match error {
            StoreError::Sqlite(error) => unusable(error.to_string()),
            other => other,
        })?;
        let connections = (0..READERS).map(|_| open_reader(file)).collect::<Result<Vec<_>>>()?;
        let readers = Readers {
            file: file.to_owned(),
            free: Arc::new(Semaphore::new(READERS)),
            connections: Mutex::new(connections),
        };
        let (sender, jobs) = mpsc::channel::<Job>();
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                for job in jobs {
                    job(&mut writer);
                }
            })
            .map_err(|error| unusable(error.to_string()))?;
        let writer = Writer { jobs: Some(sender), thread: Some(thread) };
        Ok(Self { readers: Arc::new(readers), writer: Arc::new(writer) })
    }

    /// Runs `work` in a transaction of its own on the writing thread, and commits it unless it fails.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // The caller may have gone away; its write is done all the same.
            let _ = answer.send(in_transaction(connection, work));
        });
        let jobs = self.writer.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.send(job).map_err(|_| StoreError::Stopped)?;
        wait.await.map_err(|_| StoreError::Stopped)?
    }

    /// Runs `work` on one of the reading connections, seeing one state of the database throughout.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let readers = Arc::clone(&self.readers);
        let permit = Arc::clone(&readers.free).acquire_owned().await.map_err(|_| StoreError::Stopped)?;
        // Whoever asked may go away meanwhile: connection and permit come back all the same.
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            readers.read(work)
        });
        done.await.map_err(|_| StoreError::Stopped)?
    }
}

fn in_transaction<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T>,
) -> Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

fn in_snapshot<T>(connection: &mut Connection, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
    work(&transaction)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A crash of the program loses nothing; a power cut may lose the last steps, which are then repeated.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn open_reader(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "query_only", "ON")?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let runner = migrations::migrations::runner();
    let known = runner.get_migrations().iter().map(|migration| i64::from(migration.version())).max();
    let known = known.unwrap_or(0);
    let has_history: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'refinery_schema_history')",
        [],
        |row| row.get(0),
    )?;
    if has_history {
        let found: i64 = connection.query_row(
            "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
            [],
            |row| row.get(0),
        )?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found == known {
            return Ok(());
        }
    }
    runner.run(connection).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::{READERS, Sqlite};
    use crate::{Result, StoreError};

    #[tokio::test]
    async fn a_full_disk_is_named_and_takes_nothing_away() {
        let folder = tempfile::tempdir().unwrap();
        let db = Sqlite::open(&folder.path().join("coranto.sqlite")).unwrap();
        let keep = |name: String, bytes: usize| {
            db.write(move |db| {
                let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2)";
                Ok(db.execute(sql, [name, "x".repeat(bytes)])?)
            })
        };
        let pages = |most: u32| db.write(move |db| Ok(db.pragma_update(None, "max_page_count", most)?));
        keep("first".to_owned(), 10).await.unwrap();
        pages(1).await.unwrap();
        let refused = keep("large".to_owned(), 100_000).await;
        assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
        let kept =
            db.read(|db| Ok(db.query_row("SELECT count(*) FROM setting", [], |row| row.get::<_, i64>(0))?));
        assert_eq!(kept.await.unwrap(), 1);
        pages(1_000_000).await.unwrap();
        keep("large".to_owned(), 100_000).await.unwrap();
    }

    #[tokio::test]
    async fn readers_that_go_away_or_break_off_leave_their_connection() {
        let folder = tempfile::tempdir().unwrap();
        let db = Sqlite::open(&folder.path().join("coranto.sqlite")).unwrap();
        for _ in 0..2 * READERS {
            let (started, has_started) = tokio::sync::oneshot::channel();
            let (go_on, may_go_on) = mpsc::channel::<()>();
            let reader = db.clone();
            let asked = tokio::spawn(async move {
                let work = move |_: &_| {
                    started.send(()).unwrap();
                    may_go_on.recv().unwrap();
                    Ok(())
                };
                reader.read(work).await
            });
            has_started.await.unwrap();
            asked.abort();
            assert!(asked.await.unwrap_err().is_cancelled());
            go_on.send(()).unwrap();
            let broken = db.read(|_| -> Result<()> { panic!("a defect in a query") }).await;
            assert!(broken.is_err());
        }
        let answer = db.read(|db| Ok(db.query_row("SELECT 7", [], |row| row.get::<_, i64>(0))?)).await;
        assert_eq!(answer.unwrap(), 7);
    }
}
