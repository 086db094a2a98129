//! Sources in SQLite.

use coranto_model::{ArticleId, Millis, PublisherId, SourceId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    Added, NewEntry, NewSource, PollFailure, PollMemory, PollResult, Polled, Problem, SELECT, Source,
};
use crate::Result;
use crate::articles::compress;
use crate::publishers::sqlite::learn_publisher;
use crate::tasks::sqlite::{check, enqueue, reschedule, wake};
use crate::tasks::{Lease, Stage};

fn from_row(row: &Row<'_>) -> rusqlite::Result<Source> {
    let time = |at: usize| row.get::<_, Option<i64>>(at).map(|value| value.map(Millis));
    let code: Option<String> = row.get(20)?;
    let sentence: Option<String> = row.get(21)?;
    Ok(Source {
        id: SourceId(row.get(0)?),
        publisher_id: PublisherId(row.get(1)?),
        publisher_domain: row.get(2)?,
        publisher_name: row.get(3)?,
        publisher_icon: row.get(4)?,
        url: row.get(5)?,
        title: row.get(6)?,
        folder: row.get(7)?,
        added: Millis(row.get(8)?),
        memory: PollMemory {
            etag: row.get(9)?,
            last_modified: row.get(10)?,
            validators_since: time(11)?,
            body_hash: row.get(12)?,
            interval_ms: row.get(13)?,
        },
        attempt: time(14)?,
        success: time(15)?,
        newest_entry: time(16)?,
        entries: row.get(17)?,
        failures: row.get(18)?,
        failing_since: time(19)?,
        problem: code.zip(sentence).map(|(code, sentence)| Problem { code, sentence }),
        retired: row.get(22)?,
        next_poll: time(23)?,
    })
}

