//! Lists of sources as OPML, in and out.

use axum::response::{IntoResponse, Redirect, Response};
use coranto_engine::sources::Imported;
use http::{StatusCode, header};

use super::add::FIRST_RUN;
use super::sources::{Done, after};
use crate::errors::PageError;
use crate::form::Upload;
use crate::language::{Value, Words};
use crate::pages::first_run;
use crate::view::Notice;
use crate::visit::Visit;

/// The form with the file.
pub async fn import(visit: Visit, upload: Upload) -> Result<Response, PageError> {
    visit.only_admin()?;
    let is_first_run = upload.back == FIRST_RUN;
    let words = visit.words(visit.edition(None).await?);
    let done = match visit.web.backstage.import_opml(&upload.file).await {
        Ok(imported) => {
            visit.web.forget_lists();
            if is_first_run && imported.added > 0 && imported.refused.is_empty() {
                return Ok(Redirect::to(FIRST_RUN).into_response());
            }
            let words = self::imported(words, &imported);
            let notice = Notice { words, is_bad: imported.added + imported.known == 0, is_english: false };
            Done { notice: Some(notice), refused: imported.refused, ..Done::default() }
        }
        Err(error) => {
            let notice = Notice { words: error.to_string(), is_bad: true, is_english: true };
            Done { notice: Some(notice), status: StatusCode::BAD_REQUEST, ..Done::default() }
        }
    };
    if is_first_run { first_run::sources(&visit, done).await } else { after(&visit, &done).await }
}

/// How many sources were added, were known, were refused, in words.
pub fn imported(words: Words, imported: &Imported) -> String {
    let added = words.count("import-added", imported.added.into());
    let known = words.count("import-known", imported.known.into());
    let refused = words.count("import-refused", u64::try_from(imported.refused.len()).unwrap_or(u64::MAX));
    let parts =
        [("added", Value::Text(&added)), ("known", Value::Text(&known)), ("refused", Value::Text(&refused))];
    words.fill("imported", &parts).into()
}

/// The file with all sources.
pub async fn export(visit: Visit) -> Result<Response, PageError> {
    visit.only_admin()?;
    let opml = visit.web.backstage.export_opml().await.map_err(|error| {
        tracing::error!(%error, "the sources could not be exported");
        PageError::Internal
    })?;
    let headers = [
        (header::CONTENT_TYPE, "text/x-opml; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"coranto.opml\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, opml).into_response())
}
