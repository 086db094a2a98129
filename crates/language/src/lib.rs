//! What a text says without a model. In this version: the language that it is in.
//!
//! Pure and deterministic.

mod identify;

pub use identify::identify;

/// The version of the results of this crate.
pub const VERSION: u32 = 1;
