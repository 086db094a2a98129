//! Articles in SQLite.

use coranto_model::{ArticleId, CanonicalAddress, Language, Millis, StoryId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::body::{compress, decompress, decompress_bytes, longest_text};
use super::{
    AnalyseSubject, Analysed, Article, ArticleLine, FEED_BODIES, Origin, RawPage, Saved, ScrapeSubject,
    Scraped, Totals, content_hash, reprocessing, state,
};
use crate::Result;
use crate::changes::{ChangeKind, sqlite::log};
use crate::publishers::COLUMNS as PUBLISHER_COLUMNS;
use crate::publishers::sqlite::{learn_publisher, publisher_at};
use crate::stories::sqlite::refresh_story;
use crate::tasks::sqlite::{bury, check, enqueue, finish};
use crate::tasks::{Lane, Lease, Stage, Task};

pub(super) fn scrape_subject(db: &Connection, id: &ArticleId) -> Result<Option<ScrapeSubject>> {
    let mut statement = db.prepare_cached(
        "SELECT article.url, article.address, article.title, article.standfirst, article.authors, article.keywords,
                article.published_ms, article.picture, publisher.domain, article.first_seen_ms, article.rights
         FROM article JOIN publisher ON publisher.id = article.publisher_id
         WHERE article.id = ?1 AND article.state <> 'duplicate'",
    )?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let subject = ScrapeSubject {
        id: *id,
        url: row.get(0)?,
        address: CanonicalAddress::from_stored(row.get(1)?),
        title: row.get(2)?,
        standfirst: row.get(3)?,
        authors: json(row, 4)?,
        keywords: json(row, 5)?,
        published: Millis(row.get(6)?),
        picture: optional_json(row, 7)?,
        publisher_domain: row.get(8)?,
        first_seen: Millis(row.get(9)?),
        rights: json(row, 10)?,
        feed_body: feed_body(db, *id)?,
    };
    Ok(Some(subject))
}

/// The longest text that an entry carried.
fn feed_body(db: &Connection, id: ArticleId) -> Result<String> {
    let mut statement = db
        .prepare_cached("SELECT body FROM entry WHERE article_id = ?1 ORDER BY length(body) DESC LIMIT ?2")?;
    let packed = statement.query_map(params![id.0, FEED_BODIES], |row| row.get(0))?;
    longest_text(&packed.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T> {
    Ok(serde_json::from_str(row.get_ref(at)?.as_str().unwrap_or_default())?)
}

fn optional_json<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<Option<T>> {
    let text: Option<String> = row.get(at)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

pub(super) fn raw_page(db: &Connection, id: &ArticleId) -> Result<Option<RawPage>> {
    let mut statement = db.prepare_cached(
        "SELECT fetched_ms, url, content_type, robots_header, body FROM raw_page WHERE article_id = ?1",
    )?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(RawPage {
        fetched: Millis(row.get(0)?),
        url: row.get(1)?,
        content_type: row.get(2)?,
        robots_header: row.get(3)?,
        body: decompress_bytes(row.get_ref(4)?.as_blob().unwrap_or_default())?,
    }))
}

pub(super) fn finish_scrape(
    db: &Connection,
    lease: &Lease,
    task: &Task,
    scraped: &Scraped,
    now: &Millis,
) -> Result<Saved> {
    check(db, lease)?;
    let id = task.article();
    if let Some(first) = holder_of_address(db, id, scraped.address.as_ref())? {
        finish(db, task.stage, id.0)?;
        become_duplicate(db, id, first, *now)?;
        return Ok(Saved::DuplicateOf(first));
    }
    if let Some(facts) = &scraped.publisher {
        learn_publisher(db, facts, now)?;
    }
    let saved = save_version(db, id, scraped, *now)?;
    save_content(db, id, scraped)?;
    if let Some(page) = &scraped.page {
        save_raw_page(db, id, page)?;
    }
    if scraped.content.rights.withdrawn {
        withdraw(db, id, *now)?;
        return Ok(saved);
    }
    match &scraped.problem {
        Some(problem) => bury(db, task, problem, *now)?,
        None => finish(db, task.stage, id.0)?,
    }
    enqueue(db, Stage::Analyse, id.0, &Lane::compute(id), *now)?;
    Ok(saved)
}

/// The other article that has `address` already. Where nobody has it, or only a duplicate of `id`, `id` goes on.
fn holder_of_address(
    db: &Connection,
    id: ArticleId,
    address: Option<&CanonicalAddress>,
) -> Result<Option<ArticleId>> {
    let Some(address) = address else { return Ok(None) };
    let holder = db
        .prepare_cached("SELECT coalesce(same_as, id) FROM article WHERE address = ?1")?
        .query_row([address.as_str()], |row| row.get(0).map(ArticleId))
        .optional()?;
    if let Some(holder) = holder {
        return Ok((holder != id).then_some(holder));
    }
    db.execute("UPDATE article SET address = ?2 WHERE id = ?1", params![id.0, address.as_str()])?;
    Ok(None)
}

/// The publisher took it back: nobody reads it any more. Its task is done, and no other waits for it.
fn withdraw(db: &Connection, id: ArticleId, now: Millis) -> Result<()> {
    leave(db, id, "UPDATE article SET state = 'withdrawn' WHERE id = ?1", now)
}

/// Takes an article that is no longer one out of what is to do and out of its story; `sql` says what becomes of it.
fn leave(db: &Connection, id: ArticleId, sql: &str, now: Millis) -> Result<()> {
    let story: Option<i64> =
        db.query_row("SELECT story_id FROM article WHERE id = ?1", [id.0], |row| row.get(0))?;
    db.execute(sql, [id.0])?;
    db.execute("UPDATE article SET story_id = NULL WHERE id = ?1", [id.0])?;
    db.execute("DELETE FROM task WHERE subject = ?1 AND stage <> 'poll'", [id.0])?;
    log(db, ChangeKind::ArticleWithdrawn, id.0, now)?;
    if let Some(story) = story.map(StoryId) {
        refresh_story(db, story)?;
        log(db, ChangeKind::StorySaved, story.0, now)?;
    }
    Ok(())
}

/// The article's own address stays with it as a duplicate, so that the next poll that names it finds the way.
fn become_duplicate(db: &Connection, id: ArticleId, first: ArticleId, now: Millis) -> Result<()> {
    for sql in [
        "UPDATE article SET same_as = ?2 WHERE id = ?1 OR same_as = ?1",
        "UPDATE entry SET article_id = ?2 WHERE article_id = ?1",
    ] {
        db.execute(sql, params![id.0, first.0])?;
    }
    leave(db, id, "UPDATE article SET state = 'duplicate' WHERE id = ?1", now)
}

/// Adds a version where the text is new.
fn save_version(db: &Connection, id: ArticleId, scraped: &Scraped, now: Millis) -> Result<Saved> {
    let content = &scraped.content;
    let hash = content_hash(content);
    let newest = db
        .prepare_cached(
            "SELECT version, hash FROM version WHERE article_id = ?1 ORDER BY version DESC LIMIT 1",
        )?
        .query_row([id.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    if newest.is_some_and(|(_, known)| known == hash) {
        return Ok(Saved::Same);
    }
    let version = newest.map_or(1, |(version, _)| version + 1);
    let fetched = scraped.page.as_ref().map_or(now, |page| page.fetched);
    db.prepare_cached(
        "INSERT INTO version (article_id, version, fetched_ms, hash, title, standfirst, body, algorithm)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        id.0,
        version,
        fetched.0,
        hash,
        content.title,
        content.standfirst,
        compress(&content.body)?,
        scraped.algorithm
    ])?;
    Ok(Saved::Version(version))
}

fn save_content(db: &Connection, id: ArticleId, scraped: &Scraped) -> Result<()> {
    let content = &scraped.content;
    db.prepare_cached(
        "UPDATE article SET version = (SELECT max(version) FROM version WHERE article_id = ?1), origin = ?2,
             title = ?3, standfirst = ?4, authors = ?5, keywords = ?6, section_words = ?7, published_ms = ?8,
             modified_ms = ?9, language = coalesce(?10, language), kind = ?11, picture = ?12, words = ?13,
             rights = ?14, extract_version = ?15
         WHERE id = ?1",
    )?
    .execute(params![
        id.0,
        content.origin.as_str(),
        content.title,
        content.standfirst,
        serde_json::to_string(&content.authors)?,
        serde_json::to_string(&content.keywords)?,
        serde_json::to_string(&content.section_words)?,
        content.published.0,
        content.modified.map(|at| at.0),
        content.language.map(String::from),
        content.kind,
        content.picture.as_ref().map(serde_json::to_string).transpose()?,
        content.words,
        serde_json::to_string(&content.rights)?,
        scraped.algorithm,
    ])?;
    Ok(())
}

fn save_raw_page(db: &Connection, id: ArticleId, page: &RawPage) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO raw_page (article_id, fetched_ms, url, content_type, robots_header, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (article_id) DO UPDATE SET fetched_ms = excluded.fetched_ms, url = excluded.url,
             content_type = excluded.content_type, robots_header = excluded.robots_header, body = excluded.body",
    )?
    .execute(params![
        id.0,
        page.fetched.0,
        page.url,
        page.content_type,
        page.robots_header,
        compress(&page.body)?
    ])?;
    Ok(())
}

pub(super) fn analyse_subject(db: &Connection, id: &ArticleId) -> Result<Option<AnalyseSubject>> {
    let mut statement = db.prepare_cached(
        "SELECT article.title, article.standfirst, version.body, article.section_words, article.keywords,
                article.url, article.language
         FROM article JOIN version ON version.article_id = article.id AND version.version = article.version
         WHERE article.id = ?1 AND article.state <> 'duplicate'",
    )?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let mut section_words: Vec<String> = json(row, 3)?;
    section_words.extend(json::<Vec<String>>(row, 4)?);
    Ok(Some(AnalyseSubject {
        id: *id,
        title: row.get(0)?,
        standfirst: row.get(1)?,
        body: decompress(row.get_ref(2)?.as_blob().unwrap_or_default())?,
        section_words,
        url: row.get(5)?,
        claimed_language: language_at(row, 6)?,
    }))
}

fn language_at(row: &Row<'_>, at: usize) -> Result<Option<Language>> {
    let code: Option<String> = row.get(at)?;
    Ok(code.and_then(|code| code.parse().ok()))
}

pub(super) fn finish_analyse(
    db: &Connection,
    lease: &Lease,
    task: &Task,
    analysed: &Analysed,
    now: &Millis,
) -> Result<()> {
    check(db, lease)?;
    let id = task.article();
    let mut update = db.prepare_cached(
        "UPDATE article SET language = ?2, section = ?3, analyse_version = ?4 WHERE id = ?1 AND state <> 'duplicate'",
    )?;
    let is_there = update.execute(params![
        id.0,
        analysed.language.as_str(),
        analysed.section.map(coranto_model::Section::slug),
        analysed.algorithm
    ])? == 1;
    finish(db, task.stage, id.0)?;
    if is_there {
        enqueue(db, Stage::File, id.0, &Lane::file(), *now)?;
    }
    Ok(())
}

pub(super) fn drop_task(db: &Connection, lease: &Lease, task: &Task) -> Result<()> {
    check(db, lease)?;
    finish(db, task.stage, task.subject)
}

pub(super) fn article(db: &Connection, id: &ArticleId) -> Result<Option<Article>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT article.url, article.state, article.same_as, article.version, article.origin, article.title,
                article.standfirst, article.authors, article.keywords, article.published_ms, article.modified_ms,
                article.first_seen_ms, article.language, article.section, article.kind, article.picture,
                article.words, article.rights, article.story_id, version.body, {PUBLISHER_COLUMNS}
         FROM article JOIN publisher ON publisher.id = article.publisher_id
         LEFT JOIN version ON version.article_id = article.id AND version.version = article.version
         WHERE article.id = ?1"
    ))?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let section: Option<String> = row.get(13)?;
    let body: Option<Vec<u8>> = row.get(19)?;
    Ok(Some(Article {
        id: *id,
        url: row.get(0)?,
        state: state(row.get_ref(1)?.as_str().unwrap_or_default(), row.get(2)?)?,
        version: row.get(3)?,
        origin: Origin::parse(row.get_ref(4)?.as_str().unwrap_or_default()),
        title: row.get(5)?,
        standfirst: row.get(6)?,
        authors: json(row, 7)?,
        keywords: json(row, 8)?,
        published: Millis(row.get(9)?),
        modified: row.get::<_, Option<i64>>(10)?.map(Millis),
        first_seen: Millis(row.get(11)?),
        language: language_at(row, 12)?,
        section: section.and_then(|slug| slug.parse().ok()),
        kind: row.get(14)?,
        picture: optional_json(row, 15)?,
        words: row.get(16)?,
        rights: json(row, 17)?,
        story: row.get::<_, Option<i64>>(18)?.map(StoryId),
        body: body.map_or_else(|| Ok(String::new()), |packed| decompress(&packed))?,
        publisher: publisher_at(row, 20)?,
    }))
}

