//! What people see: pages, sign-in, static files, and the answers to programs that watch over the server.
//!
//! Comes in: a [`Store`](coranto_store::Store) to read from, a [`Backstage`] that does what only the engine can, and a
//! [`WebConfig`]. Goes out: an axum [`Router`](axum::Router) and [`serve`], which runs it.
//!
//! Only this crate chooses statuses. It keeps nothing of its own but caches of a few seconds and the counters of the
//! sign-in limit.

mod account;
mod admin;
mod assets;
mod backstage;
mod body;
mod cache;
mod config;
mod errors;
mod form;
mod keys;
mod language;
mod layers;
mod pages;
mod plain;
mod router;
mod serve;
mod slug;
mod state;
mod view;
mod visit;

pub use backstage::{Backstage, BoxFuture};
pub use config::{Access, WebConfig};
pub use router::router;
pub use serve::serve;
pub use state::{StartError, WebState};
