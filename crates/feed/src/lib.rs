//! Bytes and headers to a [`Feed`] with its [`Entry`]s; the feeds that a page names; OPML.
//!
//! Pure: no I/O, no panics. A feed with faults is no error: what can be read is read, with warnings.

pub mod discovery;
mod feed;
mod key;
pub mod opml;
mod parse;
mod repair;
mod sitemap;

pub use feed::{Enclosure, Entry, Feed, FeedFormat, Warning};
pub use parse::{Document, NotAFeed, parse};

/// The version of the results of this crate.
pub const VERSION: u32 = 1;
