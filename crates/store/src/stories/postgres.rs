//! Stories and cards in PostgreSQL.

use coranto_model::{ArticleId, Country, Language, Millis, PublisherId, Section, StoryId};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::{COLUMNS, Card, FileSubject, Filed, FrontQuery, editions_of};
use crate::changes::{ChangeKind, postgres::log};
use crate::postgres::{Parameters, execute, optional_row, row, rows, small_count};
use crate::tasks::postgres::{check, finish};
use crate::tasks::{Lease, Task};
use crate::{Result, StoreError};

pub(super) async fn file_subject(db: &impl GenericClient, id: &ArticleId) -> Result<Option<FileSubject>> {
    let sql = "SELECT story_id FROM article WHERE id = $1 AND state IN ('new', 'live')";
    let Some(found) = optional_row(db, sql, &[&id.0]).await? else { return Ok(None) };
    let story: Option<i64> = found.try_get(0)?;
    Ok(Some(FileSubject { id: *id, story: story.map(StoryId) }))
}

pub(super) async fn finish_file(
    db: &impl GenericClient,
    lease: &Lease,
    task: &Task,
    filed: &Filed,
    now: &Millis,
) -> Result<Option<StoryId>> {
    check(db, lease).await?;
    let article = task.article();
    finish(db, task.stage, article.0).await?;
    execute(db, "SELECT 1 FROM article WHERE id = $1 FOR UPDATE", &[&article.0]).await?;
    let Some(FileSubject { story: before, .. }) = file_subject(db, &article).await? else { return Ok(None) };
    let story = match filed.story {
        Some(story) => story,
        None => begin_story(db, article).await?,
    };
    execute(
        db,
        "INSERT INTO filing (article_id, story_id, fence, algorithm, filed_ms) VALUES ($1, $2, $3, $4, $5)",
        &[&article.0, &story.0, &lease.fence, &filed.algorithm, &now.0],
    )
    .await?;
    execute(
        db,
        "UPDATE article SET state = 'live', story_id = $2, file_version = $3 WHERE id = $1",
        &[&article.0, &story.0, &filed.algorithm],
    )
    .await?;
    log(db, ChangeKind::ArticleSaved, article.0, *now).await?;
    for changed in before.filter(|before| *before != story).into_iter().chain([story]) {
        refresh_story(db, changed).await?;
        log(db, ChangeKind::StorySaved, changed.0, *now).await?;
    }
    Ok(Some(story))
}

async fn begin_story(db: &impl GenericClient, article: ArticleId) -> Result<StoryId> {
    let begun = row(
        db,
        "INSERT INTO story (article_id, articles, publishers, newest_ms, language)
         SELECT id, 0, 0, published_ms, coalesce(language, 'en') FROM article WHERE id = $1 RETURNING id",
        &[&article.0],
    )
    .await?;
    Ok(StoryId(begun.try_get(0)?))
}

/// Works out what the story's row says from its articles. The newest article leads; where none is left, the last one
/// that led stays named. The first statement also locks the row, so that the second sees what others did to the story.
pub(crate) async fn refresh_story(db: &impl GenericClient, story: StoryId) -> Result<()> {
    execute(db, "UPDATE story SET articles = 0, publishers = 0 WHERE id = $1", &[&story.0]).await?;
    execute(
        db,
        "UPDATE story SET article_id = lead.id, articles = total.articles, publishers = total.publishers,
             newest_ms = lead.published_ms, language = coalesce(lead.language, 'en'), country = lead.country,
             section = lead.section
         FROM (SELECT article.id, article.published_ms, article.language, article.section, publisher.country
               FROM article JOIN publisher ON publisher.id = article.publisher_id
               WHERE article.story_id = $1 AND article.state = 'live'
               ORDER BY article.published_ms DESC, article.id DESC LIMIT 1) AS lead,
              (SELECT count(*) AS articles, count(DISTINCT publisher_id) AS publishers FROM article
               WHERE story_id = $1 AND state = 'live') AS total
         WHERE story.id = $1",
        &[&story.0],
    )
    .await?;
    Ok(())
}

