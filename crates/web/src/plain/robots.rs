//! What robots may read.

use axum::response::{IntoResponse, Response};
use http::header;

use crate::config::Access;
use crate::visit::Visit;

/// `/robots.txt`: a site that is not for everybody is for no robot; others keep robots out of what is no page.
pub async fn robots(visit: Visit) -> Response {
    let text = match visit.web.config.access {
        Access::Private | Access::SingleReader => "User-agent: *\nDisallow: /\n".to_owned(),
        Access::Public => format!(
            "User-agent: *\nDisallow: /admin\nDisallow: /sign-in\nDisallow: /first-run\n\nSitemap: {}/sitemap.xml\n",
            visit.origin()
        ),
    };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
