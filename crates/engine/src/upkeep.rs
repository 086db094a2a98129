//! What is done now and then: deleting what is past its age.

use std::sync::Arc;
use std::time::Duration;

use crate::context::Context;
use crate::pictures::Pictures;

/// How often.
const EVERY: Duration = Duration::from_mins(10);

/// Pages deleted in one transaction, so that nobody waits long for the writer.
const PAGES_AT_ONCE: u32 = 500;

/// Runs until the engine stops.
pub(crate) async fn run(context: Arc<Context>, pictures: Arc<Pictures>) {
    loop {
        tokio::select! {
            () = context.stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(error) = purge(&context).await {
            tracing::warn!(%error, "old pages and sessions could not be deleted");
        }
        pictures.trim().await;
    }
}

async fn purge(context: &Context) -> Result<(), coranto_store::StoreError> {
    let now = context.now();
    context.store.purge_sessions(now).await?;
    let before = now.minus(context.config.raw_page_age_ms);
    while context.store.purge_raw_pages(before, PAGES_AT_ONCE).await? == u64::from(PAGES_AT_ONCE) {
        tokio::task::yield_now().await;
    }
    Ok(())
}
