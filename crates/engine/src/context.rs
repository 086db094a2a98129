//! What every worker shares.

use std::sync::Arc;

use coranto_model::Millis;
use coranto_net::Client;
use coranto_store::Store;
use coranto_store::tasks::LaneKind;
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::EngineConfig;
use crate::metrics::Counters;

/// Store, network, settings, time and the signals between workers.
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) config: EngineConfig,
    pub(crate) stop: CancellationToken,
    pub(crate) counters: Counters,
    clock: Clock,
    network: Notify,
    compute: Notify,
    file: Notify,
    /// Places for long computing, as many as there are compute workers.
    places: Arc<Semaphore>,
}

impl Context {
    pub(crate) fn new(
        store: Store,
        client: Client,
        config: EngineConfig,
        clock: Clock,
        stop: CancellationToken,
    ) -> Self {
        let places = Arc::new(Semaphore::new(config.compute_workers.max(1)));
        Self {
            store,
            client,
            config,
            stop,
            counters: Counters::default(),
            clock,
            network: Notify::new(),
            compute: Notify::new(),
            file: Notify::new(),
            places,
        }
    }

    /// Runs long computing on a thread where it disturbs nobody, not more at the same time than there is room for.
    /// `None` when it broke off.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let place = Arc::clone(&self.places).acquire_owned().await.ok()?;
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.ok()
    }

    pub(crate) fn now(&self) -> Millis {
        (self.clock)()
    }

    /// A number from 0 up to 1 that nobody can foretell; what spreads requests over time.
    pub(crate) fn jitter() -> f64 {
        let mut bytes = [0; 4];
        // Without randomness from the system requests would only be spread less well.
        let _ = getrandom::fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
    }

    pub(crate) fn bell(&self, kind: LaneKind) -> &Notify {
        match kind {
            LaneKind::Network => &self.network,
            LaneKind::Compute => &self.compute,
            LaneKind::File => &self.file,
        }
    }

    pub(crate) fn wake(&self, kind: LaneKind) {
        self.bell(kind).notify_one();
    }

    pub(crate) fn wake_all(&self) {
        for kind in [LaneKind::Network, LaneKind::Compute, LaneKind::File] {
            self.wake(kind);
        }
    }
}
