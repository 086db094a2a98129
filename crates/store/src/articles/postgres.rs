//! Articles in PostgreSQL.

use coranto_model::{ArticleId, CanonicalAddress, Language, Millis, StoryId};
use deadpool_postgres::GenericClient;
use serde::de::DeserializeOwned;
use tokio_postgres::Row;

use super::body::{compress, decompress, decompress_bytes, longest_text};
use super::{
    AnalyseSubject, Analysed, Article, ArticleLine, FEED_BODIES, Origin, RawPage, Saved, ScrapeSubject,
    Scraped, Totals, content_hash, reprocessing, state,
};
use crate::Result;
use crate::changes::{ChangeKind, postgres::log};
use crate::postgres::{count, execute, optional_row, row, rows, small_count};
use crate::publishers::COLUMNS as PUBLISHER_COLUMNS;
use crate::publishers::postgres::{learn_publisher, publisher_at};
use crate::stories::postgres::refresh_story;
use crate::tasks::postgres::{bury, check, enqueue, finish};
use crate::tasks::{Lane, Lease, Stage, Task};

pub(super) async fn scrape_subject(db: &impl GenericClient, id: &ArticleId) -> Result<Option<ScrapeSubject>> {
    let found = optional_row(
        db,
        "SELECT article.url, article.address, article.title, article.standfirst, article.authors, article.keywords,
                article.published_ms, article.picture, publisher.domain, article.first_seen_ms, article.rights
         FROM article JOIN publisher ON publisher.id = article.publisher_id
         WHERE article.id = $1 AND article.state <> 'duplicate'",
        &[&id.0],
    )
    .await?;
    let Some(row) = found else { return Ok(None) };
    let sql = "SELECT body FROM entry WHERE article_id = $1 ORDER BY length(body) DESC LIMIT $2";
    let bodies = rows(db, sql, &[&id.0, &FEED_BODIES]).await?;
    let bodies = bodies.iter().map(|row| Ok(row.try_get(0)?)).collect::<Result<Vec<_>>>()?;
    Ok(Some(ScrapeSubject {
        id: *id,
        url: row.try_get(0)?,
        address: CanonicalAddress::from_stored(row.try_get(1)?),
        title: row.try_get(2)?,
        standfirst: row.try_get(3)?,
        authors: json(&row, 4)?,
        keywords: json(&row, 5)?,
        published: Millis(row.try_get(6)?),
        picture: optional_json(&row, 7)?,
        publisher_domain: row.try_get(8)?,
        first_seen: Millis(row.try_get(9)?),
        rights: json(&row, 10)?,
        feed_body: longest_text(&bodies)?,
    }))
}

fn json<T: DeserializeOwned>(row: &Row, at: usize) -> Result<T> {
    Ok(serde_json::from_str(row.try_get(at)?)?)
}

fn optional_json<T: DeserializeOwned>(row: &Row, at: usize) -> Result<Option<T>> {
    let text: Option<&str> = row.try_get(at)?;
    Ok(text.map(serde_json::from_str).transpose()?)
}

pub(super) async fn raw_page(db: &impl GenericClient, id: &ArticleId) -> Result<Option<RawPage>> {
    let sql = "SELECT fetched_ms, url, content_type, robots_header, body FROM raw_page WHERE article_id = $1";
    let Some(row) = optional_row(db, sql, &[&id.0]).await? else { return Ok(None) };
    Ok(Some(RawPage {
        fetched: Millis(row.try_get(0)?),
        url: row.try_get(1)?,
        content_type: row.try_get(2)?,
        robots_header: row.try_get(3)?,
        body: decompress_bytes(row.try_get(4)?)?,
    }))
}

pub(super) async fn finish_scrape(
    db: &impl GenericClient,
    lease: &Lease,
    task: &Task,
    scraped: &Scraped,
    now: &Millis,
) -> Result<Saved> {
    check(db, lease).await?;
    let id = task.article();
    if let Some(first) = holder_of_address(db, id, scraped.address.as_ref()).await? {
        finish(db, task.stage, id.0).await?;
        become_duplicate(db, id, first, *now).await?;
        return Ok(Saved::DuplicateOf(first));
    }
    if let Some(facts) = &scraped.publisher {
        learn_publisher(db, facts, now).await?;
    }
    let saved = save_version(db, id, scraped, *now).await?;
    save_content(db, id, scraped).await?;
    if let Some(page) = &scraped.page {
        save_raw_page(db, id, page).await?;
    }
    if scraped.content.rights.withdrawn {
        withdraw(db, id, *now).await?;
        return Ok(saved);
    }
    match &scraped.problem {
        Some(problem) => bury(db, task, problem, *now).await?,
        None => finish(db, task.stage, id.0).await?,
    }
    enqueue(db, Stage::Analyse, id.0, &Lane::compute(id), *now).await?;
    Ok(saved)
}

