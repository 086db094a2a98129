//! Static files under names that change with their content, so that browsers keep them for ever.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Uri, header};

use crate::assets::{ASSETS, Packing};
use crate::errors::PageError;

/// A year, the longest that caches understand.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `/static/{name}`.
pub async fn file(uri: Uri, headers: HeaderMap) -> Result<Response, PageError> {
    let asset = ASSETS.at(uri.path()).ok_or(PageError::NotFound)?;
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (packing, bytes) = asset.packed(accepted);
    let fixed = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::VARY, "Accept-Encoding"),
    ];
    let mut response = (fixed, bytes).into_response();
    let coding = match packing {
        Packing::Plain => None,
        Packing::Gzip => Some("gzip"),
        Packing::Brotli => Some("br"),
    };
    if let Some(coding) = coding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Ok(response)
}
