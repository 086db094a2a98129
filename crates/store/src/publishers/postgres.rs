//! Publishers in PostgreSQL.

use coranto_model::{Millis, PublisherId};
use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::{COLUMNS, NameRank, Publisher, PublisherFacts, PublisherLine};
use crate::Result;
use crate::postgres::{count, optional_row, row, rows};

/// Reads [`COLUMNS`] from column `at` on.
pub(crate) fn publisher_at(row: &Row, at: usize) -> Result<Publisher> {
    let language: Option<String> = row.try_get(at + 3)?;
    let country: Option<String> = row.try_get(at + 4)?;
    Ok(Publisher {
        id: PublisherId(row.try_get(at)?),
        domain: row.try_get(at + 1)?,
        name: row.try_get(at + 2)?,
        language: language.and_then(|code| code.parse().ok()),
        country: country.and_then(|code| code.parse().ok()),
        about: row.try_get(at + 5)?,
        icon_url: row.try_get(at + 6)?,
        added: Millis(row.try_get(at + 7)?),
    })
}

pub(crate) async fn learn_publisher(
    db: &impl GenericClient,
    facts: &PublisherFacts,
    now: &Millis,
) -> Result<PublisherId> {
    let (name, rank) =
        facts.name.as_ref().map_or((facts.domain.as_str(), NameRank::Domain), |(name, rank)| (name, *rank));
    let learned = row(
        db,
        "INSERT INTO publisher (domain, name, name_rank, language, country, about, icon_url, added_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (domain) DO UPDATE SET
             name = CASE WHEN excluded.name_rank > publisher.name_rank THEN excluded.name ELSE publisher.name END,
             name_rank = greatest(publisher.name_rank, excluded.name_rank),
             language = coalesce(excluded.language, publisher.language),
             country = coalesce(excluded.country, publisher.country),
             about = coalesce(excluded.about, publisher.about),
             icon_url = coalesce(excluded.icon_url, publisher.icon_url)
         RETURNING id",
        &[
            &facts.domain,
            &name,
            &rank.number(),
            &facts.language.map(String::from),
            &facts.country.map(String::from),
            &facts.about,
            &facts.icon_url,
            &now.0,
        ],
    )
    .await?;
    Ok(PublisherId(learned.try_get(0)?))
}

pub(super) async fn publisher(db: &impl GenericClient, id: &PublisherId) -> Result<Option<Publisher>> {
    let sql = format!("SELECT {COLUMNS} FROM publisher WHERE id = $1");
    optional_row(db, &sql, &[&id.0]).await?.map(|row| publisher_at(&row, 0)).transpose()
}

pub(super) async fn publisher_by_domain(db: &impl GenericClient, domain: &str) -> Result<Option<Publisher>> {
    let sql = format!("SELECT {COLUMNS} FROM publisher WHERE domain = $1");
    optional_row(db, &sql, &[&domain]).await?.map(|row| publisher_at(&row, 0)).transpose()
}

pub(super) async fn publishers(db: &impl GenericClient) -> Result<Vec<PublisherLine>> {
    let sql = format!(
        "SELECT {COLUMNS}, coalesce(live.articles, 0), live.newest FROM publisher
         LEFT JOIN (SELECT publisher_id, count(*) AS articles, max(published_ms) AS newest FROM article
                    WHERE state = 'live' GROUP BY publisher_id) live ON live.publisher_id = publisher.id
         WHERE live.articles > 0 OR EXISTS (SELECT 1 FROM source WHERE source.publisher_id = publisher.id)
         ORDER BY lower(publisher.name), publisher.id"
    );
    let line = |row: &Row| {
        Ok(PublisherLine {
            publisher: publisher_at(row, 0)?,
            articles: count(row, 8)?,
            newest: row.try_get::<_, Option<i64>>(9)?.map(Millis),
        })
    };
    rows(db, &sql, &[]).await?.iter().map(line).collect()
}
