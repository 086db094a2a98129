//! Articles: one document at one canonical address, with every version that was fetched, on its way through the
//! stages and afterwards.

mod body;
mod postgres;
pub(crate) mod sqlite;
#[cfg(test)]
mod suite;

use coranto_model::{ArticleId, CanonicalAddress, Language, Millis, Picture, Rights, Section, StoryId};

use crate::dispatch::{read, write};
use crate::publishers::{Publisher, PublisherFacts};
use crate::tasks::{Lease, Stage, Task};
use crate::{Result, Store, StoreError};

pub(crate) use body::compress;

/// Where an article is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleState {
    /// On its way: nobody sees it yet.
    New,
    /// It can be read.
    Live,
    /// It turned out to be another article.
    Duplicate(ArticleId),
    /// Its publisher took it back.
    Withdrawn,
}

/// What an article's text was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The publisher's page.
    Page,
    /// The source's entry: the page could not be read.
    Feed,
}

impl Origin {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Feed => "feed",
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        if text == "page" { Self::Page } else { Self::Feed }
    }
}

/// What the article's page says, as *scrape* or *extract* took it.
#[derive(Clone, Debug)]
pub struct Content {
    /// What it was taken from.
    pub origin: Origin,
    /// Headline, plain text.
    pub title: String,
    /// Standfirst, plain text.
    pub standfirst: String,
    /// Authors.
    pub authors: Vec<String>,
    /// The publisher's own keywords and categories.
    pub keywords: Vec<String>,
    /// The publisher's own words for its section, most exact first.
    pub section_words: Vec<String>,
    /// When it was published.
    pub published: Millis,
    /// When it was last changed, where known.
    pub modified: Option<Millis>,
    /// The language that the page claims.
    pub language: Option<Language>,
    /// A word for its kind: news, opinion, live, interview …
    pub kind: String,
    /// The lead picture.
    pub picture: Option<Picture>,
    /// Sanitised HTML.
    pub body: String,
    /// Words in the body.
    pub words: u32,
    /// What the publisher lets us do.
    pub rights: Rights,
}

/// The result of *scrape* or *extract*, to be kept in one transaction.
#[derive(Clone, Debug)]
pub struct Scraped {
    /// What to keep.
    pub content: Content,
    /// The address that the page states as its own, where it does.
    pub address: Option<CanonicalAddress>,
    /// The page itself; `None` leaves the one that is kept.
    pub page: Option<RawPage>,
    /// What the page says of its publisher.
    pub publisher: Option<PublisherFacts>,
    /// Why the page could not be read, where the content is the feed's: the task becomes a dead letter.
    pub problem: Option<String>,
    /// The version of the extraction.
    pub algorithm: i64,
}

/// What keeping a scrape did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// A new version.
    Version(i64),
    /// The text was the same as before.
    Same,
    /// It is another article, which was there first.
    DuplicateOf(ArticleId),
}

/// A page as it was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawPage {
    /// When.
    pub fetched: Millis,
    /// From where, after redirects.
    pub url: String,
    /// The Content-Type header.
    pub content_type: Option<String>,
    /// The X-Robots-Tag header.
    pub robots_header: Option<String>,
    /// The bytes, transfer and content encodings undone.
    pub body: Vec<u8>,
}

/// What *scrape* needs to know of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScrapeSubject {
    /// The article.
    pub id: ArticleId,
    /// The address to fetch.
    pub url: String,
    /// The canonical address.
    pub address: CanonicalAddress,
    /// What the feed said: headline.
    pub title: String,
    /// What the feed said: first lines.
    pub standfirst: String,
    /// What the feed said: authors.
    pub authors: Vec<String>,
    /// What the feed said: categories.
    pub keywords: Vec<String>,
    /// What the feed said: when it was published.
    pub published: Millis,
    /// When it was first seen here. The same as `published` where the feed did not say.
    pub first_seen: Millis,
    /// What the feed said: the lead picture.
    pub picture: Option<Picture>,
    /// What the publisher lets us do, as far as it is known.
    pub rights: Rights,
    /// The longest text that a feed carried for it, sanitised HTML.
    pub feed_body: String,
    /// The publisher's domain.
    pub publisher_domain: String,
}

/// What *analyse* needs to know of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyseSubject {
    /// The article.
    pub id: ArticleId,
    /// Headline.
    pub title: String,
    /// Standfirst.
    pub standfirst: String,
    /// Body, sanitised HTML.
    pub body: String,
    /// The publisher's own words for section and keywords.
    pub section_words: Vec<String>,
    /// The path of its address.
    pub url: String,
    /// The language that page or publisher claims.
    pub claimed_language: Option<Language>,
}

/// The result of *analyse*.
#[derive(Clone, Debug)]
pub struct Analysed {
    /// The language of the text.
    pub language: Language,
    /// The section, where one is known.
    pub section: Option<Section>,
    /// The version of the analysis.
    pub algorithm: i64,
}

