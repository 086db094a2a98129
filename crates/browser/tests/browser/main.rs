//! What people see: every test starts the built program, walks through it in Chromium, and looks closely.
//!
//! `cargo xtask test --only browser` brings Chromium and its driver, builds the program and runs these. What was seen
//! lies in `target/screenshots` afterwards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod accessibility;
mod chromium;
mod demo_walk;
mod first_run;
mod look;
mod page;
mod program;
mod screenshots;
mod webdriver;
