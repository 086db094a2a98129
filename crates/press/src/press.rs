//! The sample publishers.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use coranto_model::{Country, Language, Millis};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::bulletin;
use crate::dates;
use crate::serve::router;
use crate::texts::{self, ArticleText, PublisherText};

/// How to start the press.
#[derive(Clone, Copy, Debug, Default)]
pub struct PressOptions {
    /// The time by which the articles' ages count.
    pub now: Millis,
    /// Port of the first publisher, the others follow; `None`: whichever are free.
    pub first_port: Option<u16>,
}

/// An article that is out.
#[derive(Clone, Debug)]
pub(crate) struct Issue {
    pub(crate) text: ArticleText,
    pub(crate) published: Millis,
}

/// A publisher with what it has published, newest first.
pub(crate) struct House {
    pub(crate) text: PublisherText,
    pub(crate) origin: String,
    pub(crate) issues: RwLock<Vec<Issue>>,
    started: Instant,
    start: Millis,
}

impl Issue {
    /// Whether the publisher has taken it back by `now`.
    pub(crate) fn is_withdrawn(&self, now: Millis) -> bool {
        let after = self.text.withdrawn_after_minutes;
        after.is_some_and(|minutes| now >= self.published.plus(minutes.saturating_mul(Millis::MINUTE)))
    }
}

impl House {
    pub(crate) fn new(text: PublisherText, origin: String, issues: Vec<Issue>, start: Millis) -> Self {
        Self { text, origin, issues: RwLock::new(issues), started: Instant::now(), start }
    }

    /// The time by the press's clock.
    pub(crate) fn now(&self) -> Millis {
        self.start.plus(i64::try_from(self.started.elapsed().as_millis()).unwrap_or(0))
    }

    pub(crate) fn with_issues<T>(&self, look: impl FnOnce(&[Issue]) -> T) -> T {
        look(&self.issues.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn publish(&self, issue: Issue) {
        self.issues.write().unwrap_or_else(PoisonError::into_inner).insert(0, issue);
    }
}

/// A running sample publisher.
#[derive(Clone, Debug)]
pub struct PressPublisher {
    /// Its name.
    pub name: String,
    /// The language that it writes in.
    pub language: Language,
    /// Its country, a code that ISO 3166 leaves to its users.
    pub country: Country,
    /// Its front page.
    pub base_url: Url,
    /// Its feed or news sitemap; `None` for one that has nothing but its pages.
    pub feed_url: Option<Url>,
    /// Articles that were out at the start and can still be read.
    pub articles: usize,
}

/// An article that has just come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The publisher's name.
    pub publisher: String,
    /// The headline.
    pub headline: String,
}

/// What waits to be published.
struct Waiting {
    texts: Vec<ArticleText>,
    bulletins: u64,
}

/// The running press.
pub struct Press {
    publishers: Vec<PressPublisher>,
    houses: Vec<Arc<House>>,
    waiting: RwLock<Waiting>,
    servers: Vec<JoinHandle<()>>,
}

impl Press {
    /// Starts each publisher on a free port of 127.0.0.1.
    pub async fn start(options: PressOptions) -> io::Result<Self> {
        let texts = texts::load().map_err(io::Error::other)?;
        let mut press = Self {
            publishers: Vec::new(),
            houses: Vec::new(),
            waiting: RwLock::new(Waiting { texts: Vec::new(), bulletins: 0 }),
            servers: Vec::new(),
        };
        let (later, now): (Vec<_>, Vec<_>) =
            texts.articles.into_iter().map(|(_, article)| article).partition(|article| article.later);
        for publisher in texts.publishers {
            let mut issues: Vec<Issue> = now
                .iter()
                .filter(|article| article.publisher == publisher.key)
                .map(|text| Issue {
                    published: options.now.minus(text.minutes_ago * Millis::MINUTE),
                    text: ArticleText {
                        body: dates::fill(&text.body, &publisher.language, options.now),
                        ..text.clone()
                    },
                })
                .collect();
            issues.sort_by_key(|issue| std::cmp::Reverse(issue.published));
            press.open(publisher, issues, options).await?;
        }
        press.waiting = RwLock::new(Waiting { texts: later, bulletins: 0 });
        Ok(press)
    }

    async fn open(
        &mut self,
        text: PublisherText,
        issues: Vec<Issue>,
        options: PressOptions,
    ) -> io::Result<()> {
        let place = u16::try_from(self.houses.len()).unwrap_or(u16::MAX);
        let port = options.first_port.map_or(0, |first| first.saturating_add(place));
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let origin = format!("http://{}.localhost:{}", text.key, listener.local_addr()?.port());
        let parse = |url: String| Url::parse(&url).map_err(io::Error::other);
        self.publishers.push(PressPublisher {
            name: text.name.clone(),
            language: text.language.parse().map_err(io::Error::other)?,
            country: text.country.parse().map_err(io::Error::other)?,
            base_url: parse(format!("{origin}/"))?,
            feed_url: crate::feeds::path(text.format)
                .map(|path| parse(format!("{origin}{path}")))
                .transpose()?,
            articles: issues.iter().filter(|issue| !issue.is_withdrawn(options.now)).count(),
        });
        let house = Arc::new(House::new(text, origin, issues, options.now));
        self.houses.push(Arc::clone(&house));
        self.servers.push(tokio::spawn(async move {
            // Ends when the press is stopped.
            let _ = axum::serve(listener, router(house)).await;
        }));
        Ok(())
    }

    /// The publishers.
    pub fn publishers(&self) -> &[PressPublisher] {
        &self.publishers
    }

    /// Brings the next article out: first those that are held back, then bulletins without end.
    pub fn publish_next(&self, now: Millis) -> Option<Published> {
        let mut waiting = self.waiting.write().unwrap_or_else(PoisonError::into_inner);
        let text = if waiting.texts.is_empty() {
            let number = waiting.bulletins;
            waiting.bulletins += 1;
            let publishers: Vec<_> = self
                .houses
                .iter()
                .map(|house| (house.text.key.as_str(), house.text.language.as_str()))
                .filter(|(_, language)| bulletin::LANGUAGES.contains(language))
                .collect();
            bulletin::write(number, now, &publishers)?
        } else {
            waiting.texts.remove(0)
        };
        let house = self.houses.iter().find(|house| house.text.key == text.publisher)?;
        let published = Published { publisher: house.text.name.clone(), headline: text.headline.clone() };
        house.publish(Issue { text, published: now });
        Some(published)
    }

    /// Stops all servers.
    pub async fn stop(self) {
        for server in self.servers {
            server.abort();
            // An aborted task ends with an error that says so.
            let _ = server.await;
        }
    }
}
