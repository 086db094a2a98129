//! The domain's words as types. Everything that two crates must agree on stands here: identifiers, instants,
//! canonical addresses, editions, sections, rights and the one function that decides on them, roles.
//!
//! Pure: no I/O, no clock. Nothing here panics on any input.

pub mod address;
pub mod edition;
pub mod id;
pub mod millis;
pub mod picture;
pub mod rights;
pub mod role;
pub mod section;

pub use address::{AddressError, CanonicalAddress};
pub use edition::{Country, Direction, Edition, Language};
pub use id::{ArticleId, EntryId, PublisherId, ReaderId, SourceId, StoryId};
pub use millis::Millis;
pub use picture::Picture;
pub use rights::{Action, Audience, Reuse, Rights, may};
pub use role::Role;
pub use section::Section;
