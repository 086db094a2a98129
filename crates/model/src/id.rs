//! Identifiers: one type a noun, so that an article's number is never taken for a story's.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// An organisation that publishes.
    PublisherId,
    /// An address that is polled: feed, sitemap or listing.
    SourceId,
    /// What a source said about one article.
    EntryId,
    /// One document at one canonical address.
    ArticleId,
    /// The articles that report the same event.
    StoryId,
    /// A person with an account.
    ReaderId,
}
