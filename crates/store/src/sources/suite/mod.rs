//! What must hold of sources on both databases.

mod health;
mod kept;
mod polls;

use coranto_model::SourceId;

use super::Source;
use crate::Store;
use crate::tasks::{Lane, Lease, Stage};
use crate::testing::{NOW, new_source, take};

/// A new source of `host`, and the lease of its lane.
async fn leased_source(store: &Store, host: &str) -> (SourceId, Lease) {
    let source = new_source(&format!("https://{host}/feed"), host);
    let id = store.add_source(source, NOW).await.unwrap().id;
    let (lease, _) = take(store, &Lane::network(host), Stage::Poll, id.0).await;
    (id, lease)
}

/// The source as it stands in the store.
async fn read(store: &Store, id: SourceId) -> Source {
    store.source(id).await.unwrap().unwrap()
}
