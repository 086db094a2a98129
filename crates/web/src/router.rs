//! Which address leads where, and what every request passes.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _};
use tower_http::compression::{CompressionLayer, DefaultPredicate};

use crate::errors::PageError;
use crate::form::{MAX_FILE_BYTES, MAX_FORM_BYTES};
use crate::state::WebState;
use crate::{admin, layers, pages, plain};

/// Room for the boundaries and fields around an uploaded file, in bytes.
const UPLOAD_MARGIN: usize = 64 * 1024;

/// How much the packing of pages may cost: the middle of both scales is fast and packs most.
const PACKING: i32 = 4;

/// All pages over `state`.
pub fn router(state: WebState) -> Router {
    let with = |state: &WebState| state.clone();
    // Pictures and fonts are packed already.
    let is_loose = DefaultPredicate::new().and(NotForContentType::const_new("font/"));
    paths()
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        // From the inside out: what stands last meets a request first.
        .layer(from_fn(layers::origin))
        .layer(from_fn(layers::gate))
        .layer(from_fn(layers::etag))
        .layer(from_fn_with_state(with(&state), layers::visit))
        .layer(from_fn(layers::deadline))
        .layer(CatchPanicLayer::custom(layers::panicked))
        .layer(from_fn_with_state(with(&state), layers::dress))
        .layer(from_fn_with_state(with(&state), layers::host))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PACKING)).compress_when(is_loose))
        .layer(from_fn_with_state(with(&state), layers::security))
        .layer(from_fn_with_state(with(&state), layers::count))
        .with_state(state)
}

fn paths() -> Router<WebState> {
    Router::new()
        .route("/", get(pages::front::root))
        .route("/{edition}", get(pages::front::edition))
        .route("/{edition}/{section}", get(pages::section::section))
        .route("/article/{id}", get(pages::article::without_slug))
        .route("/article/{id}/{slug}", get(pages::article::article))
        .route("/publisher/{domain}", get(pages::publisher::publisher))
        .route("/publishers", get(pages::publishers::publishers))
        .route("/about", get(pages::about::about))
        .route("/sign-in", get(pages::sign_in::form).post(pages::sign_in::sign_in))
        .route("/sign-out", post(pages::sign_in::sign_out))
        .route("/first-run", get(pages::first_run::page).post(pages::first_run::make_admin))
        .route("/progress", get(pages::progress::progress))
        .merge(administration())
        .merge(for_programs())
        .fallback(|| async { PageError::NotFound })
}

fn administration() -> Router<WebState> {
    let upload = DefaultBodyLimit::max(MAX_FILE_BYTES + UPLOAD_MARGIN);
    Router::new()
        .route("/admin", get(admin::sources::lead))
        .route("/admin/sources", get(admin::sources::list).post(admin::add::add))
        .route("/admin/sources/opml", get(admin::opml::export).post(admin::opml::import).layer(upload))
        .route("/admin/sources/packs", post(admin::packs::add))
        .route("/admin/sources/{id}/poll", post(admin::act::poll))
        .route("/admin/sources/{id}/remove", post(admin::act::remove))
        .route("/admin/tasks", get(admin::tasks::list))
        .route("/admin/tasks/{stage}/{subject}/retry", post(admin::tasks::retry))
}

fn for_programs() -> Router<WebState> {
    Router::new()
        .route("/healthz", get(plain::health::alive))
        .route("/readyz", get(plain::health::ready))
        .route("/metrics", get(plain::metrics::metrics))
        .route("/robots.txt", get(plain::robots::robots))
        .route("/sitemap.xml", get(plain::sitemap::index))
        .route("/sitemap/pages", get(plain::sitemap::pages))
        .route("/sitemap/{after}", get(plain::sitemap::part))
        .route("/static/{name}", get(plain::files::file))
        .route("/picture/{width}/{signature}/{address}", get(plain::picture::picture))
}
