//! What a feed says, whatever its format.

use std::fmt;
use std::sync::Arc;

use coranto_markup::{plain_text, sanitise};
use coranto_model::{Language, Millis};
use serde::{Serialize, Serializer};
use url::Url;

/// The format of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedFormat {
    /// RSS 0.9x or 2.0.
    Rss,
    /// RSS 1.0.
    Rdf,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
    /// A sitemap, of news or of all pages.
    Sitemap,
}

/// Something about a feed that is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// Some bytes mean nothing in the charset of the document.
    Charset,
    /// The document had faults that were mended.
    Mended,
    /// The document breaks off: what stands before is read.
    Cut,
    /// Entries without a link, an identifier and any text were left out.
    NamelessEntries,
    /// Entries beyond the most that is read were left out.
    TooManyEntries,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Charset => "some letters are broken: the feed's charset is not what it says",
            Self::Mended => "the feed is not written as its format wants it: it was mended",
            Self::Cut => "the feed breaks off: what stands behind the break is missing",
            Self::NamelessEntries => "entries without link, identifier and text were left out",
            Self::TooManyEntries => "the feed has more entries than are read at once",
        })
    }
}

/// HTML as it came, and what relative addresses in it begin with. It is made safe only when somebody wants it, since
/// most entries of a feed are known already.
#[derive(Clone, PartialEq, Eq)]
pub struct Html {
    source: String,
    base: Arc<Url>,
}

impl Html {
    /// HTML as it came.
    pub fn new(source: String, base: Arc<Url>) -> Self {
        Self { source, base }
    }

    /// As it came: hostile.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What relative addresses in it begin with.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.source.is_empty()
    }

    /// As HTML that can stand in a page.
    pub fn sanitised(&self) -> String {
        sanitise(&self.source, &self.base)
    }

    /// Its text; paragraphs apart by an empty line.
    pub fn plain(&self) -> String {
        plain_text(&self.source)
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {}", self.source, self.base)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.sanitised())
    }
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feed {
    /// Its format.
    pub format: FeedFormat,
    /// Its title, plain text; empty where it has none.
    pub title: String,
    /// The site that it belongs to.
    pub link: Option<Url>,
    /// What it says of itself, plain text.
    pub description: String,
    /// Its language as it says it: `en-GB`.
    pub language: Option<String>,
    /// Its pictures: logo, icon.
    pub images: Vec<Url>,
    /// When it last changed, by its own word.
    pub updated: Option<Millis>,
    /// How long it may be kept, by its own word, in milliseconds.
    pub ttl_ms: Option<i64>,
    /// How often it changes, by its own word (`sy:updatePeriod`), in milliseconds.
    pub update_period_ms: Option<i64>,
    /// Hours of the day, in GMT, at which it does not want to be asked.
    pub skip_hours: Vec<u32>,
    /// English names of days at which it does not want to be asked.
    pub skip_days: Vec<String>,
    /// The WebSub hub that it names.
    pub hub: Option<Url>,
    /// The address that it gives as its own.
    pub self_link: Option<Url>,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// What is not as it should be.
    pub warnings: Vec<Warning>,
}

impl Feed {
    pub(crate) fn new(format: FeedFormat) -> Self {
        Self {
            format,
            title: String::new(),
            link: None,
            description: String::new(),
            language: None,
            images: Vec::new(),
            updated: None,
            ttl_ms: None,
            update_period_ms: None,
            skip_hours: Vec::new(),
            skip_days: Vec::new(),
            hub: None,
            self_link: None,
            entries: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Its language without region and script; `None` where it says none, or something that is none.
    pub fn main_language(&self) -> Option<Language> {
        self.language.as_deref()?.parse().ok()
    }

    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// What a feed says of one article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// What the feed calls it: its id, else its address, else a number made of its text. Never empty, at most 512 bytes.
    pub key: String,
    /// The article's address.
    pub link: Option<Url>,
    /// Headline, plain text in one line, at most 300 characters. An entry without one has the begin of its text.
    pub title: String,
    /// Its summary.
    pub summary: Html,
    /// Its text.
    pub content: Html,
    /// Authors' names, at most 20 of 200 characters.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Millis>,
    /// When it was last changed.
    pub updated: Option<Millis>,
    /// Its categories, at most 20 of 100 characters.
    pub categories: Vec<String>,
    /// Files that go with it.
    pub enclosures: Vec<Enclosure>,
    /// Its pictures, the likeliest lead picture first.
    pub pictures: Vec<Url>,
    /// Where it is discussed.
    pub comments: Option<Url>,
    /// Its language as it says it, where it differs from the feed's.
    pub language: Option<String>,
}

impl Entry {
    /// The most that it says: its text, else its summary.
    pub fn body(&self) -> &Html {
        if self.content.is_empty() { &self.summary } else { &self.content }
    }
}

/// A file that goes with an entry: an episode of a podcast, a video, a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Enclosure {
    /// Its address.
    pub url: Url,
    /// Its media type.
    pub mime: Option<String>,
    /// Its size in bytes.
    pub length: Option<u64>,
    /// How long it plays, in milliseconds.
    pub duration_ms: Option<u64>,
}
