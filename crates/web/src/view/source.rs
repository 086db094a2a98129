//! The line that says who and when.

use coranto_model::Millis;

use super::{Logo, Pictures, Time};
use crate::language::Words;

/// A publisher's logo and name, and when it published.
#[derive(Clone, Debug)]
pub struct SourceView<'a> {
    /// The publisher's sign.
    pub logo: Logo,
    /// The publisher's name.
    pub name: &'a str,
    /// Whether the publisher is told: not where the whole page is about it.
    pub is_named: bool,
    /// When.
    pub time: Time,
}

impl<'a> SourceView<'a> {
    /// The line for something that `name` published at `at`.
    pub fn new(
        words: Words,
        pictures: Pictures<'_>,
        name: &'a str,
        icon: Option<&str>,
        at: Millis,
        now: Millis,
    ) -> Self {
        Self { logo: pictures.logo(icon, name), name, is_named: true, time: Time::new(words, at, now) }
    }
}