/// An article as a page shows it.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its number.
    pub id: ArticleId,
    /// The publisher's address of it: where readers are led.
    pub url: String,
    /// Its publisher.
    pub publisher: Publisher,
    /// Where it is in its life.
    pub state: ArticleState,
    /// The newest version's number.
    pub version: i64,
    /// What the text was taken from.
    pub origin: Origin,
    /// Headline.
    pub title: String,
    /// Standfirst.
    pub standfirst: String,
    /// Authors.
    pub authors: Vec<String>,
    /// The publisher's own keywords.
    pub keywords: Vec<String>,
    /// When it was published.
    pub published: Millis,
    /// When it was last changed.
    pub modified: Option<Millis>,
    /// When it was first seen here.
    pub first_seen: Millis,
    /// Its language.
    pub language: Option<Language>,
    /// Its section.
    pub section: Option<Section>,
    /// A word for its kind.
    pub kind: String,
    /// The lead picture.
    pub picture: Option<Picture>,
    /// Words in the body.
    pub words: u32,
    /// What the publisher lets us do.
    pub rights: Rights,
    /// Its story.
    pub story: Option<StoryId>,
    /// Body, sanitised HTML; empty where there is none.
    pub body: String,
}

/// An article in a list of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleLine {
    /// Its number.
    pub id: ArticleId,
    /// The publisher's address of it.
    pub url: String,
    /// Headline.
    pub title: String,
    /// When it was published.
    pub published: Millis,
    /// What the publisher lets us do.
    pub rights: Rights,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles that can be read.
    pub live: u64,
    /// Articles on their way.
    pub on_their_way: u64,
    /// Publishers with a live article.
    pub publishers: u64,
    /// Countries of these publishers.
    pub countries: u64,
    /// When the newest was published.
    pub newest: Option<Millis>,
    /// Sources that are polled.
    pub sources: u64,
}

/// Texts of feeds among which the longest is looked for: more of one article are the same again.
const FEED_BODIES: i64 = 8;

/// The stage that brings articles up to date where `stage` is to be reprocessed, and the column with the version of
/// its results. Only pages that are kept can be taken anew.
fn reprocessing(stage: Stage) -> (Stage, &'static str) {
    match stage {
        Stage::Poll | Stage::Scrape | Stage::Extract => {
            (Stage::Extract, "id IN (SELECT article_id FROM raw_page) AND extract_version")
        }
        Stage::Analyse => (Stage::Analyse, "analyse_version"),
        Stage::File => (Stage::File, "file_version"),
    }
}

/// What makes two fetches the same version: headline, standfirst and body.
fn content_hash(content: &Content) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in [&content.title, &content.standfirst, &content.body] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

/// The state that the columns `state` and `same_as` mean.
fn state(word: &str, same_as: Option<i64>) -> Result<ArticleState> {
    match (word, same_as) {
        ("new", _) => Ok(ArticleState::New),
        ("live", _) => Ok(ArticleState::Live),
        ("withdrawn", _) => Ok(ArticleState::Withdrawn),
        ("duplicate", Some(first)) => Ok(ArticleState::Duplicate(ArticleId(first))),
        _ => Err(StoreError::Value(format!("article state {word}"))),
    }
}

impl Store {
    /// What *scrape* needs; `None` when the article is gone.
    pub async fn scrape_subject(&self, id: ArticleId) -> Result<Option<ScrapeSubject>> {
        read!(self, scrape_subject(id))
    }

    /// The page that is kept of an article.
    pub async fn raw_page(&self, id: ArticleId) -> Result<Option<RawPage>> {
        read!(self, raw_page(id))
    }

    /// Keeps the result of *scrape* or *extract*, and puts the article before *analyse*.
    pub async fn finish_scrape(
        &self,
        lease: Lease,
        task: Task,
        scraped: Scraped,
        now: Millis,
    ) -> Result<Saved> {
        write!(self, finish_scrape(lease, task, scraped, now))
    }

    /// What *analyse* needs; `None` when the article is gone.
    pub async fn analyse_subject(&self, id: ArticleId) -> Result<Option<AnalyseSubject>> {
        read!(self, analyse_subject(id))
    }

    /// Keeps the result of *analyse*, and puts the article before *file*.
    pub async fn finish_analyse(
        &self,
        lease: Lease,
        task: Task,
        analysed: Analysed,
        now: Millis,
    ) -> Result<()> {
        write!(self, finish_analyse(lease, task, analysed, now))
    }

    /// Ends a task whose subject is gone.
    pub async fn drop_task(&self, lease: Lease, task: Task) -> Result<()> {
        write!(self, drop_task(lease, task))
    }

    /// One article, in whatever state.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        read!(self, article(id))
    }

    /// Live articles with a number above `after`, by number.
    pub async fn live_articles(&self, after: ArticleId, limit: u32) -> Result<Vec<ArticleLine>> {
        read!(self, live_articles(after, limit))
    }

    /// How much there is.
    pub async fn totals(&self) -> Result<Totals> {
        read!(self, totals())
    }

    /// Puts every article whose result of `stage` is older than `version` before that stage again, and says how
    /// many. For *scrape* this takes the article anew from the page that is kept, where one is.
    pub async fn reprocess(&self, stage: Stage, version: i64, now: Millis) -> Result<u64> {
        if stage == Stage::Poll {
            return Err(StoreError::Value("poll has no results to bring up to date".to_owned()));
        }
        write!(self, reprocess(stage, version, now))
    }

    /// Deletes the pages fetched before `before`, up to `limit` of them; how many.
    pub async fn purge_raw_pages(&self, before: Millis, limit: u32) -> Result<u64> {
        write!(self, purge_raw_pages(before, limit))
    }
}
