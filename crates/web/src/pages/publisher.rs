//! A publisher: its latest articles, its sources and their health.

use std::borrow::Cow;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use coranto_model::Millis;
use coranto_store::publishers::Publisher;
use coranto_store::sources::Source;

use crate::errors::PageError;
use crate::language::{Words, country_name, language_name};
use crate::slug::encode;
use crate::view::{
    Account, CardView, Dealer, Foreign, Logo, Page, Shape, SourceState, describe, foreign, html,
};
use crate::visit::Visit;

/// Articles on a page.
const ON_PAGE: u32 = 30;

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
    let before = visit.query("before").and_then(|before| before.parse().ok()).map(Millis);
    let cards = store.publisher_cards(publisher.id, before.unwrap_or(Millis::NEVER), ON_PAGE).await?;
    let sources = store.sources_of(publisher.id).await?;
    let page = page(&visit, &publisher, before).await?;
    let words = page.words;
    let dealer = Dealer { words, pictures: visit.pictures(), audience: visit.audience(), now: visit.now };
    let is_full = u32::try_from(cards.len()).unwrap_or(0) == ON_PAGE;
    let older = cards
        .last()
        .filter(|_| is_full)
        .map(|last| format!("{}?before={}", path(&publisher), last.published.0));
    let country = publisher.country.map(|country| country_name(words, country));
    let mut views = dealer.all(&cards, Shape::Side, 3);
    for view in &mut views {
        view.source.is_named = false;
    }
    html(&PublisherPage {
        foreign: foreign(publisher.language, words),
        logo: dealer.pictures.logo(publisher.icon_url.as_deref(), &publisher.name),
        site: format!("https://{}/", publisher.domain),
        facts: country.into_iter().chain(publisher.language.map(language_name)).collect(),
        cards: views,
        older,
        sources: sources.iter().map(|source| line(words, source, visit.now)).collect(),
        publisher: &publisher,
        page,
    })
}

async fn page(visit: &Visit, publisher: &Publisher, before: Option<Millis>) -> Result<Page, PageError> {
    let page = visit.page(visit.edition(None).await?).await?.titled(&publisher.name);
    Ok(Page {
        description: page.words.named("publisher-description", &publisher.name).into(),
        noindex: before.is_some(),
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
