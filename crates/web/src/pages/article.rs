//! An article: what its publisher wrote, as far as its rights go, and what else there is on the story.

use std::borrow::Cow;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_model::{Action, ArticleId, Audience, Edition, Rights, may};
use coranto_store::articles::{Article, ArticleState};
use http::{HeaderValue, StatusCode, header};

use super::article_blocks::{Block, blocks};
use super::article_data::{json_ld, share_picture};
use crate::body::{Rendered, begins_with, excerpt, render};
use crate::errors::PageError;
use crate::language::{Value, Words, country_name, section_id};
use crate::slug::{article_path, encode};
use crate::view::{Account, Foreign, FullTime, LeadPicture, Logo, Page, Time, edition_path, foreign, html};
use crate::visit::Visit;

/// Words that people read in a minute.
const WORDS_A_MINUTE: u32 = 230;

#[derive(Template)]
#[template(path = "article/page.html")]
struct ArticlePage<'a> {
    page: Page,
    article: &'a Article,
    address: String,
    foreign: Option<Foreign>,
    kicker: Option<Cow<'static, str>>,
    deck: &'a str,
    logo: Logo,
    country: Option<Cow<'static, str>>,
    authors: Option<String>,
    time: FullTime,
    modified: Option<FullTime>,
    reading_time: Option<Cow<'static, str>>,
    original: &'a str,
    lead: Option<LeadPicture<'a>>,
    body: String,
    is_excerpt: bool,
    excerpt_note: Cow<'static, str>,
    share_picture: Option<String>,
    json_ld: String,
    blocks: Vec<Block<'a>>,
}

#[derive(Template)]
#[template(path = "article/withdrawn.html")]
struct WithdrawnPage<'a> {
    page: Page,
    publisher: &'a str,
    publisher_href: String,
}

/// `/article/{id}`.
pub async fn without_slug(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    show(&visit, &id, None).await
}

/// `/article/{id}/{slug}`.
pub async fn article(visit: Visit, Path((id, slug)): Path<(String, String)>) -> Result<Response, PageError> {
    show(&visit, &id, Some(&slug)).await
}

async fn show(visit: &Visit, id: &str, slug: Option<&str>) -> Result<Response, PageError> {
    let id: ArticleId = id.parse().map_err(|_| PageError::NotFound)?;
    let article = visit.web.store.article(id).await?.ok_or(PageError::NotFound)?;
    match article.state {
        ArticleState::New => Err(PageError::NotFound),
        ArticleState::Duplicate(first) => moved(visit, first).await,
        ArticleState::Withdrawn => withdrawn(visit, &article).await,
        ArticleState::Live if article.rights.withdrawn => withdrawn(visit, &article).await,
        ArticleState::Live => {
            let right = crate::slug::slug(&article.title);
            if slug == Some(right.as_str()) {
                whole(visit, &article).await
            } else {
                Ok(permanently(&article_path(article.id, &article.title)))
            }
        }
    }
}

