//! A section of an edition: its newest stories.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_model::Section;

use super::front::known_edition;
use crate::errors::PageError;
use crate::language::section_id;
use crate::view::{Account, CardView, Dealer, Logo, Page, Shape, edition_path, html};
use crate::visit::Visit;

/// Stories beside the first.
const SECONDS: usize = 4;

#[derive(Template)]
#[template(path = "pages/section.html")]
struct SectionPage<'a> {
    page: Page,
    heading: String,
    lead: Option<CardView<'a>>,
    seconds: Vec<CardView<'a>>,
    rest: Vec<CardView<'a>>,
}

/// `/{edition}/{section}`.
pub async fn section(
    visit: Visit,
    Path((edition, section)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let section: Section = section.parse().map_err(|_| PageError::NotFound)?;
    let edition = match known_edition(&visit, &edition).await? {
        Ok(edition) => edition,
        Err(right) => return Ok(Redirect::permanent(&edition_path(right, Some(section))).into_response()),
    };
    let cards = visit.web.section_cards(edition, section).await?;
    let mut page = visit.page(edition).await?;
    let heading = page.words.say(section_id(section)).to_string();
    let here = edition_path(edition, Some(section));
    for link in &mut page.sections {
        link.is_current = link.href == here;
    }
    page.canonical = Some(format!("{}{here}", visit.origin()));
    let mut page = page.titled(&heading);
    page.description = page.words.named("section-description", &heading).into();
    page.noindex = cards.is_empty();
    if !page.noindex {
        page.alternates = visit.alternates(&page, Some(section));
    }
    let dealer =
        Dealer { words: page.words, pictures: visit.pictures(), audience: visit.audience(), now: visit.now };
    let (lead, others) = match cards.split_first() {
        Some((lead, others)) => (Some(dealer.deal(lead, Shape::Big, 2)), others),
        None => (None, [].as_slice()),
    };
    let (seconds, rest) = others.split_at(SECONDS.min(others.len()));
    let response = html(&SectionPage {
        heading,
        lead,
        seconds: dealer.all(seconds, Shape::Side, 2),
        rest: dealer.all(rest, Shape::Plain, 3),
        page,
    })?;
    Ok(visit.remember_edition(response, edition))
}
