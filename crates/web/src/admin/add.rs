//! Adds the source at an address that the admin typed.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use super::sources::{Done, after};
use crate::errors::PageError;
use crate::form::Fields;
use crate::pages::first_run;
use crate::view::Notice;
use crate::visit::Visit;

/// The page of the first run, which has the same forms.
pub const FIRST_RUN: &str = "/first-run";

/// The form of `/admin/sources`.
pub async fn add(visit: Visit, form: Fields) -> Result<Response, PageError> {
    visit.only_admin()?;
    let typed = form.text("address");
    let is_first_run = form.text("back") == FIRST_RUN;
    match visit.web.backstage.add_source(typed).await {
        Ok(added) => {
            visit.web.forget_lists();
            let word = if added.is_new { "added" } else { "known" };
            let to = if is_first_run {
                FIRST_RUN.to_owned()
            } else {
                format!("/admin/sources?{word}={}", added.id)
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let notice = Some(Notice { words: error.to_string(), is_bad: true, is_english: true });
            let (typed, status) = (typed.to_owned(), StatusCode::BAD_REQUEST);
            let done = Done { notice, typed, status, ..Done::default() };
            if is_first_run { first_run::sources(&visit, done).await } else { after(&visit, &done).await }
        }
    }
}
