//! The change log: what happened to articles and stories, in the order in which it was committed, and how far each
//! follower has read it.

pub(crate) mod postgres;
pub(crate) mod sqlite;
#[cfg(test)]
mod suite;

use coranto_model::Millis;

use crate::dispatch::{read, write};
use crate::{Result, Store, StoreError};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// The article can be read, or has a new version. The subject is the article.
    ArticleSaved,
    /// The article was taken back or turned out to be another one. The subject is the article.
    ArticleWithdrawn,
    /// The story was made, grew or changed. The subject is the story.
    StorySaved,
}

impl ChangeKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ArticleSaved => "article-saved",
            Self::ArticleWithdrawn => "article-withdrawn",
            Self::StorySaved => "story-saved",
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        [Self::ArticleSaved, Self::ArticleWithdrawn, Self::StorySaved]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| StoreError::Value(format!("change of kind {text}")))
    }
}

/// One line of the change log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place. Later commits have higher places; there may be gaps.
    pub position: i64,
    /// What happened.
    pub kind: ChangeKind,
    /// To which article or story.
    pub subject: i64,
    /// When.
    pub at: Millis,
}

impl Store {
    /// Up to `limit` changes after `position`, oldest first.
    pub async fn changes_after(&self, position: i64, limit: u32) -> Result<Vec<Change>> {
        read!(self, changes_after(position, limit))
    }

    /// How far the follower `name` has read; 0 when it is new.
    pub async fn follower_position(&self, name: String) -> Result<i64> {
        read!(self, follower_position(name))
    }

    /// Notes that the follower `name` has taken everything up to `position` in. Never goes back.
    pub async fn save_follower_position(&self, name: String, position: i64) -> Result<()> {
        write!(self, save_follower_position(name, position))
    }

    /// The place of the newest change; 0 when there is none.
    pub async fn newest_change(&self) -> Result<i64> {
        read!(self, newest_change())
    }
}
