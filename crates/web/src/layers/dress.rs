//! Gives errors their page, in the look of the site and the reader's language.

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::answer::{is_for_programs, is_page};
use crate::errors::{PageError, Undressed, sentence_of};
use crate::language::{Words, wanted_languages};
use crate::state::WebState;
use crate::view::{Account, Page};
use crate::visit::{Cookies, asked_host};

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    page: Page,
    status: u16,
    heading: String,
    sentence: String,
}

/// Dresses every error that is not a page yet.
pub async fn dress(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let words = words_of(&web, &request);
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() || is_page(&response) {
        return response;
    }
    let known = response.extensions().get::<Undressed>().map(|known| known.sentence);
    let is_told = known.is_none() && response.headers().contains_key(header::CONTENT_TYPE);
    if is_told && is_for_programs(&path) {
        return response;
    }
    let sentence = words.say(known.unwrap_or(sentence_of(status)));
    if is_for_programs(&path) {
        return plain(response, &sentence);
    }
    let page = ErrorPage {
        page: Page { account: Account::Hidden, noindex: true, ..Page::bare(words, &web.config.site_name) }
            .titled(&words.say(&title_id(status))),
        status: status.as_u16(),
        heading: words.say(&title_id(status)).into(),
        sentence: sentence.into(),
    };
    match page.render() {
        Ok(text) => with_body(response, "text/html; charset=utf-8", text),
        Err(error) => {
            tracing::error!(%error, "a template failed");
            response
        }
    }
}

fn plain(response: Response, sentence: &str) -> Response {
    with_body(response, "text/plain; charset=utf-8", format!("{sentence}\n"))
}

fn with_body(response: Response, kind: &'static str, text: String) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(text))
}

fn title_id(status: StatusCode) -> String {
    let known = [400, 403, 404, 405, 410, 413, 429, 503];
    let number = Some(status.as_u16()).filter(|number| known.contains(number)).unwrap_or(500);
    format!("error-title-{number}")
}

fn words_of(web: &WebState, request: &Request) -> Words {
    let is_https = web.config.is_https(asked_host(request.headers(), request.uri()));
    let chosen = Cookies::new(is_https).edition(request.headers());
    let wanted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let wanted = wanted.map(wanted_languages).unwrap_or_default();
    chosen
        .and_then(|edition| Words::of(edition.language))
        .or_else(|| wanted.iter().find_map(|wanted| Words::of(wanted.language)))
        .unwrap_or_else(Words::english)
}

/// The answer for a mistake of ours that broke the request off.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a request broke off");
    PageError::Internal.into_response()
}
