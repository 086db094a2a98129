//! The sections of a newspaper.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A section of the paper, in the order in which the masthead shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// Abroad.
    World,
    /// The edition's own country.
    Nation,
    /// Business and economy.
    Business,
    /// Technology.
    Technology,
    /// Science and environment.
    Science,
    /// Health and medicine.
    Health,
    /// Sport.
    Sport,
    /// Culture, film, music, television.
    Entertainment,
    /// Opinion, comment, analysis.
    Opinion,
}

impl Section {
    /// All of them, in the order of the masthead.
    pub const ALL: [Self; 9] = [
        Self::World,
        Self::Nation,
        Self::Business,
        Self::Technology,
        Self::Science,
        Self::Health,
        Self::Sport,
        Self::Entertainment,
        Self::Opinion,
    ];

    /// The word in addresses and in the store.
    pub fn slug(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Nation => "nation",
            Self::Business => "business",
            Self::Technology => "technology",
            Self::Science => "science",
            Self::Health => "health",
            Self::Sport => "sport",
            Self::Entertainment => "entertainment",
            Self::Opinion => "opinion",
        }
    }
}

/// The text names no section.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no section of that name")]
pub struct UnknownSection;

impl FromStr for Section {
    type Err = UnknownSection;

    fn from_str(text: &str) -> Result<Self, UnknownSection> {
        Self::ALL.into_iter().find(|section| section.slug() == text).ok_or(UnknownSection)
    }
}
