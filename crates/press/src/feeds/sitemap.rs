//! A sitemap as sites make them for news search engines: addresses and headlines, no texts.

use super::{link, picture};
use crate::blocks::escape;
use crate::press::{House, Issue};

pub(super) fn write(house: &House, issues: &[Issue]) -> String {
    let urls: String = issues.iter().map(|issue| url(house, issue)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\" \
         xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n{urls}</urlset>\n"
    )
}

fn url(house: &House, issue: &Issue) -> String {
    let image = picture(house, issue)
        .map(|url| format!("<image:image><image:loc>{}</image:loc></image:image>\n", escape(&url)))
        .unwrap_or_default();
    format!(
        "<url>\n<loc>{}</loc>\n<lastmod>{published}</lastmod>\n<news:news>\n<news:publication><news:name>{}</news:name>\
         <news:language>{}</news:language></news:publication>\n<news:publication_date>{published}</news:publication_date>\n\
         <news:title>{}</news:title>\n<news:keywords>{}</news:keywords>\n</news:news>\n{image}</url>\n",
        escape(&link(house, issue)),
        escape(&house.text.name),
        escape(&house.text.language),
        escape(&issue.text.headline),
        escape(&issue.text.tags.join(", ")),
        published = issue.published,
    )
}
