//! Publishers: the organisations whose articles are read.

pub(crate) mod postgres;
pub(crate) mod sqlite;
#[cfg(test)]
mod suite;

use coranto_model::{Country, Language, Millis, PublisherId};

use crate::dispatch::{read, write};
use crate::{Result, Store};

/// A publisher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Its number.
    pub id: PublisherId,
    /// The domain that names it, without `www.`.
    pub domain: String,
    /// Its name.
    pub name: String,
    /// The language that it mostly writes in, where known.
    pub language: Option<Language>,
    /// Its country, where known.
    pub country: Option<Country>,
    /// What it says of itself.
    pub about: Option<String>,
    /// Its icon's address.
    pub icon_url: Option<String>,
    /// Since when it is known here.
    pub added: Millis,
}

/// How well a publisher's name is known. A better-known name replaces a lesser one, never the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameRank {
    /// Made from the domain.
    Domain,
    /// The title of a feed.
    Feed,
    /// What the pages call the site.
    Page,
    /// Given by the admin or a starter list.
    Given,
}

impl NameRank {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Domain => 0,
            Self::Feed => 1,
            Self::Page => 2,
            Self::Given => 3,
        }
    }
}

/// What was learned of a publisher. Fields that are `None` leave what is known as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublisherFacts {
    /// The domain that names it.
    pub domain: String,
    /// Its name, and how well that is known.
    pub name: Option<(String, NameRank)>,
    /// Its language.
    pub language: Option<Language>,
    /// Its country.
    pub country: Option<Country>,
    /// What it says of itself.
    pub about: Option<String>,
    /// Its icon's address.
    pub icon_url: Option<String>,
}

impl PublisherFacts {
    /// Nothing known but the domain.
    pub fn of(domain: impl Into<String>) -> Self {
        let domain = domain.into();
        Self { domain, name: None, language: None, country: None, about: None, icon_url: None }
    }
}

/// A publisher in a list, with how much of it there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublisherLine {
    /// The publisher.
    pub publisher: Publisher,
    /// Its live articles.
    pub articles: u64,
    /// When its newest was published.
    pub newest: Option<Millis>,
}

/// The columns of a publisher, in the order in which `publisher_at` reads them.
pub(crate) const COLUMNS: &str = "publisher.id, publisher.domain, publisher.name, publisher.language, \
                                  publisher.country, publisher.about, publisher.icon_url, publisher.added_ms";

impl Store {
    /// Keeps what was learned of a publisher, which is made where it is new.
    pub async fn learn_publisher(&self, facts: PublisherFacts, now: Millis) -> Result<PublisherId> {
        write!(self, learn_publisher(facts, now))
    }

    /// The publisher of that number.
    pub async fn publisher(&self, id: PublisherId) -> Result<Option<Publisher>> {
        read!(self, publisher(id))
    }

    /// The publisher that `domain` names.
    pub async fn publisher_by_domain(&self, domain: String) -> Result<Option<Publisher>> {
        read!(self, publisher_by_domain(domain))
    }

    /// All publishers that have a live article or a source, by name.
    pub async fn publishers(&self) -> Result<Vec<PublisherLine>> {
        read!(self, publishers())
    }
}
