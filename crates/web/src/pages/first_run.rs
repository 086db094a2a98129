//! The first run: the admin makes their account, adds sources, and watches the front page fill.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_model::Role;
use coranto_store::StoreError;
use coranto_store::readers::NewReader;
use http::StatusCode;

use super::progress::Progress;
use super::sign_in::begin_session;
use crate::account::{MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS, is_name};
use crate::admin::packs;
use crate::admin::sources::Done;
use crate::errors::PageError;
use crate::form::Fields;
use crate::keys::same;
use crate::view::{Account, Notice, Page, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "account/first_admin.html")]
struct FirstAdminPage<'a> {
    page: Page,
    setup: &'a str,
    name: &'a str,
    min_password: u64,
}

#[derive(Template)]
#[template(path = "account/first_sources.html")]
struct FirstSourcesPage {
    page: Page,
    progress: Progress,
    refused: Vec<String>,
    typed: String,
    packs: Vec<packs::Choice>,
}

/// `/first-run`: the account, or the sources once there is one.
pub async fn page(visit: Visit) -> Result<Response, PageError> {
    if visit.web.is_first_run().await? {
        // The address that the program prints carries the token.
        let setup = visit.query("token").unwrap_or_default();
        return account(&visit, &setup, "", None, StatusCode::OK);
    }
    if !visit.is_admin() {
        return Ok(Redirect::to("/").into_response());
    }
    sources(&visit, Done::default()).await
}

/// The page with the sources, after something was done.
pub async fn sources(visit: &Visit, done: Done) -> Result<Response, PageError> {
    let visit = visit.with_form()?;
    let page = visit.admin_page().await?;
    let words = page.words;
    let page = page.titled(&words.say("first-run")).noticed(done.notice);
    let progress = Progress::of(&visit, words).await?;
    let packs = packs::choices(words, visit.edition(None).await?);
    let response =
        html(&FirstSourcesPage { page, progress, refused: done.refused, typed: done.typed, packs })?;
    Ok(visit.remember((done.status, response).into_response()))
}

fn account(
    visit: &Visit,
    setup: &str,
    name: &str,
    problem: Option<&str>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let visit = visit.with_form()?;
    let page = visit.bare_page();
    let words = page.words;
    let notice = |id: &str| Notice { words: words.say(id).into(), is_bad: true, is_english: false };
    let page = Page { account: Account::Hidden, ..page.titled(&words.say("first-run")) }
        .noticed(problem.map(notice));
    let min_password = u64::try_from(MIN_PASSWORD_CHARS).unwrap_or(u64::MAX);
    let response = html(&FirstAdminPage { page, setup, name, min_password })?;
    Ok(visit.remember((status, response).into_response()))
}

/// The form of `/first-run`: makes the admin and signs them in.
pub async fn make_admin(visit: Visit, form: Fields) -> Result<Response, PageError> {
    if !visit.web.is_first_run().await? {
        return Ok(Redirect::to("/first-run").into_response());
    }
    let (setup, name, password) = (form.text("setup"), form.text("name"), form.raw("password"));
    if let Some(problem) = problem_of(&visit, setup, name, password, form.raw("again")) {
        return account(&visit, setup, name, Some(problem), StatusCode::BAD_REQUEST);
    }
    let password_hash = visit.web.passwords.hash(password).await.map_err(|error| {
        tracing::error!(%error, "the first admin could not be made");
        PageError::Internal
    })?;
    let reader = NewReader { name: name.to_owned(), password_hash, role: Role::Admin };
    match visit.web.store.create_first_admin(reader, visit.now).await {
        Ok(id) => begin_session(&visit, id, "/first-run").await,
        Err(StoreError::AdminExists) => Ok(Redirect::to("/sign-in").into_response()),
        Err(error) => Err(error.into()),
    }
}

/// The message that says what is wrong with the form.
fn problem_of(visit: &Visit, setup: &str, name: &str, password: &str, again: &str) -> Option<&'static str> {
    let token = visit.web.config.setup_token.as_str();
    if token.is_empty() || !same(setup, token) {
        Some("setup-token-wrong")
    } else if !is_name(name) {
        Some("name-wrong")
    } else if password.chars().count() < MIN_PASSWORD_CHARS || password.len() > MAX_PASSWORD_BYTES {
        Some("password-short")
    } else if password != again {
        Some("passwords-differ")
    } else {
        None
    }
}
