//! Sources in PostgreSQL.

use coranto_model::{ArticleId, Millis, PublisherId, SourceId};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::{
    Added, NewEntry, NewSource, PollFailure, PollMemory, PollResult, Polled, Problem, SELECT, Source,
};
use crate::articles::compress;
use crate::postgres::{Parameters, count, execute, optional_row, row, rows, small_count};
use crate::publishers::postgres::learn_publisher;
use crate::tasks::postgres::{check, enqueue, reschedule, wake};
use crate::tasks::{Lease, Stage};
use crate::{Result, StoreError};

fn from_row(row: &Row) -> Result<Source> {
    let time = |at: usize| row.try_get::<_, Option<i64>>(at).map(|value| value.map(Millis));
    let code: Option<String> = row.try_get(20)?;
    let sentence: Option<String> = row.try_get(21)?;
    let hash: Option<&[u8]> = row.try_get(12)?;
    let hash = hash.map(<[u8; 32]>::try_from).transpose();
    Ok(Source {
        id: SourceId(row.try_get(0)?),
        publisher_id: PublisherId(row.try_get(1)?),
        publisher_domain: row.try_get(2)?,
        publisher_name: row.try_get(3)?,
        publisher_icon: row.try_get(4)?,
        url: row.try_get(5)?,
        title: row.try_get(6)?,
        folder: row.try_get(7)?,
        added: Millis(row.try_get(8)?),
        memory: PollMemory {
            etag: row.try_get(9)?,
            last_modified: row.try_get(10)?,
            validators_since: time(11)?,
            body_hash: hash.map_err(|_| StoreError::Value("the hash of a body".to_owned()))?,
            interval_ms: row.try_get(13)?,
        },
        attempt: time(14)?,
        success: time(15)?,
        newest_entry: time(16)?,
        entries: count(row, 17)?,
        failures: small_count(row, 18)?,
        failing_since: time(19)?,
        problem: code.zip(sentence).map(|(code, sentence)| Problem { code, sentence }),
        retired: row.try_get::<_, i64>(22)? != 0,
        next_poll: time(23)?,
    })
}

pub(super) async fn add_source(db: &impl GenericClient, source: &NewSource, now: &Millis) -> Result<Added> {
    let known = optional_row(db, "SELECT id FROM source WHERE url = $1", &[&source.url]).await?;
    if let Some(known) = known {
        return Ok(Added { id: SourceId(known.try_get(0)?), is_new: false });
    }
    let publisher = learn_publisher(db, &source.publisher, now).await?;
    let added = row(
        db,
        "INSERT INTO source (publisher_id, url, title, folder, added_ms) VALUES ($1, $2, $3, $4, $5)
         RETURNING id",
        &[&publisher.0, &source.url, &source.title, &source.folder, &now.0],
    )
    .await?;
    let id = SourceId(added.try_get(0)?);
    enqueue(db, Stage::Poll, id.0, &source.lane, source.due).await?;
    Ok(Added { id, is_new: true })
}

async fn select(db: &impl GenericClient, rest: &str, parameters: Parameters<'_>) -> Result<Vec<Source>> {
    rows(db, &format!("{SELECT} {rest}"), parameters).await?.iter().map(from_row).collect()
}

pub(super) async fn sources(db: &impl GenericClient) -> Result<Vec<Source>> {
    select(db, "ORDER BY lower(publisher.name), source.id", &[]).await
}

pub(super) async fn sources_of(db: &impl GenericClient, publisher: &PublisherId) -> Result<Vec<Source>> {
    select(db, "WHERE source.publisher_id = $1 ORDER BY source.id", &[&publisher.0]).await
}

pub(super) async fn source(db: &impl GenericClient, id: &SourceId) -> Result<Option<Source>> {
    Ok(select(db, "WHERE source.id = $1", &[&id.0]).await?.pop())
}

pub(super) async fn source_by_url(db: &impl GenericClient, url: &str) -> Result<Option<Source>> {
    Ok(select(db, "WHERE source.url = $1", &[&url]).await?.pop())
}

pub(super) async fn remove_source(db: &impl GenericClient, id: &SourceId) -> Result<bool> {
    // First, so that a poll under way has either finished or finds no source.
    let removed = execute(db, "DELETE FROM source WHERE id = $1", &[&id.0]).await?;
    execute(db, "DELETE FROM task WHERE stage = 'poll' AND subject = $1", &[&id.0]).await?;
    execute(db, "DELETE FROM entry WHERE source_id = $1", &[&id.0]).await?;
    Ok(removed == 1)
}

pub(super) async fn poll_at(db: &impl GenericClient, id: &SourceId, due: &Millis) -> Result<bool> {
    let task = optional_row(
        db,
        "UPDATE task SET due_ms = least(due_ms, $2), dead_ms = NULL, attempts = 0 WHERE stage = 'poll' AND subject = $1
         RETURNING lane",
        &[&id.0, &due.0],
    )
    .await?;
    let Some(task) = task else { return Ok(false) };
    execute(db, "UPDATE source SET retired = 0 WHERE id = $1", &[&id.0]).await?;
    wake(db, task.try_get(0)?, *due).await?;
    Ok(true)
}

