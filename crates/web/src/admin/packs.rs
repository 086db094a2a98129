//! Starter packs: well-known publishers of an edition, added at one stroke.

use axum::response::{IntoResponse, Redirect, Response};
use coranto_engine::starter::packs;
use coranto_model::Edition;

use super::add::FIRST_RUN;
use super::opml::imported;
use super::sources::{Done, after};
use crate::errors::PageError;
use crate::form::Fields;
use crate::language::Words;
use crate::view::{Notice, edition_name};
use crate::visit::Visit;

/// A pack with fewer sources is not worth a choice.
const MIN_SOURCES: usize = 3;

/// A pack in the form.
pub struct Choice {
    /// The edition.
    pub value: String,
    /// "United Kingdom, English: 34 sources".
    pub words: String,
    /// Whether it is of the visitor's own language.
    pub is_chosen: bool,
}

/// The packs that are offered, those of `edition`'s language chosen.
pub fn choices(words: Words, edition: Edition) -> Vec<Choice> {
    let packs = packs().into_iter().filter(|pack| pack.sources.len() >= MIN_SOURCES);
    let mut is_first = true;
    packs
        .map(|pack| {
            let count = u64::try_from(pack.sources.len()).unwrap_or(u64::MAX);
            let is_chosen = is_first && pack.edition.language == edition.language;
            is_first &= !is_chosen;
            Choice {
                value: pack.edition.to_string(),
                words: format!("{}: {}", edition_name(pack.edition), words.count("pack-sources", count)),
                is_chosen,
            }
        })
        .collect()
}

/// The form with the choice.
pub async fn add(visit: Visit, form: Fields) -> Result<Response, PageError> {
    visit.only_admin()?;
    let edition: Edition = form.text("pack").parse().map_err(|_| PageError::NotFound)?;
    let added = visit.web.backstage.add_pack(edition).await.map_err(|error| {
        tracing::error!(%error, %edition, "a pack could not be added");
        PageError::Internal
    })?;
    let added = added.ok_or(PageError::NotFound)?;
    visit.web.forget_lists();
    if form.text("back") == FIRST_RUN {
        return Ok(Redirect::to(FIRST_RUN).into_response());
    }
    let words = visit.words(visit.edition(None).await?);
    let notice = Notice { words: imported(words, &added), is_bad: false, is_english: false };
    after(&visit, &Done { notice: Some(notice), refused: added.refused, ..Done::default() }).await
}
