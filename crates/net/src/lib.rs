//! Everything that goes out of Coranto over the network goes through here.
//!
//! [`Client::get`] fetches one document: redirects are followed by hand and each hop is checked, private addresses are
//! refused unless configuration allows them, bytes and time are capped, content encodings are undone even where their
//! label is wrong. Errors are sentences for the person who wonders why a source fails. The numbers of behaviours in
//! comments are those of docs/FETCHING.md.

mod allow;
mod answer;
mod body;
mod client;
mod config;
mod encoding;
mod error;
mod explain;
mod redirect;
mod request;
mod resolver;
mod tls;

pub use allow::{Allowed, NotAllowable, is_public};
pub use answer::{Answer, Redirect};
pub use client::Client;
pub use config::NetConfig;
pub use error::{FetchError, NetError, TimeoutKind};
pub use request::{Accept, Get, Validators};
