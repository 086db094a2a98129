//! Bytes and headers to a [`Feed`] with its [`Entry`]s; the feeds that a page names; OPML.
//!
//! Pure: no I/O, no panics. A feed with faults is no error: what can be read is read, with warnings.

pub mod discovery;
mod feed;
mod json;
mod key;
pub mod opml;
mod parse;
mod read;
mod sitemap;
mod xml;

pub use feed::{Enclosure, Entry, Feed, FeedFormat, Html, Warning};
pub use parse::{Document, NotAFeed, parse};

/// The version of the results of this crate.
pub const VERSION: u32 = 2;
