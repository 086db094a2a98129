//! What templates show: plain values, ready to be written. No template decides anything but where things stand.

mod card;
mod page;
mod picture;
mod site;
mod source;
mod state;
mod time;

pub use card::{CardView, Dealer, Shape};
pub use page::{
    Account, Alternate, EditionLink, Facts, Link, Notice, Page, SectionLink, SignedInAccount, edition_name,
    edition_path, html,
};
pub use picture::{LeadPicture, Logo, PictureView, Pictures};
pub use site::site_address;
pub use source::SourceView;
pub use state::{SourceState, describe, next_poll};
pub use time::{FullTime, Time};

use coranto_model::Language;

use crate::language::Words;

/// The language of a text that is not the page's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// For `lang`.
    pub code: Language,
    /// For `dir`.
    pub direction: &'static str,
}

/// How a text in `language` has to be marked on a page in `words`; `None` when it needs no mark.
pub fn foreign(language: Option<Language>, words: Words) -> Option<Foreign> {
    language
        .filter(|language| *language != words.language())
        .map(|code| Foreign { code, direction: code.direction().as_str() })
}
