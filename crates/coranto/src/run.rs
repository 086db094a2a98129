//! Wiring: from settings to a store, a client, an engine and a web server; and the signals that end it.

use std::fs::{self, File, TryLockError};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use coranto_engine::{Engine, EngineConfig, Zone, system_clock};
use coranto_model::Millis;
use coranto_net::{Client, NetConfig};
use coranto_store::Store;
use coranto_web::{WebConfig, WebState};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::settings::Settings;

/// Where Coranto's home is, for publishers who wonder who reads them.
const HOME: &str = "https://github.com/coranto/coranto";

/// How long the engine may take to finish what it holds. With the web server's own grace this stays under the 10
/// seconds that service managers give.
const ENGINE_GRACE: Duration = Duration::from_secs(7);

/// Name of the SQLite file in the data folder.
const DATABASE_FILE: &str = "coranto.sqlite";

/// Opens the store that the settings name.
pub async fn open_store(settings: &Settings) -> anyhow::Result<Store> {
    match &settings.database {
        Some(url) => Ok(Store::postgres(url.reveal()).await?),
        None => Ok(Store::sqlite(&settings.data.join(DATABASE_FILE)).await?),
    }
}

/// The client for everything that goes out.
pub fn client(settings: &Settings) -> anyhow::Result<Client> {
    let contact = settings.contact.as_deref().unwrap_or(HOME);
    let mut config = NetConfig {
        user_agent: format!("Coranto/{} (+{contact})", env!("CARGO_PKG_VERSION")),
        ..NetConfig::default()
    };
    for allowed in &settings.allow_private {
        config
            .allow
            .push(allowed.parse().with_context(|| format!("the setting allow_private, {allowed:?}"))?);
    }
    if let Some(proxy) = &settings.proxy {
        config.proxy = Some(proxy.reveal().parse().context("the setting proxy is no address")?);
    }
    Ok(Client::new(config)?)
}

/// The engine's settings.
pub fn engine_config(settings: &Settings) -> anyhow::Result<EngineConfig> {
    let mut config = EngineConfig::new(&settings.data);
    config.node = node(settings)?;
    config.work = settings.work;
    config.network_workers = settings.network_workers;
    config.policy = settings.policy.clone();
    config.zones = settings
        .zones
        .iter()
        .map(|zone| Zone { hosts: zone.hosts.clone(), policy: zone.policy.clone() })
        .collect();
    config.raw_page_age_ms = i64::from(settings.raw_page_days) * Millis::DAY;
    config.pictures.max_bytes = settings.picture_cache_mb.saturating_mul(1024 * 1024);
    Ok(config)
}

/// The node's name: several may share a PostgreSQL database, one alone has a SQLite file.
fn node(settings: &Settings) -> anyhow::Result<String> {
    if settings.database.is_none() {
        return Ok("local".to_owned());
    }
    let file = settings.data.join("node");
    if let Ok(name) = fs::read_to_string(&file) {
        return Ok(name.trim().to_owned());
    }
    let name = random_token()?;
    make_folder(&settings.data)?;
    fs::write(&file, &name)
        .with_context(|| format!("the node's name cannot be kept in {}", file.display()))?;
    Ok(name)
}

/// 128 random bits in hexadecimal.
pub fn random_token() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the system gives no randomness: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| {
        format!("the data folder {} cannot be made; choose another with --data", folder.display())
    })
}

/// Makes sure that only one server works on a data folder. The lock goes with the returned file.
pub fn lock(folder: &Path) -> anyhow::Result<File> {
    make_folder(folder)?;
    let path = folder.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).with_context(|| {
        format!("the data folder {} cannot be written; choose another with --data", folder.display())
    })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("another coranto works on the data folder {} already", folder.display())
        }
        // File systems without locks: the leases in the store still keep the work right.
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "the data folder cannot be locked");
            Ok(file)
        }
    }
}

/// Listens on `address`.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: is another program using this port? Choose one with --listen")
    })
}

/// Listens on `address` or on the next of the 100 ports after it that is free.
pub async fn listen_nearby(address: SocketAddr) -> anyhow::Result<TcpListener> {
    for step in 0..100 {
        let Some(port) = address.port().checked_add(step) else { break };
        match TcpListener::bind(SocketAddr::new(address.ip(), port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("cannot listen on {address}")),
        }
    }
    bail!("no port from {} on is free; choose one with --listen", address.port())
}

/// A running newspaper.
pub struct Running {
    /// Its engine.
    pub engine: Engine,
    /// Its store.
    pub store: Store,
    web: tokio::task::JoinHandle<std::io::Result<()>>,
    stop: CancellationToken,
}

/// Starts engine and web server.
pub async fn start(settings: &Settings, listener: TcpListener, web: WebConfig) -> anyhow::Result<Running> {
    let store = open_store(settings).await?;
    let config = engine_config(settings)?;
    let engine = Engine::start(store.clone(), client(settings)?, config, system_clock()).await?;
    let state = WebState::new(store.clone(), Arc::new(engine.clone()), web).await?;
    let stop = CancellationToken::new();
    let server = coranto_web::serve(listener, coranto_web::router(state), stop.clone());
    Ok(Running { engine, store, web: tokio::spawn(server), stop })
}

impl Running {
    /// Waits for `end`, or for the web server to fail; then stops everything in order.
    pub async fn until(mut self, end: impl Future<Output = ()>) -> anyhow::Result<()> {
        let failed = tokio::select! {
            () = end => None,
            done = &mut self.web => Some(done),
        };
        self.stop.cancel();
        let web = async {
            match failed {
                Some(done) => done?.context("the web server failed"),
                None => self.web.await?.context("the web server failed"),
            }
        };
        let (web, ()) = tokio::join!(web, self.engine.stop(ENGINE_GRACE));
        web
    }
}

/// Ends when the program is asked to stop: Ctrl-C or SIGTERM.
pub async fn asked_to_stop() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be received")?;
    tokio::select! {
        _ = terminate.recv() => {}
        done = tokio::signal::ctrl_c() => done.context("signals cannot be received")?,
    }
    Ok(())
}
