//! JSON Feed 1.1.

use serde_json::json;

use super::{full_text, link, picture};
use crate::press::{House, Issue};

pub(super) fn write(house: &House, issues: &[Issue]) -> String {
    let text = &house.text;
    let items: Vec<_> = issues.iter().map(|issue| item(house, issue)).collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": text.name,
        "description": text.description,
        "home_page_url": format!("{}/", house.origin),
        "feed_url": format!("{}/feed.json", house.origin),
        "language": text.language,
        "icon": format!("{}/pictures/{}", house.origin, text.logo),
        "items": items,
    })
    .to_string()
}

fn item(house: &House, issue: &Issue) -> serde_json::Value {
    let text = &issue.text;
    let body = full_text(house, issue);
    let picture = picture(house, issue);
    json!({
        "id": format!("{}/{}", house.origin, text.slug),
        "url": link(house, issue),
        "title": text.headline,
        "summary": text.standfirst,
        "date_published": issue.published.to_string(),
        "authors": text.authors.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "tags": std::iter::once(&text.section).chain(&text.tags).collect::<Vec<_>>(),
        "image": picture,
        "content_text": body.is_none().then_some(&text.standfirst),
        "content_html": body,
    })
}
