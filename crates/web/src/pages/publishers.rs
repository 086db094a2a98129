//! All publishers.

use askama::Template;
use axum::response::Response;

use crate::errors::PageError;
use crate::slug::encode;
use crate::view::{Account, Logo, Page, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "pages/publishers.html")]
struct PublishersPage<'a> {
    page: Page,
    publishers: Vec<Line<'a>>,
    count: u64,
}

struct Line<'a> {
    name: &'a str,
    domain: &'a str,
    href: String,
    logo: Logo,
    facts: String,
}

/// `/publishers`.
pub async fn publishers(visit: Visit) -> Result<Response, PageError> {
    let publishers = visit.web.publishers().await?;
    let page = visit.page(visit.edition(None).await?).await?;
    let words = page.words;
    let mut page = page.titled(&words.say("all-publishers"));
    page.description = words.say("publishers-description").into();
    page.canonical = Some(format!("{}/publishers", visit.origin()));
    let line = |line: &'_ coranto_store::publishers::PublisherLine| {
        let newest = line.newest.map(|newest| words.named("newest-article", &words.age(newest, visit.now)));
        let facts: Vec<_> = std::iter::once(words.count("articles", line.articles)).chain(newest).collect();
        facts.join(&words.say("list-separator"))
    };
    let lines = publishers
        .iter()
        .map(|known| Line {
            name: &known.publisher.name,
            domain: &known.publisher.domain,
            href: format!("/publisher/{}", encode(&known.publisher.domain)),
            logo: visit.pictures().logo(known.publisher.icon_url.as_deref(), &known.publisher.name),
            facts: line(known),
        })
        .collect();
    let count = u64::try_from(publishers.len()).unwrap_or(u64::MAX);
    html(&PublishersPage { page, publishers: lines, count })
}
