//! Adding sources: from the address that a person typed, from OPML; and asking one to be polled soon.

use std::time::Duration;

use coranto_crawl::gate;
use coranto_feed::opml::{self, Subscription};
use coranto_feed::{Document, discovery};
use coranto_markup::decode;
use coranto_model::address::{self, AddressError, publisher_domain};
use coranto_model::{Edition, Millis, SourceId};
use coranto_net::{Accept, Answer, FetchError, Get};
use coranto_store::publishers::{NameRank, PublisherFacts};
use coranto_store::sources::NewSource;
use coranto_store::tasks::Lane;
use coranto_store::{Store, StoreError};
use url::Url;

use crate::context::Context;
use crate::starter::{Starter, packs};

/// Sources of one OPML file that are polled at once; the others follow at [`SPREAD_MS`] each.
const AT_ONCE: i64 = 50;

/// Distance between the first polls of imported sources, in milliseconds: 100 a minute.
const SPREAD_MS: i64 = 600;

/// Feeds that a page names which are tried, in its order.
const MAX_CANDIDATES: usize = 5;

/// A source that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedSource {
    /// Its number.
    pub id: SourceId,
    /// The feed's address, which may not be the one that was typed.
    pub url: String,
    /// The feed's title.
    pub title: String,
    /// Whether it is new.
    pub is_new: bool,
}

