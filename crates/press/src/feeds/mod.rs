//! The publishers' feeds.

mod atom;
mod json;
mod rdf;
mod rss;
mod sitemap;

use coranto_model::Millis;

use crate::blocks::{blocks, html};
use crate::press::{House, Issue};
use crate::texts::Format;

/// Entries that a feed carries.
const ENTRIES: usize = 40;

/// Where a publisher keeps a feed of that format.
pub(crate) fn path(format: Format) -> Option<&'static str> {
    match format {
        Format::Rss => Some("/rss.xml"),
        Format::Atom => Some("/feed.atom"),
        Format::Json => Some("/feed.json"),
        Format::Rdf => Some("/index.rdf"),
        Format::Sitemap => Some("/news-sitemap.xml"),
        Format::None => None,
    }
}

/// The media type of the format.
pub(crate) fn mime(format: Format) -> &'static str {
    match format {
        Format::Rss => "application/rss+xml; charset=utf-8",
        Format::Atom => "application/atom+xml; charset=utf-8",
        Format::Json => "application/feed+json",
        // Both are kept by web servers that were never told better.
        Format::Rdf | Format::Sitemap => "application/xml",
        Format::None => "text/html; charset=utf-8",
    }
}

/// The publisher's feed.
pub(crate) fn write(house: &House) -> String {
    house.with_issues(|issues| {
        let issues = issues.get(..ENTRIES.min(issues.len())).unwrap_or_default();
        match house.text.format {
            Format::Rss => rss::write(house, issues),
            Format::Atom => atom::write(house, issues),
            Format::Json => json::write(house, issues),
            Format::Rdf => rdf::write(house, issues),
            Format::Sitemap => sitemap::write(house, issues),
            Format::None => String::new(),
        }
    })
}

/// The address by which a feed leads to an article: some publishers count where their readers come from.
fn link(house: &House, issue: &Issue) -> String {
    let tracking = if house.text.format == Format::Rss { "?utm_source=rss&utm_medium=feed" } else { "" };
    format!("{}/{}{tracking}", house.origin, issue.text.slug)
}

/// The whole text as HTML, where the publisher gives it.
fn full_text(house: &House, issue: &Issue) -> Option<String> {
    let whole = || blocks(&issue.text.body).iter().map(|block| html(block, &house.origin)).collect();
    (house.text.full_text && !issue.text.paywall).then(whole)
}

fn picture(house: &House, issue: &Issue) -> Option<String> {
    issue.text.picture.as_ref().map(|picture| format!("{}/pictures/{}", house.origin, picture.file))
}

/// RFC 822, as RSS writes dates.
pub(crate) fn rfc_822(at: Millis) -> String {
    at.timestamp().map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).unwrap_or_default()
}
