//! The text of an article as a page shows it.
//!
//! Comes in: HTML that was sanitised when it was stored. Goes out: HTML that consists of nothing but text and the tags
//! written here, whatever came in: the second lock on the same door. Pictures lead through our proxy, headings fit
//! under the page's own, wide tables scroll by themselves, audio and video wait behind a link.

mod excerpt;
mod outline;
mod pieces;
mod render;

pub use excerpt::{begins_with, excerpt};
pub use render::{Rendered, render};