/// Browsers ask again each time: a headline may change and change back.
fn permanently(path: &str) -> Response {
    let mut response = Redirect::permanent(path).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

async fn moved(visit: &Visit, first: ArticleId) -> Result<Response, PageError> {
    let first = visit.web.store.article(first).await?.ok_or(PageError::NotFound)?;
    Ok(permanently(&article_path(first.id, &first.title)))
}

async fn withdrawn(visit: &Visit, article: &Article) -> Result<Response, PageError> {
    let page = visit.page(visit.edition(article.language).await?).await?;
    let title = page.words.say("withdrawn-title");
    let page = Page { noindex: true, ..page.titled(&title) };
    let publisher_href = format!("/publisher/{}", encode(&article.publisher.domain));
    let response = html(&WithdrawnPage { page, publisher: &article.publisher.name, publisher_href })?;
    Ok((StatusCode::GONE, response).into_response())
}

async fn whole(visit: &Visit, article: &Article) -> Result<Response, PageError> {
    let edition = visit.edition(article.language).await?;
    let page = page(visit, article, edition).await?;
    let around = super::article_blocks::Around::of(visit, article, edition).await?;
    let words = page.words;
    let audience = visit.audience();
    let allowed = |action| may(action, &article.rights, audience);
    let is_excerpt = !allowed(Action::FullText) || article.body.is_empty();
    let lead = article.picture.as_ref().filter(|_| allowed(Action::Picture));
    let body = body(visit, words, article, is_excerpt);
    let address = address(visit, article);
    let share_picture = lead.and_then(|picture| share_picture(visit, picture));
    let standfirst = if allowed(Action::Excerpt) { article.standfirst.as_str() } else { "" };
    // The summary of many a feed is the begin of the text.
    let is_repeated = !is_excerpt && begins_with(&article.body, standfirst);
    html(&ArticlePage {
        foreign: foreign(article.language, words),
        kicker: kicker(words, article),
        deck: if is_repeated { "" } else { standfirst },
        logo: visit.pictures().logo(article.publisher.icon_url.as_deref(), &article.publisher.name),
        country: article.publisher.country.map(|country| country_name(words, country)),
        authors: authors(words, &article.authors),
        time: Time::full(words, article.published, visit.now),
        modified: modified(words, article, visit),
        reading_time: reading_time(words, article, is_excerpt),
        original: original(&article.url),
        lead: lead.and_then(|picture| visit.pictures().lead(picture)),
        body,
        is_excerpt,
        excerpt_note: words.named("excerpt-note", &article.publisher.name),
        json_ld: json_ld(article, &address, standfirst, share_picture.as_deref()),
        share_picture,
        blocks: blocks(visit, words, article, &around),
        article,
        address,
        page,
    })
}

async fn page(visit: &Visit, article: &Article, edition: Edition) -> Result<Page, PageError> {
    let mut page = visit.page(edition).await?;
    let here = edition_path(edition, article.section);
    for link in &mut page.sections {
        link.is_current = article.section.is_some() && link.href == here;
    }
    let audience = visit.audience();
    page.title = format!("{} – {}", article.title, article.publisher.name);
    if may(Action::Excerpt, &article.rights, audience) {
        page.description.clone_from(&article.standfirst);
    }
    page.noindex = !is_for_search(article.rights, audience);
    // What the publisher lets everybody read whole is a copy: the original is the publisher's. An excerpt with what else
    // there is on the story is a page of our own.
    let is_copy = may(Action::FullText, &article.rights, Audience::Public) && !article.body.is_empty();
    page.canonical = Some(if is_copy { original(&article.url).to_owned() } else { address(visit, article) });
    Ok(page)
}

/// Whether search engines may list an article's page as `audience` sees it. A whole text is its publisher's: search
/// engines find it there.
pub fn is_for_search(rights: Rights, audience: Audience) -> bool {
    !rights.noindex && !rights.withdrawn && !may(Action::FullText, &rights, audience)
}

/// The whole address of the article's page here.
fn address(visit: &Visit, article: &Article) -> String {
    format!("{}{}", visit.origin(), article_path(article.id, &article.title))
}

/// Only web addresses are links, whatever stands in the store.
fn original(url: &str) -> &str {
    if url.starts_with("https://") || url.starts_with("http://") { url } else { "/" }
}

fn kicker(words: Words, article: &Article) -> Option<Cow<'static, str>> {
    match article.kind.as_str() {
        "opinion" => Some(words.say("mark-opinion")),
        "live" => Some(words.say("mark-live")),
        _ => article.section.map(|section| words.say(section_id(section))),
    }
}

/// "By Mira Tolland and Anselm Reye".
fn authors(words: Words, authors: &[String]) -> Option<String> {
    let (last, others) = authors.split_last()?;
    let names = match others {
        [] => Cow::Borrowed(last.as_str()),
        others => {
            let others = others.join(&words.say("list-separator"));
            words.fill("list-and", &[("first", Value::Text(&others)), ("last", Value::Text(last))])
        }
    };
    Some(words.named("by", &names).into())
}

fn modified(words: Words, article: &Article, visit: &Visit) -> Option<FullTime> {
    let modified =
        article.modified.filter(|at| at.since(article.published) >= coranto_model::Millis::MINUTE)?;
    Some(Time::full(words, modified, visit.now))
}

fn reading_time(words: Words, article: &Article, is_excerpt: bool) -> Option<Cow<'static, str>> {
    let minutes = article.words.div_ceil(WORDS_A_MINUTE);
    (minutes > 0 && !is_excerpt).then(|| words.count("minutes-to-read", u64::from(minutes)))
}

fn body(visit: &Visit, words: Words, article: &Article, is_excerpt: bool) -> String {
    let allowed = |action| may(action, &article.rights, visit.audience());
    if !is_excerpt {
        let table = words.say("table");
        let how = Rendered {
            pictures: visit.pictures(),
            lead: article.picture.as_ref().map(|picture| picture.url.as_str()),
            shows_pictures: allowed(Action::Picture),
            table: &table,
        };
        return render(&article.body, &how);
    }
    if allowed(Action::Excerpt) { excerpt(&article.body, &article.standfirst) } else { String::new() }
}
