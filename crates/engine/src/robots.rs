//! Whether a publisher's robots.txt lets us read a page. Files are kept in the store for a day.

use coranto_crawl::robots::Robots;
use coranto_model::Millis;
use coranto_net::{Accept, Get};
use coranto_store::StoreError;
use coranto_store::robots::RobotsFile;
use url::Url;

use crate::context::Context;

/// How long a file counts, in milliseconds (RFC 9309, section 2.4: not longer than a day).
const KEPT_MS: i64 = Millis::DAY;

/// How long "could not be asked" counts, in milliseconds.
const KEPT_UNREACHABLE_MS: i64 = Millis::HOUR;

/// Largest file that is read (RFC 9309, section 2.5), in bytes.
const MAX_BYTES: u64 = 500 * 1024;

/// The name under which robots.txt files address us.
const AGENT: &str = "Coranto";

/// What robots.txt says of a page.
pub(crate) struct Verdict {
    /// Whether it may be read.
    pub(crate) allowed: bool,
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
        let age = if file.status == 0 { KEPT_UNREACHABLE_MS } else { KEPT_MS };
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
    let robots = match file.status {
        200..=299 => Robots::parse(&file.body),
        // The host cannot be asked, or is in trouble: RFC 9309, section 2.3.1.4, says to stay away.
        0 | 500..=599 => return Ok(Verdict { allowed: false, delay_ms: None, fetched }),
        _ => return Ok(Verdict { allowed: true, delay_ms: None, fetched }),
    };
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    Ok(Verdict { allowed: robots.allows(AGENT, &path), delay_ms: robots.crawl_delay_ms(AGENT), fetched })
}

async fn fetch(context: &Context, page: &Url, now: Millis) -> RobotsFile {
    let unreachable = RobotsFile { fetched: now, status: 0, body: String::new() };
    let Ok(url) = page.join("/robots.txt") else { return unreachable };
    let get = Get { url: &url, accept: Accept::Robots, validators: None, limit_bytes: MAX_BYTES };
    match context.client.get(&get).await {
        Ok(answer) => RobotsFile {
            fetched: now,
            status: answer.status,
            body: String::from_utf8_lossy(&answer.body).into_owned(),
        },
        Err(error) => {
            tracing::debug!(%error, %url, "robots.txt could not be fetched");
            unreachable
        }
    }
}
