//! Stage *scrape*: fetches an article's page and takes the article from it.
//!
//! Where the page cannot be read for good, the article goes on with what the feed said of it, and the task stays as
//! a dead letter with the reason.

use coranto_crawl::{backoff, gate, retry_after};
use coranto_model::Millis;
use coranto_net::{Accept, Answer, FetchError, Get};
use coranto_store::StoreError;
use coranto_store::articles::{RawPage, ScrapeSubject, Scraped};
use coranto_store::tasks::{AfterFailure, LaneKind, Lease, Task};
use url::Url;

use crate::context::Context;
use crate::extract;
use crate::lane::Advice;
use crate::robots;

/// Fetches of one page that may fail before the feed's text is taken.
const MAX_ATTEMPTS: u32 = 4;

/// Longest gap that a robots.txt can ask for, in milliseconds.
const MAX_CRAWL_DELAY_MS: i64 = 30 * Millis::SECOND;

/// What a fetch led to.
enum Outcome {
    /// Take the article from this page.
    Page(Box<Answer>),
    /// The page cannot be read, for this reason: take the feed's text. The host may want a pause.
    Unreadable { problem: String, host_until: Option<Millis> },
    /// The publisher took the article back.
    Withdrawn,
    /// Try again; the host itself wants a pause where `host_until` says so.
    Later { problem: String, host_until: Option<Millis> },
}

pub(crate) async fn run(context: &Context, lease: &Lease, task: &Task) -> Result<Advice, StoreError> {
    let Some(subject) = context.store.scrape_subject(task.article()).await? else {
        context.store.drop_task(lease.clone(), task.clone()).await?;
        return Ok(Advice::default());
    };
    let Ok(url) = Url::parse(&subject.url) else {
        let problem = "its address is not a web address".to_owned();
        finish(context, lease, task, extract::fall_back(&subject, problem)).await?;
        return Ok(Advice::default());
    };
    let verdict = robots::verdict(context, &url).await?;
    let gap =
        context.config.policy_for(&url).gap_ms.max(verdict.delay_ms.unwrap_or(0).min(MAX_CRAWL_DELAY_MS));
    if verdict.fetched {
        tokio::time::sleep(std::time::Duration::from_millis(u64::try_from(gap).unwrap_or(0))).await;
    }
    if verdict.unsure && task.attempts + 1 < MAX_ATTEMPTS {
        let problem = format!("{}'s robots.txt cannot be read", host(&url));
        let policy = context.config.policy_for(&url);
        let pause = backoff::after_failure(task.attempts + 1, policy, Context::jitter());
        let after = AfterFailure::RetryAt(context.now().plus(pause.max(policy.error_base_ms)));
        context.store.fail_task(lease.clone(), task.clone(), problem, after, context.now()).await?;
        let free = verdict.fetched.then(|| context.now().plus(gap));
        return Ok(Advice { free, leave: false });
    }
    if !verdict.allowed {
        let problem = format!("{}'s robots.txt does not let us read this page", host(&url));
        finish(context, lease, task, extract::fall_back(&subject, problem)).await?;
        let free = verdict.fetched.then(|| context.now().plus(gap));
        return Ok(Advice { free, leave: false });
    }
    let outcome = fetch(context, task, &url).await;
    let free = context.now().plus(gap);
    match outcome {
        Outcome::Page(answer) => {
            context.counters.bytes.add(answer.body.len() as u64);
            let elsewhere = gate::key(&answer.url) != gate::key(&url);
            if elsewhere && !robots::verdict(context, &answer.url).await?.allowed {
                let problem = format!("{}'s robots.txt does not let us read this page", host(&answer.url));
                finish(context, lease, task, extract::fall_back(&subject, problem)).await?;
            } else {
                read(context, lease, task, subject, *answer).await?;
            }
        }
        Outcome::Withdrawn => finish(context, lease, task, extract::withdrawn(&subject)).await?,
        Outcome::Unreadable { problem, host_until } => {
            finish(context, lease, task, extract::fall_back(&subject, problem)).await?;
            if let Some(until) = host_until {
                return Ok(Advice { free: Some(until.max(free)), leave: true });
            }
        }
        Outcome::Later { problem, host_until } => {
            let pause =
                backoff::after_failure(task.attempts + 1, context.config.policy_for(&url), Context::jitter());
            let at = host_until.unwrap_or(free).max(context.now().plus(pause));
            let after = AfterFailure::RetryAt(at);
            context.store.fail_task(lease.clone(), task.clone(), problem, after, context.now()).await?;
            if let Some(until) = host_until {
                return Ok(Advice { free: Some(until.max(free)), leave: true });
            }
        }
    }
    Ok(Advice { free: Some(free), leave: false })
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or("the server")
}

