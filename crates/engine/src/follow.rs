//! Following the change log: what nodes learn of each other's work.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::context::Context;

/// How often the log is looked at.
const EVERY: Duration = Duration::from_millis(500);

/// Tells everyone on this node how far the change log has grown, whichever node wrote it, until the engine stops.
/// Pages that are kept in memory are dropped when it grows.
pub(crate) async fn announce(context: Arc<Context>, newest: watch::Sender<i64>) {
    loop {
        tokio::select! {
            () = context.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        match context.store.newest_change().await {
            Ok(position) => {
                newest.send_if_modified(|known| std::mem::replace(known, position) != position);
            }
            Err(error) => tracing::warn!(%error, "the change log could not be read"),
        }
    }
}