/// The other article that has `address` already. Where nobody has it, or only a duplicate of `id`, `id` goes on.
async fn holder_of_address(
    db: &impl GenericClient,
    id: ArticleId,
    address: Option<&CanonicalAddress>,
) -> Result<Option<ArticleId>> {
    let Some(address) = address else { return Ok(None) };
    // Locked in one order: of two that state each other's address at once, the second sees what became of the first.
    let sql =
        "SELECT id, coalesce(same_as, id) FROM article WHERE id = $1 OR address = $2 ORDER BY id FOR UPDATE";
    for row in rows(db, sql, &[&id.0, &address.as_str()]).await? {
        let (found, holder) = (ArticleId(row.try_get(0)?), ArticleId(row.try_get(1)?));
        if found != id {
            return Ok((holder != id).then_some(holder));
        }
    }
    execute(db, "UPDATE article SET address = $2 WHERE id = $1", &[&id.0, &address.as_str()]).await?;
    Ok(None)
}

/// The publisher took it back: nobody reads it any more. Its task is done, and no other waits for it.
async fn withdraw(db: &impl GenericClient, id: ArticleId, now: Millis) -> Result<()> {
    leave(db, id, "UPDATE article SET state = 'withdrawn' WHERE id = $1", now).await
}

/// Takes an article that is no longer one out of what is to do and out of its story; `sql` says what becomes of it.
async fn leave(db: &impl GenericClient, id: ArticleId, sql: &str, now: Millis) -> Result<()> {
    let story: Option<i64> =
        row(db, "SELECT story_id FROM article WHERE id = $1", &[&id.0]).await?.try_get(0)?;
    execute(db, sql, &[&id.0]).await?;
    execute(db, "UPDATE article SET story_id = NULL WHERE id = $1", &[&id.0]).await?;
    execute(db, "DELETE FROM task WHERE subject = $1 AND stage <> 'poll'", &[&id.0]).await?;
    log(db, ChangeKind::ArticleWithdrawn, id.0, now).await?;
    if let Some(story) = story.map(StoryId) {
        refresh_story(db, story).await?;
        log(db, ChangeKind::StorySaved, story.0, now).await?;
    }
    Ok(())
}

/// The article's own address stays with it as a duplicate, so that the next poll that names it finds the way.
async fn become_duplicate(
    db: &impl GenericClient,
    id: ArticleId,
    first: ArticleId,
    now: Millis,
) -> Result<()> {
    for sql in [
        "UPDATE article SET same_as = $2 WHERE id = $1 OR same_as = $1",
        "UPDATE entry SET article_id = $2 WHERE article_id = $1",
    ] {
        execute(db, sql, &[&id.0, &first.0]).await?;
    }
    leave(db, id, "UPDATE article SET state = 'duplicate' WHERE id = $1", now).await
}

/// Adds a version where the text is new.
async fn save_version(
    db: &impl GenericClient,
    id: ArticleId,
    scraped: &Scraped,
    now: Millis,
) -> Result<Saved> {
    let content = &scraped.content;
    let hash = content_hash(content);
    let sql = "SELECT version, hash FROM version WHERE article_id = $1 ORDER BY version DESC LIMIT 1";
    let mut version = 1_i64;
    if let Some(newest) = optional_row(db, sql, &[&id.0]).await? {
        if newest.try_get::<_, &[u8]>(1)? == hash {
            return Ok(Saved::Same);
        }
        version = newest.try_get::<_, i64>(0)? + 1;
    }
    let fetched = scraped.page.as_ref().map_or(now, |page| page.fetched);
    execute(
        db,
        "INSERT INTO version (article_id, version, fetched_ms, hash, title, standfirst, body, algorithm)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &id.0,
            &version,
            &fetched.0,
            &hash.as_slice(),
            &content.title,
            &content.standfirst,
            &compress(&content.body)?,
            &scraped.algorithm,
        ],
    )
    .await?;
    Ok(Saved::Version(version))
}

