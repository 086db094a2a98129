//! The front page of an edition.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_model::{Edition, Millis, Section};

use super::arrange::{Arranged, arrange};
use crate::errors::PageError;
use crate::language::{Value, Words, section_id};
use crate::view::Account;
use crate::view::{CardView, Dealer, Facts, Logo, Page, Shape, edition_name, edition_path, html};
use crate::visit::{Visit, exists};

#[derive(Template)]
#[template(path = "pages/front.html")]
struct FrontPage<'a> {
    page: Page,
    heading: String,
    top: Option<Top<'a>>,
}

struct Top<'a> {
    lead: CardView<'a>,
    seconds: Vec<CardView<'a>>,
    river: Vec<CardView<'a>>,
    recent: Vec<CardView<'a>>,
    also: Vec<CardView<'a>>,
    blocks: Vec<Block<'a>>,
}

struct Block<'a> {
    id: &'static str,
    title: String,
    more: String,
    href: String,
    lead: Option<CardView<'a>>,
    cards: Vec<CardView<'a>>,
}

/// `/`: the front page of the edition that suits who asks.
pub async fn root(visit: Visit) -> Result<Response, PageError> {
    let edition = visit.edition(None).await?;
    front(&visit, edition).await
}

/// `/{edition}`.
pub async fn edition(visit: Visit, Path(text): Path<String>) -> Result<Response, PageError> {
    match known_edition(&visit, &text).await? {
        Ok(edition) => Ok(visit.remember_edition(front(&visit, edition).await?, edition)),
        Err(right) => Ok(Redirect::permanent(&edition_path(right, None)).into_response()),
    }
}

/// The edition that `text` names. The inner error is the edition that it names in another spelling.
pub async fn known_edition(visit: &Visit, text: &str) -> Result<Result<Edition, Edition>, PageError> {
    let edition: Edition = text.parse().map_err(|_| PageError::NotFound)?;
    let editions = visit.web.editions().await?;
    if !exists(&editions, edition) {
        return Err(PageError::NotFound);
    }
    Ok(if edition.to_string() == text { Ok(edition) } else { Err(edition) })
}

async fn front(visit: &Visit, edition: Edition) -> Result<Response, PageError> {
    let cards = visit.web.front_cards(edition).await?;
    let page = page(visit, edition).await?;
    let dealer =
        Dealer { words: page.words, pictures: visit.pictures(), audience: visit.audience(), now: visit.now };
    let arranged = arrange(&cards, visit.now, |card| dealer.has_picture(card));
    let top = arranged.map(|arranged| top(&dealer, edition, &arranged));
    let heading = page.words.named("front-heading", &edition_name(edition)).into();
    html(&FrontPage { page, heading, top })
}

async fn page(visit: &Visit, edition: Edition) -> Result<Page, PageError> {
    let mut page = visit.page(edition).await?;
    let totals = visit.web.totals().await?;
    let words = page.words;
    page.title = format!("{} – {}", page.site, edition_name(edition));
    page.name.clone_from(&page.title);
    page.description = words.count("front-description", totals.publishers).into();
    page.is_front = true;
    if let Some(first) = page.sections.first_mut() {
        first.is_current = true;
    }
    page.alternates = visit.alternates(&page, None);
    page.canonical = Some(format!("{}{}", visit.origin(), edition_path(edition, None)));
    page.facts = Some(Facts {
        day: visit.now.to_string().chars().take("2026-11-23".len()).collect(),
        date: words.whole_date(visit.now).into(),
        lines: facts(words, totals.publishers, totals.countries, totals.newest, visit.now),
    });
    Ok(page)
}

fn facts(words: Words, publishers: u64, countries: u64, newest: Option<Millis>, now: Millis) -> Vec<String> {
    let mut lines = Vec::new();
    if publishers > 0 {
        let publishers = words.count("publishers", publishers);
        lines.push(match countries {
            0 | 1 => publishers.into(),
            _ => {
                let countries = words.count("in-countries", countries);
                let parts =
                    [("publishers", Value::Text(&publishers)), ("countries", Value::Text(&countries))];
                words.fill("publishers-in-countries", &parts).into()
            }
        });
    }
    lines.extend(newest.map(|newest| words.named("newest-article", &words.age(newest, now)).into()));
    lines
}

fn top<'c>(dealer: &Dealer<'_>, edition: Edition, arranged: &Arranged<'c>) -> Top<'c> {
    let river = arranged.river.iter().enumerate();
    // The mock-up's middle column begins with a picture; more of them would drown the headlines.
    let river_shape = |number| if number == 0 { Shape::Plain } else { Shape::Words };
    Top {
        lead: dealer.deal(arranged.lead, Shape::Lead, 2),
        seconds: dealer.all(arranged.seconds.iter().copied(), Shape::Words, 2),
        river: river.map(|(number, card)| dealer.deal(card, river_shape(number), 2)).collect(),
        recent: dealer.all(arranged.recent.iter().copied(), Shape::Line, 3),
        also: dealer.all(arranged.also.iter().copied(), Shape::Plain, 3),
        blocks: arranged
            .blocks
            .iter()
            .enumerate()
            .map(|(number, (section, cards))| block(dealer, edition, *section, cards, number))
            .collect(),
    }
}

/// Blocks with a large story and blocks of four take turns.
fn block<'c>(
    dealer: &Dealer<'_>,
    edition: Edition,
    section: Section,
    cards: &[&'c coranto_store::stories::Card],
    number: usize,
) -> Block<'c> {
    let with_picture = cards.iter().position(|card| dealer.has_picture(card));
    let (lead, rest) = match with_picture.and_then(|at| cards.get(at)) {
        Some(lead) if number.is_multiple_of(2) && cards.len() >= 3 => {
            let rest = cards.iter().copied().filter(|card| card.article != lead.article);
            (Some(dealer.deal(lead, Shape::Big, 3)), dealer.all(rest, Shape::Side, 3))
        }
        _ => (None, dealer.all(cards.iter().copied().take(4), Shape::Plain, 3)),
    };
    let title = dealer.words.say(section_id(section));
    Block {
        id: section.slug(),
        more: dealer.words.named("more-of", &title).into(),
        title: title.into(),
        href: edition_path(edition, Some(section)),
        lead,
        cards: rest,
    }
}
