//! Questions that several layers ask of a path or an answer.

use axum::response::Response;
use http::header;

/// Whether `path` is for programs: no page, no masthead, plain errors.
pub fn is_for_programs(path: &str) -> bool {
    ["/healthz", "/readyz", "/metrics", "/robots.txt", "/progress"].contains(&path)
        || ["/static/", "/picture/", "/sitemap"].iter().any(|prefix| path.starts_with(prefix))
}

/// Whether the answer is a page.
pub fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}