async fn save_content(db: &impl GenericClient, id: ArticleId, scraped: &Scraped) -> Result<()> {
    let content = &scraped.content;
    execute(
        db,
        "UPDATE article SET version = (SELECT max(version) FROM version WHERE article_id = $1), origin = $2,
             title = $3, standfirst = $4, authors = $5, keywords = $6, section_words = $7, published_ms = $8,
             modified_ms = $9, language = coalesce($10, language), kind = $11, picture = $12, words = $13,
             rights = $14, extract_version = $15
         WHERE id = $1",
        &[
            &id.0,
            &content.origin.as_str(),
            &content.title,
            &content.standfirst,
            &serde_json::to_string(&content.authors)?,
            &serde_json::to_string(&content.keywords)?,
            &serde_json::to_string(&content.section_words)?,
            &content.published.0,
            &content.modified.map(|at| at.0),
            &content.language.map(String::from),
            &content.kind,
            &content.picture.as_ref().map(serde_json::to_string).transpose()?,
            &i64::from(content.words),
            &serde_json::to_string(&content.rights)?,
            &scraped.algorithm,
        ],
    )
    .await?;
    Ok(())
}

async fn save_raw_page(db: &impl GenericClient, id: ArticleId, page: &RawPage) -> Result<()> {
    execute(
        db,
        "INSERT INTO raw_page (article_id, fetched_ms, url, content_type, robots_header, body)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (article_id) DO UPDATE SET fetched_ms = excluded.fetched_ms, url = excluded.url,
             content_type = excluded.content_type, robots_header = excluded.robots_header, body = excluded.body",
        &[&id.0, &page.fetched.0, &page.url, &page.content_type, &page.robots_header, &compress(&page.body)?],
    )
    .await?;
    Ok(())
}

pub(super) async fn analyse_subject(
    db: &impl GenericClient,
    id: &ArticleId,
) -> Result<Option<AnalyseSubject>> {
    let found = optional_row(
        db,
        "SELECT article.title, article.standfirst, version.body, article.section_words, article.keywords,
                article.url, article.language
         FROM article JOIN version ON version.article_id = article.id AND version.version = article.version
         WHERE article.id = $1 AND article.state <> 'duplicate'",
        &[&id.0],
    )
    .await?;
    let Some(row) = found else { return Ok(None) };
    let mut section_words: Vec<String> = json(&row, 3)?;
    section_words.extend(json::<Vec<String>>(&row, 4)?);
    Ok(Some(AnalyseSubject {
        id: *id,
        title: row.try_get(0)?,
        standfirst: row.try_get(1)?,
        body: decompress(row.try_get(2)?)?,
        section_words,
        url: row.try_get(5)?,
        claimed_language: language_at(&row, 6)?,
    }))
}

fn language_at(row: &Row, at: usize) -> Result<Option<Language>> {
    let code: Option<&str> = row.try_get(at)?;
    Ok(code.and_then(|code| code.parse().ok()))
}

pub(super) async fn finish_analyse(
    db: &impl GenericClient,
    lease: &Lease,
    task: &Task,
    analysed: &Analysed,
    now: &Millis,
) -> Result<()> {
    check(db, lease).await?;
    let id = task.article();
    let section = analysed.section.map(coranto_model::Section::slug);
    let updated = execute(
        db,
        "UPDATE article SET language = $2, section = $3, analyse_version = $4 WHERE id = $1 AND state <> 'duplicate'",
        &[&id.0, &analysed.language.as_str(), &section, &analysed.algorithm],
    )
    .await?;
    finish(db, task.stage, id.0).await?;
    if updated == 1 {
        enqueue(db, Stage::File, id.0, &Lane::file(), *now).await?;
    }
    Ok(())
}

pub(super) async fn drop_task(db: &impl GenericClient, lease: &Lease, task: &Task) -> Result<()> {
    check(db, lease).await?;
    finish(db, task.stage, task.subject).await
}

