//! The engine: what moves an article along its way, from poll to file, and the pictures beside it.
//!
//! [`Engine::start`] begins the work; [`Engine::stop`] finishes or hands back what is held. The engine keeps no state
//! of its own that matters: everything stands in the store, so it can be killed at any moment and started again, on
//! this machine or another.

mod analyse;
mod clock;
mod config;
mod context;
mod dispatcher;
mod extract;
mod file;
mod follow;
mod lane;
mod metrics;
pub mod pictures;
mod poll;
mod robots;
mod scrape;
pub mod sources;
pub mod starter;
mod upkeep;

use std::sync::Arc;
use std::time::Duration;

use coranto_model::{Edition, Millis, SourceId};
use coranto_net::Client;
use coranto_store::Store;
use coranto_store::tasks::{LaneKind, Stage};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use clock::{Clock, system_clock};
pub use config::{EngineConfig, Zone};
pub use metrics::{Metric, MetricKind};

use context::Context;
use pictures::Pictures;

/// The version of the results that a stage makes now; older ones are brought up to date by reprocessing.
/// `None` for *poll*, which has no results of its own.
pub fn stage_version(stage: Stage) -> Option<i64> {
    match stage {
        Stage::Poll => None,
        Stage::Scrape | Stage::Extract => Some(i64::from(coranto_page::VERSION)),
        Stage::Analyse => Some(analyse::version()),
        Stage::File => Some(i64::from(coranto_story::file::VERSION)),
    }
}

/// The running engine. Cloning is cheap.
#[derive(Clone)]
pub struct Engine {
    context: Arc<Context>,
    pictures: Arc<Pictures>,
    workers: TaskTracker,
    stop: CancellationToken,
    newest_change: watch::Receiver<i64>,
}

impl Engine {
    /// An engine that does no work by itself: for commands that run beside a server.
    pub async fn idle(
        store: Store,
        client: Client,
        config: EngineConfig,
        clock: Clock,
    ) -> Result<Self, coranto_store::StoreError> {
        let (engine, _announce) = Self::new(store, client, config, clock).await?;
        Ok(engine)
    }

    /// Starts the workers on the current tokio runtime. Leases that this node held when it was killed are taken up
    /// again at once, so no other process may run under the same node name.
    pub async fn start(
        store: Store,
        client: Client,
        config: EngineConfig,
        clock: Clock,
    ) -> Result<Self, coranto_store::StoreError> {
        let taken_up = store.release_held(config.node.clone(), clock()).await?;
        if taken_up > 0 {
            tracing::info!(lanes = taken_up, "took up what was held when this node stopped without warning");
        }
        let (engine, announce) = Self::new(store, client, config, clock).await?;
        let Self { context, workers, .. } = &engine;
        if context.config.work {
            for kind in [LaneKind::Network, LaneKind::Compute, LaneKind::File] {
                workers.spawn(dispatcher::run(Arc::clone(context), kind, workers.clone()));
            }
        }
        workers.spawn(follow::announce(Arc::clone(context), announce));
        workers.spawn(upkeep::run(Arc::clone(context), Arc::clone(&engine.pictures)));
        Ok(engine)
    }

    async fn new(
        store: Store,
        client: Client,
        config: EngineConfig,
        clock: Clock,
    ) -> Result<(Self, watch::Sender<i64>), coranto_store::StoreError> {
        let (announce, newest_change) = watch::channel(store.newest_change().await?);
        let stop = CancellationToken::new();
        let pictures = Arc::new(Pictures::new(client.clone(), config.pictures.clone()));
        let context = Arc::new(Context::new(store, client, config, clock, stop.clone()));
        Ok((Self { context, pictures, workers: TaskTracker::new(), stop, newest_change }, announce))
    }

    /// Stops: no new work is begun, what is under way is finished, every lane is given back. Whatever is not done
    /// within `grace` is left to its lease.
    pub async fn stop(&self, grace: Duration) {
        self.stop.cancel();
        self.workers.close();
        if tokio::time::timeout(grace, self.workers.wait()).await.is_err() {
            tracing::warn!("some work did not end in time; it will be repeated");
        }
    }

    /// Tells the workers that there is something new to do.
    pub fn wake(&self) {
        self.context.wake_all();
    }

    /// The time by the engine's clock.
    pub fn now(&self) -> Millis {
        self.context.now()
    }

    /// The pictures of publishers, resized.
    pub fn pictures(&self) -> &Arc<Pictures> {
        &self.pictures
    }

    /// Follows the newest position of the change log, whichever node wrote it.
    pub fn newest_change(&self) -> watch::Receiver<i64> {
        self.newest_change.clone()
    }

    /// Looks at the address that a person typed and adds the source that it leads to.
    pub async fn add_source(&self, address: &str) -> Result<sources::AddedSource, sources::AddError> {
        let added = sources::add(&self.context, address).await?;
        self.wake();
        Ok(added)
    }

    /// Adds the sources of an OPML file.
    pub async fn import_opml(&self, bytes: &[u8]) -> Result<sources::Imported, sources::AddError> {
        let imported = sources::import(&self.context, bytes).await?;
        self.wake();
        Ok(imported)
    }

    /// Adds the starter pack of an edition; `None` when there is none.
    pub async fn add_pack(
        &self,
        edition: Edition,
    ) -> Result<Option<sources::Imported>, coranto_store::StoreError> {
        let added = sources::add_pack(&self.context, edition).await?;
        self.wake();
        Ok(added)
    }

    /// All sources as OPML.
    pub async fn export_opml(&self) -> Result<String, coranto_store::StoreError> {
        sources::export(&self.context.store).await
    }

    /// Makes a source due as soon as its floor allows. The time at which it will be polled; `None` when there is no
    /// such source.
    pub async fn refresh(&self, source: SourceId) -> Result<Option<Millis>, coranto_store::StoreError> {
        let due = sources::refresh(&self.context, source).await?;
        self.wake();
        Ok(due)
    }

    /// Counters and gauges of this node and its store.
    pub async fn metrics(&self) -> Result<Vec<Metric>, coranto_store::StoreError> {
        metrics::collect(&self.context, &self.pictures).await
    }
}
