//! `eval feeds DIR`: what the feed parser finds in each case of `cases.jsonl`.
//!
//! In come a feed's bytes, address and headers, out goes a line with the feed and its entries in document order. Titles
//! are plain text, and summaries and contents are sanitised, as before anybody sees them.

use std::io;
use std::path::Path;

use coranto_feed::{Document, Enclosure, Entry, Feed};
use coranto_model::Millis;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::input;
use crate::line::{Line, attempt};
use crate::output::Output;

/// A line of `cases.jsonl`, without its labels.
#[derive(Deserialize)]
struct Case {
    id: String,
    /// The file with the bytes, under the folder.
    file: String,
    /// The address that they came from.
    url: String,
    #[serde(default)]
    headers: Headers,
}

/// The headers that the server sent.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Headers {
    content_type: Option<String>,
    content_location: Option<String>,
}

/// The prediction for a feed.
#[derive(Serialize)]
struct Prediction {
    feed: FeedFacts,
    entries: Vec<EntryFacts>,
}

/// What a feed says of itself.
#[derive(Serialize)]
struct FeedFacts {
    title: String,
    link: Option<Url>,
    language: Option<String>,
    description: String,
    image: Option<Url>,
    images: Vec<Url>,
    updated: Option<String>,
}

/// What it says of an article.
#[derive(Serialize)]
struct EntryFacts {
    id: String,
    title: String,
    link: Option<Url>,
    authors: Vec<String>,
    published: Option<String>,
    updated: Option<String>,
    summary: String,
    content: String,
    categories: Vec<String>,
    enclosures: Vec<File>,
    media: Vec<Url>,
    comments: Option<Url>,
}

/// A file that goes with an article.
#[derive(Serialize)]
struct File {
    url: Url,
    #[serde(rename = "type")]
    mime: Option<String>,
    /// Bytes.
    length: Option<u64>,
}

/// Says a line for each case.
pub fn run(folder: &Path, output: &mut Output<'_>) -> io::Result<()> {
    for case in input::rows::<Case>(&folder.join("cases.jsonl")) {
        output.say(case.and_then(|case| line(folder, case)))?;
    }
    Ok(())
}

fn line(folder: &Path, case: Case) -> anyhow::Result<Line<Prediction>> {
    let bytes = input::read(&folder.join(&case.file))?;
    let found = attempt(|| predict(&case, &bytes));
    Ok(Line::new(case.id, found))
}

fn predict(case: &Case, bytes: &[u8]) -> anyhow::Result<Prediction> {
    let url = input::address(&case.url)?;
    let feed = coranto_feed::parse(&Document {
        bytes,
        url: &url,
        content_type: case.headers.content_type.as_deref(),
        content_location: case.headers.content_location.as_deref(),
    })?;
    Ok(prediction(feed))
}

fn prediction(feed: Feed) -> Prediction {
    Prediction {
        feed: FeedFacts {
            title: feed.title,
            link: feed.link,
            language: feed.language,
            description: feed.description,
            image: feed.images.first().cloned(),
            images: feed.images,
            updated: instant(feed.updated),
        },
        entries: feed.entries.into_iter().map(entry_facts).collect(),
    }
}

fn entry_facts(entry: Entry) -> EntryFacts {
    EntryFacts {
        id: entry.key,
        title: entry.title,
        link: entry.link,
        authors: entry.authors,
        published: instant(entry.published),
        updated: instant(entry.updated),
        summary: entry.summary.sanitised(),
        content: entry.content.sanitised(),
        categories: entry.categories,
        enclosures: entry.enclosures.into_iter().map(file).collect(),
        media: entry.pictures,
        comments: entry.comments,
    }
}

fn file(enclosure: Enclosure) -> File {
    File { url: enclosure.url, mime: enclosure.mime, length: enclosure.length }
}

/// RFC 3339 in UTC; nothing where the calendar ends.
fn instant(at: Option<Millis>) -> Option<String> {
    at.filter(|at| at.timestamp().is_some()).map(|at| at.to_string())
}

#[cfg(test)]
mod tests;
