//! What must stay true of the workspace as a whole: which crate may use which, whose licences we may ship, how things
//! are named, and that nothing of one person's machine gets in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod files;
mod floors;
mod licences;
mod metadata;
mod spdx;
