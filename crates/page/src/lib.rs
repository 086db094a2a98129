//! From a publisher's page to the article in it: body, facts about it, pictures with caption and credit, rights.
//!
//! Pure: no I/O, no panics. In this version the body is found by dom_smoothie; the facts, the lead picture and the
//! cleaning are our own.

mod article;
mod extract;
mod facts;
mod json_ld;
mod picture;
mod rights;
mod words;

pub use article::{ArticleKind, NoArticle, PageArticle};
pub use extract::{PageInput, extract};
pub use rights::rights;
pub use words::word_count;

/// The version of the results of this crate.
pub const VERSION: u32 = 1;
