//! What is done with one source: poll it now, remove it.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_model::SourceId;

use crate::errors::PageError;
use crate::form::Fields;
use crate::visit::Visit;

/// Polls a source as soon as its floor allows.
pub async fn poll(visit: Visit, Path(id): Path<String>, _form: Fields) -> Result<Response, PageError> {
    visit.only_admin()?;
    let id: SourceId = id.parse().map_err(|_| PageError::NotFound)?;
    let due = visit.web.backstage.refresh(id).await.map_err(|error| {
        tracing::error!(%error, source = id.0, "a poll could not be asked for");
        PageError::Internal
    })?;
    match due {
        Some(_) => Ok(Redirect::to(&format!("/admin/sources?polled={id}")).into_response()),
        None => Err(PageError::NotFound),
    }
}

/// Stops polling a source and forgets it. Its articles stay.
pub async fn remove(visit: Visit, Path(id): Path<String>, _form: Fields) -> Result<Response, PageError> {
    visit.only_admin()?;
    let id: SourceId = id.parse().map_err(|_| PageError::NotFound)?;
    if !visit.web.store.remove_source(id).await? {
        return Err(PageError::NotFound);
    }
    visit.web.forget_lists();
    Ok(Redirect::to("/admin/sources?removed=1").into_response())
}
