//! How far the first articles are on their way: for whoever watches the front page fill.

use axum::response::{IntoResponse, Response};
use http::header;
use serde::Serialize;

use crate::errors::PageError;
use crate::language::Words;
use crate::visit::Visit;

/// How far it is.
#[derive(Serialize)]
pub struct Progress {
    /// Articles that can be read or are on their way; at least 1, so that a bar can show it.
    pub all: u64,
    /// Articles that can be read.
    pub live: u64,
    /// Whether more is to come soon.
    pub is_busy: bool,
    /// The same in words.
    pub words: String,
}

impl Progress {
    /// How far it is now.
    pub async fn of(visit: &Visit, words: Words) -> Result<Self, PageError> {
        let totals = visit.web.store.totals().await?;
        let polls_due =
            visit.web.store.stage_counts(visit.now).await?.iter().map(|count| count.due).sum::<u64>();
        let (live, all) = (totals.live, totals.live + totals.on_their_way);
        let sentence = if totals.sources == 0 {
            words.say("progress-no-sources")
        } else if all == 0 {
            words.count("progress-begin", totals.sources)
        } else {
            let all = words.count("articles", all);
            let can_be_read = words.count("can-be-read", live);
            let parts = [
                ("all", crate::language::Value::Text(&all)),
                ("live", crate::language::Value::Text(&can_be_read)),
            ];
            words.fill("progress-so-far", &parts)
        };
        let is_busy = totals.sources > 0 && (totals.on_their_way > 0 || polls_due > 0 || live == 0);
        Ok(Self { all: all.max(1), live, is_busy, words: sentence.into() })
    }
}

/// `/progress`, for the admin's browser.
pub async fn progress(visit: Visit) -> Result<Response, PageError> {
    visit.only_admin()?;
    let words = visit.words(visit.edition(None).await?);
    let progress = Progress::of(&visit, words).await?;
    let json = serde_json::to_string(&progress).map_err(|error| {
        tracing::error!(%error, "the progress could not be written");
        PageError::Internal
    })?;
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, json).into_response())
}