/// What an OPML file brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Sources that are new.
    pub added: u32,
    /// Sources that were there already.
    pub known: u32,
    /// Addresses that are none, with the reason.
    pub refused: Vec<String>,
}

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// What was typed is no address.
    #[error("{0}: {1}")]
    Address(String, AddressError),
    /// The address cannot be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The server did not answer with a document.
    #[error("{host} answered {status} at this address: check it in a browser")]
    Status {
        /// The server.
        host: String,
        /// What it answered.
        status: u16,
    },
    /// There is no feed at the address, and none that its page names.
    #[error(
        "there is no feed at {0}, and the page names none: look for a link called RSS, Atom or feed on the site"
    )]
    NoFeed(String),
    /// The file is no OPML.
    #[error("this is not an OPML file: {0}")]
    Opml(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A feed that was found, with the address that it really has.
struct Found {
    url: Url,
    feed: coranto_feed::Feed,
}

pub(crate) async fn add(context: &Context, typed: &str) -> Result<AddedSource, AddError> {
    let url = parse_typed(typed)?;
    let found = find(context, &url).await?;
    let site = found.feed.link.as_ref().and_then(publisher_domain).or_else(|| publisher_domain(&found.url));
    let title = if found.feed.title.is_empty() { found.url.to_string() } else { found.feed.title.clone() };
    let now = context.now();
    let source = NewSource {
        url: found.url.to_string(),
        title: title.clone(),
        folder: None,
        publisher: PublisherFacts {
            name: Some((title.clone(), NameRank::Feed)),
            language: found.feed.main_language(),
            ..PublisherFacts::of(site.unwrap_or_default())
        },
        lane: Lane::network(&gate::key(&found.url)),
        due: now,
    };
    let added = context.store.add_source(source, now).await?;
    Ok(AddedSource { id: added.id, url: found.url.into(), title, is_new: added.is_new })
}

/// People type `example.com` and `feed:` addresses too.
fn parse_typed(typed: &str) -> Result<Url, AddError> {
    let typed = typed.trim();
    let plain = typed.strip_prefix("feed://").map(|rest| format!("https://{rest}"));
    let plain = plain.or_else(|| typed.strip_prefix("feed:").map(str::to_owned));
    let plain = plain.unwrap_or_else(|| typed.to_owned());
    let refused = |error| AddError::Address(typed.to_owned(), error);
    match address::parse(&plain) {
        Err(AddressError::Invalid) if !plain.contains("://") && plain.contains('.') => {
            address::parse(&format!("https://{plain}")).map_err(refused)
        }
        parsed => parsed.map_err(refused),
    }
}

async fn find(context: &Context, url: &Url) -> Result<Found, AddError> {
    for known in discovery::feeds_by_address(url) {
        if let Ok(found) = try_feed(context, &known).await {
            return Ok(found);
        }
    }
    let answer = fetch(context, url).await?;
    if let Some(found) = read(url, &answer) {
        return Ok(found);
    }
    let html = decode(&answer.body, answer.content_type()).text;
    for candidate in discovery::feeds_in_page(&html, &answer.url).into_iter().take(MAX_CANDIDATES) {
        let gap = context.config.policy_for(&candidate.url).gap_ms;
        tokio::time::sleep(Duration::from_millis(u64::try_from(gap).unwrap_or(0))).await;
        match try_feed(context, &candidate.url).await {
            Ok(found) => return Ok(found),
            Err(error) => tracing::debug!(url = %candidate.url, %error, "a feed that a page names is none"),
        }
    }
    Err(AddError::NoFeed(url.to_string()))
}

async fn try_feed(context: &Context, url: &Url) -> Result<Found, AddError> {
    let answer = fetch(context, url).await?;
    read(url, &answer).ok_or_else(|| AddError::NoFeed(url.to_string()))
}

async fn fetch(context: &Context, url: &Url) -> Result<Answer, AddError> {
    let get = Get { url, accept: Accept::Feed, validators: None, limit_bytes: context.config.max_feed_bytes };
    let answer = context.client.get(&get).await?;
    if answer.status == 200 {
        return Ok(answer);
    }
    Err(AddError::Status { host: url.host_str().unwrap_or_default().to_owned(), status: answer.status })
}

/// The feed of an answer. The address is the one asked for: a redirect may be for today only.
fn read(url: &Url, answer: &Answer) -> Option<Found> {
    let document = Document {
        bytes: &answer.body,
        url: &answer.url,
        content_type: answer.content_type(),
        content_location: answer.header("content-location"),
    };
    coranto_feed::parse(&document).ok().map(|feed| Found { url: url.clone(), feed })
}

pub(crate) async fn import(context: &Context, bytes: &[u8]) -> Result<Imported, AddError> {
    let subscriptions = opml::read(bytes).map_err(|error| AddError::Opml(error.to_string()))?;
    let mut imported = Imported::default();
    for subscription in &subscriptions {
        match new_source(subscription) {
            Err(reason) => imported.refused.push(format!("{}: {reason}", subscription.feed_url)),
            Ok(source) => add_one_of_many(context, source, &mut imported).await?,
        }
    }
    Ok(imported)
}

/// Adds the starter pack of an edition; `None` when there is none.
pub(crate) async fn add_pack(context: &Context, edition: Edition) -> Result<Option<Imported>, StoreError> {
    let Some(pack) = packs().into_iter().find(|pack| pack.edition == edition) else { return Ok(None) };
    let mut imported = Imported::default();
    for starter in pack.sources {
        add_one_of_many(context, of_starter(starter), &mut imported).await?;
    }
    Ok(Some(imported))
}

/// Adds a source whose first poll waits for its turn behind those that were added before it.
async fn add_one_of_many(
    context: &Context,
    source: NewSource,
    imported: &mut Imported,
) -> Result<(), StoreError> {
    let now = context.now();
    let wait = (i64::from(imported.added) - AT_ONCE).max(0) * SPREAD_MS;
    let added = context.store.add_source(NewSource { due: now.plus(wait), ..source }, now).await?;
    if added.is_new {
        imported.added += 1;
    } else {
        imported.known += 1;
    }
    Ok(())
}

fn of_starter(starter: &Starter) -> NewSource {
    NewSource {
        url: starter.url.to_string(),
        title: starter.title.clone(),
        folder: None,
        publisher: PublisherFacts {
            name: Some((starter.publisher.clone(), NameRank::Given)),
            language: Some(starter.language),
            country: Some(starter.country),
            ..PublisherFacts::of(starter.domain.clone())
        },
        lane: Lane::network(&gate::key(&starter.url)),
        due: Millis(0),
    }
}

/// Due at once.
fn new_source(subscription: &Subscription) -> Result<NewSource, AddressError> {
    let url = address::parse(&subscription.feed_url)?;
    let site = subscription.site_url.as_deref().and_then(|site| address::parse(site).ok());
    let domain = site.as_ref().and_then(publisher_domain).or_else(|| publisher_domain(&url));
    let title = subscription.title.clone().filter(|title| !title.is_empty());
    Ok(NewSource {
        lane: Lane::network(&gate::key(&url)),
        folder: subscription.folders.last().cloned(),
        publisher: PublisherFacts {
            name: title.clone().map(|title| (title, NameRank::Feed)),
            ..PublisherFacts::of(domain.ok_or(AddressError::Invalid)?)
        },
        title: title.unwrap_or_else(|| url.to_string()),
        url: url.into(),
        due: Millis(0),
    })
}

/// All sources as OPML, in their folders.
pub async fn export(store: &Store) -> Result<String, StoreError> {
    let sources = store.sources().await?;
    let subscriptions: Vec<Subscription> = sources
        .into_iter()
        .map(|source| Subscription {
            site_url: Some(format!("https://{}/", source.publisher_domain)),
            title: Some(source.title),
            folders: source.folder.into_iter().collect(),
            feed_url: source.url,
        })
        .collect();
    Ok(opml::write("Coranto", &subscriptions))
}

/// However often somebody asks, a source is polled once in its floor time.
pub(crate) async fn refresh(context: &Context, id: SourceId) -> Result<Option<Millis>, StoreError> {
    let Some(source) = context.store.source(id).await? else { return Ok(None) };
    let Ok(url) = Url::parse(&source.url) else { return Ok(None) };
    let policy = context.config.policy_for(&url);
    let has_validators = source.memory.etag.is_some() || source.memory.last_modified.is_some();
    let floor =
        if has_validators { policy.floor_ms } else { policy.floor_ms.max(policy.no_validator_floor_ms) };
    let earliest = source.attempt.map_or(context.now(), |attempt| attempt.plus(floor));
    let due = earliest.max(context.now());
    Ok(context.store.poll_at(id, due).await?.then_some(due))
}

#[cfg(test)]
mod tests {
    use super::parse_typed;

    #[test]
    fn what_people_type_becomes_an_address() {
        for (typed, want) in [
            ("example.com", "https://example.com/"),
            (" https://example.com/feed ", "https://example.com/feed"),
            ("feed://example.com/rss", "https://example.com/rss"),
            ("feed:https://example.com/rss", "https://example.com/rss"),
        ] {
            assert_eq!(parse_typed(typed).unwrap().as_str(), want);
        }
        for typed in ["", "what is this", "file:///etc/passwd", "javascript:alert(1)"] {
            assert!(parse_typed(typed).is_err(), "{typed}");
        }
    }
}
