//! About this site.

use askama::Template;
use axum::response::Response;

use crate::errors::PageError;
use crate::view::{Account, Page, html};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "pages/about.html")]
struct AboutPage {
    page: Page,
    version: &'static str,
}

/// `/about`.
pub async fn about(visit: Visit) -> Result<Response, PageError> {
    let page = visit.page(visit.edition(None).await?).await?;
    let title = page.words.say("about-this-site");
    let mut page = page.titled(&title);
    page.description = page.words.say("about-deck").into();
    page.canonical = Some(format!("{}/about", visit.origin()));
    html(&AboutPage { page, version: env!("CARGO_PKG_VERSION") })
}