pub(super) async fn article(db: &impl GenericClient, id: &ArticleId) -> Result<Option<Article>> {
    let sql = format!(
        "SELECT article.url, article.state, article.same_as, article.version, article.origin, article.title,
                article.standfirst, article.authors, article.keywords, article.published_ms, article.modified_ms,
                article.first_seen_ms, article.language, article.section, article.kind, article.picture,
                article.words, article.rights, article.story_id, version.body, {PUBLISHER_COLUMNS}
         FROM article JOIN publisher ON publisher.id = article.publisher_id
         LEFT JOIN version ON version.article_id = article.id AND version.version = article.version
         WHERE article.id = $1"
    );
    let Some(row) = optional_row(db, &sql, &[&id.0]).await? else { return Ok(None) };
    let section: Option<String> = row.try_get(13)?;
    let body: Option<&[u8]> = row.try_get(19)?;
    Ok(Some(Article {
        id: *id,
        url: row.try_get(0)?,
        state: state(row.try_get(1)?, row.try_get(2)?)?,
        version: row.try_get(3)?,
        origin: Origin::parse(row.try_get(4)?),
        title: row.try_get(5)?,
        standfirst: row.try_get(6)?,
        authors: json(&row, 7)?,
        keywords: json(&row, 8)?,
        published: Millis(row.try_get(9)?),
        modified: row.try_get::<_, Option<i64>>(10)?.map(Millis),
        first_seen: Millis(row.try_get(11)?),
        language: language_at(&row, 12)?,
        section: section.and_then(|slug| slug.parse().ok()),
        kind: row.try_get(14)?,
        picture: optional_json(&row, 15)?,
        words: small_count(&row, 16)?,
        rights: json(&row, 17)?,
        story: row.try_get::<_, Option<i64>>(18)?.map(StoryId),
        body: body.map_or_else(|| Ok(String::new()), decompress)?,
        publisher: publisher_at(&row, 20)?,
    }))
}

pub(super) async fn live_articles(
    db: &impl GenericClient,
    after: &ArticleId,
    limit: &u32,
) -> Result<Vec<ArticleLine>> {
    let sql = "SELECT id, url, title, published_ms, rights FROM article
               WHERE id > $1 AND state = 'live' ORDER BY id LIMIT $2";
    let line = |row: &Row| -> Result<ArticleLine> {
        Ok(ArticleLine {
            id: ArticleId(row.try_get(0)?),
            url: row.try_get(1)?,
            title: row.try_get(2)?,
            published: Millis(row.try_get(3)?),
            rights: json(row, 4)?,
        })
    };
    rows(db, sql, &[&after.0, &i64::from(*limit)]).await?.iter().map(line).collect()
}

pub(super) async fn totals(db: &impl GenericClient) -> Result<Totals> {
    let totals = row(
        db,
        "SELECT live.articles, live.newest, known.publishers, known.countries,
             (SELECT count(DISTINCT subject) FROM task WHERE stage <> 'poll' AND dead_ms IS NULL),
             (SELECT count(*) FROM source WHERE retired = 0)
         FROM (SELECT count(*) AS articles, max(published_ms) AS newest FROM article WHERE state = 'live') AS live,
              (SELECT count(*) AS publishers, count(DISTINCT country) AS countries FROM publisher WHERE EXISTS
                   (SELECT 1 FROM article WHERE publisher_id = publisher.id AND state = 'live')) AS known",
        &[],
    )
    .await?;
    Ok(Totals {
        live: count(&totals, 0)?,
        newest: totals.try_get::<_, Option<i64>>(1)?.map(Millis),
        publishers: count(&totals, 2)?,
        countries: count(&totals, 3)?,
        on_their_way: count(&totals, 4)?,
        sources: count(&totals, 5)?,
    })
}

pub(super) async fn reprocess(
    db: &impl GenericClient,
    stage: &Stage,
    version: &i64,
    now: &Millis,
) -> Result<u64> {
    let (stage, condition) = reprocessing(*stage);
    let sql = format!(
        "SELECT id FROM article WHERE state = 'live' AND {condition} < $1 AND NOT EXISTS
             (SELECT 1 FROM task WHERE task.subject = article.id AND task.stage <> 'poll' AND task.dead_ms IS NULL)"
    );
    let old = rows(db, &sql, &[version]).await?;
    for row in &old {
        let id = ArticleId(row.try_get(0)?);
        let lane = if stage == Stage::File { Lane::file() } else { Lane::compute(id) };
        enqueue(db, stage, id.0, &lane, *now).await?;
    }
    Ok(old.len() as u64)
}

pub(super) async fn purge_raw_pages(db: &impl GenericClient, before: &Millis, limit: &u32) -> Result<u64> {
    execute(
        db,
        "DELETE FROM raw_page WHERE article_id IN
             (SELECT article_id FROM raw_page WHERE fetched_ms < $1 ORDER BY fetched_ms LIMIT $2)",
        &[&before.0, &i64::from(*limit)],
    )
    .await
}
