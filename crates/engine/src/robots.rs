//! Whether a publisher's robots.txt lets us read a page. Files are kept in the store for a day.

use coranto_crawl::robots::{Availability, Robots, availability};
use coranto_model::Millis;
use coranto_net::{Accept, Get};
use coranto_store::StoreError;
use coranto_store::robots::RobotsFile;
use url::Url;

use crate::context::Context;

/// How long a file counts, in milliseconds (RFC 9309, section 2.4: not longer than a day).
const KEPT_MS: i64 = Millis::DAY;

/// What of a file counts (RFC 9309, section 2.5), in bytes.
const MAX_BYTES: usize = 500 * 1024;

/// Largest answer that is read, in bytes: some sites send a whole web page instead.
const MAX_ANSWER_BYTES: u64 = 8 * 1024 * 1024;

/// The name under which robots.txt files address us.
const AGENT: &str = "Coranto";

/// What robots.txt says of a page.
pub(crate) struct Verdict {
    /// Whether it may be read.
    pub(crate) allowed: bool,
    /// Whether the host could not be asked: it is to be asked again before the page is given up.
    pub(crate) unsure: bool,
    /// The gap that the file asks for, in milliseconds.
    pub(crate) delay_ms: Option<i64>,
    /// Whether the host was asked just now.
    pub(crate) fetched: bool,
}

/// Asks the file that is kept, or the host.
pub(crate) async fn verdict(context: &Context, url: &Url) -> Result<Verdict, StoreError> {
    let origin = url.origin().ascii_serialization();
    let now = context.now();
    let kept = context.store.robots(origin.clone()).await?.filter(|file| {
        let unsure = availability(file.status) == Availability::DisallowAll;
        // A host in trouble is asked again as soon as a page of it is tried again.
        let age = if unsure { context.config.policy_for(url).error_base_ms } else { KEPT_MS };
        (0..age).contains(&now.since(file.fetched))
    });
    let fetched = kept.is_none();
    let file = if let Some(file) = kept {
        file
    } else {
        let file = fetch(context, url, now).await;
        context.store.save_robots(origin, file.clone()).await?;
        file
    };
    let robots = match availability(file.status) {
        Availability::Rules => Robots::parse(&file.body),
        // RFC 9309, section 2.3.1.4, says to stay away.
        Availability::DisallowAll => {
            return Ok(Verdict { allowed: false, unsure: true, delay_ms: None, fetched });
        }
        Availability::AllowAll => {
            return Ok(Verdict { allowed: true, unsure: false, delay_ms: None, fetched });
        }
    };
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let allowed = robots.allows(AGENT, &path);
    Ok(Verdict { allowed, unsure: false, delay_ms: robots.crawl_delay_ms(AGENT), fetched })
}

async fn fetch(context: &Context, page: &Url, now: Millis) -> RobotsFile {
    let unreachable = RobotsFile { fetched: now, status: 0, body: String::new() };
    let Ok(url) = page.join("/robots.txt") else { return unreachable };
    let get = Get { url: &url, accept: Accept::Robots, validators: None, limit_bytes: MAX_ANSWER_BYTES };
    match context.client.get(&get).await {
        Ok(answer) => RobotsFile {
            fetched: now,
            status: answer.status,
            body: match availability(answer.status) {
                Availability::Rules => {
                    let read = answer.body.get(..MAX_BYTES).unwrap_or(&answer.body);
                    String::from_utf8_lossy(read).replace('\0', "")
                }
                Availability::AllowAll | Availability::DisallowAll => String::new(),
            },
        },
        Err(error) => {
            tracing::debug!(%error, %url, "robots.txt could not be fetched");
            unreachable
        }
    }
}
