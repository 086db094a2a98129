//! The pages that everybody sees, one file a page.

pub mod about;
mod arrange;
pub mod article;
pub mod article_blocks;
pub mod article_data;
pub mod first_run;
pub mod front;
pub mod progress;
pub mod publisher;
pub mod publishers;
pub mod section;
pub mod sign_in;
