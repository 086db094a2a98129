//! Meridian Wire: an agency. No Open Graph, no picture but where there is one, a date only where the text begins.

use super::Page;

pub(super) fn article(page: &Page<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{headline}</title>\n\
         <link rel=\"icon\" href=\"/pictures/{logo}\">\n<style>body{{font:16px/1.5 'Courier New',monospace;max-width:44rem;margin:2rem auto}}</style></head>\n<body>\n\
         <p class=\"slug\"><a href=\"/\">MERIDIAN WIRE</a> / <time datetime=\"{published}\">{published}</time></p>\n\
         <h1>{headline}</h1>\n<p class=\"summary\">{standfirst}</p>\n{figure}\n<div id=\"copy\">{body}</div>\n\
         <p class=\"end\">(Meridian Wire) {authors}</p>\n<hr>\n<p>Also on the wire:</p><ul>{links}</ul>\n</body></html>\n",
        headline = page.headline(),
        logo = page.house.text.logo,
        published = page.issue.published,
        standfirst = page.standfirst(),
        figure = page.figure("pool", "Meridian Wire/"),
        body = page.body().concat(),
        authors = page.authors("; "),
        links = page.links(),
    )
}
