//! The pages, asked as a browser asks them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that breaks off tells where"
)]

mod account;
mod admin;
mod app;
mod article;
mod catalogues;
mod fill;
mod front;
mod headers;
mod programs;
mod publisher;
mod serving;
