//! No request lasts for ever.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::errors::PageError;

/// Longest time for an answer. Adding a source asks a publisher, who may be slow.
const LONGEST: Duration = Duration::from_mins(1);

/// Gives up on answers that take too long.
pub async fn deadline(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => PageError::TooSlow.into_response(),
    }
}
