//! A point in time on a page.

use std::borrow::Cow;

use coranto_model::Millis;

use crate::language::Words;

/// A time in all the forms that a page shows.
#[derive(Clone, Debug)]
pub struct Time {
    /// For `datetime`: RFC 3339.
    pub iso: String,
    /// How long ago.
    pub age: Cow<'static, str>,
    /// "Mon 23 Nov, 08:11 UTC".
    pub exact: Cow<'static, str>,
}

/// A time where there is room for it.
#[derive(Clone, Debug)]
pub struct FullTime {
    /// For `datetime`: RFC 3339.
    pub iso: String,
    /// How long ago.
    pub age: Cow<'static, str>,
    /// "23 November 2026, 08:11 UTC".
    pub full: Cow<'static, str>,
}

impl Time {
    /// `at`, seen at `now`.
    pub fn new(words: Words, at: Millis, now: Millis) -> Self {
        Self { iso: at.to_string(), age: words.age(at, now), exact: words.exact(at) }
    }

    /// `at` with its whole date, seen at `now`.
    pub fn full(words: Words, at: Millis, now: Millis) -> FullTime {
        FullTime { iso: at.to_string(), age: words.age(at, now), full: words.date_and_time(at) }
    }
}
