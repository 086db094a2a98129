//! What a feed says, whatever its format.

use std::fmt;

use coranto_model::{Language, Millis};
use serde::Serialize;
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
    /// The XML had faults that were mended.
    Mended,
    /// The XML breaks off, or has a fault that cannot be mended: what stands before is read.
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
            Self::Mended => "the feed's XML has faults: it was mended",
            Self::Cut => "the feed's XML breaks off: entries behind the fault were left out",
            Self::NamelessEntries => "entries without link, identifier and text were left out",
            Self::TooManyEntries => "the feed has more entries than are read at once",
        })
    }
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feed {
    /// Its format.
    pub format: FeedFormat,
    /// Its title, plain text.
    pub title: String,
    /// The site that it belongs to.
    pub link: Option<Url>,
    /// What it says of itself; may be HTML.
    pub description: String,
    /// Its language.
    pub language: Option<Language>,
    /// Its pictures: logo, icon.
    pub images: Vec<Url>,
    /// When it last changed, by its own word.
    pub updated: Option<Millis>,
    /// How long it may be kept, by its own word, in milliseconds.
    pub ttl_ms: Option<i64>,
    /// The WebSub hub that it names.
    pub hub: Option<Url>,
    /// The address that it gives as its own.
    pub self_link: Option<Url>,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
    /// What is not as it should be.
    pub warnings: Vec<Warning>,
}

/// What a feed says of one article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// What the feed calls it: its id, else its address, else a number made of its text. Never empty, at most 512 bytes.
    pub key: String,
    /// The article's address.
    pub link: Option<Url>,
    /// Headline, plain text in one line, at most 300 characters.
    pub title: String,
    /// Its summary, HTML as it came: sanitise before use.
    pub summary_html: String,
    /// Its text, HTML as it came: sanitise before use.
    pub content_html: String,
    /// Authors' names, at most 20 of 100 characters.
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
    /// Its language, where it differs from the feed's.
    pub language: Option<Language>,
}

/// A file that goes with an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Enclosure {
    /// Its address.
    pub url: Url,
    /// Its media type.
    pub mime: Option<String>,
    /// Its size in bytes.
    pub length: Option<u64>,
}
