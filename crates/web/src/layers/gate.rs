//! Who may come in: before the first run is over, nobody but whoever makes it; to a private site, its readers.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::Method;

use super::answer::is_for_programs;
use crate::config::Access;
use crate::errors::{PageError, Refusal};
use crate::slug::encode;
use crate::visit::Visit;

/// Leads to the first run or to the sign-in, or lets through.
pub async fn gate(visit: Visit, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_always_open(path) {
        return next.run(request).await;
    }
    match visit.web.is_first_run().await {
        Err(error) => PageError::Store(error).into_response(),
        Ok(true) if path == "/first-run" => next.run(request).await,
        Ok(true) => lead(&request, "/first-run"),
        Ok(false) if is_closed(&visit, path) => lead(&request, &sign_in(&request)),
        Ok(false) => next.run(request).await,
    }
}

/// What watchers ask, and what even the first page needs. `/metrics` decides for itself.
fn is_always_open(path: &str) -> bool {
    ["/healthz", "/readyz", "/metrics", "/robots.txt"].contains(&path) || path.starts_with("/static/")
}

fn is_closed(visit: &Visit, path: &str) -> bool {
    let is_private = visit.web.config.access == Access::Private && path != "/sign-in";
    let is_admin = path.starts_with("/admin") || path == "/progress";
    (is_private || is_admin) && !visit.is_reader()
}

/// Pages lead on; pictures, forms and what programs ask for are refused.
fn lead(request: &Request, to: &str) -> Response {
    let is_page =
        matches!(*request.method(), Method::GET | Method::HEAD) && !is_for_programs(request.uri().path());
    if is_page {
        Redirect::to(to).into_response()
    } else {
        PageError::Forbidden(Refusal::Private).into_response()
    }
}

fn sign_in(request: &Request) -> String {
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    format!("/sign-in?next={}", encode(wanted))
}
