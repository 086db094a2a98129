//! What must hold of tasks and lanes on both databases.

mod claims;
mod failures;
mod leases;

use coranto_model::Millis;

use super::{LaneKind, Stage, Task};
use crate::Store;
use crate::sources::NewSource;
use crate::testing::{NOW, new_source};

/// Adds the source `name` in the lane of `host`, due at `due`; its number.
async fn add(store: &Store, host: &str, name: &str, due: Millis) -> i64 {
    let source = NewSource { due, ..new_source(&format!("https://{host}/{name}"), host) };
    store.add_source(source, NOW).await.unwrap().id.0
}

/// The poll of `source`, never tried yet.
fn poll_of(source: i64) -> Task {
    Task { stage: Stage::Poll, subject: source, attempts: 0 }
}

/// When the next network lane gets ready.
async fn next_ready(store: &Store) -> Millis {
    store.next_ready(vec![LaneKind::Network]).await.unwrap()
}
