//! Stage *poll*: asks a source for its entries.

use std::collections::HashMap;

use coranto_crawl::schedule::{FreshnessHints, PollFacts, next_poll};
use coranto_crawl::{backoff, gate, http_date, retry_after};
use coranto_feed::{Document, Entry, Feed, Warning};
use coranto_model::address::{publisher_domain, without_tracking};
use coranto_model::{CanonicalAddress, Millis};
use coranto_net::{Accept, Answer, Get, Validators};
use coranto_store::StoreError;
use coranto_store::publishers::{NameRank, PublisherFacts};
use coranto_store::sources::{NewEntry, PollFailure, PollMemory, PollResult, Problem, Source};
use coranto_store::tasks::{Lane, LaneKind, Lease, Task};
use url::Url;

use crate::context::Context;
use crate::lane::Advice;

/// Validators are dropped after this time, in milliseconds, so that a server that wrongly answers "not modified" for
/// ever is found out.
const VALIDATORS_AGE_MS: i64 = 7 * Millis::DAY;

/// Pause of a host that answered 429 without saying for how long, in milliseconds.
const TOO_MANY_PAUSE_MS: i64 = Millis::HOUR;

/// The beginning of 1990: what claims to be older than the web has a wrong clock.
const EARLIEST: Millis = Millis(631_152_000_000);

/// First lines of an entry that are kept as its standfirst, in characters.
const STANDFIRST_CHARS: usize = 400;

pub(crate) async fn run(context: &Context, lease: &Lease, task: &Task) -> Result<Advice, StoreError> {
    let Some(source) = context.store.source(task.source()).await? else {
        context.store.drop_task(lease.clone(), task.clone()).await?;
        return Ok(Advice::default());
    };
    let Ok(url) = Url::parse(&source.url) else {
        let problem = problem("invalid-address", "this source's address is not a web address".to_owned());
        return fail(context, lease, &source, problem, None).await.map(|()| Advice::default());
    };
    let validators = validators(&source.memory, context.now());
    let get = Get {
        url: &url,
        accept: Accept::Feed,
        validators: validators.as_ref(),
        limit_bytes: context.config.max_feed_bytes,
    };
    let answer = context.client.get(&get).await;
    let free = context.now().plus(context.config.policy_for(&url).gap_ms);
    let advice = Advice { free: Some(free), leave: false };
    match answer {
        Err(error) => {
            let problem = problem(error.code(), error.to_string());
            retry(context, lease, &source, &url, problem).await?;
            Ok(advice)
        }
        Ok(answer) => {
            context.counters.bytes.add(answer.body.len() as u64);
            take(context, lease, &source, &url, answer, advice).await
        }
    }
}

fn validators(memory: &PollMemory, now: Millis) -> Option<Validators> {
    let fresh = memory.validators_since.is_some_and(|since| now.since(since) < VALIDATORS_AGE_MS);
    let any = memory.etag.is_some() || memory.last_modified.is_some();
    (fresh && any)
        .then(|| Validators { etag: memory.etag.clone(), last_modified: memory.last_modified.clone() })
}

/// Decides by the answer's status.
async fn take(
    context: &Context,
    lease: &Lease,
    source: &Source,
    url: &Url,
    answer: Answer,
    advice: Advice,
) -> Result<Advice, StoreError> {
    match answer.status {
        200 => take_body(context, lease, source, url, &answer).await?,
        304 => {
            context.counters.polls_unchanged.add(1);
            let memory = remember(source, &answer, source.memory.body_hash, context.now());
            unchanged(context, lease, source, url, &answer, memory).await?;
        }
        410 => {
            let problem =
                problem("gone", format!("{} says that this feed is gone for good (410)", host(url)));
            fail(context, lease, source, problem, None).await?;
        }
        429 | 503 => return pause(context, lease, source, url, &answer, advice).await,
        status => {
            let problem = problem("status", status_sentence(url, status, &answer));
            retry(context, lease, source, url, problem).await?;
        }
    }
    Ok(advice)
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or("the server")
}

fn status_sentence(url: &Url, status: u16, answer: &Answer) -> String {
    let host = host(url);
    match status {
        401 => format!("{host} wants a user name and password for this feed (401)"),
        403 if answer.header("cf-mitigated").is_some() => {
            format!(
                "{host} shows programs a challenge instead of the feed (403): ask its owner to let feed readers in"
            )
        }
        403 => format!("{host} does not let us read this feed (403)"),
        404 => {
            format!("{host} has nothing at this address (404): look on its site whether the feed has moved")
        }
        500..=599 => format!("{host} is in trouble ({status})"),
        _ => format!("{host} answered {status} instead of a feed"),
    }
}