async fn fetch(context: &Context, task: &Task, url: &Url) -> Outcome {
    let get = Get { url, accept: Accept::Page, validators: None, limit_bytes: context.config.max_page_bytes };
    let last = task.attempts + 1 >= MAX_ATTEMPTS;
    match context.client.get(&get).await {
        Err(error) => failed(&error, last),
        Ok(answer) => answered(context, url, answer, last),
    }
}

fn failed(error: &FetchError, last: bool) -> Outcome {
    let problem = error.to_string();
    if last || !error.is_transient() {
        Outcome::Unreadable { problem, host_until: None }
    } else {
        Outcome::Later { problem, host_until: None }
    }
}

fn answered(context: &Context, url: &Url, answer: Answer, last: bool) -> Outcome {
    let host = host(url);
    let now = context.now();
    match answer.status {
        200 if answer.truncated && !last => Outcome::Later {
            problem: format!("{host} broke off in the middle of the page"),
            host_until: None,
        },
        200 if answer.url.path() == "/" && url.path() != "/" => Outcome::Unreadable {
            problem: format!("{host} leads from the article to its front page"),
            host_until: None,
        },
        200 if is_page(&answer) => Outcome::Page(Box::new(answer)),
        410 => Outcome::Withdrawn,
        200 => Outcome::Unreadable {
            problem: format!(
                "{host} answered with {} instead of a web page",
                answer.content_type().unwrap_or("something unnamed")
            ),
            host_until: None,
        },
        status => {
            let named = answer.header("retry-after").and_then(|value| retry_after::parse(value, now));
            let host_until = match status {
                429 => Some(named.unwrap_or(now.plus(Millis::HOUR))),
                503 => named,
                _ => None,
            };
            if matches!(status, 429 | 500..=599) && !last {
                return Outcome::Later { problem: format!("{host} answered {status}"), host_until };
            }
            Outcome::Unreadable {
                problem: format!("{host} answered {status} instead of the page"),
                host_until,
            }
        }
    }
}

fn is_page(answer: &Answer) -> bool {
    let Some(kind) = answer.content_type() else { return true };
    let kind = kind.to_ascii_lowercase();
    ["html", "xml", "text/plain"].iter().any(|known| kind.contains(known))
}

async fn read(
    context: &Context,
    lease: &Lease,
    task: &Task,
    subject: ScrapeSubject,
    answer: Answer,
) -> Result<(), StoreError> {
    let page = RawPage {
        fetched: context.now(),
        url: answer.url.to_string(),
        content_type: answer.content_type().map(str::to_owned),
        robots_header: answer.headers_joined("x-robots-tag"),
        body: answer.body.to_vec(),
    };
    let spare = subject.clone();
    let scraped = context.compute(move || extract::take(&subject, page)).await;
    let scraped = scraped.unwrap_or_else(|| {
        extract::fall_back(&spare, "taking the article from its page broke off".to_owned())
    });
    finish(context, lease, task, scraped).await
}

async fn finish(context: &Context, lease: &Lease, task: &Task, scraped: Scraped) -> Result<(), StoreError> {
    let counters = &context.counters;
    if scraped.problem.is_some() { &counters.scrapes_failed } else { &counters.scraped }.add(1);
    context.store.finish_scrape(lease.clone(), task.clone(), scraped, context.now()).await?;
    context.wake(LaneKind::Compute);
    Ok(())
}
