//! Which story an article belongs to, which section, and what stands where on a front page.
//!
//! Pure and deterministic; no input makes it panic.

pub mod file;
pub mod front;
pub mod section;