/// The host wants to be left alone: neither this source nor anything else of the host is asked before then.
async fn pause(
    context: &Context,
    lease: &Lease,
    source: &Source,
    url: &Url,
    answer: &Answer,
    advice: Advice,
) -> Result<Advice, StoreError> {
    let now = context.now();
    let policy = context.config.policy_for(url);
    let own = backoff::after_failure(source.failures + 1, policy, Context::jitter());
    let named = answer.header("retry-after").and_then(|value| retry_after::parse(value, now));
    let sentence = format!("{} asked us to come back later ({})", host(url), answer.status);
    let code = if answer.status == 429 { "too-many-requests" } else { "unavailable" };
    let problem = problem(code, sentence);
    if answer.status == 503 && named.is_none() {
        // Trouble of this one address, for all that is said: the host's others go on.
        fail(context, lease, source, problem, Some(now.plus(own))).await?;
        return Ok(advice);
    }
    let until = named.unwrap_or_else(|| now.plus(own.max(TOO_MANY_PAUSE_MS))).max(now.plus(policy.gap_ms));
    // A server that always says "in a second" is still asked less and less often.
    fail(context, lease, source, problem, Some(until.max(now.plus(own)))).await?;
    Ok(Advice { free: Some(until), leave: true })
}

async fn take_body(
    context: &Context,
    lease: &Lease,
    source: &Source,
    url: &Url,
    answer: &Answer,
) -> Result<(), StoreError> {
    let now = context.now();
    let hash: [u8; 32] = blake3::hash(&answer.body).into();
    if source.memory.body_hash == Some(hash) && !answer.truncated {
        context.counters.polls_unchanged.add(1);
        let memory = remember(source, answer, Some(hash), now);
        return unchanged(context, lease, source, url, answer, memory).await;
    }
    let read = {
        let (answer, source, url) = (answer.clone(), source.clone(), url.clone());
        move || read(&answer, &source, &url, now)
    };
    let read = context.compute(read).await.unwrap_or_else(|| Err("reading it broke off".to_owned()));
    let (feed, entries) = match read {
        Ok(read) => read,
        Err(reason) => {
            let problem = problem("not-a-feed", format!("{}: {reason}", host(url)));
            return retry(context, lease, source, url, problem).await;
        }
    };
    let mut memory = if answer.truncated || feed.warnings.contains(&Warning::Cut) {
        // Whole entries before the cut are used, but the next poll must bring the rest.
        PollMemory { body_hash: None, ..source.memory.clone() }
    } else {
        remember(source, answer, Some(hash), now)
    };
    let interval = interval(context, url, source, Some(&feed), answer, &memory);
    memory.interval_ms = Some(interval.since(now));
    let result = PollResult {
        source: source.id,
        memory,
        title: Some(feed.title.clone()).filter(|title| !title.is_empty()),
        publisher: Some(publisher_facts(source, &feed)),
        entries,
        next_poll: interval,
    };
    let polled = context.store.finish_poll(lease.clone(), result, now).await?;
    context.counters.polls_good.add(1);
    context.counters.entries.add(u64::from(polled.new_entries));
    if polled.new_articles > 0 {
        context.wake(LaneKind::Network);
    }
    Ok(())
}

/// The feed of an answer and its entries as the store takes them, or why it is none.
fn read(answer: &Answer, source: &Source, url: &Url, now: Millis) -> Result<(Feed, Vec<NewEntry>), String> {
    let document = Document {
        bytes: &answer.body,
        url: &answer.url,
        content_type: answer.content_type(),
        content_location: answer.header("content-location"),
    };
    let feed = coranto_feed::parse(&document).map_err(|error| error.to_string())?;
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for entry in &feed.entries {
        *uses.entry(&entry.key).or_default() += 1;
    }
    let entries = feed.entries.iter().filter_map(|entry| {
        let new = new_entry(source, url, &feed, entry, now)?;
        // Some feeds give all entries one id: what names several names none.
        let is_unique = uses.get(entry.key.as_str()) == Some(&1);
        Some(if is_unique { new } else { NewEntry { key: new.address.as_str().to_owned(), ..new } })
    });
    let entries = entries.collect();
    Ok((feed, entries))
}

/// What the next poll needs to know. A 200 without a validator deletes it, a 304 without one keeps it.
fn remember(source: &Source, answer: &Answer, body_hash: Option<[u8; 32]>, now: Millis) -> PollMemory {
    let known = &source.memory;
    let (etag, last_modified) = (answer.etag().map(str::to_owned), answer.last_modified().map(str::to_owned));
    let not_modified = answer.status == 304;
    let moved = answer.url.as_str() != source.url;
    PollMemory {
        // Validators belong to one address; those of a redirect's target are not sent to the original.
        etag: if not_modified { etag.or_else(|| known.etag.clone()) } else { etag.filter(|_| !moved) },
        last_modified: if not_modified {
            last_modified.or_else(|| known.last_modified.clone())
        } else {
            last_modified.filter(|_| !moved)
        },
        validators_since: if not_modified { known.validators_since } else { Some(now) },
        body_hash,
        interval_ms: known.interval_ms,
    }
}

