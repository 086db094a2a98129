//! The program as people run it: commands, a server, kills, bad input. Every test starts the built binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod bad_input;
mod commands;
mod demo;
mod faults;
mod harness;
mod kill;
mod real_input;
mod shutdown;
