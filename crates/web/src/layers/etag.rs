//! Pages carry a tag of their content: who has the page already gets no second copy.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::answer::is_page;
use crate::errors::PageError;
use crate::visit::Visit;

/// Letters of the content's hash in a tag.
const HASH_CHARS: usize = 22;

/// Largest page, in bytes: a bound that no page comes near.
const MAX_PAGE: usize = 32 * 1024 * 1024;

/// Tags pages for readers who are not signed in, and tells caches what a page depends on.
pub async fn etag(request: Request, next: Next) -> Response {
    // The answer to HEAD has lost its content by now.
    let is_get = request.method() == Method::GET;
    let asked = request.headers().get(header::IF_NONE_MATCH).cloned();
    let is_reader = request.extensions().get::<Visit>().is_some_and(|visit| visit.session().is_some());
    let mut response = next.run(request).await;
    if !is_page(&response) {
        return response;
    }
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    let is_taggable = is_get && !is_reader && response.status() == StatusCode::OK;
    let control = match response.headers().get(header::CACHE_CONTROL) {
        Some(control) => control.clone(),
        None if is_taggable => HeaderValue::from_static("private, no-cache"),
        None => HeaderValue::from_static("private, no-store"),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, control);
    if is_taggable { tagged(response, asked.as_ref()).await } else { response }
}

async fn tagged(response: Response, asked: Option<&HeaderValue>) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_PAGE).await else { return PageError::Internal.into_response() };
    let hash = blake3::hash(&bytes).to_hex();
    // Weak: the packed forms of one page have the same tag.
    let tag = format!("W/\"{}\"", hash.get(..HASH_CHARS).unwrap_or_default());
    let is_known = asked.and_then(|asked| asked.to_str().ok()).is_some_and(|asked| names(asked, &tag));
    set(&mut parts.headers, &tag);
    if !is_known {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

fn set(headers: &mut HeaderMap, tag: &str) {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
}

/// Whether an `If-None-Match` header names `tag` (RFC 9110, 13.1.2: compared weakly).
fn names(asked: &str, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked.trim() == "*" || asked.split(',').any(|one| plain(one) == plain(tag))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn tags_are_compared_weakly() {
        for (asked, want) in [
            ("W/\"a\"", true),
            ("\"a\"", true),
            ("\"b\", W/\"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("", false),
        ] {
            assert_eq!(names(asked, "W/\"a\""), want, "{asked}");
        }
    }
}
