//! The client against servers on loopback that say exactly these bytes. Numbers are those of docs/FETCHING.md.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod addresses;
mod failures;
mod limits;
mod redirects;
mod requests;
mod secure;
mod server;
mod transfer;
