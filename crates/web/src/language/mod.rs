//! The language of a page: which one it is, its words, its dates and numbers.
//!
//! All words that people see stand in `locales/<language>/*.ftl`. Nothing here depends on the machine's own language.

mod catalogue;
mod choice;
mod names;
mod times;

pub use catalogue::{LANGUAGES, Value, Words};
pub use choice::{Wanted, best_edition, wanted_languages};
pub use names::{country_name, language_name, problem_id, section_id};
