//! The sitemap (sitemaps.org): an index, and parts of 10,000 articles, each named by the article before its first.

use std::fmt::Write as _;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use coranto_model::ArticleId;
use coranto_store::{Store, StoreError};
use http::header;

use crate::config::Access;
use crate::errors::PageError;
use crate::slug::article_path;
use crate::visit::Visit;

/// Articles in a part. The format allows 50,000.
const IN_PART: u32 = 10_000;

/// Parts of the index at the most, as the format allows.
const MAX_PARTS: usize = 50_000;

/// `/sitemap.xml`.
pub async fn index(visit: Visit) -> Result<Response, PageError> {
    only_public(&visit)?;
    let store = visit.web.store.clone();
    let starts = visit.web.sitemap.get((), async move { starts(&store).await }).await?;
    let origin = visit.origin();
    let mut xml = begin("sitemapindex");
    for start in starts.iter() {
        // Writing to a text cannot fail.
        let _ = write!(xml, "<sitemap><loc>{}/sitemap/{start}</loc></sitemap>", escape(&origin));
    }
    xml.push_str("</sitemapindex>\n");
    Ok(answer(xml))
}

/// `/sitemap/{after}`.
pub async fn part(visit: Visit, Path(after): Path<String>) -> Result<Response, PageError> {
    only_public(&visit)?;
    let after: ArticleId = after.parse().map_err(|_| PageError::NotFound)?;
    let lines = visit.web.store.live_articles(after, IN_PART).await?;
    if lines.is_empty() {
        return Err(PageError::NotFound);
    }
    let origin = visit.origin();
    let mut xml = begin("urlset");
    for line in &lines {
        let path = article_path(line.id, &line.title);
        let _ = write!(
            xml,
            "<url><loc>{}{}</loc><lastmod>{}</lastmod></url>",
            escape(&origin),
            escape(&path),
            line.published
        );
    }
    xml.push_str("</urlset>\n");
    Ok(answer(xml))
}

/// The articles before the first of each part.
async fn starts(store: &Store) -> Result<Vec<ArticleId>, StoreError> {
    let mut starts = Vec::new();
    let mut after = ArticleId(0);
    while starts.len() < MAX_PARTS {
        let lines = store.live_articles(after, IN_PART).await?;
        let Some(last) = lines.last() else { break };
        starts.push(after);
        after = last.id;
    }
    Ok(starts)
}

fn only_public(visit: &Visit) -> Result<(), PageError> {
    if visit.web.config.access == Access::Public { Ok(()) } else { Err(PageError::NotFound) }
}

fn begin(element: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
    )
}

fn answer(xml: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
