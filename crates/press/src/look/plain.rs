//! The Plain Dispatch: typed by volunteers. No metadata, no classes, no pictures.

use super::Page;

pub(super) fn article(page: &Page<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{headline}</title></head>\n<body>\n\
         <p><a href=\"/\">{name}</a></p>\n<hr>\n<h1>{headline}</h1>\n<p>{standfirst}</p>\n{body}\n<p>{authors}</p>\n<hr>\n<p>Other pages:</p>\n<ul>{links}</ul>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        standfirst = page.standfirst(),
        body = page.body().concat(),
        authors = page.authors(", "),
        links = page.links(),
    )
}
