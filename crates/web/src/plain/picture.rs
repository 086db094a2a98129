//! Publishers' pictures through our proxy: only those whose address we signed, only in the widths that pages use.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coranto_engine::pictures::{PictureError, WIDTHS};
use http::{StatusCode, header};

use super::files::FOR_EVER;
use crate::config::Access;
use crate::errors::PageError;
use crate::visit::Visit;

/// The same where the site is not for everybody: nothing between us and the reader keeps a copy.
const FOR_READERS: &str = "private, max-age=31536000, immutable";

/// How long browsers remember that there is no picture, in seconds: a publisher may repair it.
const FORGIVE: &str = "private, max-age=300";

/// `/picture/{width}/{signature}/{address}`.
pub async fn picture(
    visit: Visit,
    Path((width, signature, address)): Path<(String, String, String)>,
) -> Result<Response, PageError> {
    let width = WIDTHS.into_iter().find(|known| known.to_string() == width).ok_or(PageError::NotFound)?;
    let address = URL_SAFE_NO_PAD.decode(address).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let address = address.filter(|address| visit.web.keys.is_picture_signed(address, &signature));
    let address = address.ok_or(PageError::NotFound)?;
    match visit.web.backstage.picture(&address, width).await {
        Ok(picture) => {
            let is_public = visit.web.config.access == Access::Public;
            let control = if is_public { FOR_EVER } else { FOR_READERS };
            let headers = [(header::CONTENT_TYPE, picture.mime), (header::CACHE_CONTROL, control)];
            Ok((headers, picture.bytes).into_response())
        }
        Err(error) => {
            tracing::debug!(%error, "a picture could not be shown");
            let status = match error {
                PictureError::NotFound | PictureError::Refused(_) => StatusCode::NOT_FOUND,
                PictureError::Unavailable(_) => StatusCode::BAD_GATEWAY,
            };
            let headers =
                [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, FORGIVE)];
            Ok((status, headers, format!("{error}\n")).into_response())
        }
    }
}
