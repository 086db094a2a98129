//! The PostgreSQL database: a pool of connections, and the few ways in which statements are sent.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{GenericClient, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Result, StoreError};

mod migrations {
    refinery::embed_migrations!("migrations/postgres");
}

/// How often a transaction that another one stood in the way of is tried again.
pub(crate) const RETRIES: u32 = 8;

/// Connections of one node. The server's own limit is usually 100, for all nodes together.
const CONNECTIONS: usize = 16;

/// How long to wait for the server to answer a new connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait for one of the connections to be free.
const WAIT_TIMEOUT: Duration = Duration::from_secs(30);

/// The advisory lock under which one node migrates while the others wait. Any number that nobody else uses.
const MIGRATION_LOCK: i64 = 0x636f_7261_6e74_6f00;

/// The connected database.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Pool,
}

/// The parameters of a statement.
pub(crate) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Postgres {
    /// Connects to `url` and migrates; nodes that start at the same time wait for one another. With `sslmode=require`
    /// the connection is encrypted, and the server's certificate must be one that this machine trusts.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let mut config = Config::from_str(url).map_err(|error| unreachable(&error))?;
        config.application_name("coranto").connect_timeout(CONNECT_TIMEOUT);
        if config.get_ssl_mode() == SslMode::Require {
            Self::open_through(config, tls()?).await
        } else {
            // Encryption that checks no certificate would only look safe.
            config.ssl_mode(SslMode::Disable);
            Self::open_through(config, NoTls).await
        }
    }

    async fn open_through<T>(config: Config, tls: T) -> Result<Self>
    where
        T: MakeTlsConnect<Socket> + Clone + Sync + Send + 'static,
        T::Stream: Sync + Send,
        T::TlsConnect: Sync + Send,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        migrate(&config, tls.clone()).await?;
        let manager =
            Manager::from_config(config, tls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(WAIT_TIMEOUT))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Unreachable(error.to_string()))?;
        Ok(Self { pool })
    }

    pub(crate) async fn client(&self) -> Result<Object> {
        self.pool.get().await.map_err(|error| StoreError::Unreachable(error.to_string()))
    }

    pub(crate) async fn ping(&self) -> Result<()> {
        self.client().await?.batch_execute("SELECT 1").await?;
        Ok(())
    }
}

fn unreachable(error: &tokio_postgres::Error) -> StoreError {
    let reason = error.as_db_error().map_or_else(
        || {
            let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
            format!("{error}{}", cause.unwrap_or_default())
        },
        |refused| refused.message().to_owned(),
    );
    StoreError::Unreachable(reason)
}

/// TLS that trusts what this machine trusts.
fn tls() -> Result<MakeRustlsConnect> {
    let unusable = |error: &dyn std::fmt::Display| StoreError::Unreachable(format!("TLS: {error}"));
    let mut roots = RootCertStore::empty();
    // A certificate of the system that cannot be read is not ours to complain of.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?;
    Ok(MakeRustlsConnect::new(config.with_root_certificates(roots).with_no_client_auth()))
}

async fn migrate<T>(config: &Config, tls: T) -> Result<()>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (mut client, connection) = config.connect(tls).await.map_err(|error| unreachable(&error))?;
    let connection = tokio::spawn(connection);
    let migrated = migrate_through(&mut client).await;
    // Ends the connection, and with it the lock.
    drop(client);
    let _ = connection.await;
    migrated
}

async fn migrate_through(client: &mut Client) -> Result<()> {
    client.execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK]).await?;
    let runner = migrations::migrations::runner();
    let known = runner.get_migrations().iter().map(|migration| i64::from(migration.version())).max();
    let known = known.unwrap_or(0);
    let history = client.query_one("SELECT to_regclass('refinery_schema_history') IS NOT NULL", &[]).await?;
    if history.try_get(0)? {
        let newest = "SELECT coalesce(max(version), 0)::bigint FROM refinery_schema_history";
        let found: i64 = client.query_one(newest, &[]).await?.try_get(0)?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found == known {
            return Ok(());
        }
    }
    runner.run_async(client).await.map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(())
}

/// The rows that `sql` gives.
pub(crate) async fn rows(db: &impl GenericClient, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>> {
    let statement = db.prepare_cached(sql).await?;
    Ok(db.query(&statement, parameters).await?)
}

/// The one row that `sql` may give.
pub(crate) async fn optional_row(
    db: &impl GenericClient,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<Option<Row>> {
    let statement = db.prepare_cached(sql).await?;
    Ok(db.query_opt(&statement, parameters).await?)
}

/// The one row that `sql` gives.
pub(crate) async fn row(db: &impl GenericClient, sql: &str, parameters: Parameters<'_>) -> Result<Row> {
    let statement = db.prepare_cached(sql).await?;
    Ok(db.query_one(&statement, parameters).await?)
}

/// Runs `sql` and says how many rows it touched.
pub(crate) async fn execute(db: &impl GenericClient, sql: &str, parameters: Parameters<'_>) -> Result<u64> {
    let statement = db.prepare_cached(sql).await?;
    Ok(db.execute(&statement, parameters).await?)
}

/// A count. PostgreSQL's integers have a sign, counts have none.
pub(crate) fn count(row: &Row, at: usize) -> Result<u64> {
    let value: i64 = row.try_get(at)?;
    u64::try_from(value).map_err(|_| StoreError::Value(format!("count {value}")))
}

/// A small count.
pub(crate) fn small_count(row: &Row, at: usize) -> Result<u32> {
    let value: i64 = row.try_get(at)?;
    u32::try_from(value).map_err(|_| StoreError::Value(format!("count {value}")))
}
