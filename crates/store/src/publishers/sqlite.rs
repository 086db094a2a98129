//! Publishers in SQLite.

use coranto_model::{Millis, PublisherId};
use rusqlite::{Connection, Row, params};

use super::{COLUMNS, NameRank, Publisher, PublisherFacts, PublisherLine};
use crate::Result;

/// Reads [`COLUMNS`] from column `at` on.
pub(crate) fn publisher_at(row: &Row<'_>, at: usize) -> rusqlite::Result<Publisher> {
    let language: Option<String> = row.get(at + 3)?;
    let country: Option<String> = row.get(at + 4)?;
    Ok(Publisher {
        id: PublisherId(row.get(at)?),
        domain: row.get(at + 1)?,
        name: row.get(at + 2)?,
        language: language.and_then(|code| code.parse().ok()),
        country: country.and_then(|code| code.parse().ok()),
        about: row.get(at + 5)?,
        icon_url: row.get(at + 6)?,
        added: Millis(row.get(at + 7)?),
    })
}

pub(crate) fn learn_publisher(db: &Connection, facts: &PublisherFacts, now: &Millis) -> Result<PublisherId> {
    let (name, rank) =
        facts.name.as_ref().map_or((facts.domain.as_str(), NameRank::Domain), |(name, rank)| (name, *rank));
    let id = db
        .prepare_cached(
            "INSERT INTO publisher (domain, name, name_rank, language, country, about, icon_url, added_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (domain) DO UPDATE SET
                 name = CASE WHEN excluded.name_rank > name_rank THEN excluded.name ELSE name END,
                 name_rank = max(name_rank, excluded.name_rank),
                 language = coalesce(excluded.language, language),
                 country = coalesce(excluded.country, country),
                 about = coalesce(excluded.about, about),
                 icon_url = coalesce(excluded.icon_url, icon_url)
             RETURNING id",
        )?
        .query_row(
            params![
                facts.domain,
                name,
                rank.number(),
                facts.language.map(String::from),
                facts.country.map(String::from),
                facts.about,
                facts.icon_url,
                now.0
            ],
            |row| row.get(0),
        )?;
    Ok(PublisherId(id))
}

pub(super) fn publisher(db: &Connection, id: &PublisherId) -> Result<Option<Publisher>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM publisher WHERE id = ?1"))?;
    let mut rows = statement.query([id.0])?;
    Ok(rows.next()?.map(|row| publisher_at(row, 0)).transpose()?)
}

pub(super) fn publisher_by_domain(db: &Connection, domain: &str) -> Result<Option<Publisher>> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM publisher WHERE domain = ?1"))?;
    let mut rows = statement.query([domain])?;
    Ok(rows.next()?.map(|row| publisher_at(row, 0)).transpose()?)
}

pub(super) fn publishers(db: &Connection) -> Result<Vec<PublisherLine>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS}, coalesce(live.articles, 0), live.newest FROM publisher
         LEFT JOIN (SELECT publisher_id, count(*) AS articles, max(published_ms) AS newest FROM article
                    WHERE state = 'live' GROUP BY publisher_id) live ON live.publisher_id = publisher.id
         WHERE live.articles > 0 OR EXISTS (SELECT 1 FROM source WHERE source.publisher_id = publisher.id)
         ORDER BY lower(publisher.name), publisher.id"
    ))?;
    let rows = statement.query_map([], |row| {
        Ok(PublisherLine {
            publisher: publisher_at(row, 0)?,
            articles: row.get(8)?,
            newest: row.get::<_, Option<i64>>(9)?.map(Millis),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
