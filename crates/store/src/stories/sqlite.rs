//! Stories and cards in SQLite.

use coranto_model::{ArticleId, Country, Language, Millis, PublisherId, Section, StoryId};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::{COLUMNS, Card, FileSubject, Filed, FrontQuery, editions_of};
use crate::Result;
use crate::changes::{ChangeKind, sqlite::log};
use crate::tasks::sqlite::{check, finish};
use crate::tasks::{Lease, Task};

pub(super) fn file_subject(db: &Connection, id: &ArticleId) -> Result<Option<FileSubject>> {
    let found = db
        .prepare_cached("SELECT story_id FROM article WHERE id = ?1 AND state IN ('new', 'live')")?
        .query_row([id.0], |row| row.get::<_, Option<i64>>(0))
        .optional()?;
    Ok(found.map(|story| FileSubject { id: *id, story: story.map(StoryId) }))
}

pub(super) fn finish_file(
    db: &Connection,
    lease: &Lease,
    task: &Task,
    filed: &Filed,
    now: &Millis,
) -> Result<Option<StoryId>> {
    check(db, lease)?;
    let article = task.article();
    finish(db, task.stage, article.0)?;
    let Some(FileSubject { story: before, .. }) = file_subject(db, &article)? else { return Ok(None) };
    let story = match filed.story {
        Some(story) => story,
        None => begin_story(db, article)?,
    };
    db.prepare_cached(
        "INSERT INTO filing (article_id, story_id, fence, algorithm, filed_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![article.0, story.0, lease.fence, filed.algorithm, now.0])?;
    db.prepare_cached("UPDATE article SET state = 'live', story_id = ?2, file_version = ?3 WHERE id = ?1")?
        .execute(params![article.0, story.0, filed.algorithm])?;
    log(db, ChangeKind::ArticleSaved, article.0, *now)?;
    for changed in before.filter(|before| *before != story).into_iter().chain([story]) {
        refresh_story(db, changed)?;
        log(db, ChangeKind::StorySaved, changed.0, *now)?;
    }
    Ok(Some(story))
}

fn begin_story(db: &Connection, article: ArticleId) -> Result<StoryId> {
    db.prepare_cached(
        "INSERT INTO story (article_id, articles, publishers, newest_ms, language)
         SELECT id, 0, 0, published_ms, coalesce(language, 'en') FROM article WHERE id = ?1",
    )?
    .execute([article.0])?;
    Ok(StoryId(db.last_insert_rowid()))
}

/// Works out what the story's row says from its articles. The newest article leads; where none is left, the last one
/// that led stays named.
pub(crate) fn refresh_story(db: &Connection, story: StoryId) -> Result<()> {
    db.prepare_cached("UPDATE story SET articles = 0, publishers = 0 WHERE id = ?1")?.execute([story.0])?;
    db.prepare_cached(
        "UPDATE story SET article_id = lead.id, articles = total.articles, publishers = total.publishers,
             newest_ms = lead.published_ms, language = coalesce(lead.language, 'en'), country = lead.country,
             section = lead.section
         FROM (SELECT article.id, article.published_ms, article.language, article.section, publisher.country
               FROM article JOIN publisher ON publisher.id = article.publisher_id
               WHERE article.story_id = ?1 AND article.state = 'live'
               ORDER BY article.published_ms DESC, article.id DESC LIMIT 1) AS lead,
              (SELECT count(*) AS articles, count(DISTINCT publisher_id) AS publishers FROM article
               WHERE story_id = ?1 AND state = 'live') AS total
         WHERE story.id = ?1",
    )?
    .execute([story.0])?;
    Ok(())
}

fn card(row: &Row<'_>) -> Result<Card> {
    let language: Option<String> = row.get(8)?;
    let section: Option<String> = row.get(9)?;
    let picture: Option<String> = row.get(11)?;
    let country: Option<String> = row.get(18)?;
    Ok(Card {
        story: row.get::<_, Option<i64>>(0)?.map(StoryId),
        articles: row.get(1)?,
        publishers: row.get(2)?,
        article: ArticleId(row.get(3)?),
        url: row.get(4)?,
        title: row.get(5)?,
        standfirst: row.get(6)?,
        published: Millis(row.get(7)?),
        language: language.and_then(|code| code.parse().ok()),
        section: section.and_then(|slug| slug.parse().ok()),
        kind: row.get(10)?,
        picture: picture.map(|text| serde_json::from_str(&text)).transpose()?,
        words: row.get(12)?,
        rights: serde_json::from_str(row.get_ref(13)?.as_str().unwrap_or_default())?,
        publisher: PublisherId(row.get(14)?),
        publisher_domain: row.get(15)?,
        publisher_name: row.get(16)?,
        publisher_icon: row.get(17)?,
        publisher_country: country.and_then(|code| code.parse().ok()),
    })
}

fn cards(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Card>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut cards = Vec::new();
    while let Some(row) = rows.next()? {
        cards.push(card(row)?);
    }
    Ok(cards)
}

pub(super) fn front(db: &Connection, query: &FrontQuery) -> Result<Vec<Card>> {
    let language = query.language.as_str();
    let country = query.country.map(String::from);
    let section = query.section.map(Section::slug);
    let mut condition = String::from("story.language = ?1");
    let mut parameters: Vec<&dyn ToSql> = vec![&language, &query.limit];
    if let Some(country) = &country {
        parameters.push(country);
        condition.push_str(&format!(" AND story.country = ?{}", parameters.len()));
    }
    if let Some(section) = &section {
        parameters.push(section);
        condition.push_str(&format!(" AND story.section = ?{}", parameters.len()));
    }
    cards(
        db,
        &format!(
            "SELECT {COLUMNS} FROM story JOIN article ON article.id = story.article_id
             JOIN publisher ON publisher.id = article.publisher_id
             WHERE {condition} AND story.articles > 0 AND article.state = 'live'
             ORDER BY story.newest_ms DESC LIMIT ?2"
        ),
        parameters.as_slice(),
    )
}

pub(super) fn story_cards(db: &Connection, story: &StoryId) -> Result<Vec<Card>> {
    cards(
        db,
        &format!(
            "SELECT {COLUMNS} FROM article JOIN publisher ON publisher.id = article.publisher_id
             LEFT JOIN story ON story.id = article.story_id
             WHERE article.story_id = ?1 AND article.state = 'live' ORDER BY article.published_ms DESC LIMIT 200"
        ),
        [story.0],
    )
}

pub(super) fn publisher_cards(
    db: &Connection,
    publisher: &PublisherId,
    before: &(Millis, ArticleId),
    limit: &u32,
) -> Result<Vec<Card>> {
    cards(
        db,
        &format!(
            "SELECT {COLUMNS} FROM article JOIN publisher ON publisher.id = article.publisher_id
             LEFT JOIN story ON story.id = article.story_id
             WHERE article.publisher_id = ?1 AND article.state = 'live'
                 AND (article.published_ms, article.id) < (?2, ?3)
             ORDER BY article.published_ms DESC, article.id DESC LIMIT ?4"
        ),
        params![publisher.0, before.0.0, before.1.0, limit],
    )
}

pub(super) fn editions(db: &Connection) -> Result<Vec<(Language, Option<Country>)>> {
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT language, coalesce(country, '') FROM story WHERE articles > 0 ORDER BY 1, 2",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    editions_of(rows.collect::<rusqlite::Result<_>>()?)
}
