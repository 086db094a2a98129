//! What can go wrong with a request, and the status that says so.
//!
//! - [`PageError`] is what handlers return: it becomes a page in the look of the site, through `layers::dress`.
//! - [`StartError`](crate::StartError) is for whoever starts the server.
//! - [`PictureError`](crate::PictureError) and the sentences of [`Backstage`](crate::Backstage) come from the engine;
//!   pages show them or turn them into a `PageError`.

use axum::response::{IntoResponse, Response};
use coranto_store::StoreError;
use http::{HeaderValue, StatusCode, header};

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The request cannot be understood.
    #[error("the request cannot be understood")]
    BadRequest,
    /// Not by this person, or not from that site.
    #[error("not allowed: {0:?}")]
    Forbidden(Refusal),
    /// There is nothing at this address.
    #[error("there is nothing at this address")]
    NotFound,
    /// What was sent is too large.
    #[error("what was sent is too large")]
    TooLarge,
    /// Too often.
    #[error("too many requests; again in {retry_after_s} seconds")]
    TooMany {
        /// After how many seconds it may be tried again.
        retry_after_s: u64,
    },
    /// It took too long.
    #[error("it took too long")]
    TooSlow,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A mistake of ours, logged where it happened.
    #[error("internal error")]
    Internal,
}

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The form did not come from a page of ours, or is too old.
    Form,
    /// Who asks is not the admin.
    NotAdmin,
    /// The site is for its readers only.
    Private,
}

/// Marks an answer that still needs its page.
#[derive(Clone, Copy, Debug)]
pub struct Undressed {
    /// The message that says what happened.
    pub sentence: &'static str,
}

impl PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(_) | Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn sentence(&self) -> &'static str {
        match self {
            Self::Forbidden(Refusal::Form) => "error-form",
            Self::Forbidden(Refusal::NotAdmin) => "error-not-admin",
            Self::Forbidden(Refusal::Private) => "error-private",
            other => sentence_of(other.status()),
        }
    }
}

/// The message for a status about which nothing more is known.
pub fn sentence_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "error-400",
        403 => "error-403",
        404 => "error-404",
        405 => "error-405",
        410 => "error-410",
        413 => "error-413",
        429 => "error-429",
        503 => "error-503",
        _ => "error-500",
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Self::Store(error) = &self {
            tracing::error!(%error, "a page could not be made");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Undressed { sentence: self.sentence() });
        if let Self::TooMany { retry_after_s } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
        response
    }
}
