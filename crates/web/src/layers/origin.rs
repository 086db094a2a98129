//! Changes are only asked for by our own pages: the browser says where a form was sent from. Each form carries a token
//! besides (`form`), so this is the first of two locks.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};

use crate::errors::{PageError, Refusal};
use crate::visit::Visit;

/// Refuses unsafe requests that another site caused.
pub async fn origin(visit: Visit, request: Request, next: Next) -> Response {
    let is_ours = |origin: &str| visit.web.config.is_own_origin(origin, visit.host());
    if request.method().is_safe() || is_from_us(request.headers(), is_ours) {
        next.run(request).await
    } else {
        PageError::Forbidden(Refusal::Form).into_response()
    }
}

/// Whether a page of ours caused the request. Clients that are no browsers say nothing; the token decides for them.
fn is_from_us(headers: &HeaderMap, is_ours: impl Fn(&str) -> bool) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let is_site_ours = text("sec-fetch-site").is_none_or(|site| site == "same-origin");
    let is_origin_ours = text(header::ORIGIN.as_str()).is_none_or(is_ours);
    is_site_ours && is_origin_ours
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::is_from_us;

    #[test]
    fn other_sites_are_refused() {
        for (site, origin, want) in [
            (None, None, true),
            (Some("same-origin"), Some("https://news.example"), true),
            (None, Some("https://news.example"), true),
            (Some("same-origin"), None, true),
            (Some("same-site"), None, false),
            (Some("cross-site"), Some("https://news.example"), false),
            (Some("none"), None, false),
            (None, Some("null"), false),
            (None, Some("https://evil.example"), false),
            (Some("same-origin"), Some("https://evil.example"), false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                if let Some(value) = value {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
            let is_ours = |origin: &str| origin == "https://news.example";
            assert_eq!(is_from_us(&headers, is_ours), want, "{site:?} {origin:?}");
        }
    }
}
