//! Signing in and out.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_model::ReaderId;
use http::StatusCode;

use crate::config::Access;
use crate::errors::PageError;
use crate::form::{Fields, same_site};
use crate::keys::random_token;
use crate::view::{Account, Notice, Page, html};
use crate::visit::{SESSION_MS, Visit, token_hash};

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage<'a> {
    page: Page,
    name: &'a str,
    next: &'a str,
}

/// `/sign-in`.
pub async fn form(visit: Visit) -> Result<Response, PageError> {
    let next = visit.query("next").unwrap_or_default();
    if visit.is_reader() {
        return Ok(Redirect::to(same_site(&next)).into_response());
    }
    show(&visit, "", &next, None).await
}

async fn show(visit: &Visit, name: &str, next: &str, problem: Option<&str>) -> Result<Response, PageError> {
    let visit = visit.with_form()?;
    let page = match visit.web.config.access {
        Access::Private => visit.bare_page(),
        Access::Public | Access::SingleReader => visit.page(visit.edition(None).await?).await?,
    };
    let words = page.words;
    let notice = |id: &str| Notice { words: words.say(id).into(), is_bad: true, is_english: false };
    let page = Page { account: Account::Hidden, noindex: true, ..page.titled(&words.say("sign-in")) };
    let page = page.noticed(problem.map(notice));
    let status = if problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let response = html(&SignInPage { page, name, next: same_site(next) })?;
    Ok(visit.remember((status, response).into_response()))
}

/// The form of `/sign-in`. Whether the name or the password was wrong is not told, nor can it be measured.
pub async fn sign_in(visit: Visit, form: Fields) -> Result<Response, PageError> {
    let (name, password, next) = (form.text("name"), form.raw("password"), form.raw("next"));
    let attempt = visit.web.attempts.take(name, visit.client, visit.now);
    attempt.map_err(|retry_after_s| {
        tracing::warn!(client = ?visit.client, "too many attempts to sign in");
        PageError::TooMany { retry_after_s }
    })?;
    let reader = visit.web.store.reader_by_name(name.to_owned()).await?;
    let known = reader.as_ref().map(|reader| reader.password_hash.as_str());
    let is_right = visit.web.passwords.is_right(password, known).await.map_err(|error| {
        tracing::error!(%error, "a password could not be checked");
        PageError::Internal
    })?;
    match reader.filter(|_| is_right) {
        Some(reader) => {
            visit.web.attempts.forgive(name, visit.client);
            begin_session(&visit, reader.id, same_site(next)).await
        }
        None => show(&visit, name, next, Some("sign-in-wrong")).await,
    }
}

/// Begins a session of `reader` with a token of its own, ends the one that there was, and leads to `next`.
pub async fn begin_session(visit: &Visit, reader: ReaderId, next: &str) -> Result<Response, PageError> {
    let token = random_token().map_err(|error| {
        tracing::error!(%error, "the system gives no randomness");
        PageError::Internal
    })?;
    let store = &visit.web.store;
    if let Some(old) = visit.session() {
        store.close_session(token_hash(old)).await?;
    }
    store.purge_sessions(visit.now).await?;
    store.open_session(token_hash(&token), reader, visit.now, visit.now.plus(SESSION_MS)).await?;
    let mut response = Redirect::to(next).into_response();
    visit.cookies().set_session(&mut response, &token);
    Ok(response)
}

/// `/sign-out`.
pub async fn sign_out(visit: Visit, _form: Fields) -> Result<Response, PageError> {
    if let Some(session) = visit.session() {
        visit.web.store.close_session(token_hash(session)).await?;
    }
    let mut response = Redirect::to("/").into_response();
    visit.cookies().end_session(&mut response);
    Ok(response)
}