pub(super) async fn finish_poll(
    db: &impl GenericClient,
    lease: &Lease,
    result: &PollResult,
    now: &Millis,
) -> Result<Polled> {
    check(db, lease).await?;
    let mut polled = Polled::default();
    let known =
        optional_row(db, "SELECT 1 FROM source WHERE id = $1 FOR UPDATE", &[&result.source.0]).await?;
    if known.is_none() {
        // It was removed while it was asked.
        return Ok(polled);
    }
    for entry in &result.entries {
        if save_entry(db, result.source, entry, *now, &mut polled).await? {
            polled.new_entries += 1;
        }
    }
    let memory = &result.memory;
    execute(
        db,
        "UPDATE source SET title = coalesce($2, title), etag = $3, last_modified = $4, validators_ms = $5,
             body_hash = $6, interval_ms = $7, attempt_ms = $8, success_ms = $8,
             entry_ms = CASE WHEN $9::bigint > 0 THEN $8 ELSE entry_ms END, entries = entries + $9, failures = 0,
             failing_since_ms = NULL, problem_code = NULL, problem = NULL
         WHERE id = $1",
        &[
            &result.source.0,
            &result.title,
            &memory.etag,
            &memory.last_modified,
            &memory.validators_since.map(|at| at.0),
            &memory.body_hash.as_ref().map(<[u8; 32]>::as_slice),
            &memory.interval_ms,
            &now.0,
            &i64::from(polled.new_entries),
        ],
    )
    .await?;
    if let Some(facts) = &result.publisher {
        learn_publisher(db, facts, now).await?;
    }
    reschedule(db, Stage::Poll, result.source.0, result.next_poll).await?;
    Ok(polled)
}

/// Keeps one entry, and its article where that is new. Whether the entry is new.
async fn save_entry(
    db: &impl GenericClient,
    source: SourceId,
    entry: &NewEntry,
    now: Millis,
    polled: &mut Polled,
) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM entry WHERE source_id = $1 AND key = $2)";
    if row(db, sql, &[&source.0, &entry.key]).await?.try_get(0)? {
        return Ok(false);
    }
    let article = article_of(db, entry, now, polled).await?;
    execute(
        db,
        "INSERT INTO entry (source_id, key, article_id, seen_ms, published_ms, title, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &source.0,
            &entry.key,
            &article.0,
            &now.0,
            &entry.published.0,
            &entry.title,
            &compress(&entry.body)?,
        ],
    )
    .await?;
    Ok(true)
}

async fn article_of(
    db: &impl GenericClient,
    entry: &NewEntry,
    now: Millis,
    polled: &mut Polled,
) -> Result<ArticleId> {
    let sql = "SELECT coalesce(same_as, id) FROM article WHERE address = $1";
    if let Some(known) = optional_row(db, sql, &[&entry.address.as_str()]).await? {
        return Ok(ArticleId(known.try_get(0)?));
    }
    let publisher = learn_publisher(db, &entry.publisher, &now).await?;
    let picture = entry.picture.as_ref().map(|url| serde_json::json!({ "url": url }).to_string());
    let begun = row(
        db,
        "INSERT INTO article (address, url, publisher_id, first_seen_ms, state, title, standfirst, authors, keywords,
             published_ms, picture)
         VALUES ($1, $2, $3, $4, 'new', $5, $6, $7, $8, $9, $10) RETURNING id",
        &[
            &entry.address.as_str(),
            &entry.url,
            &publisher.0,
            &now.0,
            &entry.title,
            &entry.standfirst,
            &serde_json::to_string(&entry.authors)?,
            &serde_json::to_string(&entry.categories)?,
            &entry.published.0,
            &picture,
        ],
    )
    .await?;
    let id = ArticleId(begun.try_get(0)?);
    enqueue(db, Stage::Scrape, id.0, &entry.lane, now).await?;
    polled.new_articles += 1;
    Ok(id)
}

pub(super) async fn fail_poll(
    db: &impl GenericClient,
    lease: &Lease,
    failure: &PollFailure,
    now: &Millis,
) -> Result<()> {
    check(db, lease).await?;
    execute(
        db,
        "UPDATE source SET attempt_ms = $2, failures = failures + 1,
             failing_since_ms = coalesce(failing_since_ms, $2), problem_code = $3, problem = $4, retired = $5
         WHERE id = $1",
        &[
            &failure.source.0,
            &now.0,
            &failure.problem.code,
            &failure.problem.sentence,
            &i64::from(failure.next_poll.is_none()),
        ],
    )
    .await?;
    reschedule(db, Stage::Poll, failure.source.0, failure.next_poll.unwrap_or(Millis::NEVER)).await
}