pub(super) fn add_source(db: &Connection, source: &NewSource, now: &Millis) -> Result<Added> {
    let known = db.query_row("SELECT id FROM source WHERE url = ?1", [&source.url], |row| row.get(0));
    if let Some(id) = known.optional()? {
        return Ok(Added { id: SourceId(id), is_new: false });
    }
    let publisher = learn_publisher(db, &source.publisher, now)?;
    db.prepare_cached(
        "INSERT INTO source (publisher_id, url, title, folder, added_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![publisher.0, source.url, source.title, source.folder, now.0])?;
    let id = SourceId(db.last_insert_rowid());
    enqueue(db, Stage::Poll, id.0, &source.lane, source.due)?;
    Ok(Added { id, is_new: true })
}

fn select(db: &Connection, rest: &str, parameters: impl rusqlite::Params) -> Result<Vec<Source>> {
    let mut statement = db.prepare_cached(&format!("{SELECT} {rest}"))?;
    let rows = statement.query_map(parameters, from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn sources(db: &Connection) -> Result<Vec<Source>> {
    select(db, "ORDER BY lower(publisher.name), source.id", [])
}

pub(super) fn sources_of(db: &Connection, publisher: &PublisherId) -> Result<Vec<Source>> {
    select(db, "WHERE source.publisher_id = ?1 ORDER BY source.id", [publisher.0])
}

pub(super) fn source(db: &Connection, id: &SourceId) -> Result<Option<Source>> {
    Ok(select(db, "WHERE source.id = ?1", [id.0])?.pop())
}

pub(super) fn source_by_url(db: &Connection, url: &str) -> Result<Option<Source>> {
    Ok(select(db, "WHERE source.url = ?1", [url])?.pop())
}

pub(super) fn remove_source(db: &Connection, id: &SourceId) -> Result<bool> {
    db.execute("DELETE FROM task WHERE stage = 'poll' AND subject = ?1", [id.0])?;
    db.execute("DELETE FROM entry WHERE source_id = ?1", [id.0])?;
    Ok(db.execute("DELETE FROM source WHERE id = ?1", [id.0])? == 1)
}

pub(super) fn poll_at(db: &Connection, id: &SourceId, due: &Millis) -> Result<bool> {
    let lane = db
        .query_row(
            "UPDATE task SET due_ms = min(due_ms, ?2), dead_ms = NULL, attempts = 0 WHERE stage = 'poll' AND subject = ?1
             RETURNING lane",
            params![id.0, due.0],
            |row| row.get::<_, String>(0),
        )
        .optional()?;
    let Some(lane) = lane else { return Ok(false) };
    db.execute("UPDATE source SET retired = 0 WHERE id = ?1", [id.0])?;
    wake(db, &lane, *due)?;
    Ok(true)
}

pub(super) fn finish_poll(
    db: &Connection,
    lease: &Lease,
    result: &PollResult,
    now: &Millis,
) -> Result<Polled> {
    check(db, lease)?;
    let mut polled = Polled::default();
    if source(db, &result.source)?.is_none() {
        // It was removed while it was asked.
        return Ok(polled);
    }
    for entry in &result.entries {
        if save_entry(db, result.source, entry, *now, &mut polled)? {
            polled.new_entries += 1;
        }
    }
    let memory = &result.memory;
    db.prepare_cached(
        "UPDATE source SET title = coalesce(?2, title), etag = ?3, last_modified = ?4, validators_ms = ?5,
             body_hash = ?6, interval_ms = ?7, attempt_ms = ?8, success_ms = ?8,
             entry_ms = CASE WHEN ?9 > 0 THEN ?8 ELSE entry_ms END, entries = entries + ?9, failures = 0,
             failing_since_ms = NULL, problem_code = NULL, problem = NULL
         WHERE id = ?1",
    )?
    .execute(params![
        result.source.0,
        result.title,
        memory.etag,
        memory.last_modified,
        memory.validators_since.map(|at| at.0),
        memory.body_hash,
        memory.interval_ms,
        now.0,
        polled.new_entries,
    ])?;
    if let Some(facts) = &result.publisher {
        learn_publisher(db, facts, now)?;
    }
    reschedule(db, Stage::Poll, result.source.0, result.next_poll)?;
    Ok(polled)
}

/// Keeps one entry, and its article where that is new. Whether the entry is new.
fn save_entry(
    db: &Connection,
    source: SourceId,
    entry: &NewEntry,
    now: Millis,
    polled: &mut Polled,
) -> Result<bool> {
    let known = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE source_id = ?1 AND key = ?2)")?
        .query_row(params![source.0, entry.key], |row| row.get::<_, bool>(0))?;
    if known {
        return Ok(false);
    }
    let article = article_of(db, entry, now, polled)?;
    db.prepare_cached(
        "INSERT INTO entry (source_id, key, article_id, seen_ms, published_ms, title, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        source.0,
        entry.key,
        article.0,
        now.0,
        entry.published.0,
        entry.title,
        compress(&entry.body)?
    ])?;
    Ok(true)
}

fn article_of(db: &Connection, entry: &NewEntry, now: Millis, polled: &mut Polled) -> Result<ArticleId> {
    let known = db
        .prepare_cached("SELECT coalesce(same_as, id) FROM article WHERE address = ?1")?
        .query_row([entry.address.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(ArticleId(id));
    }
    let publisher = learn_publisher(db, &entry.publisher, &now)?;
    let picture = entry.picture.as_ref().map(|url| serde_json::json!({ "url": url }).to_string());
    db.prepare_cached(
        "INSERT INTO article (address, url, publisher_id, first_seen_ms, state, title, standfirst, authors, keywords,
             published_ms, picture)
         VALUES (?1, ?2, ?3, ?4, 'new', ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        entry.address.as_str(),
        entry.url,
        publisher.0,
        now.0,
        entry.title,
        entry.standfirst,
        serde_json::to_string(&entry.authors)?,
        serde_json::to_string(&entry.categories)?,
        entry.published.0,
        picture,
    ])?;
    let id = ArticleId(db.last_insert_rowid());
    enqueue(db, Stage::Scrape, id.0, &entry.lane, now)?;
    polled.new_articles += 1;
    Ok(id)
}

pub(super) fn fail_poll(db: &Connection, lease: &Lease, failure: &PollFailure, now: &Millis) -> Result<()> {
    check(db, lease)?;
    db.prepare_cached(
        "UPDATE source SET attempt_ms = ?2, failures = failures + 1,
             failing_since_ms = coalesce(failing_since_ms, ?2), problem_code = ?3, problem = ?4, retired = ?5
         WHERE id = ?1",
    )?
    .execute(params![
        failure.source.0,
        now.0,
        failure.problem.code,
        failure.problem.sentence,
        failure.next_poll.is_none()
    ])?;
    reschedule(db, Stage::Poll, failure.source.0, failure.next_poll.unwrap_or(Millis::NEVER))
}
