//! How much there is to do, and what nobody does any more: the dead letters, with their reasons.

use std::borrow::Cow;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use coranto_store::tasks::{DeadTask, Stage};

use crate::errors::PageError;
use crate::form::Fields;
use crate::language::Words;
use crate::view::{Account, Notice, Page, Time, html};
use crate::visit::Visit;

/// Dead letters on a page.
const ON_PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "admin/tasks.html")]
struct TasksPage {
    page: Page,
    dead: u64,
    stages: Vec<Line>,
    rows: Vec<Row>,
    later: Option<String>,
}

struct Line {
    name: Cow<'static, str>,
    due: String,
    waiting: String,
    dead: String,
}

struct Row {
    key: String,
    about: String,
    href: Option<String>,
    stage: Cow<'static, str>,
    reason: String,
    since: Time,
    attempts: String,
}

/// `/admin/tasks`.
pub async fn list(visit: Visit) -> Result<Response, PageError> {
    visit.only_admin()?;
    let visit = visit.with_form()?;
    let offset: u32 = visit.query("offset").and_then(|offset| offset.parse().ok()).unwrap_or(0);
    let counts = visit.web.store.stage_counts(visit.now).await?;
    let dead = visit.web.store.dead_tasks(offset, ON_PAGE).await?;
    let page = visit.admin_page().await?;
    let words = page.words;
    let is_full = u32::try_from(dead.len()).unwrap_or(0) == ON_PAGE;
    let notice = visit.query("retried").map(|_| Notice {
        words: words.say("task-retried").into(),
        is_bad: false,
        is_english: false,
    });
    let response = html(&TasksPage {
        dead: counts.iter().map(|count| count.dead).sum(),
        stages: counts
            .iter()
            .map(|count| Line {
                name: words.say(stage_id(count.stage)),
                due: words.number(count.due),
                waiting: words.number(count.waiting),
                dead: words.number(count.dead),
            })
            .collect(),
        rows: dead.into_iter().map(|task| row(words, task, &visit)).collect(),
        later: is_full.then(|| format!("/admin/tasks?offset={}", offset.saturating_add(ON_PAGE))),
        page: page.titled(&words.say("tasks")).noticed(notice),
    })?;
    Ok(visit.remember(response))
}

fn row(words: Words, task: DeadTask, visit: &Visit) -> Row {
    // The article's page here may not be there yet: the publisher's is.
    let is_address = ["https://", "http://"].iter().any(|scheme| task.about.starts_with(scheme));
    Row {
        key: format!("{}/{}", task.stage, task.subject),
        href: is_address.then(|| task.about.clone()),
        about: task.about,
        stage: words.say(stage_id(task.stage)),
        reason: task.problem,
        since: Time::new(words, task.since, visit.now),
        attempts: words.number(task.attempts.into()),
    }
}

fn stage_id(stage: Stage) -> &'static str {
    match stage {
        Stage::Poll => "stage-poll",
        Stage::Scrape => "stage-scrape",
        Stage::Extract => "stage-extract",
        Stage::Analyse => "stage-analyse",
        Stage::File => "stage-file",
    }
}

/// Brings a dead letter back to life.
pub async fn retry(
    visit: Visit,
    Path((stage, subject)): Path<(String, String)>,
    _form: Fields,
) -> Result<Response, PageError> {
    visit.only_admin()?;
    let stage = Stage::ALL.into_iter().find(|known| known.as_str() == stage).ok_or(PageError::NotFound)?;
    let subject: i64 = subject.parse().map_err(|_| PageError::NotFound)?;
    if !visit.web.store.retry_task(stage, subject, visit.now).await? {
        return Err(PageError::NotFound);
    }
    visit.web.backstage.wake();
    Ok(Redirect::to("/admin/tasks?retried=1").into_response())
}