pub(super) fn live_articles(db: &Connection, after: &ArticleId, limit: &u32) -> Result<Vec<ArticleLine>> {
    let mut statement = db.prepare_cached(
        "SELECT id, url, title, published_ms, rights FROM article
         WHERE id > ?1 AND state = 'live' ORDER BY id LIMIT ?2",
    )?;
    let mut rows = statement.query(params![after.0, limit])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(ArticleLine {
            id: ArticleId(row.get(0)?),
            url: row.get(1)?,
            title: row.get(2)?,
            published: Millis(row.get(3)?),
            rights: json(row, 4)?,
        });
    }
    Ok(lines)
}

pub(super) fn totals(db: &Connection) -> Result<Totals> {
    let (live, newest) =
        db.query_row("SELECT count(*), max(published_ms) FROM article WHERE state = 'live'", [], |row| {
            Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(Millis)))
        })?;
    let (publishers, countries) = db.query_row(
        "SELECT count(*), count(DISTINCT country) FROM publisher WHERE EXISTS
             (SELECT 1 FROM article WHERE publisher_id = publisher.id AND state = 'live')",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let on_their_way = db.query_row(
        "SELECT count(DISTINCT subject) FROM task WHERE stage <> 'poll' AND dead_ms IS NULL",
        [],
        |row| row.get(0),
    )?;
    let sources = db.query_row("SELECT count(*) FROM source WHERE retired = 0", [], |row| row.get(0))?;
    Ok(Totals { live, on_their_way, publishers, countries, newest, sources })
}

pub(super) fn reprocess(db: &Connection, stage: &Stage, version: &i64, now: &Millis) -> Result<u64> {
    let (stage, condition) = reprocessing(*stage);
    let mut statement = db.prepare(&format!(
        "SELECT id FROM article WHERE state = 'live' AND {condition} < ?1 AND NOT EXISTS
             (SELECT 1 FROM task WHERE task.subject = article.id AND task.stage <> 'poll' AND task.dead_ms IS NULL)"
    ))?;
    let ids = statement.query_map([version], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for id in &ids {
        let lane = if stage == Stage::File { Lane::file() } else { Lane::compute(ArticleId(*id)) };
        enqueue(db, stage, *id, &lane, *now)?;
    }
    Ok(ids.len() as u64)
}

pub(super) fn purge_raw_pages(db: &Connection, before: &Millis, limit: &u32) -> Result<u64> {
    let deleted = db.execute(
        "DELETE FROM raw_page WHERE article_id IN
             (SELECT article_id FROM raw_page WHERE fetched_ms < ?1 ORDER BY fetched_ms LIMIT ?2)",
        params![before.0, limit],
    )?;
    Ok(deleted as u64)
}
