//! Sources: the addresses that are polled, with their health, and what a poll brought.

mod postgres;
mod sqlite;
#[cfg(test)]
mod suite;

use coranto_model::{CanonicalAddress, Millis, PublisherId, SourceId};

use crate::dispatch::{read, write};
use crate::publishers::PublisherFacts;
use crate::tasks::{Lane, Lease};
use crate::{Result, Store};

/// A source to be added.
#[derive(Clone, Debug)]
pub struct NewSource {
    /// The address to poll.
    pub url: String,
    /// Its title; the address where none is known yet.
    pub title: String,
    /// The folder that it is kept in, as in OPML.
    pub folder: Option<String>,
    /// Its publisher.
    pub publisher: PublisherFacts,
    /// The lane of its host gate.
    pub lane: Lane,
    /// When it is polled first.
    pub due: Millis,
}

/// What adding did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// The source.
    pub id: SourceId,
    /// Whether it is new; otherwise it was there and nothing changed.
    pub is_new: bool,
}

/// A source with its health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its number.
    pub id: SourceId,
    /// Its publisher.
    pub publisher_id: PublisherId,
    /// The publisher's domain.
    pub publisher_domain: String,
    /// The publisher's name.
    pub publisher_name: String,
    /// The publisher's icon.
    pub publisher_icon: Option<String>,
    /// The address that is polled.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The folder that it is kept in.
    pub folder: Option<String>,
    /// When it was added.
    pub added: Millis,
    /// What the next poll needs to know of the last.
    pub memory: PollMemory,
    /// When it was last asked.
    pub attempt: Option<Millis>,
    /// When it last answered well.
    pub success: Option<Millis>,
    /// When it last brought something new.
    pub newest_entry: Option<Millis>,
    /// Entries that it ever brought.
    pub entries: u64,
    /// Failures since the last success.
    pub failures: u32,
    /// Since when it fails.
    pub failing_since: Option<Millis>,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// No longer polled: gone for good.
    pub retired: bool,
    /// When it is polled next; `None` when it is not.
    pub next_poll: Option<Millis>,
}

/// What is wrong with a source: a stable word for programs, a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable word such as `timeout` or `not-a-feed`.
    pub code: String,
    /// A sentence.
    pub sentence: String,
}

/// What is kept of a poll for the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollMemory {
    /// The ETag, byte for byte.
    pub etag: Option<String>,
    /// The Last-Modified value, byte for byte.
    pub last_modified: Option<String>,
    /// Since when these validators are used.
    pub validators_since: Option<Millis>,
    /// The hash of the last body that was read.
    pub body_hash: Option<[u8; 32]>,
    /// The time between polls that was last worked out, in milliseconds.
    pub interval_ms: Option<i64>,
}

/// One article as a source's entry tells it.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// What the source calls it.
    pub key: String,
    /// The article's canonical address.
    pub address: CanonicalAddress,
    /// The address to fetch and to lead readers to.
    pub url: String,
    /// The article's publisher.
    pub publisher: PublisherFacts,
    /// The lane of the article's host gate.
    pub lane: Lane,
    /// Headline, plain text.
    pub title: String,
    /// First lines, plain text.
    pub standfirst: String,
    /// Authors.
    pub authors: Vec<String>,
    /// The entry's categories.
    pub categories: Vec<String>,
    /// When it was published, placed sensibly; never in the future.
    pub published: Millis,
    /// The lead picture's address.
    pub picture: Option<String>,
    /// The text that the feed carries, sanitised HTML; what is shown where the page cannot be read.
    pub body: String,
}

/// What a poll brought, to be kept in one transaction.
#[derive(Clone, Debug)]
pub struct PollResult {
    /// The source.
    pub source: SourceId,
    /// What the next poll needs to know.
    pub memory: PollMemory,
    /// The feed's own title, where it has one.
    pub title: Option<String>,
    /// What the feed says of its publisher.
    pub publisher: Option<PublisherFacts>,
    /// Entries; those known already change nothing.
    pub entries: Vec<NewEntry>,
    /// When the source is polled next.
    pub next_poll: Millis,
}

/// What keeping a poll did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Entries that were not known before.
    pub new_entries: u32,
    /// Articles that were not known before.
    pub new_articles: u32,
}

/// A poll that failed.
#[derive(Clone, Debug)]
pub struct PollFailure {
    /// The source.
    pub source: SourceId,
    /// What is wrong.
    pub problem: Problem,
    /// When it is tried again; `None` retires the source (it is gone for good).
    pub next_poll: Option<Millis>,
}

/// Reads what a [`Source`] is made of, in the order of the columns.
const SELECT: &str =
    "SELECT source.id, source.publisher_id, publisher.domain, publisher.name, publisher.icon_url,
        source.url, source.title, source.folder, source.added_ms, source.etag, source.last_modified,
        source.validators_ms, source.body_hash, source.interval_ms, source.attempt_ms, source.success_ms,
        source.entry_ms, source.entries, source.failures, source.failing_since_ms, source.problem_code,
        source.problem, source.retired, nullif(task.due_ms, 9223372036854775807)
    FROM source JOIN publisher ON publisher.id = source.publisher_id
    LEFT JOIN task ON task.stage = 'poll' AND task.subject = source.id AND task.dead_ms IS NULL";

impl Store {
    /// Adds a source, with its publisher where that is new, due at its time.
    pub async fn add_source(&self, source: NewSource, now: Millis) -> Result<Added> {
        write!(self, add_source(source, now))
    }

    /// All sources by publisher's name.
    pub async fn sources(&self) -> Result<Vec<Source>> {
        read!(self, sources())
    }

    /// The sources of one publisher.
    pub async fn sources_of(&self, publisher: PublisherId) -> Result<Vec<Source>> {
        read!(self, sources_of(publisher))
    }

    /// One source.
    pub async fn source(&self, id: SourceId) -> Result<Option<Source>> {
        read!(self, source(id))
    }

    /// The source that polls `url`.
    pub async fn source_by_url(&self, url: String) -> Result<Option<Source>> {
        read!(self, source_by_url(url))
    }

    /// Stops polling a source and forgets it. Its articles stay. `false` when there is no such source.
    pub async fn remove_source(&self, id: SourceId) -> Result<bool> {
        write!(self, remove_source(id))
    }

    /// Makes a source due at `due`, unless it is due earlier anyway, and brings a retired one back.
    /// `false` when there is no such source.
    pub async fn poll_at(&self, id: SourceId, due: Millis) -> Result<bool> {
        write!(self, poll_at(id, due))
    }

    /// Keeps what a poll brought.
    pub async fn finish_poll(&self, lease: Lease, result: PollResult, now: Millis) -> Result<Polled> {
        write!(self, finish_poll(lease, result, now))
    }

    /// Keeps that a poll failed; entries and validators stay as they are.
    pub async fn fail_poll(&self, lease: Lease, failure: PollFailure, now: Millis) -> Result<()> {
        write!(self, fail_poll(lease, failure, now))
    }
}
