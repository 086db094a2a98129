//! What the pages ask of the engine; a trait, so that tests can put a script in the engine's place.

use std::future::Future;
use std::pin::Pin;

use coranto_engine::pictures::{PictureError, ResizedPicture};
use coranto_engine::sources::{AddError, AddedSource, Imported};
use coranto_engine::{Engine, Metric};
use coranto_model::{Edition, Millis, SourceId};
use coranto_store::StoreError;

/// A future that can be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What only the engine can do. Each method is the engine's of the same name.
pub trait Backstage: Send + Sync + 'static {
    /// The time.
    fn now(&self) -> Millis;

    /// Tells the workers that there is something new to do.
    fn wake(&self);

    /// The picture at `address`, at most `width` pixels wide.
    fn picture<'a>(
        &'a self,
        address: &'a str,
        width: u32,
    ) -> BoxFuture<'a, Result<ResizedPicture, PictureError>>;

    /// Looks at the address that a person typed, finds the feed and adds it.
    fn add_source<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<AddedSource, AddError>>;

    /// Adds the sources of an OPML file.
    fn import_opml<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<Imported, AddError>>;

    /// Adds the starter pack of an edition; `None` when there is none.
    fn add_pack(&self, edition: Edition) -> BoxFuture<'_, Result<Option<Imported>, StoreError>>;

    /// All sources as OPML.
    fn export_opml(&self) -> BoxFuture<'_, Result<String, StoreError>>;

    /// Polls a source as soon as its floor allows. When that will be; `None` when there is no such source.
    fn refresh(&self, source: SourceId) -> BoxFuture<'_, Result<Option<Millis>, StoreError>>;

    /// Counters and gauges of this node and its store.
    fn metrics(&self) -> BoxFuture<'_, Result<Vec<Metric>, StoreError>>;
}

impl Backstage for Engine {
    fn now(&self) -> Millis {
        self.now()
    }

    fn wake(&self) {
        self.wake();
    }

    fn picture<'a>(
        &'a self,
        address: &'a str,
        width: u32,
    ) -> BoxFuture<'a, Result<ResizedPicture, PictureError>> {
        Box::pin(self.pictures().get(address, width))
    }

    fn add_source<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<AddedSource, AddError>> {
        Box::pin(self.add_source(address))
    }

    fn import_opml<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<Imported, AddError>> {
        Box::pin(self.import_opml(bytes))
    }

    fn add_pack(&self, edition: Edition) -> BoxFuture<'_, Result<Option<Imported>, StoreError>> {
        Box::pin(self.add_pack(edition))
    }

    fn export_opml(&self) -> BoxFuture<'_, Result<String, StoreError>> {
        Box::pin(self.export_opml())
    }

    fn refresh(&self, source: SourceId) -> BoxFuture<'_, Result<Option<Millis>, StoreError>> {
        Box::pin(self.refresh(source))
    }

    fn metrics(&self) -> BoxFuture<'_, Result<Vec<Metric>, StoreError>> {
        Box::pin(self.metrics())
    }
}
