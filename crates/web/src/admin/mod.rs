//! The administration: sources and their health, tasks and dead letters. One file an action or page.
//!
//! Every handler asks for the admin itself; `layers::gate` only leads others to the sign-in.

pub mod act;
pub mod add;
mod filter;
pub mod opml;
pub mod packs;
pub mod sources;
pub mod tasks;
