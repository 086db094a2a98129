//! A publisher: its latest articles, its sources and their health.

use std::borrow::Cow;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use coranto_model::{ArticleId, Millis};
use coranto_store::publishers::Publisher;
use coranto_store::sources::Source;

use crate::errors::PageError;
use crate::language::{Words, country_name, language_name};
use crate::slug::encode;
use crate::view::{
    Account, CardView, Dealer, Foreign, Logo, Page, Shape, SourceState, describe, foreign, html, site_address,
};
use crate::visit::Visit;

/// Articles on a page.
const ON_PAGE: usize = 30;

#[derive(Template)]
#[template(path = "pages/publisher.html")]
struct PublisherPage<'a> {
    page: Page,
    publisher: &'a Publisher,
    foreign: Option<Foreign>,
    logo: Logo,
    site: String,
    facts: Vec<Cow<'static, str>>,
    cards: Vec<CardView<'a>>,
    older: Option<String>,
    sources: Vec<SourceLine<'a>>,
}

struct SourceLine<'a> {
    title: &'a str,
    state: SourceState,
    what: String,
}

/// `/publisher/{domain}`.
pub async fn publisher(visit: Visit, Path(domain): Path<String>) -> Result<Response, PageError> {
    let store = &visit.web.store;
    let publisher = store.publisher_by_domain(domain).await?.ok_or(PageError::NotFound)?;
    let before = visit.query("before").and_then(|before| place(&before));
    // One more than is shown tells whether there are older ones.
    let wanted = u32::try_from(ON_PAGE + 1).unwrap_or(u32::MAX);
    let mut cards = store.publisher_cards(publisher.id, before, wanted).await?;
    let is_more = cards.len() > ON_PAGE;
    cards.truncate(ON_PAGE);
    let sources = store.sources_of(publisher.id).await?;
    let page = page(&visit, &publisher, before.is_some()).await?;
    let words = page.words;
    let dealer = Dealer { words, pictures: visit.pictures(), audience: visit.audience(), now: visit.now };
    let older = cards
        .last()
        .filter(|_| is_more)
        .map(|last| format!("{}?before={}-{}", path(&publisher), last.published.0, last.article));
    let known = cards.iter().map(|card| &card.url).chain(sources.iter().map(|source| &source.url));
    let site = site_address(&publisher.domain, known.map(String::as_str));
    let country = publisher.country.map(|country| country_name(words, country));
    let mut views = dealer.all(&cards, Shape::Side, 3);
    for view in &mut views {
        view.source.is_named = false;
    }
    html(&PublisherPage {
        foreign: foreign(publisher.language, words),
        logo: dealer.pictures.logo(publisher.icon_url.as_deref(), &publisher.name),
        site,
        facts: country.into_iter().chain(publisher.language.map(language_name)).collect(),
        cards: views,
        older,
        sources: sources.iter().map(|source| line(words, source, visit.now)).collect(),
        publisher: &publisher,
        page,
    })
}

/// The last article of the page before, as its time and its number: `1795421460000-17`.
fn place(text: &str) -> Option<(Millis, ArticleId)> {
    let (published, article) = text.rsplit_once('-')?;
    Some((Millis(published.parse().ok()?), article.parse().ok()?))
}

async fn page(visit: &Visit, publisher: &Publisher, is_older: bool) -> Result<Page, PageError> {
    let page = visit.page(visit.edition(None).await?).await?.titled(&publisher.name);
    Ok(Page {
        description: page.words.named("publisher-description", &publisher.name).into(),
        noindex: is_older,
        canonical: Some(format!("{}{}", visit.origin(), path(publisher))),
        ..page
    })
}

fn path(publisher: &Publisher) -> String {
    format!("/publisher/{}", encode(&publisher.domain))
}

fn line(words: Words, source: &Source, now: Millis) -> SourceLine<'_> {
    let age = source.success.map(|at| words.named("last-read", &words.age(at, now)).into());
    let what = match &source.problem {
        Some(_) => describe(words, source).words.into(),
        None => age.unwrap_or_default(),
    };
    SourceLine { title: &source.title, state: SourceState::of(source), what }
}

#[cfg(test)]
mod tests {
    use coranto_model::{ArticleId, Millis};

    use super::place;

    #[test]
    fn places_are_read_and_what_is_none_is_none() {
        for (text, want) in [
            ("1795421460000-17", Some((Millis(1_795_421_460_000), ArticleId(17)))),
            ("-5-17", Some((Millis(-5), ArticleId(17)))),
            ("1795421460000", None),
            ("x-17", None),
            ("1-x", None),
            ("1-99999999999999999999", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(place(text), want, "{text}");
        }
    }
}