fn card(row: &Row) -> Result<Card> {
    let language: Option<String> = row.try_get(8)?;
    let section: Option<String> = row.try_get(9)?;
    let picture: Option<String> = row.try_get(11)?;
    let country: Option<String> = row.try_get(18)?;
    Ok(Card {
        story: row.try_get::<_, Option<i64>>(0)?.map(StoryId),
        articles: small_count(row, 1)?,
        publishers: small_count(row, 2)?,
        article: ArticleId(row.try_get(3)?),
        url: row.try_get(4)?,
        title: row.try_get(5)?,
        standfirst: row.try_get(6)?,
        published: Millis(row.try_get(7)?),
        language: language.and_then(|code| code.parse().ok()),
        section: section.and_then(|slug| slug.parse().ok()),
        kind: row.try_get(10)?,
        picture: picture.map(|text| serde_json::from_str(&text)).transpose()?,
        words: small_count(row, 12)?,
        rights: serde_json::from_str(row.try_get(13)?)?,
        publisher: PublisherId(row.try_get(14)?),
        publisher_domain: row.try_get(15)?,
        publisher_name: row.try_get(16)?,
        publisher_icon: row.try_get(17)?,
        publisher_country: country.and_then(|code| code.parse().ok()),
    })
}

async fn cards(db: &impl GenericClient, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Card>> {
    rows(db, sql, parameters).await?.iter().map(card).collect()
}

pub(super) async fn front(db: &impl GenericClient, query: &FrontQuery) -> Result<Vec<Card>> {
    let language = query.language.as_str();
    let limit = i64::from(query.limit);
    let country = query.country.map(String::from);
    let section = query.section.map(Section::slug);
    let mut condition = String::from("story.language = $1");
    let mut parameters: Vec<&(dyn tokio_postgres::types::ToSql + Sync)> = vec![&language, &limit];
    if let Some(country) = &country {
        parameters.push(country);
        condition.push_str(&format!(" AND story.country = ${}", parameters.len()));
    }
    if let Some(section) = &section {
        parameters.push(section);
        condition.push_str(&format!(" AND story.section = ${}", parameters.len()));
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM story JOIN article ON article.id = story.article_id
         JOIN publisher ON publisher.id = article.publisher_id
         WHERE {condition} AND story.articles > 0 AND article.state = 'live'
             ORDER BY story.newest_ms DESC LIMIT $2"
    );
    cards(db, &sql, &parameters).await
}

pub(super) async fn story_cards(db: &impl GenericClient, story: &StoryId) -> Result<Vec<Card>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM article JOIN publisher ON publisher.id = article.publisher_id
         LEFT JOIN story ON story.id = article.story_id
         WHERE article.story_id = $1 AND article.state = 'live' ORDER BY article.published_ms DESC LIMIT 200"
    );
    cards(db, &sql, &[&story.0]).await
}

pub(super) async fn publisher_cards(
    db: &impl GenericClient,
    publisher: &PublisherId,
    before: &(Millis, ArticleId),
    limit: &u32,
) -> Result<Vec<Card>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM article JOIN publisher ON publisher.id = article.publisher_id
         LEFT JOIN story ON story.id = article.story_id
         WHERE article.publisher_id = $1 AND article.state = 'live'
             AND (article.published_ms, article.id) < ($2, $3)
         ORDER BY article.published_ms DESC, article.id DESC LIMIT $4"
    );
    cards(db, &sql, &[&publisher.0, &before.0.0, &before.1.0, &i64::from(*limit)]).await
}

pub(super) async fn editions(db: &impl GenericClient) -> Result<Vec<(Language, Option<Country>)>> {
    let sql = "SELECT DISTINCT language, coalesce(country, '') FROM story WHERE articles > 0 ORDER BY 1, 2";
    let pair = |row: &Row| Ok::<_, StoreError>((row.try_get(0)?, row.try_get(1)?));
    let pairs = rows(db, sql, &[]).await?.iter().map(pair).collect::<Result<Vec<_>>>()?;
    editions_of(pairs)
}
