//! The sitemap (sitemaps.org): an index; a part with the pages that are there for good; and parts of 10,000 articles,
//! each named by the article before its first. Only what search engines may list is in it.

use std::fmt::Write as _;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use coranto_model::{ArticleId, Audience};
use coranto_store::articles::ArticleLine;
use coranto_store::{Store, StoreError};
use http::header;

use crate::config::Access;
use crate::errors::PageError;
use crate::pages::article::is_for_search;
use crate::slug::{article_path, encode};
use crate::state::{WebState, front_query, sections_of};
use crate::view::edition_path;
use crate::visit::Visit;

/// Articles in a part. The format allows 50,000.
const IN_PART: u32 = 10_000;

/// Addresses in a part, and parts of the index, at the most: as the format allows.
const MAX_LINES: usize = 50_000;

/// `/sitemap.xml`.
pub async fn index(visit: Visit) -> Result<Response, PageError> {
    only_public(&visit)?;
    let store = visit.web.store.clone();
    let starts = visit.web.sitemap.get((), async move { starts(&store).await }).await?;
    let origin = escape(&visit.origin());
    let mut xml = begin("sitemapindex");
    let parts = std::iter::once("pages".to_owned()).chain(starts.iter().map(ArticleId::to_string));
    for part in parts.take(MAX_LINES) {
        // Writing to a text cannot fail.
        let _ = write!(xml, "<sitemap><loc>{origin}/sitemap/{part}</loc></sitemap>");
    }
    xml.push_str("</sitemapindex>\n");
    Ok(answer(xml))
}

/// `/sitemap/pages`: front pages, sections, publishers.
pub async fn pages(visit: Visit) -> Result<Response, PageError> {
    only_public(&visit)?;
    let web = visit.web.clone();
    let paths = visit.web.sitemap_pages.get((), async move { paths(&web).await }).await?;
    let origin = escape(&visit.origin());
    let mut xml = begin("urlset");
    for path in paths.iter().take(MAX_LINES) {
        let _ = write!(xml, "<url><loc>{origin}{}</loc></url>", escape(path));
    }
    xml.push_str("</urlset>\n");
    Ok(answer(xml))
}

/// `/sitemap/{after}`.
pub async fn part(visit: Visit, Path(after): Path<String>) -> Result<Response, PageError> {
    only_public(&visit)?;
    let after: ArticleId = after.parse().map_err(|_| PageError::NotFound)?;
    let mut lines = visit.web.store.live_articles(after, IN_PART).await?;
    lines.retain(is_listed);
    if lines.is_empty() {
        return Err(PageError::NotFound);
    }
    let origin = escape(&visit.origin());
    let mut xml = begin("urlset");
    for line in &lines {
        let path = article_path(line.id, &line.title);
        let _ = write!(
            xml,
            "<url><loc>{origin}{}</loc><lastmod>{}</lastmod></url>",
            escape(&path),
            line.published
        );
    }
    xml.push_str("</urlset>\n");
    Ok(answer(xml))
}

/// The articles before the first of each part. Parts in which nothing is listed are left out.
async fn starts(store: &Store) -> Result<Vec<ArticleId>, StoreError> {
    let mut starts = Vec::new();
    let mut after = ArticleId(0);
    while starts.len() < MAX_LINES {
        let lines = store.live_articles(after, IN_PART).await?;
        let Some(last) = lines.last() else { break };
        if lines.iter().any(is_listed) {
            starts.push(after);
        }
        after = last.id;
    }
    Ok(starts)
}

fn is_listed(line: &ArticleLine) -> bool {
    is_for_search(line.rights, Audience::Public)
}

/// The pages that are there for good.
async fn paths(web: &WebState) -> Result<Vec<String>, StoreError> {
    let mut paths = Vec::new();
    for edition in web.editions().await?.iter() {
        let cards = web.store.front(front_query(*edition, None)).await?;
        paths.push(edition_path(*edition, None));
        paths.extend(sections_of(&cards).into_iter().map(|section| edition_path(*edition, Some(section))));
    }
    paths.extend(["/publishers", "/about"].map(str::to_owned));
    let publishers = web.publishers().await?;
    let of_publishers = publishers
        .iter()
        .filter(|line| line.articles > 0)
        .map(|line| format!("/publisher/{}", encode(&line.publisher.domain)));
    paths.extend(of_publishers);
    Ok(paths)
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
