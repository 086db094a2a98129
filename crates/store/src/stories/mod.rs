//! Stories: the articles that report the same event; and the cards by which pages show them.

pub(crate) mod postgres;
pub(crate) mod sqlite;
#[cfg(test)]
mod suite;

use coranto_model::{ArticleId, Country, Language, Millis, Picture, PublisherId, Rights, Section, StoryId};

use crate::dispatch::{read, write};
use crate::tasks::{Lease, Task};
use crate::{Result, Store, StoreError};

/// What *file* decided for one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The story; `None` begins a new one.
    pub story: Option<StoryId>,
    /// The version of the decision's algorithm.
    pub algorithm: i64,
}

/// What *file* needs to know of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSubject {
    /// The article.
    pub id: ArticleId,
    /// The story that it is in already.
    pub story: Option<StoryId>,
}

/// A story in short: its leading article and how much there is of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The story; `None` for a card that stands for an article alone.
    pub story: Option<StoryId>,
    /// Articles in the story.
    pub articles: u32,
    /// Publishers in the story.
    pub publishers: u32,
    /// The leading article.
    pub article: ArticleId,
    /// Its address at the publisher.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Its standfirst.
    pub standfirst: String,
    /// When it was published.
    pub published: Millis,
    /// Its language.
    pub language: Option<Language>,
    /// Its section.
    pub section: Option<Section>,
    /// A word for its kind.
    pub kind: String,
    /// Its lead picture.
    pub picture: Option<Picture>,
    /// Words in its body.
    pub words: u32,
    /// What its publisher lets us do.
    pub rights: Rights,
    /// Its publisher.
    pub publisher: PublisherId,
    /// The publisher's domain.
    pub publisher_domain: String,
    /// The publisher's name.
    pub publisher_name: String,
    /// The publisher's icon's address.
    pub publisher_icon: Option<String>,
    /// The publisher's country.
    pub publisher_country: Option<Country>,
}

/// Which stories a front page may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontQuery {
    /// In this language.
    pub language: Language,
    /// Led by a publisher of this country; `None` for all.
    pub country: Option<Country>,
    /// In this section; `None` for all.
    pub section: Option<Section>,
    /// At most so many, newest first.
    pub limit: u32,
}

/// What a card is read from, after a FROM that names `article`, `publisher` and `story`.
const COLUMNS: &str = "article.story_id, coalesce(story.articles, 1), coalesce(story.publishers, 1), article.id,
    article.url, article.title, article.standfirst, article.published_ms, article.language, article.section,
    article.kind, article.picture, article.words, article.rights, publisher.id, publisher.domain, publisher.name,
    publisher.icon_url, publisher.country";

/// The editions that pairs of language and country (empty where unknown), sorted, make.
fn editions_of(pairs: Vec<(String, String)>) -> Result<Vec<(Language, Option<Country>)>> {
    let mut editions: Vec<(Language, Option<Country>)> = Vec::new();
    for (language, country) in pairs {
        let language: Language =
            language.parse().map_err(|_| StoreError::Value(format!("language {language}")))?;
        if !editions.contains(&(language, None)) {
            editions.push((language, None));
        }
        if let Ok(country) = country.parse() {
            editions.push((language, Some(country)));
        }
    }
    Ok(editions)
}

impl Store {
    /// What *file* needs; `None` when the article is gone.
    pub async fn file_subject(&self, id: ArticleId) -> Result<Option<FileSubject>> {
        read!(self, file_subject(id))
    }

    /// Keeps what *file* decided: the article is live from now on. The filing's sequence number and the lease's
    /// fence are kept with it. `None`: the article was withdrawn, or turned out to be another one, meanwhile.
    pub async fn finish_file(
        &self,
        lease: Lease,
        task: Task,
        filed: Filed,
        now: Millis,
    ) -> Result<Option<StoryId>> {
        write!(self, finish_file(lease, task, filed, now))
    }

    /// The newest stories for a front page.
    pub async fn front(&self, query: FrontQuery) -> Result<Vec<Card>> {
        read!(self, front(query))
    }

    /// The live articles of a story, newest first.
    pub async fn story_cards(&self, story: StoryId) -> Result<Vec<Card>> {
        read!(self, story_cards(story))
    }

    /// Live articles of a publisher, newest first, of one time those with the larger numbers first. `before` is the
    /// time and number of the last article of the page before; `None` begins with the newest.
    pub async fn publisher_cards(
        &self,
        publisher: PublisherId,
        before: Option<(Millis, ArticleId)>,
        limit: u32,
    ) -> Result<Vec<Card>> {
        let before = before.unwrap_or((Millis::NEVER, ArticleId(i64::MAX)));
        read!(self, publisher_cards(publisher, before, limit))
    }

    /// The editions that have articles: each language, and each country in it. Reads an index over all stories, so
    /// keep the answer for a while.
    pub async fn editions(&self) -> Result<Vec<(Language, Option<Country>)>> {
        read!(self, editions())
    }
}
