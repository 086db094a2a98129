//! The list of sources with their health.

use std::borrow::Cow;

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_model::{Millis, SourceId};
use coranto_store::articles::Totals;
use coranto_store::sources::Source;
use http::StatusCode;

use super::filter::{Filter, ON_PAGE};
use super::packs;
use crate::errors::PageError;
use crate::language::{Value, Words};
use crate::slug::encode;
use crate::view::{Account, Logo, Notice, Page, Pictures, SourceState, Time, describe, html, next_poll};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "admin/sources.html")]
struct SourcesPage<'a> {
    page: Page,
    dead: u64,
    refused: &'a [String],
    stats: Vec<Stat>,
    typed: &'a str,
    packs: Vec<packs::Choice>,
    find: &'a str,
    choices: Vec<Choice>,
    caption: String,
    rows: Vec<Row<'a>>,
    earlier: Option<String>,
    later: Option<String>,
}

struct Stat {
    words: String,
    figure: String,
}

struct Choice {
    value: &'static str,
    words: Cow<'static, str>,
    is_chosen: bool,
}

struct Row<'a> {
    id: SourceId,
    title: &'a str,
    address: &'a str,
    publisher_href: String,
    logo: Logo,
    state: SourceState,
    what: Cow<'static, str>,
    problem: Option<String>,
    success: Option<Time>,
    next: Cow<'static, str>,
    entries: String,
}

/// What was just done, and what is left of it in the form.
#[derive(Default)]
pub struct Done {
    /// A sentence about it.
    pub notice: Option<Notice>,
    /// Addresses of an OPML file that were refused.
    pub refused: Vec<String>,
    /// What was typed into the form.
    pub typed: String,
    /// The status of the answer.
    pub status: StatusCode,
}

/// `/admin`.
pub async fn lead() -> Redirect {
    Redirect::to("/admin/sources")
}

/// `/admin/sources`.
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    visit.only_admin()?;
    let sources = visit.web.store.sources().await?;
    let words = visit.words(visit.edition(None).await?);
    let done = Done { notice: notice(&visit, words, &sources), ..Done::default() };
    show(&visit, &sources, &done).await
}

/// The list after something was done.
pub async fn after(visit: &Visit, done: &Done) -> Result<Response, PageError> {
    let sources = visit.web.store.sources().await?;
    show(visit, &sources, done).await
}

async fn show(visit: &Visit, sources: &[Source], done: &Done) -> Result<Response, PageError> {
    let visit = visit.with_form()?;
    let page = visit.admin_page().await?;
    let words = page.words;
    let totals = visit.web.store.totals().await?;
    let dead = visit.web.store.stage_counts(visit.now).await?.iter().map(|count| count.dead).sum();
    let filter = Filter::of(&visit);
    let found: Vec<&Source> = sources.iter().filter(|source| filter.takes(source)).collect();
    let shown = found.iter().skip(filter.number.saturating_mul(ON_PAGE)).take(ON_PAGE);
    let rows: Vec<_> = shown.map(|source| row(words, visit.pictures(), source, visit.now)).collect();
    let is_more = found.len() > filter.number.saturating_add(1).saturating_mul(ON_PAGE);
    let notice = done.notice.as_ref().map(|notice| Notice { words: notice.words.clone(), ..*notice });
    let response = html(&SourcesPage {
        dead,
        refused: &done.refused,
        stats: stats(words, sources, &totals, visit.now),
        typed: &done.typed,
        packs: packs::choices(words, visit.edition(None).await?),
        find: &filter.find,
        choices: choices(words, filter.health),
        caption: caption(words, rows.len(), found.len()),
        rows,
        earlier: filter.number.checked_sub(1).map(|number| filter.page(number)),
        later: is_more.then(|| filter.page(filter.number.saturating_add(1))),
        page: page.titled(&words.say("sources")).noticed(notice),
    })?;
    Ok(visit.remember((done.status, response).into_response()))
}

/// The sentence for what the page before did, as the address says.
fn notice(visit: &Visit, words: Words, sources: &[Source]) -> Option<Notice> {
    let find = |name: &str| {
        let id: SourceId = visit.query(name)?.parse().ok()?;
        sources.iter().find(|source| source.id == id)
    };
    let sentence = if let Some(source) = find("added") {
        words.named("source-added", &source.title)
    } else if let Some(source) = find("known") {
        words.named("source-known", &source.title)
    } else if let Some(source) = find("polled") {
        let next = next_poll(words, source, visit.now);
        words.fill("source-polled", &[("name", Value::Text(&source.title)), ("when", Value::Text(&next))])
    } else if visit.query("removed").is_some() {
        words.say("source-removed")
    } else {
        return None;
    };
    Some(Notice { words: sentence.into(), is_bad: false, is_english: false })
}

fn stats(words: Words, sources: &[Source], totals: &Totals, now: Millis) -> Vec<Stat> {
    let to_count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let needy = to_count(sources.iter().filter(|source| SourceState::of(source).needs_a_look()).count());
    let newest = totals.newest.map(|newest| words.span(now.since(newest)));
    let stat = |words: Cow<'static, str>, figure: String| Stat { words: words.into(), figure };
    vec![
        stat(words.count("stat-sources", to_count(sources.len())), words.number(to_count(sources.len()))),
        stat(words.count("stat-articles", totals.live), words.number(totals.live)),
        stat(words.count("stat-on-their-way", totals.on_their_way), words.number(totals.on_their_way)),
        stat(words.say("stat-newest"), newest.unwrap_or(Cow::Borrowed("–")).into()),
        stat(words.count("stat-need-a-look", needy), words.number(needy)),
    ]
}

fn choices(words: Words, chosen: Option<SourceState>) -> Vec<Choice> {
    let choice = |state: SourceState| Choice {
        value: state.slug(),
        words: words.say(state.id()),
        is_chosen: chosen == Some(state),
    };
    SourceState::ALL.into_iter().map(choice).collect()
}

fn caption(words: Words, shown: usize, found: usize) -> String {
    let number = |count: usize| words.number(u64::try_from(count).unwrap_or(u64::MAX));
    let (shown, found) = (number(shown), number(found));
    words.fill("sources-caption", &[("shown", Value::Text(&shown)), ("all", Value::Text(&found))]).into()
}

fn row<'a>(words: Words, pictures: Pictures<'_>, source: &'a Source, now: Millis) -> Row<'a> {
    let what = describe(words, source);
    Row {
        id: source.id,
        title: &source.title,
        address: &source.url,
        publisher_href: format!("/publisher/{}", encode(&source.publisher_domain)),
        logo: pictures.logo(source.publisher_icon.as_deref(), &source.publisher_name),
        state: SourceState::of(source),
        what: what.words,
        problem: what.sentence,
        success: source.success.map(|at| Time::new(words, at, now)),
        next: next_poll(words, source, now),
        entries: words.number(source.entries),
    }
}
