//! The HTTP server of a publisher.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::press::House;
use crate::{feeds, look, texts};

/// The publisher's pages, feed and pictures.
pub(crate) fn router(house: Arc<House>) -> Router {
    let pages = Router::new().route("/", get(front));
    let pages = match feeds::path(house.text.format) {
        Some(path) => pages.route(path, get(feed)),
        None => pages,
    };
    pages
        .route("/robots.txt", get(robots))
        .route("/pictures/{file}", get(picture))
        .route("/{slug}", get(article))
        .with_state(house)
}

async fn front(State(house): State<Arc<House>>) -> Response {
    page(look::front(&house))
}

fn page(html: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

async fn feed(State(house): State<Arc<House>>, headers: HeaderMap) -> Response {
    cached(feeds::write(&house), feeds::mime(house.text.format), &headers)
}

/// The document, or "not modified" for who has it already.
pub(crate) fn cached(body: String, mime: &'static str, request: &HeaderMap) -> Response {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let etag = format!("\"{:016x}\"", hasher.finish());
    let known = request.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let headers = [(header::ETAG, etag), (header::CACHE_CONTROL, "max-age=1".to_owned())];
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, mime)], body).into_response()
}

async fn robots(State(house): State<Arc<House>>) -> String {
    match house.text.key.as_str() {
        "harbor" => "User-agent: *\nDisallow: /printing-office/\n".to_owned(),
        _ => "User-agent: *\nDisallow:\n".to_owned(),
    }
}

async fn picture(Path(file): Path<String>) -> Response {
    match texts::picture(&file) {
        Some(bytes) => {
            let headers =
                [(header::CONTENT_TYPE, "image/webp"), (header::CACHE_CONTROL, "public, max-age=31536000")];
            (headers, bytes).into_response()
        }
        None => missing(),
    }
}

async fn article(State(house): State<Arc<House>>, Path(slug): Path<String>) -> Response {
    let issue = house.with_issues(|issues| issues.iter().find(|issue| issue.text.slug == slug).cloned());
    match issue {
        Some(issue) if issue.is_withdrawn(house.now()) => gone(),
        Some(issue) => page(look::article(&house, &issue)),
        None => missing(),
    }
}

fn gone() -> Response {
    let html =
        "<!doctype html><title>Withdrawn</title><h1>We have taken this article back</h1><p>It was wrong.";
    (StatusCode::GONE, page(html.to_owned())).into_response()
}

fn missing() -> Response {
    let html = "<!doctype html><title>Not here</title><h1>This page is not here</h1><p>Perhaps it never was.";
    (StatusCode::NOT_FOUND, page(html.to_owned())).into_response()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::{Body, to_bytes};
    use axum::http::{Request, Response, header};
    use coranto_model::Millis;
    use tower::ServiceExt;

    use super::router;
    use crate::press::{House, Issue};
    use crate::texts::Format;
    use crate::{feeds, texts};

    async fn get(house: &Arc<House>, path: &str, etag: Option<&str>) -> Response<Body> {
        let mut request = Request::get(path);
        if let Some(etag) = etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        router(Arc::clone(house)).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn every_publisher_serves_feed_pages_and_pictures() {
        let texts = texts::load().unwrap();
        for text in texts.publishers {
            let issues: Vec<Issue> = texts
                .articles
                .iter()
                .filter(|(_, article)| article.publisher == text.key)
                .map(|(_, text)| Issue { text: text.clone(), published: Millis(1_700_000_000_000) })
                .collect();
            let (path, logo, slug) =
                (feeds::path(text.format), text.logo.clone(), issues[0].text.slug.clone());
            let (count, format) = (issues.len(), text.format);
            let house = Arc::new(House::new(
                text,
                "http://x.localhost:1".to_owned(),
                issues,
                Millis(1_700_000_000_000),
            ));
            assert_eq!(get(&house, &format!("/{slug}"), None).await.status(), 200);
            let Some(path) = path else { continue };
            let answer = get(&house, path, None).await;
            let etag = answer.headers()[header::ETAG].to_str().unwrap().to_owned();
            let bytes = to_bytes(answer.into_body(), 10_000_000).await.unwrap();
            if format == Format::Sitemap {
                assert_eq!(String::from_utf8_lossy(&bytes).matches("<loc>").count(), count);
            } else {
                assert_eq!(feed_rs::parser::parse(&bytes[..]).unwrap().entries.len(), count);
            }
            assert_eq!(get(&house, path, Some(&etag)).await.status(), 304);
            assert_eq!(
                get(&house, &format!("/pictures/{logo}"), None).await.headers()[header::CONTENT_TYPE],
                "image/webp"
            );
            for missing in ["/nothing", "/pictures/nothing.webp"] {
                assert_eq!(get(&house, missing, None).await.status(), 404);
            }
        }
    }
}
