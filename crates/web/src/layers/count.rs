//! Counts answers by the class of their status, for `/metrics`, and tells the log about each.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::state::WebState;

/// Answers since the start, by the first figure of their status.
#[derive(Default)]
pub struct Counts([AtomicU64; 5]);

impl Counts {
    /// The class of each count, and the count.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, u64)> {
        ["1xx", "2xx", "3xx", "4xx", "5xx"]
            .into_iter()
            .zip(self.0.iter().map(|count| count.load(Ordering::Relaxed)))
    }
}

/// Counts the answer.
pub async fn count(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let begin = Instant::now();
    let response = next.run(request).await;
    let took_ms = begin.elapsed().as_secs_f64() * 1_000.0;
    // Without the query: it may hold what somebody typed.
    tracing::debug!(%method, path, status = response.status().as_u16(), took_ms, "answered");
    let class = usize::from(response.status().as_u16() / 100).saturating_sub(1);
    if let Some(count) = web.counts.0.get(class) {
        count.fetch_add(1, Ordering::Relaxed);
    }
    response
}