async fn unchanged(
    context: &Context,
    lease: &Lease,
    source: &Source,
    url: &Url,
    answer: &Answer,
    mut memory: PollMemory,
) -> Result<(), StoreError> {
    let now = context.now();
    let next = interval(context, url, source, None, answer, &memory);
    memory.interval_ms = Some(next.since(now));
    let result = PollResult {
        source: source.id,
        memory,
        title: None,
        publisher: None,
        entries: Vec::new(),
        next_poll: next,
    };
    context.store.finish_poll(lease.clone(), result, now).await.map(drop)
}

/// When to poll next.
fn interval(
    context: &Context,
    url: &Url,
    source: &Source,
    feed: Option<&Feed>,
    answer: &Answer,
    memory: &PollMemory,
) -> Millis {
    let now = context.now();
    let mut hints = FreshnessHints::from_headers(
        answer.header("cache-control"),
        answer.header("expires"),
        answer.header("age"),
        // A server whose clock is wrong is wrong in both.
        answer.header("date").and_then(http_date::parse).unwrap_or(now),
    );
    hints.ttl_ms = feed.and_then(|feed| feed.ttl_ms);
    let published: Vec<Millis> = feed
        .map(|feed| feed.entries.iter().filter_map(|entry| entry.published.or(entry.updated)).collect())
        .unwrap_or_default();
    let facts = PollFacts {
        now,
        interval_ms: source.memory.interval_ms,
        published: &published,
        hints,
        has_validators: memory.etag.is_some() || memory.last_modified.is_some(),
        changed: feed.is_some(),
    };
    next_poll(&facts, context.config.policy_for(url), Context::jitter())
}

fn publisher_facts(source: &Source, feed: &Feed) -> PublisherFacts {
    PublisherFacts {
        name: Some(feed.title.clone()).filter(|title| !title.is_empty()).map(|title| (title, NameRank::Feed)),
        language: feed.main_language(),
        about: Some(feed.description.clone()).filter(|about| !about.is_empty()),
        ..PublisherFacts::of(source.publisher_domain.clone())
    }
}

/// The entry as the store takes it; `None` for one that leads to no article.
fn new_entry(source: &Source, feed_url: &Url, feed: &Feed, entry: &Entry, now: Millis) -> Option<NewEntry> {
    let link = coranto_model::address::parse(entry.link.as_ref()?.as_str()).ok()?;
    let address = CanonicalAddress::of(&link).ok()?;
    let key = gate::key(&link);
    let own = key == gate::key(feed_url) || feed.link.as_ref().is_some_and(|site| gate::key(site) == key);
    let domain = if own { source.publisher_domain.clone() } else { publisher_domain(&link)? };
    let standfirst = entry.summary.plain();
    Some(NewEntry {
        key: entry.key.clone(),
        address,
        url: without_tracking(&link).into(),
        publisher: PublisherFacts::of(domain),
        lane: Lane::network(&key),
        title: if entry.title.is_empty() { link.as_str().to_owned() } else { entry.title.clone() },
        standfirst: standfirst.chars().take(STANDFIRST_CHARS).collect(),
        authors: entry.authors.clone(),
        categories: entry.categories.clone(),
        published: entry
            .published
            .or(entry.updated)
            .filter(|at| (EARLIEST..=now).contains(at))
            .unwrap_or(now),
        picture: entry.pictures.first().map(ToString::to_string),
        body: entry.body().sanitised(),
    })
}

fn problem(code: &str, sentence: String) -> Problem {
    Problem { code: code.to_owned(), sentence }
}

/// Tries again after a pause that grows with each failure.
async fn retry(
    context: &Context,
    lease: &Lease,
    source: &Source,
    url: &Url,
    problem: Problem,
) -> Result<(), StoreError> {
    let pause =
        backoff::after_failure(source.failures + 1, context.config.policy_for(url), Context::jitter());
    fail(context, lease, source, problem, Some(context.now().plus(pause))).await
}

async fn fail(
    context: &Context,
    lease: &Lease,
    source: &Source,
    problem: Problem,
    next_poll: Option<Millis>,
) -> Result<(), StoreError> {
    context.counters.polls_failed.add(1);
    tracing::info!(source = source.id.0, code = problem.code, "a poll failed: {}", problem.sentence);
    let failure = PollFailure { source: source.id, problem, next_poll };
    context.store.fail_poll(lease.clone(), failure, context.now()).await
}
